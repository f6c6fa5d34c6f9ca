"""Where the chain of attribution of a telling ends: whoever is behind it, however many print it.

Told by a speaker alone: that speaker. Else the agency whose text it is; else the owner of the outlet; else the family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from toecap.knowledge.outlets import owner_of
from toecap.knowledge.words import words_of
from toecap.link.families import SAMES
from toecap.link.runs import Numbers, runs_of, shared
from toecap.link.scratch import Array, Scratch, array, names, remembered, shelf
from toecap.read.credit import agency_named

COPIED_RUNS = 0.2  # of a paragraph's five-word runs
COPIED_WORDS = 0.7  # of its longer words, where it is reworded
LONG = 5  # letters
AROUND = 250  # characters
COMPARED = 8  # reports of the family that a paragraph is looked for in


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a telling comes from: a key that is equal for one origin, and why, in words.

    `copied`: its passage stands in other reports of its family, so it has one origin with their tellings.
    """

    key: str
    says: str
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A report as the origin of what it tells is asked for: it, and the first report of its family."""

    report: int
    record: str
    outlet: str | None
    first: str
    first_outlet: str | None


def save_families(scratch: Scratch) -> None:
    """Saves what `Origins` asks of families: who is in them, and who is like whom."""
    for name in ("family", "like"):
        values = array(scratch.folder, name)
        order = np.argsort(values, kind="stable").astype(np.int32)
        scratch.save(f"by_{name}", order)
        scratch.save(f"by_{name}_sorted", values[order])


class Origins:
    """Answers for tellings of the reports of a store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own_agency, self._agency, self._relation, self._family = (
            array(folder, name) for name in ("own_agency", "agency", "relation", "family")
        )
        self._agencies, self._outlets = names(folder, "agencies"), frozenset(names(folder, "outlets"))

    def of(self, source: Source, start: int, speaker_key: str | None, speaker: str | None) -> Origin:
        """The origin of what a report tells at an offset; `speaker` is who alone tells it, if it is told so."""
        copied = self._is_in_family(source.report) and self._is_copied(source, start)
        return replace(self._of(source, copied, speaker_key, speaker), copied=copied)

    def _of(self, source: Source, copied: bool, speaker_key: str | None, speaker: str | None) -> Origin:
        if speaker_key is not None:
            return self._speaker(speaker_key, speaker or speaker_key)
        if (own := int(self._own_agency[source.report])) >= 0:
            name = self._agencies[own]
            return Origin(f"agency:{name}", f"its report is a text of {name}, by its own credit line")
        if copied:
            if (agency := int(self._agency[source.report])) >= 0:
                name = self._agencies[agency]
                return Origin(f"agency:{name}", f"its passage stands in other reports too, of {name}")
            if source.first != source.record:
                where = source.first_outlet or "a report without an outlet"
                return _printed(source.first_outlet, f"its passage is copied from {where}", f"family:{source.first}")
        says = f"{source.outlet or 'a report without an outlet'} tells it itself"
        return _printed(source.outlet, says, f"family:{source.record}")

    def _speaker(self, key: str, name: str) -> Origin:
        says = f"its report tells it only according to {name}"
        if agency := agency_named(name):
            return Origin(f"agency:{agency}", says)
        if name in self._outlets or owner_of(name) != name:
            return Origin(f"owner:{owner_of(name)}", says)
        return Origin(f"actor:{key}", says)

    def _is_in_family(self, report: int) -> bool:
        return len(_group(self._folder, "family", int(self._family[report]))) > 1

    def _is_copied(self, source: Source, start: int) -> bool:
        if self._relation[source.report] == SAMES:
            return True
        passage = _passage(_text(self._folder, source.report), start)
        return _stands_elsewhere(self._folder, source.report, passage.start, passage.stop)


_numbers = Numbers()  # of this process


@remembered(256)
def _stands_elsewhere(folder: Path, report: int, start: int, end: int) -> bool:
    passage = _text(folder, report)[start:end]
    runs = runs_of(passage, _numbers).all
    words = _long_words(passage)
    for other in _compared(folder, report):
        if shared(runs, np.frombuffer(shelf(folder, "runs")[other], np.uint64)) >= COPIED_RUNS * len(runs):
            return True
        if len(words & _words(folder, other)) >= COPIED_WORDS * max(len(words), 1):
            return True
    return False


def _text(folder: Path, report: int) -> str:
    return shelf(folder, "texts")[report].decode("utf-8")


@remembered(256)
def _words(folder: Path, report: int) -> frozenset[str]:
    return _long_words(_text(folder, report))


def _group(folder: Path, name: str, value: int) -> Array:
    """The reports of a family, or those like a report, in the order of their ids."""
    start, end = np.searchsorted(array(folder, f"by_{name}_sorted"), [value, value + 1])
    return array(folder, f"by_{name}")[start:end]


def _compared(folder: Path, report: int) -> list[int]:
    like = int(array(folder, "like")[report])
    near = [like] if like >= 0 else []
    near += _group(folder, "like", report)[:COMPARED].tolist()
    of_family = _group(folder, "family", int(array(folder, "family")[report]))[: 2 * COMPARED + 1].tolist()
    return [*near, *(other for other in of_family if other != report and other not in near)][:COMPARED]


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in words_of(text.lower()) if len(word) >= LONG)


def _printed(outlet: str | None, says: str, family: str) -> Origin:
    if not outlet:
        return Origin(family, says)
    owner = owner_of(outlet)
    return Origin(f"owner:{owner}", says if owner == outlet else f"{says}; {outlet} belongs to {owner}")


def _passage(text: str, at: int) -> slice:
    """The paragraph around an offset; of a long one the part."""
    end = text.find("\n", at)
    return slice(max(text.rfind("\n", 0, at) + 1, at - AROUND), min(len(text) if end < 0 else end, at + AROUND))


def of_one_text(origins: Sequence[tuple[str, Origin]]) -> list[Origin]:
    """The origins of an incident's tellings, given with their families, first telling first.

    Copies of one passage have one origin, also where it is attributed in some of them and told as a fact in others:
    the speaker's, if any names one.
    """
    leads: dict[str, Origin] = {}
    for family, origin in origins:
        if origin.copied and (family not in leads or (_is_speaker(origin) and not _is_speaker(leads[family]))):
            leads[family] = origin
    return [
        origin
        if not origin.copied or leads[family].key == origin.key
        else replace(leads[family], says=f"its passage is a copy, and of another it is known: {leads[family].says}")
        for family, origin in origins
    ]


def _is_speaker(origin: Origin) -> bool:
    return origin.key.startswith("actor:")
