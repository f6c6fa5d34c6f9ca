"""Expressions that name a day, a month or a year: "2 February", "June to August 1992", "the first quarter of 2019"."""

from __future__ import annotations

from toecap.annotate.times import calendar as cal
from toecap.annotate.times.meaning import (
    AHEAD_COSTS_MONTH,
    Meaning,
    Parts,
    Scene,
    day_number,
    nearest,
    part_of,
    stated_days,
    told_year,
    yearless,
)

NEAR_DAYS = 300


def date_of(parts: Parts, scene: Scene) -> Meaning | None:
    """A day and a month, with or without its year."""
    if parts.get("mn"):
        return stated_days(cal.day(int(str(parts["y"])), int(str(parts["mn"])), int(str(parts["dn"]))))
    number, day = scene.words.months[str(parts["m"]).lower()], day_number(str(parts["d"]), scene.words)
    year, stated = told_year(parts, scene)
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


def numeric(parts: Parts, scene: Scene) -> Meaning | None:
    """12/25/2021 and 25/12/2021 are clear, 3/4/2022 is not."""
    first, second, year = (int(str(parts[key])) for key in ("a", "b", "y"))
    if first > 12 or first == second:
        return stated_days(cal.day(year, second, first))
    return stated_days(cal.day(year, first, second)) if second > 12 else None


def days_of_month(parts: Parts, scene: Scene) -> Meaning | None:
    """From one day to another of the same month."""
    first = date_of({**parts, "d": parts["d"]}, scene)
    last = date_of({**parts, "d": parts["d2"]}, scene)
    if first is None or last is None:
        return None
    days = first.days[0], last.days[1]
    return Meaning(days, first.stated, first.monthday) if days[0] < days[1] and (days[1] - days[0]).days < 31 else None


def month_of(parts: Parts, scene: Scene) -> Meaning | None:
    """A month, with or without its year."""
    number = scene.words.months[str(parts["m"]).lower()]
    year, stated = told_year(parts, scene)
    days = cal.month(year, number) if year else yearless(number, None, scene)
    if days is None:
        return None
    days = part_of(days, parts.get("part"), scene.words)
    return Meaning(days, stated, None if year else (number, None))


def run_of_months(parts: Parts, scene: Scene) -> Meaning | None:
    """From one month to another, across the turn of the year where the first stands later in it."""
    first, last = (scene.words.months[str(parts[key]).lower()] for key in ("m", "m2"))
    turned = int(first > last)
    year, stated = told_year(parts, scene)
    if first == last:
        return None
    years = [year] if year else [scene.published.year + off for off in (-1, 0, 1, 2)] if scene.published else []
    runs = [(cal.month(y - turned, first)[0], cal.month(y, last)[1]) for y in years if turned < y <= 9999]
    days = runs[0] if year and runs else nearest(runs, scene, AHEAD_COSTS_MONTH)
    return Meaning(days, stated) if days else None


def quarter(parts: Parts, scene: Scene) -> Meaning | None:
    """A quarter or half of a year."""
    number, year = parts.get("q") or parts.get("q3"), parts.get("y2") or parts.get("y3")
    if number and year:
        return stated_days(cal.months(int(year), int(number) * 3 - 2, int(number) * 3))
    word = str(parts["o"]).lower()
    nth = int(word[0]) if word[0].isdigit() else scene.words.ordinals[word]
    size = 3 if str(parts["u"]).lower() == "quarter" else 6
    told, stated = told_year(parts, scene)
    if told is None or nth * size > 12:
        return None
    return Meaning(cal.months(told, (nth - 1) * size + 1, nth * size), stated)


def decade(parts: Parts, scene: Scene) -> Meaning | None:
    """The 1990s; the '90s are of the last century, as no report calls the 2020s the '20s of another."""
    first = int(str(parts["dec"])) if parts.get("dec") else 1900 + int(str(parts["dd"]))
    return stated_days(part_of(cal.years(first, first + 9), parts.get("part"), scene.words))


def century(parts: Parts, scene: Scene) -> Meaning | None:
    """The 19th century is 1801 to 1900."""
    number = int(str(parts["c"]))
    if not 1 <= number <= 30:
        return None
    return stated_days(part_of(cal.years(max(1, number * 100 - 100), number * 100 - 1), parts.get("part"), scene.words))


def years(parts: Parts, scene: Scene) -> Meaning | None:
    """2014-2016, 2018-19."""
    first = int(str(parts["y"]))
    last = int(str(parts["y2"])) if parts.get("y2") else first // 100 * 100 + int(str(parts["s2"]))
    return stated_days(cal.years(first, last)) if first < last else None


def year_of(parts: Parts, scene: Scene) -> Meaning | None:
    """A year alone."""
    year = int(str(parts["y"]))
    return stated_days(part_of(cal.years(year, year), parts.get("part"), scene.words))
