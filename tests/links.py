"""Reports for linking alone: rows without records."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from tests.stores import table

from toecap.link.families import find_candidates
from toecap.link.runs import Runs
from toecap.link.scratch import Scratch
from toecap.run.linking import derived_of


def report(record: str, text: str, outlet: str | None = None, published: date | None = None) -> dict[str, Any]:
    """A row of the table of reports."""
    return {"record_id": record, "text": text, "outlet": outlet, "published": published}


def families(reports: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The family of each report, in the order of their ids."""
    made = derived_of(table("reports", reports), table("events", []), table("statements", []))
    return list(made["families"].to_pylist())


def candidates(runs: Sequence[Runs]) -> set[tuple[int, int]]:
    """The pairs of texts that are compared."""
    with closing(duckdb.connect(":memory:")) as sql, tempfile.TemporaryDirectory() as folder:
        scratch = Scratch(sql, Path(folder))
        owners = np.repeat(np.arange(len(runs)), [len(one.sampled) for one in runs])
        scratch.put("sampled", key=np.concatenate([one.sampled for one in runs]), report=owners)
        find_candidates(scratch, np.arange(len(runs)))
        return set(sql.sql("SELECT one, other FROM candidates").fetchall())
