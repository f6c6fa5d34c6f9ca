"""What every reader is given and gives: limits, what the caller says, and the row for what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from toecap.records import Failure

# A plain text or page of more bytes than this is no report; a row of JSONL neither.
MOST_BYTES = 20_000_000
# The stage of those that the first look sets aside; the code tells the topic.
FIRST_LOOK = "first look"
# What the first look sets aside: nothing; only that from which nothing is coded; whatever is no politics.
Look = Literal["none", "safe", "wide"]
# What of a report is coded.
Only = Literal["all", "statements"]


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that gave no report, and why."""

    name: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of inputs that do not say it themselves; `columns`: our field -> the input's column.

    `part`: only the rows whose first byte is among these bytes of the file; for the kinds in `PARTED` of `read.shards`.
    `first_look`: which sport, weather and listings are set aside. `actors`: so is what names none of them.
    `only`: what is coded of the others.
    """

    published: str | None = None
    outlet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    part: tuple[int, int] | None = None
    first_look: Look = "none"
    actors: tuple[str, ...] = ()
    only: Only = "all"
