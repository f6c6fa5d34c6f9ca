"""How right and how fast times are, beside dateparser: python bench/times.py ../shared/gold/times [--errors]

The gold is Recognizers-Text's (MIT): utterances with a reference date, an expression and what it means. Taken are the
classes that news uses: days (`date`) and periods (`daterange`) that resolve to dates. An answer counts as resolved when
a span found overlaps the expression. It is right when a day is that day, when a period has the same first and last day
(gold ends are exclusive, but for ranges between two named days), and for a month or year told as "two years ago" when
the gold's day lies in it. Where the gold gives a past and a future reading, either is right.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from toecap.annotate.times import find_times

Answer = tuple[int, int, date, date]
Reader = Callable[[str, date], list[Answer]]
FILES = ("DateTimeModel.json.gz", "DateTimeModelComplexCalendar.json.gz")
# Words of calendars and diaries rather than of news.
A_YEAR = 300


@dataclass(frozen=True, slots=True)
class Case:
    """One expression of the gold: its place in the text, and the intervals that are right (open sides None)."""

    text: str
    reference: date
    start: int
    end: int
    kind: str
    readings: tuple[tuple[date | None, date | None], ...]


def day(value: str | None) -> date | None:
    """A date of the gold, None where it gives none."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def cases(folder: Path) -> Iterator[Case]:
    """The gold cases of the classes that news uses."""
    for name in FILES:
        with gzip.open(folder / "recognizers_text_en" / name, "rt", encoding="utf-8-sig") as file:
            rows = json.load(file)
        for row in rows:
            reference = row.get("Context", {}).get("ReferenceDateTime")
            for result in row.get("Results", []):
                kind = result.get("TypeName", "").removeprefix("datetimeV2.")
                if reference and kind in ("date", "daterange"):
                    found = _case(row["Input"], date.fromisoformat(reference[:10]), kind, result)
                    if found is not None:
                        yield found


def _case(text: str, reference: date, kind: str, result: dict[str, object]) -> Case | None:
    start, end = result.get("Start"), result.get("End")
    if not isinstance(start, int) or not isinstance(end, int):
        start = text.casefold().find(str(result["Text"]).casefold())
        end = start + len(str(result["Text"])) - 1
    resolution = result.get("Resolution") or {}
    values = resolution["values"] if isinstance(resolution, dict) and resolution.get("values") else []
    if kind == "date":
        readings = tuple((found, found) for value in values if (found := day(value.get("value"))))
    else:
        readings = tuple((day(value.get("start")), day(value.get("end"))) for value in values)
        readings = tuple(reading for reading in readings if any(reading))
    return Case(text, reference, start, end + 1, kind, readings) if readings and start >= 0 else None


def ours(text: str, reference: date) -> list[Answer]:
    """Toecap's answers."""
    spans = find_times(text, reference)
    return [
        (span.start, span.end, date.fromisoformat(span.when.start), date.fromisoformat(span.when.end)) for span in spans
    ]


def of_dateparser(text: str, reference: date) -> list[Answer]:
    """dateparser's answers, read with its own search; it tells days only."""
    from dateparser.search import search_dates

    base = datetime.combine(reference, datetime.min.time())
    options = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    found: list[Answer] = []
    at = 0
    for quote, value in search_dates(text, languages=["en"], settings=options) or []:
        start = text.find(quote, at)
        at = max(at, start)
        found.append((start, start + len(quote), value.date(), value.date()))
    return found


def right(case: Case, start: date, end: date) -> bool:
    """Whether an interval is what the gold says, in either reading."""
    for first, last in case.readings:
        if (
            case.kind == "date"
            and first
            and (start == end == first or ((end - start).days > 26 and start <= first <= end))
        ):
            return True
        if case.kind == "daterange":
            ends = {last, last - timedelta(days=1) if last else None}
            if (first is None or start == first) and (last is None or end in ends or _same_unit(end, last)):
                return True
    return False


def _same_unit(end: date, last: date) -> bool:
    """The gold ends "2014 to 2018" and "May to June" on the first day of the last; here the last belongs to it."""
    return (end.year, last.month, last.day) == (last.year, 1, 1) or (
        (end.year, end.month, 1) == (last.year, last.month, last.day)
    )


def far(case: Case, start: date) -> bool:
    """Whether every reading is about a year or more away."""
    days = [first or last for first, last in case.readings]
    return all(abs((start - found).days) >= A_YEAR for found in days if found)


def score(gold: list[Case], read: Reader, errors: bool) -> None:
    """Print how many were resolved, how many of them right, and the time for each text."""
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    answers = [read(case.text, case.reference) for case in gold]
    spent = time.perf_counter() - began
    for case, found in zip(gold, answers, strict=True):
        overlapping = [answer for answer in found if answer[0] < case.end and case.start < answer[1]]
        counts[f"{case.kind} all"] += 1
        if not overlapping:
            if errors:
                print("  none ", case.reference, case.text[case.start : case.end])
            continue
        start, end = max(overlapping, key=lambda answer: answer[1] - answer[0])[2:]
        counts[f"{case.kind} resolved"] += 1
        counts[f"{case.kind} right"] += right(case, start, end)
        counts["far"] += far(case, start) and not right(case, start, end)
        if errors and not right(case, start, end):
            readings = [f"{first}..{last}" for first, last in case.readings]
            print(
                "  WRONG" + (" YEAR" if far(case, start) else ""),
                case.reference,
                repr(case.text[case.start : case.end]),
                start,
                end,
                readings,
            )
    for kind in ("date", "daterange"):
        every, done, good = (counts[f"{kind} {word}"] for word in ("all", "resolved", "right"))
        print(f"  {kind:10} {every:4} expressions, {done / every:5.1%} resolved, {good / max(1, done):5.1%} right")
    done, good = (sum(counts[f"{kind} {word}"] for kind in ("date", "daterange")) for word in ("resolved", "right"))
    took = spent / len(gold) * 1e6
    print(f"  both: {good / max(1, done):.1%} right, {counts['far']} a year or more off, {took:.0f} µs a text")


def main() -> None:
    """Score Toecap and dateparser on the same expressions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what is missed or wrong")
    parser.add_argument("--only", choices=("toecap", "dateparser"))
    options = parser.parse_args()
    gold = list(cases(options.gold))
    readers: dict[str, Reader] = {"toecap": ours, "dateparser": of_dateparser}
    for name, read in readers.items():
        if options.only in (None, name):
            read("They met on 2 February 2022.", date(2022, 2, 3))  # load what is loaded once
            print(name)
            score(gold, read, options.errors)


if __name__ == "__main__":
    main()
