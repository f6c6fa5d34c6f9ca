"""Every view of a store as it is: a Parquet or CSV file each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toecap.store.reader import VIEWS, Store


def write(store: Store, folder: Path, form: str) -> dict[str, int]:
    """Write them as `parquet` or `csv` (lists as JSON, unknown as empty); the files, and how many rows each has."""
    rows = {}
    with store.connection.cursor() as cursor:
        for view in VIEWS:
            path = folder / f"{view}.{form}"
            what = _flat(cursor, view) if form == "csv" else f"SELECT * FROM {view}"
            how = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet, COMPRESSION zstd"
            cursor.execute(f"COPY ({what}) TO '{str(path).replace(chr(39), chr(39) * 2)}' ({how})")
            rows[path.name] = cursor.execute(f"SELECT count(*) FROM {view}").fetchall()[0][0]
    return rows


def _flat(cursor: Any, view: str) -> str:
    described = cursor.execute(f"DESCRIBE {view}").fetchall()
    columns = [
        f'to_json("{name}") AS "{name}"' if str(kind).endswith("[]") else f'"{name}"' for name, kind, *_ in described
    ]
    return f"SELECT {', '.join(columns)} FROM {view}"
