"""Progress of long work: on standard error, and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from toecap.records import Record


def with_progress(records: Iterable[Record], console: Console | None = None) -> Iterator[Record]:
    """The same records. While they come, a line counts them; it goes when the first is printed to the same terminal."""
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield from records
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    # Standard output is left alone: it may go to a file.
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("loading the model and the tables")
        for done, record in enumerate(records, start=1):
            if sys.stdout.isatty():
                progress.stop()
            yield record
            progress.update(task, description=f"{done:,} reports read")
