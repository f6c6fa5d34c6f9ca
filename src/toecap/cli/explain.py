"""Why an event is in the record: its rule and the rule's reason, and each place that tells it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from toecap.cli.show import QUIET, plain
from toecap.records import Event, Evidence
from toecap.run.knowledge import reason


def explained(event: Event) -> Iterable[Text]:
    """A line for the rule, and one for each sentence that tells the event, its words standing out."""
    yield Text(
        f"\nrule {event.rule}, confidence {event.confidence:.2f}: {reason(event.rule) or 'no reason given'}", QUIET
    )
    for number, telling in enumerate(event.evidence, start=1):
        yield Text.assemble((f"\ntold {number} ", QUIET), _marked(telling, event.predicate))
    if event.according_to:
        yield Text(f"\nonly in the words of {event.according_to}", QUIET)


def _marked(sentence: Evidence, words: Evidence) -> Text:
    """The sentence; the words that carry the event stand out where it holds them."""
    if not (sentence.start <= words.start and words.end <= sentence.end):
        return Text(plain(sentence.quote))
    before = sentence.quote[: words.start - sentence.start]
    after = sentence.quote[words.end - sentence.start :]
    gaps = (" " if before[-1:].isspace() else "", " " if after[:1].isspace() else "")
    return Text.assemble(plain(before) + gaps[0], (plain(words.quote), "bold underline"), gaps[1] + plain(after))
