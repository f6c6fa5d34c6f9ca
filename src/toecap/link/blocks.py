"""What a telling is found by: tellings that share one of its keys are weighed with it."""

from __future__ import annotations

from collections.abc import Iterator

from toecap.link.weighing import Told, near_types

WINDOW = 3  # days; tellings up to twice as far apart may meet

Key = tuple[object, ...]


def copy_of(told: Told) -> Key:
    """Equal for tellings of the same in the same words in reports of one family."""
    sides = (sorted(side.keys) for side in (told.actors, told.recipients))
    return (told.family or told.record, told.certainty, told.cameo, *sides, told.quote)


def part_of(told: Told) -> Key:
    """What must be equal in a large block."""
    return told.cameo, told.start, told.place


def keys(told: Told) -> Iterator[Key]:
    """The blocks that a telling stands in: of its happening and family; of who did such a thing to whom and when."""
    types = [told.type, *sorted(other for pair in near_types() if told.type in pair for other in pair - {told.type})]
    for report in {told.family, told.happening} - {""}:
        yield from (("report", report, told.kind, *sorted((told.type, other))) for other in types)
    if told.start is None:
        return
    days = told.start.toordinal() // WINDOW
    for window in (days, days + 1):
        for actor in sorted(told.actors.codes) or [""]:
            for recipient in sorted(told.recipients.codes) or [""]:
                if actor and recipient:
                    yield ("sides", told.kind, told.type, actor, recipient, window)
                elif (actor or recipient) and told.place is not None:
                    yield ("side and place", told.kind, told.type, actor, recipient, told.place, window)
        for actor in sorted(told.actors.keys - told.actors.codes):
            yield ("actor", told.kind, told.type, actor, window)
