"""Expressions that lean on another day: "on Tuesday", "two weeks ago", "the following day", "later this year"."""

from __future__ import annotations

from datetime import date

from toecap.annotate.times import calendar as cal
from toecap.annotate.times.calendar import Days
from toecap.annotate.times.meaning import (
    Meaning,
    Parts,
    Scene,
    day_number,
    nearest,
    number_of,
    one_day,
    part_of,
    relative_days,
    years_off,
)


def relative_month(parts: Parts, scene: Scene) -> Meaning | None:
    """Last March, next March, this March."""
    here, number = scene.published, scene.words.months[str(parts["m"]).lower()]
    if here is None:
        return None
    word = str(parts["rel"]).lower()
    if word == "this":
        return relative_days(cal.month(here.year, number))
    if word in ("next", "coming", "this coming"):
        return relative_days(cal.month(here.year + (number <= here.month), number))
    return relative_days(cal.month(here.year - (number >= here.month), number))


def _week_day(scene: Scene, weekday: int, weeks: int) -> date | None:
    """A weekday of the week of publication, or of one so many weeks off."""
    here = scene.published
    return cal.shift_days(here, weekday - here.weekday() + 7 * weeks) if here else None


def weekday_of(parts: Parts, scene: Scene) -> Meaning | None:
    """A weekday: in a report, the last at or before publication unless a word looks ahead."""
    here = scene.published
    if here is None:
        return None
    weekday, word = scene.words.weekdays[str(parts["w"]).lower()], (parts.get("mod") or "").lower()
    week = parts.get("wrel") or parts.get("wrel2")
    if week:
        return one_day(_week_day(scene, weekday, years_off(week)))
    if word == "following":
        told = scene.told[0] if scene.told and scene.told[0] == scene.told[1] else None
        return one_day(cal.shift_days(told, (weekday - told.weekday() - 1) % 7 + 1)) if told else None
    if word in ("last", "previous", "next"):
        return one_day(_week_day(scene, weekday, 1 if word == "next" else -1))
    if word.endswith("coming"):
        return one_day(cal.shift_days(here, (weekday - here.weekday() - 1) % 7 + 1))
    if word.endswith("past"):
        return one_day(cal.shift_days(here, -((here.weekday() - weekday - 1) % 7 + 1)))
    if word == "this":
        return one_day(_week_day(scene, weekday, 0))
    if scene.ahead:
        return one_day(cal.shift_days(here, (weekday - here.weekday()) % 7))
    return one_day(cal.shift_days(here, -((here.weekday() - weekday) % 7)))


def weekday_and_day(parts: Parts, scene: Scene) -> Meaning | None:
    """ "Friday the 31st": the nearest such day, looking back unless the clause looks ahead."""
    here = scene.published
    if here is None:
        return None
    weekday, number = scene.words.weekdays[str(parts["w"]).lower()], day_number(str(parts["d"]), scene.words)
    months = (cal.shift_months(here.replace(day=1), off) for off in range(-14, 15))
    options = [days for first in months if first and (days := cal.day(first.year, first.month, number))]
    fitting = [days for days in options if days[0].weekday() == weekday]
    return relative_days(nearest(fitting, scene, 1.0))


_DAY_WORDS = {
    "yesterday": (-1, -1),
    "last night": (-1, -1),
    "last evening": (-1, -1),
    "overnight": (-1, 0),
    "tomorrow": (1, 1),
    "day before yesterday": (-2, -2),
    "day after tomorrow": (2, 2),
}


def day_of(parts: Parts, scene: Scene) -> Meaning | None:
    """Today and its neighbours."""
    if scene.published is None:
        return None
    first, last = _DAY_WORDS.get(str(parts["day"]).lower(), (0, 0))
    start, end = cal.shift_days(scene.published, first), cal.shift_days(scene.published, last)
    return relative_days((start, end)) if start and end else None


def _spread(found: date | None, unit: str) -> Meaning | None:
    """As exact as the unit: months and longer are not meant to the day."""
    if found is None:
        return None
    return relative_days(cal.around(found, unit) if unit in ("month", "year", "decade") else (found, found))


