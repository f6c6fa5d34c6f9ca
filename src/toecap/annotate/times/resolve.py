"""From the parts of a time expression to the days that it means: one function for each kind of rule."""

from __future__ import annotations

from toecap.annotate.times import calendar as cal
from toecap.annotate.times import dated, relative
from toecap.annotate.times.meaning import (
    Meaning,
    Parts,
    Resolver,
    Scene,
    relative_days,
    stated_days,
)


def _nth_week(parts: Parts, scene: Scene) -> Meaning | None:
    """The first week of a month or a year."""
    word = str(parts["o"]).lower()
    number = None if word == "last" else int(word[0]) if word[0].isdigit() else scene.words.ordinals[word]
    if parts.get("y2"):
        return stated_days(cal.week_of(cal.years(int(str(parts["y2"])), int(str(parts["y2"]))), number))
    if parts.get("u"):
        whole = relative.unit_of(parts, scene)
        return relative_days(cal.week_of(whole.days, number)) if whole else None
    whole = dated.month_of(parts, scene)
    days = cal.week_of(whole.days, number) if whole else None
    return Meaning(days, whole.stated) if whole and days else None


def _week_of_day(parts: Parts, scene: Scene) -> Meaning | None:
    """The calendar week of a day."""
    day = dated.date_of({**parts, "m": parts["m"] or parts["m2"], "d": parts["d"] or parts["d2"]}, scene)
    return Meaning(cal.around(day.days[0], "week"), day.stated) if day else None


RESOLVERS: dict[str, Resolver] = {
    "date": dated.date_of,
    "numeric": dated.numeric,
    "days": dated.days_of_month,
    "month": dated.month_of,
    "relative month": relative.relative_month,
    "months": dated.run_of_months,
    "weekday": relative.weekday_of,
    "weekday and day": relative.weekday_and_day,
    "day": relative.day_of,
    "ago": relative.ago,
    "shift": relative.shifted,
    "neighbour": relative.neighbour,
    "ahead": relative.ahead,
    "window": relative.window,
    "weekend": relative.weekend,
    "unit": relative.unit_of,
    "quarter": dated.quarter,
    "nth week": _nth_week,
    "week of day": _week_of_day,
    "decade": dated.decade,
    "century": dated.century,
    "years": dated.years,
    "year": dated.year_of,
}
