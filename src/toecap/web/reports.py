"""Reports, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from toecap.web.filters import PER_PAGE, STRICT, PageNumber, Text, Window
from toecap.web.incidents import offered
from toecap.web.page import Page, table
from toecap.web.shapes import REPORT_COLUMNS, ReportLine
from toecap.web.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked(Window):
    """Days, outlet, words of the title."""

    __pydantic_config__ = STRICT

    outlet: Annotated[Text | None, Field(description="published by this outlet")] = None
    words: Annotated[Text | None, Field(description="words that the title holds")] = None
    page: Annotated[PageNumber, Field(description="page of the list, from 1")] = 1


@dataclass(frozen=True, slots=True)
class Reports:
    """A page of reports."""

    total: int
    page: int
    pages: int
    reports: list[ReportLine]


def reports(snapshot: Snapshot, asked: Asked) -> Reports:
    """The page asked for."""
    parts = {
        "since": "published >= $since",
        "until": "published <= $until",
        "outlet": "outlet = $outlet",
        "words": "contains(lower(title), lower($words))",
    }
    values = {name: value for name in parts if (value := getattr(asked, name))}
    where = " AND ".join(parts[name] for name in values) or "true"
    total = snapshot.rows(f"SELECT count(*) AS n FROM reports WHERE {where}", values)[0]["n"]
    lines = snapshot.all(
        ReportLine,
        f"SELECT {REPORT_COLUMNS} FROM reports WHERE {where} ORDER BY published DESC NULLS LAST, record_id "
        f"LIMIT {PER_PAGE} OFFSET {(asked.page - 1) * PER_PAGE}",
        values,
    )
    return Reports(total, asked.page, -(-total // PER_PAGE), lines)


REPORTS = Page(
    name="reports",
    title="Reports",
    says="Reports, newest first, narrowed by time, outlet and words of the title.",
    asks=Asked,
    shape=Reports,
    answer=reports,
    table=lambda answer: table(ReportLine, answer.reports),
    extras=offered,
)
