"""Toecap: a sourced record of political events and statements, from news reports.

    import toecap
    record = toecap.read("On Tuesday Mr Johnson urged Russia to step back.", published="2022-02-02")

spaCy is imported by the first call of `read`, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toecap.records import Record, Report

# Python puts a subpackage's name on its package when it is first imported. That must happen before the function of the
# same name is defined below, or `toecap.read(...)` would be the function at first and the subpackage ever after.
import_module("toecap.read")

__version__ = "0.1.0"
__all__ = ["__version__", "read", "read_many"]


def read(text: str, *, published: str | None = None, outlet: str | None = None, id: str = "report") -> Record:
    """The record of one report. `published` is YYYY-MM-DD; InputError where the text is none that can be coded."""
    from toecap.read.report import make_report

    return next(read_many([make_report(id, text, published=published, outlet=outlet)]))


def read_many(reports: Iterable[Report], *, batch_size: int | None = None) -> Iterator[Record]:
    """The records of many reports, in order, whatever the batch size (reports to a batch of the parser)."""
    from toecap.run.code import code

    return code(reports, batch_size=batch_size)
