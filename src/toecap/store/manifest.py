"""Which files are the store at a commit. See docs/decisions/0005-store.md."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from toecap.errors import StoreError
from toecap.store.tables import FORMAT

MANIFESTS, PARTS = "manifests", "parts"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a table: where it is below the store's folder, its rows, bytes and number of columns."""

    file: str
    rows: int
    bytes: int
    columns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The live files of every table at a commit; commit 0 is the empty store."""

    commit: int
    tables: Mapping[str, tuple[Part, ...]]


def newest(store: Path) -> Manifest:
    """The manifest of the last commit. StoreError where the folder is no store, or one of a newer version."""
    folder = store / MANIFESTS
    if not folder.is_dir():
        raise StoreError("no-store", f"{store} is no store; make one with `toecap build {store} INPUT...`")
    number = max(numbers(folder), default=0)
    return load(store, number) if number else Manifest(0, {})


def load(store: Path, number: int) -> Manifest:
    """The manifest of one commit."""
    path = store / MANIFESTS / name_of(number)
    try:
        row = json.loads(path.read_text("utf-8"))
        made = row["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError("broken", f"{path} cannot be read ({error}); put the store back from a copy") from None
    if made > FORMAT:
        raise StoreError(
            "newer-store",
            f"{store} was written by a newer Toecap (format {made}, this one knows {FORMAT}); install that version",
        )
    tables = {name: tuple(Part(**part) for part in parts) for name, parts in row["tables"].items()}
    return Manifest(row["commit"], tables)


def save(store: Path, manifest: Manifest) -> None:
    """Put a manifest in place: with the rename the commit is made."""
    row = {
        "format": FORMAT,
        "commit": manifest.commit,
        "tables": {name: [asdict(part) for part in parts] for name, parts in sorted(manifest.tables.items())},
    }
    target = store / MANIFESTS / name_of(manifest.commit)
    aside = target.with_suffix(".aside")
    with aside.open("w", encoding="utf-8") as stream:
        json.dump(row, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    aside.rename(target)
    sync(target.parent)


def numbers(folder: Path) -> Iterator[int]:
    """The commits that have a manifest, in no order."""
    for entry in folder.iterdir():
        if entry.suffix == ".json" and entry.stem.isdigit():
            yield int(entry.stem)


def name_of(number: int) -> str:
    """The file of a commit's manifest."""
    return f"{number:08}.json"


def with_parts(before: Manifest, added: Mapping[str, Part], replaced: Mapping[str, Sequence[Part]]) -> Manifest:
    """The next commit's manifest: parts added to some tables, all parts of others replaced."""
    tables = dict(before.tables)
    for name, part in added.items():
        tables[name] = (*tables.get(name, ()), part)
    for name, parts in replaced.items():
        tables[name] = tuple(parts)
    return Manifest(before.commit + 1, {name: parts for name, parts in tables.items() if parts})


def sync(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
