"""Which reports name one of the actors asked for, by the words of the tables, before the parse."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator

from toecap.knowledge.loader import load
from toecap.knowledge.tables import Named
from toecap.knowledge.values import fold
from toecap.records import Report

_TOKEN = re.compile(r"\w+")
Surface = tuple[str, ...]


class Surfaces:
    """Surfaces by their first words: in any case of letters, or as they are written."""

    def __init__(self, surfaces: Iterable[tuple[str, bool]]) -> None:
        self._folded: dict[str, set[Surface]] = {}
        self._cased: dict[str, set[Surface]] = {}
        for surface, cased in surfaces:
            words = tuple(_TOKEN.findall(surface if cased else fold(surface)))
            if words:
                (self._cased if cased else self._folded).setdefault(words[0], set()).add(words)

    def are_in(self, text: str) -> bool:
        """Whether one of them stands in the text."""
        return _stand_in(self._cased, _TOKEN.findall(text)) or _stand_in(self._folded, _TOKEN.findall(fold(text)))


def _stand_in(surfaces: dict[str, set[Surface]], words: list[str]) -> bool:
    return any(
        tuple(words[place : place + len(surface)]) == surface
        for place, word in enumerate(words)
        for surface in surfaces.get(word, ())
    )


def names_one_of(report: Report, actors: tuple[str, ...]) -> bool:
    """Whether the title or the text names one of the actors."""
    return _surfaces(actors).are_in(f"{report.title or ''}\n{report.text}")


@functools.lru_cache(maxsize=4)
def _surfaces(actors: tuple[str, ...]) -> Surfaces:
    """Each actor as it is given, and what the tables know for it; for a state also its bodies, groups and officials."""
    return Surfaces(itertools.chain.from_iterable(map(_surfaces_of, actors)))


def _surfaces_of(actor: str) -> Iterator[tuple[str, bool]]:
    knowledge = load()
    # A name in capitals, as US, is no word in small letters.
    yield actor, actor.isupper()
    meant = knowledge.named.get(fold(actor), ())
    names = {entry.name for entry in meant}
    states = {entry.country for entry in meant if entry.kind == "state"}
    for entry in itertools.chain.from_iterable(knowledge.named.values()):
        if entry.name in names or _country(entry) in states:
            yield entry.surface, entry.cased or entry.surface.isupper()
    for official in set(itertools.chain.from_iterable(knowledge.officials.values())):
        if official.country in states or fold(official.person) == fold(actor):
            yield from ((name, False) for name in (official.person, *official.aliases))


def _country(entry: Named) -> str:
    return entry.country or ""
