"""What the event rules say of a pair: the event of the sentence's record that joins source and target."""

from __future__ import annotations

from toecap.records import Event, Evidence, Record
from toecap.relate.labels import root_of
from toecap.relate.marks import spans
from toecap.relate.model import Guess
from toecap.relate.pairs import Pair


def ruled(record: Record, pair: Pair) -> Guess | None:
    """The first event told as a fact in which the source acts on the target."""
    source, target = spans(pair.sentence, pair.source, pair.target)
    mentions = {actor.id: actor.mentions for actor in record.actors}
    for event in record.events:
        if event.certainty == "actual" and _joins(event, mentions, source, target):
            return Guess(root_of(event.cameo), event.cameo, event.confidence, event.rule)
    return None


def _joins(
    event: Event,
    mentions: dict[str, tuple[Evidence, ...]],
    source: tuple[int, int] | None,
    target: tuple[int, int] | None,
) -> bool:
    def named(sides: tuple[str, ...], span: tuple[int, int] | None) -> bool:
        return span is not None and any(m.start < span[1] and m.end > span[0] for id in sides for m in mentions[id])

    return named(event.actors, source) and named(event.recipients, target)
