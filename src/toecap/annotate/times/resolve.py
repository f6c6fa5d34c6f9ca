"""From the parts of a time expression to the days that it means: one function for each kind of rule."""

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
NEAR_DAYS = 300


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


def _stated(days: Days | None) -> Meaning | None:
    return Meaning(days, True) if days else None


def _relative(days: Days | None) -> Meaning | None:
    return Meaning(days, False) if days else None


def _one(found: date | None) -> Meaning | None:
    return Meaning((found, found), False) if found else None


def _number(word: str, words: Words) -> int:
    return int(word) if word.isdigit() else words.numbers[word.lower()]


def _day_number(word: str, words: Words) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else words.ordinals[word.lower()]


def _part(days: Days, word: str | None, words: Words) -> Days:
    if not word:
        return days
    word = word.lower().removesuffix("-")
    return cal.part(days, "early" if word in words.early else "mid" if word in words.mid else "late")


def _years_off(word: str | None) -> int:
    return {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get((word or "").lower(), 0)


def _told_year(parts: Parts, scene: Scene) -> tuple[int | None, bool]:
    """The year that the words name, and whether they do so without the publication date."""
    if parts.get("y"):
        return int(str(parts["y"])), True
    if parts.get("yrel") and scene.published:
        return scene.published.year + _years_off(parts["yrel"]), False
    return None, False


def _nearest(options: list[Days], scene: Scene, cost: float) -> Days | None:
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
    return _nearest(options, scene, AHEAD_COSTS_DAY if day else AHEAD_COSTS_MONTH)


def _date(parts: Parts, scene: Scene) -> Meaning | None:
    """A day and a month, with or without its year."""
    if parts.get("mn"):
        return _stated(cal.day(int(str(parts["y"])), int(str(parts["mn"])), int(str(parts["dn"]))))
    number, day = scene.words.months[str(parts["m"]).lower()], _day_number(str(parts["d"]), scene.words)
    year, stated = _told_year(parts, scene)
    if year is not None:
        days = cal.day(year, number, day)
        return Meaning(days, stated) if days else None
    weekday = scene.words.weekdays[str(parts["w"]).lower()] if parts.get("w") else None
    days = yearless(number, day, scene)
    if weekday is not None and days and days[0].weekday() != weekday:
        # The weekday settles the year, unless that leads far away: then it is the weekday that is wrong.
        fitting = yearless(number, day, scene, weekday)
        near = fitting and scene.published and abs((fitting[0] - scene.published).days) <= NEAR_DAYS
        days = fitting if near else days
    return Meaning(days, False, (number, day)) if days else None


def _numeric(parts: Parts, scene: Scene) -> Meaning | None:
    """12/25/2021 and 25/12/2021 are clear, 3/4/2022 is not."""
    first, second, year = (int(str(parts[key])) for key in ("a", "b", "y"))
    if first > 12 or first == second:
        return _stated(cal.day(year, second, first))
    return _stated(cal.day(year, first, second)) if second > 12 else None


def _days_of_month(parts: Parts, scene: Scene) -> Meaning | None:
    """From one day to another of the same month."""
    first = _date({**parts, "d": parts["d"]}, scene)
    last = _date({**parts, "d": parts["d2"]}, scene)
    if first is None or last is None:
        return None
    days = first.days[0], last.days[1]
    return Meaning(days, first.stated, first.monthday) if days[0] < days[1] and (days[1] - days[0]).days < 31 else None


def _month(parts: Parts, scene: Scene) -> Meaning | None:
    """A month, with or without its year."""
    number = scene.words.months[str(parts["m"]).lower()]
    year, stated = _told_year(parts, scene)
    days = cal.month(year, number) if year else yearless(number, None, scene)
    if days is None:
        return None
    days = _part(days, parts.get("part"), scene.words)
    return Meaning(days, stated, None if year else (number, None))


def _run_of_months(parts: Parts, scene: Scene) -> Meaning | None:
    """From one month to another, across the turn of the year where the first stands later in it."""
    first, last = (scene.words.months[str(parts[key]).lower()] for key in ("m", "m2"))
    turned = int(first > last)
    year, stated = _told_year(parts, scene)
    if first == last:
        return None
    years = [year] if year else [scene.published.year + off for off in (-1, 0, 1, 2)] if scene.published else []
    runs = [(cal.month(y - turned, first)[0], cal.month(y, last)[1]) for y in years if turned < y <= 9999]
    days = runs[0] if year and runs else _nearest(runs, scene, AHEAD_COSTS_MONTH)
    return Meaning(days, stated) if days else None


def _relative_month(parts: Parts, scene: Scene) -> Meaning | None:
    """Last March, next March, this March."""
    here, number = scene.published, scene.words.months[str(parts["m"]).lower()]
    if here is None:
        return None
    word = str(parts["rel"]).lower()
    if word == "this":
        return _relative(cal.month(here.year, number))
    if word in ("next", "coming", "this coming"):
        return _relative(cal.month(here.year + (number <= here.month), number))
    return _relative(cal.month(here.year - (number >= here.month), number))


def _week_day(scene: Scene, weekday: int, weeks: int) -> date | None:
    """A weekday of the week of publication, or of one so many weeks off."""
    here = scene.published
    return cal.shift_days(here, weekday - here.weekday() + 7 * weeks) if here else None


def _weekday(parts: Parts, scene: Scene) -> Meaning | None:
    """A weekday: in a report, the last at or before publication unless a word looks ahead."""
    here = scene.published
    if here is None:
        return None
    weekday, word = scene.words.weekdays[str(parts["w"]).lower()], (parts.get("mod") or "").lower()
    week = parts.get("wrel") or parts.get("wrel2")
    if week:
        return _one(_week_day(scene, weekday, _years_off(week)))
    if word == "following":
        told = scene.told[0] if scene.told and scene.told[0] == scene.told[1] else None
        return _one(cal.shift_days(told, (weekday - told.weekday() - 1) % 7 + 1)) if told else None
    if word in ("last", "previous", "next"):
        return _one(_week_day(scene, weekday, 1 if word == "next" else -1))
    if word.endswith("coming"):
        return _one(cal.shift_days(here, (weekday - here.weekday() - 1) % 7 + 1))
    if word.endswith("past"):
        return _one(cal.shift_days(here, -((here.weekday() - weekday - 1) % 7 + 1)))
    if word == "this":
        return _one(_week_day(scene, weekday, 0))
    if scene.ahead:
        return _one(cal.shift_days(here, (weekday - here.weekday()) % 7))
    return _one(cal.shift_days(here, -((here.weekday() - weekday) % 7)))


def _weekday_and_day(parts: Parts, scene: Scene) -> Meaning | None:
    """ "Friday the 31st": the nearest such day, looking back unless the clause looks ahead."""
    here = scene.published
    if here is None:
        return None
    weekday, number = scene.words.weekdays[str(parts["w"]).lower()], _day_number(str(parts["d"]), scene.words)
    months = (cal.shift_months(here.replace(day=1), off) for off in range(-14, 15))
    options = [days for first in months if first and (days := cal.day(first.year, first.month, number))]
    fitting = [days for days in options if days[0].weekday() == weekday]
    return _relative(_nearest(fitting, scene, 1.0))


_DAY_WORDS = {
    "yesterday": (-1, -1),
    "last night": (-1, -1),
    "last evening": (-1, -1),
    "overnight": (-1, 0),
    "tomorrow": (1, 1),
    "day before yesterday": (-2, -2),
    "day after tomorrow": (2, 2),
}


def _day(parts: Parts, scene: Scene) -> Meaning | None:
    """Today and its neighbours."""
    if scene.published is None:
        return None
    first, last = _DAY_WORDS.get(str(parts["day"]).lower(), (0, 0))
    start, end = cal.shift_days(scene.published, first), cal.shift_days(scene.published, last)
    return _relative((start, end)) if start and end else None


def _spread(found: date | None, unit: str) -> Meaning | None:
    """As exact as the unit: months and longer are not meant to the day."""
    if found is None:
        return None
    return _relative(cal.around(found, unit) if unit in ("month", "year", "decade") else (found, found))


def _ago(parts: Parts, scene: Scene) -> Meaning | None:
    """So many units before publication."""
    unit, count = str(parts["u"]).lower(), _number(str(parts["n"]), scene.words)
    if scene.published is None:
        return None
    if unit == "hour":
        earliest = cal.shift_days(scene.published, -(count // 24) - 1)
        latest = cal.shift_days(scene.published, -(count // 24))
        return _relative((earliest, latest)) if earliest and latest else None
    off = -1 if (parts.get("base") or "").lower() == "yesterday" else 0
    moved = cal.shift(scene.published, -count, unit)
    return _spread(cal.shift_days(moved, off) if moved else None, "year" if unit == "decade" else unit)


def _shift(parts: Parts, scene: Scene) -> Meaning | None:
    """So many units before or after a day that the report has told."""
    unit, count = str(parts["u"]).lower(), _number(str(parts["n"]), scene.words)
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


def _neighbour(parts: Parts, scene: Scene) -> Meaning | None:
    """The same, previous or following day, week, month or year of what was told last."""
    word = str(parts.get("dir") or parts.get("dir2") or parts.get("dir3")).lower()
    unit = str(parts.get("u") or parts.get("u3") or "day").lower()
    unit = unit if unit in ("week", "month", "year") else "day"
    sign = {"previous": -1, "before": -1, "following": 1, "after": 1}.get(word, 0)
    if scene.told is None or (scene.told[1] - scene.told[0]).days > {"day": 0, "week": 6, "month": 30}.get(unit, 365):
        return None
    moved = cal.shift(scene.told[0], sign, unit)
    return _relative(cal.around(moved, unit)) if moved else None


def _ahead(parts: Parts, scene: Scene) -> Meaning | None:
    """So many units after publication."""
    if scene.published is None:
        return None
    unit = str(parts["u"]).lower()
    return _spread(cal.shift(scene.published, _number(str(parts["n"]), scene.words), unit), unit)


def _window(parts: Parts, scene: Scene) -> Meaning | None:
    """The last or next so many units, counted from publication."""
    if scene.published is None:
        return None
    word = str(parts["n"]).lower()
    count = 2 if word.startswith("couple") else _number(word, scene.words)
    back = str(parts["dir"]).lower() in ("last", "past", "previous")
    if str(parts["u"]).lower() == "decade":
        return None  # "the past two decades" means no days
    if str(parts["u"]).lower() == "quarter":
        return _relative(_quarters(scene.published, count, back))
    far = cal.shift(scene.published, -count if back else count, str(parts["u"]).lower())
    if far is None:
        return None
    return _relative((far, scene.published)) if back else _relative(_after(scene.published, far))


def _quarters(here: date, count: int, back: bool) -> Days | None:
    """So many whole quarters before or after the one that runs."""
    start, end = cal.around(here, "quarter")
    first = cal.shift_months(start, -3 * count if back else 3)
    last = cal.shift_days(start, -1) if back else cal.shift_months(end.replace(day=1), 3 * count)
    return (first, last if back else cal.month(last.year, last.month)[1]) if first and last else None


def _after(here: date, far: date) -> Days:
    """The days after `here` up to `far`."""
    return min(cal.shift_days(here, 1) or here, far), far


def _weekend(parts: Parts, scene: Scene) -> Meaning | None:
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
    return _relative((start, end)) if start and end else None


def _unit(parts: Parts, scene: Scene) -> Meaning | None:
    """This, the last or the next week, month, quarter, year, decade or century."""
    here = scene.published
    if here is None:
        return None
    word, unit = (parts.get("rel") or "this").lower(), str(parts["u"]).lower()
    half = (parts.get("half") or "").lower()
    if word.endswith("past") and not half and unit != "quarter":
        start = cal.shift(here, -1, unit)
        return _relative((start, here)) if start else None
    moved = cal.shift(here, _years_off(word.split()[-1]), unit)
    if moved is None:
        return None
    days = cal.around(moved, unit)
    if half in ("earlier", "later") and days[0] <= here <= days[1]:
        return _relative((days[0], here) if half == "earlier" else (here, days[1]))
    return _relative(_part(days, half, scene.words) if half and unit not in ("fortnight", "quarter") else days)


def _quarter(parts: Parts, scene: Scene) -> Meaning | None:
    """A quarter or half of a year."""
    number, year = parts.get("q") or parts.get("q3"), parts.get("y2") or parts.get("y3")
    if number and year:
        return _stated(cal.months(int(year), int(number) * 3 - 2, int(number) * 3))
    word = str(parts["o"]).lower()
    nth = int(word[0]) if word[0].isdigit() else scene.words.ordinals[word]
    size = 3 if str(parts["u"]).lower() == "quarter" else 6
    told, stated = _told_year(parts, scene)
    if told is None or nth * size > 12:
        return None
    return Meaning(cal.months(told, (nth - 1) * size + 1, nth * size), stated)


def _nth_week(parts: Parts, scene: Scene) -> Meaning | None:
    """The first week of a month or a year."""
    word = str(parts["o"]).lower()
    number = None if word == "last" else int(word[0]) if word[0].isdigit() else scene.words.ordinals[word]
    if parts.get("y2"):
        return _stated(cal.week_of(cal.years(int(str(parts["y2"])), int(str(parts["y2"]))), number))
    if parts.get("u"):
        whole = _unit(parts, scene)
        return _relative(cal.week_of(whole.days, number)) if whole else None
    whole = _month(parts, scene)
    days = cal.week_of(whole.days, number) if whole else None
    return Meaning(days, whole.stated) if whole and days else None


def _week_of_day(parts: Parts, scene: Scene) -> Meaning | None:
    """The calendar week of a day."""
    day = _date({**parts, "m": parts["m"] or parts["m2"], "d": parts["d"] or parts["d2"]}, scene)
    return Meaning(cal.around(day.days[0], "week"), day.stated) if day else None


def moved(days: Days, count: int, unit: str) -> Days | None:
    """An interval so many units on: "two days after Tuesday"."""
    start, end = cal.shift(days[0], count, unit), cal.shift(days[1], count, unit)
    return (start, end) if start and end else None


def shift_of(parts: Parts, scene: Scene) -> tuple[int, str] | None:
    """By how much "two days after" moves what stands behind it; None for any other expression."""
    word = (parts.get("dir") or "").lower()
    if word not in ("before", "after", "from", "prior to") or not parts.get("n") or parts.get("base"):
        return None
    count = _number(str(parts["n"]), scene.words)
    return (-count if word in ("before", "prior to") else count), str(parts["u"]).lower()


def _decade(parts: Parts, scene: Scene) -> Meaning | None:
    """The 1990s; the '90s are of the last century, as no report calls the 2020s the '20s of another."""
    first = int(str(parts["dec"])) if parts.get("dec") else 1900 + int(str(parts["dd"]))
    return _stated(_part(cal.years(first, first + 9), parts.get("part"), scene.words))


def _century(parts: Parts, scene: Scene) -> Meaning | None:
    """The 19th century is 1801 to 1900."""
    number = int(str(parts["c"]))
    if not 1 <= number <= 30:
        return None
    return _stated(_part(cal.years(max(1, number * 100 - 100), number * 100 - 1), parts.get("part"), scene.words))


def _years(parts: Parts, scene: Scene) -> Meaning | None:
    """2014-2016, 2018-19."""
    first = int(str(parts["y"]))
    last = int(str(parts["y2"])) if parts.get("y2") else first // 100 * 100 + int(str(parts["s2"]))
    return _stated(cal.years(first, last)) if first < last else None


def _year(parts: Parts, scene: Scene) -> Meaning | None:
    """A year alone."""
    year = int(str(parts["y"]))
    return _stated(_part(cal.years(year, year), parts.get("part"), scene.words))


RESOLVERS: dict[str, Resolver] = {
    "date": _date,
    "numeric": _numeric,
    "days": _days_of_month,
    "month": _month,
    "relative month": _relative_month,
    "months": _run_of_months,
    "weekday": _weekday,
    "weekday and day": _weekday_and_day,
    "day": _day,
    "ago": _ago,
    "shift": _shift,
    "neighbour": _neighbour,
    "ahead": _ahead,
    "window": _window,
    "weekend": _weekend,
    "unit": _unit,
    "quarter": _quarter,
    "nth week": _nth_week,
    "week of day": _week_of_day,
    "decade": _decade,
    "century": _century,
    "years": _years,
    "year": _year,
}
