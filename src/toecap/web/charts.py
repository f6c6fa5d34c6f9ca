"""The charts of the pages, each at an address of its own with the page's question: they come after the page itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toecap.measure import series as measuring
from toecap.measure.charts import coverage, map, pair, types
from toecap.measure.charts.draw import Chart
from toecap.web import overview as overviews
from toecap.web import pair as pairs
from toecap.web.filters import Filters
from toecap.web.snapshot import Snapshot

# Pixels of a chart across a page, and in a side column or on a phone.
WIDTHS = {"wide": 1110, "narrow": 330}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of a page; it is asked what the page is asked. None where there is nothing to draw."""

    page: str
    name: str
    make: Callable[[Snapshot, Any, int], Chart | None]


def _coverage(snapshot: Snapshot, asked: Filters, width: int) -> Chart | None:
    found = coverage.count_reports(snapshot.beside(), asked.since, asked.until)
    return coverage.coverage(found, width - 170) if found.cells else None


def _map(snapshot: Snapshot, asked: Filters, width: int) -> Chart | None:
    places = overviews.places(snapshot, asked)
    counted = [map.PlaceCount(**place) for place in places]
    return map.world(counted, "incidents that happened", width) if counted else None


def _question(snapshot: Snapshot, asked: pairs.Asked) -> measuring.Asked:
    a, b = (asked.b, asked.a) if asked.direction == "back" else (asked.a, asked.b)
    return measuring.Asked(a, b, both=asked.direction == "both", start=pairs.begins(snapshot, asked), end=asked.until)


def _balance(snapshot: Snapshot, asked: pairs.Asked, width: int) -> Chart | None:
    series = measuring.daily(snapshot.beside(), _question(snapshot, asked))
    return pair.balance(measuring.weekly(series) if asked.step == "week" else series, width - 60)


def _conflict(snapshot: Snapshot, asked: pairs.Asked, width: int) -> Chart | None:
    question = _question(snapshot, asked)
    return pair.conflict(pair.past_of(snapshot.beside(), question), question.start, width - 60)


def _types(snapshot: Snapshot, asked: pairs.Asked, width: int) -> Chart | None:
    question = _question(snapshot, asked)
    found = types.count_types(snapshot.beside(), question)
    return types.types(found, question.name, width=width - 120) if found else None


CHARTS = (
    Drawing("overview", "coverage", _coverage),
    Drawing("overview", "map", _map),
    Drawing("pair", "balance", _balance),
    Drawing("pair", "conflict", _conflict),
    Drawing("pair", "types", _types),
)
