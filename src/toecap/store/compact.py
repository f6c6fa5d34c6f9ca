"""Small files are merged, so that a store that is written every minute stays quick to read."""

from __future__ import annotations

from collections.abc import Collection

from toecap.store.manifest import Manifest, Part

# A table's last files are merged when there are this many of about one size. Eight files a size and sizes that grow
# eightfold: a store of a million commits has some fifty files a table, and each row was written about seven times.
FAN = 8
# Files of this size are left alone: merging them would gain little, and eight are held in memory, unpacked, at a time.
LARGE = 32_000_000


def merged(manifest: Manifest, untouched: Collection[str]) -> dict[str, tuple[tuple[Part, ...], tuple[Part, ...]]]:
    """For each table that is due: the files that stay, and the last ones, which become one. Order is kept."""
    due = {}
    for name, parts in manifest.tables.items():
        if name in untouched:
            continue
        small = _tail(parts)
        if small:
            due[name] = (parts[: len(parts) - small], parts[len(parts) - small :])
    return due


def _tail(parts: tuple[Part, ...]) -> int:
    """How many of the last files to merge; 0: none. As in counting, a merge may fill the next size, and carry on."""
    take, rows = 0, 0
    while True:
        rest = parts[: len(parts) - take]
        size = _size(rows) if take else (_size(rest[-1].rows) if rest else 0)
        run = 0
        for part in reversed(rest):
            if _size(part.rows) > size or part.bytes >= LARGE:
                break
            run += 1
        if run + (1 if take else 0) < FAN:
            return take
        take += run
        rows = sum(part.rows for part in parts[len(parts) - take :])


def _size(rows: int) -> int:
    size = 0
    while rows >= FAN:
        rows //= FAN
        size += 1
    return size
