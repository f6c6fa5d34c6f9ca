"""WARC archives -> reports: streamed, one record in memory at a time; what is damaged is skipped and told."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from toecap.errors import InputError
from toecap.read.inputs import MOST_BYTES, Given, Unread
from toecap.read.saved import reports_of_page
from toecap.records import Failure, Report

HTML_TYPES = ("text/html", "application/xhtml+xml")
GZIP_START = b"\x1f\x8b\x08"
PLAIN_START = b"\nWARC/1."
CHUNK = 1 << 20


def read_warc(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """The HTML responses of an archive, each a report; a damaged record costs itself alone."""
    from fastwarc.warc import WarcRecordType

    found = False
    for number, record in enumerate(_records(stream), start=1):
        where = f"{name}:{number}"
        if isinstance(record, str):
            message = f"{where}: the record is damaged ({record}); it is skipped"
            yield Unread(where, Failure("read", "damaged", message))
            found = True
            continue
        try:
            if record.record_type != WarcRecordType.response or record.http_content_type not in HTML_TYPES:
                continue
            found = True
            raw = record.reader.read(MOST_BYTES + 1)
            if len(raw) > MOST_BYTES:
                raise InputError(
                    "read", "too-long", f"{where}: a page of more than {MOST_BYTES // 1_000_000} MB; it is skipped"
                )
            address = record.headers.get("WARC-Target-URI")
            yield from reports_of_page(where, raw, given, address, record.http_charset)
        except InputError as error:
            yield Unread(where, error.as_failure())
        except (OSError, ValueError, EOFError) as error:
            message = f"{where}: the record's content is damaged ({error}); it is skipped"
            yield Unread(where, Failure("read", "damaged", message))
    if not found:
        raise InputError("read", "empty", f"{name}: holds no HTML responses; check the file or leave it out")


def _records(stream: BinaryIO) -> Iterator[Any]:
    """The records in order; for each damaged place a text that says what is wrong there, then on behind it."""
    from fastwarc.warc import ArchiveIterator

    start = stream.read(3)
    marker = GZIP_START if start == GZIP_START else PLAIN_START
    offset: int | None = 0
    while offset is not None:
        stream.seek(offset)
        at = offset
        try:
            for record in ArchiveIterator(stream, auto_decode="all"):
                at = offset + record.stream_pos
                yield record
            if not _is_whole(stream, at, marker):
                yield "it is cut off"
            return
        except (OSError, ValueError, EOFError) as error:
            yield str(error)
        offset = _next(stream, max(at, offset) + 1, marker)


def _is_whole(stream: BinaryIO, last: int, marker: bytes) -> bool:
    """Whether the last record, which begins at `last`, ends before the file does: fastwarc does not tell."""
    stream.seek(last)
    if marker == PLAIN_START:
        head = stream.read(CHUNK).partition(b"\r\n\r\n")[0]
        length = re.search(rb"(?i)^content-length:\s*(\d{1,15})\s*$", head, re.MULTILINE)
        size = stream.seek(0, 2) - last - len(head) - 4
        return length is None or size >= int(length[1])
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while chunk := stream.read(1 << 14):
        try:
            member.decompress(chunk)
        except zlib.error:
            return False
        if member.eof:
            return True
    return member.eof


def _next(stream: BinaryIO, start: int, marker: bytes) -> int | None:
    """Where the next record may begin, at or after `start`; None at the end of the file."""
    stream.seek(start)
    tail = b""
    while chunk := stream.read(CHUNK):
        window = tail + chunk
        found = window.find(marker)
        if found >= 0:
            return start - len(tail) + found + (1 if marker == PLAIN_START else 0)
        start += len(chunk)
        tail = window[-len(marker) + 1 :]
    return None
