"""Inputs cut into shards: the k-th of n reads what begins in the k-th part of all their bytes, in order.

No shard needs to know of the others, and all shards together read each report once, in the order of the inputs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from toecap.errors import InputError, UsageError
from toecap.read.files import READERS, ending_of, listed, reports
from toecap.read.inputs import Given, Unread
from toecap.read.remote import files as files_at
from toecap.read.remote import is_remote, open_remote
from toecap.records import Report

# Kinds whose rows can be read from a part of the file; files of the others belong to one shard as a whole.
PARTED = (".jsonl", ".parquet", ".warc")
# Bytes at each end of a file that are looked at for its fingerprint.
_END = 1 << 16


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`-th of `of` shards, counted from 1."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a shard, and which of its bytes; None: all."""

    path: str
    size: int
    part: tuple[int, int] | None


def shard_of(text: str) -> Shard:
    """`3/64`. UsageError where it is none."""
    number, slash, of = text.partition("/")
    if not (slash and number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise UsageError("shard", f"--shard {text!r} is none; give K/N with K from 1 to N, e.g. 3/64")
    return Shard(int(number), int(of))


def pieces(inputs: Iterable[str], shard: Shard) -> list[Piece]:
    """What the shard reads. A file of a kind that has no parts belongs to the shard in which it begins."""
    files = [found for name in inputs for found in _sized(name)]
    total = sum(size for _, size in files)
    first, last = total * (shard.number - 1) // shard.of, total * shard.number // shard.of
    found: list[Piece] = []
    end = 0
    for path, size in files:
        start, end = end, end + size
        from_, to = max(first, start), min(last, end)
        if ending_of(Path(path)) in PARTED and _is_parted(path):
            if from_ < to:
                part = None if (from_, to) == (start, end) else (from_ - start, to - start)
                found.append(Piece(path, size, part))
        elif first <= start < last:
            found.append(Piece(path, size, None))
    return found


def fingerprint(piece: Piece) -> str:
    """Tells a file from another of its name and size, by its first and last bytes.

    Its time of change would not do: a copy on another machine has another. InputError where it cannot be reached.
    """
    try:
        with open_remote(piece.path) if is_remote(piece.path) else Path(piece.path).open("rb") as stream:
            ends = stream.read(_END)
            stream.seek(max(0, piece.size - _END))
            ends += stream.read(_END)
    except OSError:
        return ""
    except InputError as error:
        if error.code in ("unreachable", "broken-off"):  # without it the shard's file would have another name each time
            raise
        return ""
    return hashlib.sha256(ends).hexdigest()


def reports_of(found: Iterable[Piece], given: Given) -> Iterator[Report | Unread]:
    """The reports of the pieces, in order."""
    for piece in found:
        yield from reports([piece.path], replace(given, part=piece.part))


def _sized(name: str) -> Iterator[tuple[str, int]]:
    """The files of one input, in the order in which they are read, with their sizes.

    At least 1, so that each file, and each that is not there, belongs to a shard.
    """
    if not is_remote(name):
        yield from ((path, _size(path)) for path in _files(name))
        return
    there = ((address, max(1, size)) for address, size in files_at(name))
    found = [one for one in there if one[0] == name or ending_of(Path(one[0])) in READERS]
    yield from found or [(name, 1)]


def _files(name: str) -> Iterator[str]:
    if name == "-":
        raise UsageError("no-shards", "standard input cannot be cut into shards; name files or folders")
    if name.startswith("@"):
        for one in listed(Path(name[1:])):
            yield from _files(one)
    elif (path := Path(name)).is_dir():
        files = sorted(file for file in path.rglob("*") if ending_of(file) in READERS and file.is_file())
        for file in files or [path]:
            yield f"./{file}" if str(file).startswith("@") else str(file)
    else:
        yield name


def _size(path: str) -> int:
    file = Path(path)
    return max(1, file.stat().st_size) if file.is_file() else 1


def _is_parted(path: str) -> bool:
    """Archives are gzipped record by record; other gzipped files can only be read from their start."""
    return ending_of(Path(path)) == ".warc" or not path.lower().endswith(".gz")
