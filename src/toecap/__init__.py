"""Toecap: a sourced record of political events and statements, from news reports.

    import toecap
    record = toecap.read("On Tuesday Mr Johnson urged Russia to step back.", published="2022-02-02")

spaCy is imported by the first call of `read`, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from toecap.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from toecap.records import Record, Report
    from toecap.store.reader import Store
    from toecap.web.notebook import Rendered

# Python puts a subpackage's name on its package when it is first imported. That must happen before the function of the
# same name is defined below, or `toecap.read(...)` would be the function at first and the subpackage ever after.
import_module("toecap.read")

__version__ = VERSION
__all__ = ["__version__", "open_store", "read", "read_many", "render", "tables"]


def read(text: str, *, published: str | None = None, outlet: str | None = None, id: str = "report") -> Record:
    """The record of one report. `published` is YYYY-MM-DD; InputError where the text is none that can be coded."""
    from toecap.read.report import make_report

    return next(read_many([make_report(id, text, published=published, outlet=outlet)]))


def read_many(reports: Iterable[Report], *, batch_size: int | None = None) -> Iterator[Record]:
    """The records of many reports, in order, whatever the batch size (reports to a batch of the parser)."""
    from toecap.run.code import code

    return code(reports, batch_size=batch_size)


def tables(records: Iterable[Record]) -> dict[str, pa.Table]:
    """Records as flat Arrow tables, as a store has them: reports, actors, statements, events, evidence, failures.

    `.to_pandas()` of a table gives a data frame of pandas, `polars.from_arrow(table)` one of polars.
    """
    from toecap.store.rows import Coded, tables_of

    return tables_of(map(Coded, records), coding="", run_id="")


def render(record: Record) -> Rendered:
    """A record's text with what was found in it, as HTML that notebooks show by themselves."""
    from toecap.web.notebook import render

    return render(record)


def open_store(path: str | Path) -> Store:
    """A store at its newest commit: `.sql(...)`, `.events`, `.incidents` and so on are DuckDB relations.

    `.df()` of one is a pandas frame, `.pl()` one of polars, where those are installed. StoreError where there is none.
    """
    from toecap.store.reader import open_store

    return open_store(path)
