"""Which reports are coded at all: what the first look keeps, and what names the actors asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toecap.read.first_look import topic_of
from toecap.read.inputs import FIRST_LOOK, Given, Unread
from toecap.read.named_actors import names_one_of
from toecap.records import Failure, Report


def selected(items: Iterable[Report | Unread], given: Given) -> Iterator[Report | Unread]:
    """The same items; in the place of each report that is set aside the reason why."""
    for item in items:
        yield item if isinstance(item, Unread) else looked_at(item, given)


def looked_at(report: Report, given: Given) -> Report | Unread:
    """The report, or where it is set aside the reason why."""
    if (topic := topic_of(report, given.first_look)) is not None:
        message = f"{report.id}: is {topic}, without politics; --first-look none codes it too"
        return Unread(report.id, Failure(FIRST_LOOK, topic, message))
    if given.actors and not names_one_of(report, given.actors):
        message = f"{report.id}: names none of {', '.join(given.actors)}; leave --actors out to code it too"
        return Unread(report.id, Failure(FIRST_LOOK, "other-actors", message))
    return report
