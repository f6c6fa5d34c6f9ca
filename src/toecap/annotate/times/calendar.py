"""Arithmetic with closed intervals of days. Whatever leaves the calendar (years 1 to 9999) is None."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]


def day(year: int, month: int, number: int) -> Days | None:
    """One day, or None where the calendar has no such day."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return found, found


def month(year: int, number: int) -> Days:
    """A whole month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def months(year: int, first: int, last: int) -> Days:
    """From the first day of one month to the last of another in the same year."""
    return date(year, first, 1), month(year, last)[1]


def years(first: int, last: int) -> Days:
    """From the first day of one year to the last day of another."""
    return date(first, 1, 1), date(last, 12, 31)


def shift_days(start: date, days: int) -> date | None:
    """The day so many days on, or None outside the calendar."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def shift_months(start: date, count: int) -> date | None:
    """The same day so many months on, or the last day of a shorter month."""
    index = start.year * 12 + start.month - 1 + count
    year, number = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return date(year, number, min(start.day, monthrange(year, number)[1]))


def shift(start: date, count: int, unit: str) -> date | None:
    """The day so many units on; hours move the day only from 24 on."""
    if unit == "hour":
        return shift_days(start, int(count / 24))
    factor = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if factor is not None:
        return shift_days(start, factor * count)
    return shift_months(start, {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * count)


def around(found: date, unit: str) -> Days:
    """The calendar's week, month, quarter, year, decade or century that holds a day."""
    if unit in ("week", "fortnight"):
        monday = date.fromordinal(max(1, found.toordinal() - found.weekday()))
        last = shift_days(monday, 6 if unit == "week" else 13)
        return monday, last or date.max
    if unit == "month":
        return month(found.year, found.month)
    if unit == "quarter":
        first = (found.month - 1) // 3 * 3 + 1
        return months(found.year, first, first + 2)
    if unit == "year":
        return years(found.year, found.year)
    if unit == "decade":
        first = found.year // 10 * 10
        return years(max(1, first), min(9999, first + 9))
    if unit == "century":
        first = found.year // 100 * 100
        return years(max(1, first), min(9999, first + 99))
    return found, found


def part(days: Days, which: str) -> Days:
    """The early, mid or late part of a month, a year, a decade or a century."""
    start, end = days
    length = (end - start).days + 1
    if length <= 7:
        low, high = {"early": (0, 2), "mid": (2, 4), "late": (3, 6)}[which]
        return shift_days(start, low) or start, shift_days(start, high) or end
    if length <= 31:
        bounds = {"early": (1, 15), "mid": (10, 20), "late": (16, end.day)}[which]
        return start.replace(day=bounds[0]), start.replace(day=bounds[1])
    if length <= 366:
        first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[which]
        return months(start.year, first, last)
    span = end.year - start.year + 1
    share = {"early": (0.0, 0.3), "mid": (0.3, 0.7), "late": (0.7, 1.0)}[which]
    return years(start.year + round(span * share[0]), start.year + round(span * share[1]) - 1)


def week_of(days: Days, number: int | None) -> Days | None:
    """The so manieth ISO week of a month or year, the last for None: a week belongs where its Thursday is."""
    start, end = days
    first = shift_days(start, (3 - start.weekday()) % 7)
    last = shift_days(end, -((end.weekday() - 3) % 7))
    thursday = last if number is None else shift_days(first, 7 * (number - 1)) if first else None
    if thursday is None or not start <= thursday <= end:
        return None
    return around(thursday, "week")
