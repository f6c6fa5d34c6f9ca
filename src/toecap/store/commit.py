"""The one writer of a store: a commit is whole or has not happened. See docs/decisions/0005-store.md."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from toecap.errors import StoreError
from toecap.store.compact import merged
from toecap.store.manifest import MANIFESTS, PARTS, Manifest, Part, name_of, newest, numbers, save, sync, with_parts
from toecap.store.manifest import load as load_manifest

# A reader may take this long over a query before a file that it reads can be removed.
GRACE = 3600.0
# Commits; to prune, all manifests of the last hour are read, of which a quick build may have made a thousand.
PRUNED_EVERY = 32
GROUP = 100_000  # rows, of a table that comes batch by batch


@dataclass(frozen=True, slots=True)
class Writer:
    """The right to commit to a store; got from `open_writer`."""

    path: Path

    def commit(
        self,
        add: Mapping[str, pa.Table] | None = None,
        replace: Mapping[str, pa.Table | pa.RecordBatchReader] | None = None,
    ) -> int:
        """Rows added to tables, and tables replaced as a whole, all in one; the number of the commit.

        What replaces a table may come batch by batch.
        Where small files have piled up, they are merged by the same commit. StoreError where the disk is full or
        refuses; then nothing has changed.
        """
        before = newest(self.path)
        number = before.commit + 1
        aside = self.path / PARTS / f"{number:08}.aside"
        try:
            _remove(aside)
            aside.mkdir()
            added = {name: _write(aside, number, name, rows) for name, rows in (add or {}).items() if rows.num_rows}
            whole = {name: _write(aside, number, name, rows) for name, rows in (replace or {}).items()}
            for name, part in whole.items():
                if not part.rows:
                    (aside / f"{name}.parquet").unlink()
            replaced = {name: [part] if part.rows else [] for name, part in whole.items()}
            if not added and not replaced:
                _remove(aside)
                return before.commit
            after = with_parts(before, added, replaced)
            for name, (kept, small) in merged(after, replaced).items():
                # The rows of this commit are still aside.
                paths = [self._now(part, number, aside) for part in small]
                rows = pa.concat_tables([pq.read_table(path) for path in paths], promote_options="default")
                (aside / f"{name}.parquet").unlink(missing_ok=True)
                after = with_parts(before, {}, {**after.tables, name: (*kept, _write(aside, number, name, rows))})
            sync(aside)
            target = self.path / PARTS / f"{number:08}"
            _remove(target)  # of a writer that was killed before its manifest was in place
            aside.rename(target)
            sync(target.parent)
            save(self.path, after)
        except OSError as error:
            shutil.rmtree(aside, ignore_errors=True)
            raise refused(self.path, error) from error
        if number % PRUNED_EVERY == 0:
            _prune(self.path, after)
        return number

    def _now(self, part: Part, number: int, aside: Path) -> Path:
        inside = part.file.startswith(f"{PARTS}/{number:08}/")
        return aside / Path(part.file).name if inside else self.path / part.file


@contextmanager
def open_writer(path: Path) -> Iterator[Writer]:
    """The writer of a store, which is made if there is none. StoreError where another is writing, or may not be."""
    try:
        (path / MANIFESTS).mkdir(parents=True, exist_ok=True)
        (path / PARTS).mkdir(exist_ok=True)
        lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise refused(path, error) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise refused(path, error) from error
            raise StoreError(
                "locked", f"{path} is being written by another toecap; wait for it, or stop it, and run this again"
            ) from None
        _prune(path, newest(path))
        yield Writer(path)
    finally:
        os.close(lock)


def _write(aside: Path, number: int, name: str, rows: pa.Table | pa.RecordBatchReader) -> Part:
    path = aside / f"{name}.parquet"
    count = 0
    with path.open("wb") as stream:
        with pq.ParquetWriter(stream, rows.schema, compression="zstd") as writer:
            for some in [rows] if isinstance(rows, pa.Table) else _grouped(rows):
                count += some.num_rows
                writer.write_table(some)
        stream.flush()
        os.fsync(stream.fileno())
        size = stream.tell()
    return Part(f"{PARTS}/{number:08}/{name}.parquet", count, size, len(rows.schema))


def _grouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """As many batches at a time as make a group of rows in the file."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= GROUP:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _prune(path: Path, last: Manifest) -> None:
    """Remove the manifests that are past their time, and what no manifest names. Leftovers wait if they resist.

    A manifest's time is counted from the one that followed it: until then every reader took it.
    """
    oldest = time.time() - GRACE
    live = _files(last)
    for number, later in itertools.pairwise(sorted(numbers(path / MANIFESTS))):
        if (path / MANIFESTS / name_of(later)).stat().st_mtime < oldest:
            (path / MANIFESTS / name_of(number)).unlink(missing_ok=True)
        else:
            live |= _files(load_manifest(path, number))
    for folder in (path / PARTS).iterdir():
        with contextlib.suppress(OSError):
            for file in folder.iterdir():
                if f"{PARTS}/{folder.name}/{file.name}" not in live:
                    file.unlink(missing_ok=True)
            if not any(folder.iterdir()):
                folder.rmdir()
    for aside in (path / MANIFESTS).glob("*.aside"):
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def _files(manifest: Manifest) -> set[str]:
    return {part.file for parts in manifest.tables.values() for part in parts}


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def refused(path: Path, error: OSError) -> StoreError:
    """What the disk's refusal means, and what to do about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreError(
            "disk-full", f"{path}: the disk is full ({error.strerror}); nothing was lost: make room and run this again"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError("read-only", f"{path} cannot be written ({error.strerror}); give yourself write access to it")
    return StoreError("disk", f"{path}: {error.strerror or error}; mend it and run this again")
