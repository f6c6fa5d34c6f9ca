"""Pairs -> relations: the model, and the event rules where it is unsure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from toecap.read.files import Unread
from toecap.read.report import make_report
from toecap.relate.labels import type_of
from toecap.relate.model import Guess, guess
from toecap.relate.pairs import Pair, pairs
from toecap.relate.rules import ruled
from toecap.run.code import code

__all__ = ["Relation", "Unread", "relate", "relate_inputs"]

# Below this the rules are right more often than the model where the two disagree: see docs/quality-relations.md.
UNSURE = 0.7
# Pairs that are parsed together.
CHUNK = 64


@dataclass(frozen=True, slots=True)
class Relation:
    """What the source of a pair does to its target: label of the root, PLOVER type, CAMEO code, and what says so."""

    id: str
    root: str
    type: str
    cameo: str
    confidence: float
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """The row that is printed."""
        return asdict(self)


def relate(asked: Iterable[Pair], unsure: float = UNSURE) -> Iterator[Relation]:
    """The relation of each pair, in order; the rules are asked where the model's confidence is below `unsure`."""
    rest = iter(asked)
    while chunk := list(islice(rest, CHUNK)):
        for pair, found in zip(chunk, _decided(chunk, unsure), strict=True):
            yield Relation(pair.id, found.root, type_of(found.cameo), found.cameo, found.confidence, found.rule)


def relate_inputs(inputs: Iterable[str], on_unread: Callable[[Unread], None]) -> Iterator[Relation]:
    """The relation of every pair of the inputs, in order; what cannot be read goes to `on_unread` at once."""

    def readable() -> Iterator[Pair]:
        for name in inputs:
            for item in pairs(name):
                if isinstance(item, Pair):
                    yield item
                else:
                    on_unread(item)

    return relate(readable())


def _decided(chunk: Sequence[Pair], unsure: float) -> list[Guess]:
    found = [guess(pair) for pair in chunk]
    places = [place for place, one in enumerate(found) if one.confidence < unsure]
    reports = [make_report(chunk[place].id, chunk[place].sentence, language="en") for place in places]
    for place, record in zip(places, code(reports), strict=True):
        found[place] = ruled(record, chunk[place]) or found[place]
    return found
