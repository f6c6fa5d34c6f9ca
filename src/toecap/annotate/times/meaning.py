"""What an expression of time leans on, what it means, and how a date without its year gets one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from toecap.annotate.times import calendar as cal
from toecap.annotate.times.calendar import Days
from toecap.annotate.times.rules import Words

# In a report a date without its year looks back; one this many times nearer ahead than behind still lies ahead.
AHEAD_COSTS_DAY, AHEAD_COSTS_MONTH = 2.5, 6.0


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression leans on: the publication date, the time told last, and whether its clause looks ahead."""

    published: date | None
    told: Days | None
    ahead: bool
    words: Words


@dataclass(frozen=True, slots=True)
class Meaning:
    """The days, and whether the words alone say so. `monthday` is kept where the year is only inferred."""

    days: Days
    stated: bool
    monthday: tuple[int, int | None] | None = None


Parts = dict[str, str | None]


Resolver = Callable[[Parts, Scene], Meaning | None]


def stated_days(days: Days | None) -> Meaning | None:
    return Meaning(days, True) if days else None


def relative_days(days: Days | None) -> Meaning | None:
    return Meaning(days, False) if days else None


def one_day(found: date | None) -> Meaning | None:
    return Meaning((found, found), False) if found else None


def number_of(word: str, words: Words) -> int:
    return int(word) if word.isdigit() else words.numbers[word.lower()]


def day_number(word: str, words: Words) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else words.ordinals[word.lower()]


def part_of(days: Days, word: str | None, words: Words) -> Days:
    if not word:
        return days
    word = word.lower().removesuffix("-")
    return cal.part(days, "early" if word in words.early else "mid" if word in words.mid else "late")


def years_off(word: str | None) -> int:
    return {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get((word or "").lower(), 0)


def told_year(parts: Parts, scene: Scene) -> tuple[int | None, bool]:
    """The year that the words name, and whether they do so without the publication date."""
    if parts.get("y"):
        return int(str(parts["y"])), True
    if parts.get("yrel") and scene.published:
        return scene.published.year + years_off(parts["yrel"]), False
    return None, False


def nearest(options: list[Days], scene: Scene, cost: float) -> Days | None:
    """The option nearest to publication; a future one counts as farther, unless the clause looks ahead."""
    here = scene.published
    if here is None or not options:
        return None
    if scene.ahead:
        return min((days for days in options if days[1] >= here), default=None)

    def distance(days: Days) -> float:
        return (days[0] - here).days * cost if days[0] > here else (here - days[0]).days

    return min(options, key=distance)


def yearless(number: int, day: int | None, scene: Scene, weekday: int | None = None) -> Days | None:
    """A month, or a day of one, whose year is left out."""
    if scene.published is None:
        return None
    options = []
    for year in range(max(1, scene.published.year - 4), min(9999, scene.published.year + 4) + 1):
        days = cal.month(year, number) if day is None else cal.day(year, number, day)
        if days and (weekday is None or days[0].weekday() == weekday):
            options.append(days)
    if weekday is None and (number, day) != (2, 29):
        options = [days for days in options if abs(days[0].year - scene.published.year) <= 1]
    return nearest(options, scene, AHEAD_COSTS_DAY if day else AHEAD_COSTS_MONTH)
