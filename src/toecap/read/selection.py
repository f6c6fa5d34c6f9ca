"""Which reports are coded at all: what the first look keeps, and what names the actors asked for."""

from __future__ import annotations

from collections.abc import Iterator

from toecap.read.first_look import first_look
from toecap.read.inputs import FIRST_LOOK, Given, Unread
from toecap.read.named_actors import names_one_of
from toecap.records import Failure, Report


def selected(items: Iterator[Report | Unread], given: Given) -> Iterator[Report | Unread]:
    """The same items; in the place of each report that is set aside the reason why."""
    looked = first_look(items) if given.first_look else items
    return _naming(looked, given.actors) if given.actors else looked


def _naming(items: Iterator[Report | Unread], actors: tuple[str, ...]) -> Iterator[Report | Unread]:
    for item in items:
        if isinstance(item, Report) and not names_one_of(item, actors):
            message = f"{item.id}: names none of {', '.join(actors)}; leave --actors out to code it too"
            yield Unread(item.id, Failure(FIRST_LOOK, "other-actors", message))
        else:
            yield item
