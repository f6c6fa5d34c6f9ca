"""A report's text cut into segments, so that overlapping statements, events and actors can be shown in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands in the text: `field` as in the table `evidence`; `certainty` of an event's predicate."""

    start: int
    end: int
    owner: str
    field: str
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that the same marks cover.

    `opens`: statements that begin here; `statements` and `events`: those that cover it; `link`: the owner that a click
    leads to, the predicate's event before the mention's actor; `closes`: the certainty to name behind it.
    """

    text: str
    opens: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    link: str | None = None
    certainty: str | None = None
    closes: str | None = None
    cue: bool = False

    @property
    def of(self) -> str:
        """All that cover it, for the page's script."""
        return " ".join((*self.statements, *self.events, *self.actors))


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text in segments; joined, they are the text."""
    within = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(mark.start for mark in within), *(mark.end for mark in within)})
    begins: dict[int, list[Mark]] = {}
    for mark in within:
        begins.setdefault(mark.start, []).append(mark)
    made, active = [], list[Mark]()
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark.end > start] + begins.get(start, [])
        made.append(_segment(text[start:end], start, end, active))
    return made


def _segment(text: str, start: int, end: int, active: Sequence[Mark]) -> Segment:
    predicate = next((mark for mark in active if mark.field == "predicate"), None)
    mention = next((mark for mark in active if mark.field == "mention"), None)
    link = predicate or mention
    return Segment(
        text,
        opens=_owners(mark for mark in active if mark.field == "content" and mark.start == start),
        statements=_owners(mark for mark in active if mark.field == "content"),
        events=_owners(mark for mark in active if mark.field in ("predicate", "evidence", "condition")),
        actors=_owners(mark for mark in active if mark.field == "mention"),
        link=link.owner if link else None,
        certainty=predicate.certainty if predicate else None,
        closes=predicate.certainty if predicate and predicate.end == end and predicate.certainty != "actual" else None,
        cue=any(mark.field in ("cue", "source") for mark in active),
    )


def _owners(marks: Iterable[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.owner for mark in marks))
