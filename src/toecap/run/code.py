"""Reports -> records, in one process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toecap.config import settings
from toecap.records import Record, Report


def code(reports: Iterable[Report], batch_size: int | None = None) -> Iterator[Record]:
    """The record of each report, in order. `batch_size`: reports to a batch of the parser; changes no record."""
    from toecap.annotate.pipeline import annotate
    from toecap.extract.record import record_of

    for report, doc in annotate(reports, batch_size or settings().batch_size):
        yield record_of(report, doc)
