"""About how many reports inputs hold, before they are read: for a progress bar."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

from toecap.read.files import READERS, SINGLE, ending_of, listed
from toecap.read.remote import is_remote

# Rows of a long file that are looked at; the file's length tells the rest.
SAMPLE = 200


def estimate(inputs: Iterable[str]) -> int | None:
    """The number of reports, exact for single texts and Parquet; None where an input cannot tell."""
    total = 0
    for name in inputs:
        found = _of_input(name)
        if found is None:
            return None
        total += found
    return total


def _of_input(name: str) -> int | None:
    if name == "-" or is_remote(name):
        return None
    try:
        if name.startswith("@"):
            return estimate(listed(Path(name[1:])))
        path = Path(name)
        if path.is_dir():
            return estimate(str(file) for file in path.rglob("*") if ending_of(file) in READERS and file.is_file())
        return _of_file(path)
    except (OSError, EOFError, zlib.error, ValueError):
        return 1  # it will be a failure


def _of_file(path: Path) -> int | None:
    ending = ending_of(path)
    reader = READERS.get(ending)
    if reader is None or reader in SINGLE:
        return 1
    if ending == ".parquet":
        import pyarrow.parquet as pq

        return int(pq.read_metadata(path).num_rows)
    if ending in (".jsonl", ".csv", ".tsv"):
        return _rows(path)
    return None


def _rows(path: Path) -> int:
    """Rows of the first lines' length that fit into the file, counted in bytes as they lie on the disk."""
    zipped = path.suffix.lower() == ".gz"
    with path.open("rb") as raw, gzip.open(raw) if zipped else nullcontext(raw) as stream:
        rows = 0
        for rows, _ in enumerate(stream, start=1):
            if rows >= SAMPLE:
                break
        else:
            return rows
        return max(rows, round(rows * path.stat().st_size / max(raw.tell(), 1)))
