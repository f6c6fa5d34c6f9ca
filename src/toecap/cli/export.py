"""`toecap export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def export(
    store: Path,
    *,
    form: Annotated[str, Parameter(name="--as", help="plover, polecat, gdelt, icews, acled, parquet or csv.")],
    out: Annotated[
        Path | None, Parameter(name=["--out", "-o"], help="Folder to write; else STORE-FORMAT in this folder.")
    ] = None,
) -> int:
    """Write a store in another format, with the words that each row rests on beside it.

    Parameters
    ----------
    store
        Folder of the store.
    """
    from toecap.store.export import export as write
    from toecap.store.reader import open_store

    done = write(open_store(store), form, out or Path(f"{store.resolve().name}-{form}"))
    for name, rows in done.rows.items():
        print(f"{done.folder / name}: {rows:,} rows")
    if done.left_out:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in done.left_out.items())
        print(f"toecap: events left out: {reasons}", file=sys.stderr)
    return 0
