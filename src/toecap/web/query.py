"""SQL over the views, read-only and bounded, with the schema beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from toecap.store.query import ask, described
from toecap.web.filters import STRICT
from toecap.web.page import Page
from toecap.web.snapshot import Snapshot

SECONDS = 10.0
EXAMPLES = (
    (
        "Latest threats, with their conditions",
        "SELECT published, actors, recipients, quote, condition\n"
        "FROM events JOIN reports USING (record_id)\n"
        "WHERE type = 'THREATEN' AND certainty = 'actual'\nORDER BY published DESC LIMIT 20",
    ),
    (
        "Incidents that most independent sources tell",
        "SELECT start, type, actors, recipients, title, independent_sources, reports\n"
        "FROM incidents ORDER BY independent_sources DESC, reports DESC LIMIT 20",
    ),
    (
        "Who speaks most, and by which channel",
        "SELECT speaker, channel, count(*) AS statements\n"
        "FROM statements WHERE speaker IS NOT NULL\nGROUP BY ALL ORDER BY statements DESC LIMIT 20",
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in SQL."""

    __pydantic_config__ = STRICT

    sql: Annotated[
        str | None, Field(max_length=20_000, pattern=r"^[^\x00]*$", description="one SELECT over the views")
    ] = None
    rows: Annotated[int, Field(ge=1, le=100_000, description="how many rows at most")] = 1_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows, each as long as `columns`; `cut` where there were more. Null where nothing was asked."""

    sql: str | None
    columns: list[str]
    types: list[str]
    rows: list[list[Any]]
    cut: bool
    seconds: float


def query(snapshot: Snapshot, asked: Asked) -> Answer:
    """The answer to the question. UsageError where it is none, or asks for more than reading."""
    if not asked.sql:
        return Answer(None, [], [], [], False, 0.0)
    found = ask(snapshot.store, asked.sql, seconds=SECONDS, rows=asked.rows)
    return Answer(
        asked.sql,
        list(found.columns),
        list(found.types),
        [list(map(_plain, row)) for row in found.rows],
        found.cut,
        round(found.seconds, 3),
    )


def _plain(value: Any) -> Any:
    """What JSON has a form for; anything else as text."""
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return value if value - value == 0 else str(value)  # JSON has no infinity, and no NaN
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def _extras(snapshot: Snapshot, asked: Asked, answer: Answer) -> dict[str, Any]:
    return {"views": list(described()), "examples": EXAMPLES, "limit": SECONDS}


QUERY = Page(
    name="query",
    title="Query",
    says="One SELECT over the views, read-only, within limits of time and rows.",
    asks=Asked,
    shape=Answer,
    answer=query,
    table=lambda answer: (answer.columns, answer.rows),
    extras=_extras,
    keep=False,
)
