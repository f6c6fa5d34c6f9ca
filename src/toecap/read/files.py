"""Files, folders and standard input -> reports. One reader for each kind of file, in `READERS`."""

from __future__ import annotations

import dataclasses
import gzip
import importlib
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from toecap.errors import InputError, ToecapError
from toecap.read import remote
from toecap.read.headline import headline_of
from toecap.read.inputs import MOST_BYTES, Given, Unread
from toecap.read.remote import is_remote
from toecap.read.report import make_report
from toecap.read.tables import report_of
from toecap.records import Failure, Report

__all__ = ["Given", "Unread", "kinds", "reports"]

Reader = Callable[[str, BinaryIO, Given], Iterator[Report | Unread]]


def decode(name: str, raw: bytes) -> str:
    """The text as UTF-8, byte for byte; InputError with the next step where it is not."""
    if b"\0" in raw[:8192] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("read", "binary", f"{name}: is binary, not text; convert it to .txt or .jsonl first")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "read",
            "encoding",
            f"{name}: byte {error.start:,} is not UTF-8; convert it, e.g. iconv -f windows-1252 -t utf-8 FILE",
        ) from None


def read_text(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """One plain text is one report."""
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        message = f"{name}: more than {MOST_BYTES // 1_000_000} MB; split it into reports (one JSONL row each)"
        raise InputError("read", "too-long", message)
    text = decode(name, raw)
    yield make_report(name, text, published=given.published, outlet=given.outlet, title=headline_of(text))


def read_jsonl(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """One row is one report: id, text, and if known published, outlet, agency, url, title, language."""
    for where, raw in rows_of(name, stream, given.part):
        try:
            yield report_of_row(where, raw, given)
        except InputError as error:
            yield Unread(where, error.as_failure())


def rows_of(name: str, stream: BinaryIO, part: tuple[int, int] | None = None) -> Iterator[tuple[str, bytes]]:
    """The rows that are not empty, each with its place; InputError where there is none. `part`: as of `Given`.

    Rows before the part are read all the same: only so has each its number.
    """
    empty, end = True, 0
    for number, raw in enumerate(iter(lambda: stream.readline(MOST_BYTES + 1), b""), start=1):
        start, end = end, end + len(raw)
        if raw.strip():
            empty = False
            if part is not None and start >= part[1]:
                return
            if part is None or start >= part[0]:
                yield f"{name}:{number}", raw
    if empty and (part is None or part[0] == 0):
        raise InputError("read", "empty", f"{name}: holds no rows; check the file or leave it out")


def value_of_row(where: str, raw: bytes) -> Any:
    """What a row holds; InputError where it is not JSON."""
    try:
        return json.loads(decode(where, raw))
    except (json.JSONDecodeError, RecursionError) as error:
        what = getattr(error, "msg", "nested too deeply")
        raise InputError("read", "not-json", f"{where}: is not JSON ({what}); write one object a line") from None


def report_of_row(where: str, raw: bytes, given: Given) -> Report:
    """The report of one JSONL row; InputError where it is not JSON, not an object, or lacks `text`."""
    row = value_of_row(where, raw)
    if not isinstance(row, dict):
        raise InputError("read", "no-text", f'{where}: lacks "text" (it is no object); write one object a line')
    return report_of(where, row, given)


def _later(module: str, reader: str) -> Reader:
    """A reader whose libraries are imported when its first file is met."""

    def read(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
        found: Reader = getattr(importlib.import_module(f"toecap.read.{module}"), reader)
        yield from found(name, stream, given)

    return read


read_page = _later("saved", "read_page")
read_feed = _later("saved", "read_feed")
# The kinds of file that are read; a new kind is a new reader here. All but Parquet may be gzipped (.gz).
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".jsonl": read_jsonl,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".json": read_feed,
    ".warc": _later("archives", "read_warc"),
    ".csv": _later("tables", "read_csv"),
    ".tsv": _later("tables", "read_csv"),
    ".parquet": _later("tables", "read_parquet"),
}
# What one file holds at most one report of is named by the file's stem.
SINGLE = (read_text, read_page)


def reports(inputs: Iterable[str], given: Given | None = None) -> Iterator[Report | Unread]:
    """Every report of every input, in order; what fails comes as Unread, and the rest goes on."""
    given = given or Given()
    for name in inputs:
        try:
            if name.startswith("@"):
                yield from reports(listed(Path(name[1:])), given)
            elif is_remote(name):
                yield from _from_elsewhere(name, given)
            else:
                yield from _from_stdin(given) if name == "-" else _from_path(Path(name), given)
        except InputError as error:
            yield Unread(name, error.as_failure())
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            message = f"{name}: the gzip file is damaged ({error}); what came before was read"
            yield Unread(name, Failure("read", "damaged", message))
        except OSError as error:
            message = f"{name}: {error.strerror or error}; check the path and its permissions"
            yield Unread(name, Failure("read", "unreadable", message))


def listed(path: Path) -> Iterator[str]:
    """The inputs that a file list names, one a line: files and folders of this machine, whatever they look like."""
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            if (name := line.strip()) and not name.startswith(("#", "@")) and name != "-":
                yield f"./{name}" if is_remote(name) else name


def _from_stdin(given: Given) -> Iterator[Report | Unread]:
    stream = sys.stdin.buffer
    first = stream.peek(512).lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower() if hasattr(stream, "peek") else b""
    yield from _reader_of(first)("stdin", stream, given)


def _reader_of(first: bytes) -> Reader:
    """The reader for what begins so: rows, a feed, a page, or plain text."""
    if first.startswith(b"{"):
        return read_jsonl
    if first.startswith((b"<rss", b"<feed", b"<rdf")) or (first.startswith(b"<?xml") and b"<html" not in first):
        return read_feed
    return read_page if first.startswith((b"<!doctype html", b"<html")) else read_text


def _from_path(path: Path, given: Given) -> Iterator[Report | Unread]:
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if ending_of(p) in READERS and p.is_file())
        if not files:
            raise InputError("read", "empty-folder", f"{path}: holds no {kinds()} file; name another folder")
        for file in files:
            yield from reports([f"./{file}" if str(file).startswith("@") else str(file)], given)
        return
    if not path.exists():
        raise InputError("read", "not-found", f"{path}: there is no such file; check the name")
    yield from _from_file(str(path), lambda: path.open("rb"), given)


def _from_elsewhere(name: str, given: Given) -> Iterator[Report | Unread]:
    found = [address for address, _ in remote.files(name) if address == name or ending_of(Path(address)) in READERS]
    if not found:
        raise InputError("read", "not-found", f"{name}: there is no {kinds()} file; check the name")
    for address in found:
        try:
            yield from _from_file(address, partial(remote.open_remote, address), given)
        except InputError as error:
            yield Unread(address, error.as_failure())
        except (ToecapError, OSError, EOFError, zlib.error):
            raise
        except Exception as error:  # each driver has errors of its own
            message = f"{address}: broke off ({type(error).__name__}: {error}); run this again"
            yield Unread(address, Failure("read", "broken-off", message))


def _from_file(name: str, open_file: Callable[[], BinaryIO], given: Given) -> Iterator[Report | Unread]:
    path = Path(name)
    ending = ending_of(path)
    reader = READERS.get(ending)
    if reader is None:
        raise InputError("read", "kind", f"{name}: is none of the kinds that are read ({kinds()}); convert it")
    # Archives are read as they are: each of their records is gzipped by itself.
    zipped = path.suffix.lower() == ".gz" and ending not in (".warc", ".parquet")
    unzip: Any = gzip.open if zipped else nullcontext
    with open_file() as raw, unzip(raw) as stream:
        for item in reader(name, stream, given):
            yield _named(item, name) if reader in SINGLE else item


def ending_of(path: Path) -> str:
    """The ending that tells the kind of file: .html of page.html and of page.html.gz."""
    return Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def _named(item: Report | Unread, name: str) -> Report | Unread:
    """The report of a file that holds one is named by the file's stem; posts of a live blog by it and their number."""
    if isinstance(item, Unread):
        return item
    path = Path(name)
    stem = Path(path.stem).stem if path.suffix.lower() == ".gz" else path.stem
    return dataclasses.replace(item, id=stem + item.id.removeprefix(name))


def kinds() -> str:
    """The endings that are read, for messages."""
    return ", ".join(READERS)
