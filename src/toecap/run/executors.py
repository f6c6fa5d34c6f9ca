"""Batches of reports -> their records, in order, by whatever does the work. More kinds are more functions here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from toecap.errors import UsageError
from toecap.records import Record, Report
from toecap.run.code import code

Batch = tuple[Report, ...]
CodeBatches = Callable[[Iterable[Batch]], Iterator[tuple[Record, ...]]]


@contextmanager
def open_executor(spec: str = "serial") -> Iterator[CodeBatches]:
    """What codes batches, in the order given: `serial` in this process. UsageError for a spec that is none."""
    if spec != "serial":
        raise UsageError("executor", f"--executor {spec!r} is none that there is; give serial")
    yield lambda batches: (tuple(code(batch)) for batch in batches)
