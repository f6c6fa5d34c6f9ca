"""Files, folders and standard input -> reports. One reader for each kind of file, in `READERS`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from toecap.errors import InputError
from toecap.read.report import make_report
from toecap.records import Failure, Report

# A plain text of more bytes than this is no report; a row of JSONL neither.
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that gave no report, and why."""

    name: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of inputs that do not say it themselves."""

    published: str | None = None
    outlet: str | None = None


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
    yield make_report(name, decode(name, raw), published=given.published, outlet=given.outlet)


def read_jsonl(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """One row is one report: id, text, and if known published, outlet, agency, url, title, language."""
    for where, raw in rows_of(name, stream):
        try:
            yield report_of_row(where, raw, given)
        except InputError as error:
            yield Unread(where, error.as_failure())


def rows_of(name: str, stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The rows that are not empty, each with its place; InputError where there is none."""
    empty = True
    for number, raw in enumerate(iter(lambda: stream.readline(MOST_BYTES + 1), b""), start=1):
        if raw.strip():
            empty = False
            yield f"{name}:{number}", raw
    if empty:
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
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError("read", "no-text", f'{where}: lacks "text" (a string); name the column that holds the report')
    known = {
        key: str(row[key])
        for key in ("published", "outlet", "agency", "url", "title", "language")
        if row.get(key) not in (None, "")
    }
    known.setdefault("published", given.published or "")
    known.setdefault("outlet", given.outlet or "")
    fields: dict[str, str | None] = {key: value or None for key, value in known.items()}
    row_id = row.get("id")
    return make_report(str(row_id) if row_id not in (None, "") else where, row["text"], **fields)


# The kinds of file that are read; a new kind is a new reader here.
READERS: dict[str, Reader] = {".txt": read_text, ".md": read_text, ".jsonl": read_jsonl}


def reports(
    inputs: Iterable[str], published: str | None = None, outlet: str | None = None
) -> Iterator[Report | Unread]:
    """Every report of every input, in order; what fails comes as Unread, and the rest goes on."""
    given = Given(published, outlet)
    for name in inputs:
        try:
            yield from _from_stdin(given) if name == "-" else _from_path(Path(name), given)
        except InputError as error:
            yield Unread(name, error.as_failure())
        except OSError as error:
            message = f"{name}: {error.strerror or error}; check the path and its permissions"
            yield Unread(name, Failure("read", "unreadable", message))


def _from_stdin(given: Given) -> Iterator[Report | Unread]:
    stream = sys.stdin.buffer
    first = stream.peek(64).lstrip()[:1] if hasattr(stream, "peek") else b""
    yield from (read_jsonl if first == b"{" else read_text)("stdin", stream, given)


def _from_path(path: Path, given: Given) -> Iterator[Report | Unread]:
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in READERS and p.is_file())
        if not files:
            raise InputError("read", "empty-folder", f"{path}: holds no {kinds()} file; name another folder")
        for file in files:
            yield from reports([str(file)], given.published, given.outlet)
        return
    if not path.exists():
        raise InputError("read", "not-found", f"{path}: there is no such file; check the name")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError("read", "kind", f"{path}: is none of the kinds that are read ({kinds()}); convert it")
    with path.open("rb") as stream:
        for item in reader(str(path), stream, given):
            yield _named(item, path) if reader is read_text else item


def _named(item: Report | Unread, path: Path) -> Report | Unread:
    """A plain text's report is named by its file's stem."""
    import dataclasses

    return dataclasses.replace(item, id=path.stem) if isinstance(item, Report) else item


def kinds() -> str:
    """The endings that are read, for messages."""
    return ", ".join(READERS)
