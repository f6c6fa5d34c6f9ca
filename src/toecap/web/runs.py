"""What was coded when, by which version, and what failed and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from toecap.web.filters import PER_PAGE, STRICT, PageNumber, Text
from toecap.web.page import Page, table
from toecap.web.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """Which failures."""

    __pydantic_config__ = STRICT

    stage: Annotated[
        Text | None, Field(description="failures of this stage: read, fetch, first look, annotate, extract")
    ] = None
    code: Annotated[Text | None, Field(description="failures with this reason")] = None
    page: Annotated[PageNumber, Field(description="page of the failures, from 1")] = 1


@dataclass(frozen=True, slots=True)
class Run:
    """A run of build or watch; finished is null while it runs, or where it was killed."""

    run_id: str
    command: str | None
    started: datetime | None
    finished: datetime | None
    version: str | None
    model: str | None
    knowledge: str | None
    inputs: list[str]
    coded: int | None
    known: int | None
    changed: int | None
    failed: int | None


@dataclass(frozen=True, slots=True)
class Reason:
    """How often something failed for one reason."""

    stage: str
    code: str
    failures: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read or coded."""

    input: str | None
    stage: str
    code: str
    message: str | None
    record_id: str | None
    run_id: str | None


@dataclass(frozen=True, slots=True)
class Runs:
    """The last runs, the reasons of failures, and a page of failures."""

    runs: list[Run]
    reasons: list[Reason]
    total: int
    page: int
    pages: int
    failures: list[Failure]


def runs(snapshot: Snapshot, asked: Asked) -> Runs:
    """The last runs and the failures asked for."""
    parts = {"stage": "stage = $stage", "code": "code = $code"}
    values = {name: value for name in parts if (value := getattr(asked, name))}
    where = " AND ".join(parts[name] for name in values) or "true"
    last = snapshot.rows(
        """SELECT run_id, command, started, finished, version, model, knowledge, inputs, coded, known, changed, failed
        FROM runs ORDER BY started DESC NULLS LAST, run_id LIMIT 100"""
    )
    total = snapshot.rows(f"SELECT count(*) AS n FROM failures WHERE {where}", values)[0]["n"]
    return Runs(
        [Run(**(row | {"inputs": row["inputs"] or []})) for row in last],
        snapshot.all(
            Reason,
            "SELECT stage, code, count(*) AS failures FROM failures GROUP BY ALL ORDER BY failures DESC, stage, code",
        ),
        total,
        asked.page,
        -(-total // PER_PAGE),
        snapshot.all(
            Failure,
            f"SELECT input, stage, code, message, record_id, run_id FROM failures WHERE {where} "
            f"ORDER BY stage, code, input, message LIMIT {PER_PAGE} OFFSET {(asked.page - 1) * PER_PAGE}",
            values,
        ),
    )


RUNS = Page(
    name="runs",
    title="Runs and failures",
    says="What was coded when, by which version, and what failed and why.",
    asks=Asked,
    shape=Runs,
    answer=runs,
    table=lambda answer: table(Failure, answer.failures),
)