def ago(parts: Parts, scene: Scene) -> Meaning | None:
    """So many units before publication."""
    unit, count = str(parts["u"]).lower(), number_of(str(parts["n"]), scene.words)
    if scene.published is None:
        return None
    if unit == "hour":
        earliest = cal.shift_days(scene.published, -(count // 24) - 1)
        latest = cal.shift_days(scene.published, -(count // 24))
        return relative_days((earliest, latest)) if earliest and latest else None
    off = -1 if (parts.get("base") or "").lower() == "yesterday" else 0
    moved = cal.shift(scene.published, -count, unit)
    return _spread(cal.shift_days(moved, off) if moved else None, "year" if unit == "decade" else unit)


def shifted(parts: Parts, scene: Scene) -> Meaning | None:
    """So many units before or after a day that the report has told."""
    unit, count = str(parts["u"]).lower(), number_of(str(parts["n"]), scene.words)
    base, word = (parts.get("base") or "").lower(), str(parts["dir"]).lower()
    if base:
        offset = {"yesterday": -1, "tomorrow": 1}.get(base, 0)
        start = cal.shift_days(scene.published, offset) if scene.published else None
    elif word in ("earlier", "later", "afterward", "afterwards") and scene.told and scene.told[0] == scene.told[1]:
        start = scene.told[0]
    else:
        start = None
    if start is None:
        return None
    back = word in ("earlier", "before", "prior to")
    return _spread(cal.shift(start, -count if back else count, unit), unit)


def neighbour(parts: Parts, scene: Scene) -> Meaning | None:
    """The same, previous or following day, week, month or year of what was told last."""
    word = str(parts.get("dir") or parts.get("dir2") or parts.get("dir3")).lower()
    unit = str(parts.get("u") or parts.get("u3") or "day").lower()
    unit = unit if unit in ("week", "month", "year") else "day"
    sign = {"previous": -1, "before": -1, "following": 1, "after": 1}.get(word, 0)
    if scene.told is None or (scene.told[1] - scene.told[0]).days > {"day": 0, "week": 6, "month": 30}.get(unit, 365):
        return None
    moved = cal.shift(scene.told[0], sign, unit)
    return relative_days(cal.around(moved, unit)) if moved else None


def ahead(parts: Parts, scene: Scene) -> Meaning | None:
    """So many units after publication."""
    if scene.published is None:
        return None
    unit = str(parts["u"]).lower()
    return _spread(cal.shift(scene.published, number_of(str(parts["n"]), scene.words), unit), unit)


def window(parts: Parts, scene: Scene) -> Meaning | None:
    """The last or next so many units, counted from publication."""
    if scene.published is None:
        return None
    word = str(parts["n"]).lower()
    count = 2 if word.startswith("couple") else number_of(word, scene.words)
    back = str(parts["dir"]).lower() in ("last", "past", "previous")
    if str(parts["u"]).lower() == "decade":
        return None  # "the past two decades" means no days
    if str(parts["u"]).lower() == "quarter":
        return relative_days(_quarters(scene.published, count, back))
    far = cal.shift(scene.published, -count if back else count, str(parts["u"]).lower())
    if far is None:
        return None
    return relative_days((far, scene.published)) if back else relative_days(_after(scene.published, far))


def _quarters(here: date, count: int, back: bool) -> Days | None:
    """So many whole quarters before or after the one that runs."""
    start, end = cal.around(here, "quarter")
    first = cal.shift_months(start, -3 * count if back else 3)
    last = cal.shift_days(start, -1) if back else cal.shift_months(end.replace(day=1), 3 * count)
    return (first, last if back else cal.month(last.year, last.month)[1]) if first and last else None


def _after(here: date, far: date) -> Days:
    """The days after `here` up to `far`."""
    return min(cal.shift_days(here, 1) or here, far), far


def weekend(parts: Parts, scene: Scene) -> Meaning | None:
    """Saturday and Sunday of this, the last or the next week."""
    here = scene.published
    if here is None:
        return None
    word = str(parts["rel"]).lower()
    running = here.weekday() >= 5
    weeks = {"last": -1, "next": 1, "this": 0, "this coming": 0, "the coming": 0}.get(word, 0 if running else -1)
    if word == "the" and scene.ahead:
        weeks = 0
    start = _week_day(scene, 5, weeks)
    end = cal.shift_days(start, 1) if start else None
    return relative_days((start, end)) if start and end else None


def unit_of(parts: Parts, scene: Scene) -> Meaning | None:
    """This, the last or the next week, month, quarter, year, decade or century."""
    here = scene.published
    if here is None:
        return None
    word, unit = (parts.get("rel") or "this").lower(), str(parts["u"]).lower()
    half = (parts.get("half") or "").lower()
    if word.endswith("past") and not half and unit != "quarter":
        start = cal.shift(here, -1, unit)
        return relative_days((start, here)) if start else None
    moved = cal.shift(here, years_off(word.split()[-1]), unit)
    if moved is None:
        return None
    days = cal.around(moved, unit)
    if half in ("earlier", "later") and days[0] <= here <= days[1]:
        return relative_days((days[0], here) if half == "earlier" else (here, days[1]))
    return relative_days(part_of(days, half, scene.words) if half and unit not in ("fortnight", "quarter") else days)


def moved(days: Days, count: int, unit: str) -> Days | None:
    """An interval so many units on: "two days after Tuesday"."""
    start, end = cal.shift(days[0], count, unit), cal.shift(days[1], count, unit)
    return (start, end) if start and end else None


def shift_of(parts: Parts, scene: Scene) -> tuple[int, str] | None:
    """By how much "two days after" moves what stands behind it; None for any other expression."""
    word = (parts.get("dir") or "").lower()
    if word not in ("before", "after", "from", "prior to") or not parts.get("n") or parts.get("base"):
        return None
    count = number_of(str(parts["n"]), scene.words)
    return (-count if word in ("before", "prior to") else count), str(parts["u"]).lower()
