"""WARC archives -> reports: streamed, one record in memory at a time; what is damaged is skipped and told."""

from __future__ import annotations

import io
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
# A gzip member of more than this is no record of a page, or it is an archive that was gzipped as a whole.
MOST_RECORD = MOST_BYTES + CHUNK
TOO_LONG = f"it holds more than {MOST_RECORD // 1_000_000} MB"


def read_warc(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """The HTML responses of an archive, each a report; a damaged record costs itself alone."""
    from fastwarc.warc import WarcRecordType

    found = False
    first, end = given.part or (0, None)
    for number, (start, record) in enumerate(_records(stream), start=1):
        if end is not None and start >= end and (found or first):
            return
        if start < first:  # read all the same: only so has each record its number
            continue
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
    if not found and not first:
        raise InputError("read", "empty", f"{name}: holds no HTML responses; check the file or leave it out")


def _records(stream: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Where each record begins, and the record; for a damaged place a text that says what is wrong there."""
    if stream.read(len(GZIP_START)) != GZIP_START:
        yield from _stream_records(stream, 0, PLAIN_START)
        return
    for number, (start, content) in enumerate(_members(stream)):
        if isinstance(content, str):
            if number == 0 and (content == TOO_LONG or _next(stream, 1, GZIP_START) is None):
                yield from _stream_records(stream, 0, GZIP_START)
                return
            yield start, content
        elif number == 0 and content.count(PLAIN_START) > 1:
            # Gzipped as a whole: one member for all records.
            yield from _stream_records(stream, 0, GZIP_START)
            return
        else:
            yield from ((start, record) for _, record in _stream_records(io.BytesIO(content), 0, PLAIN_START))


def _members(stream: BinaryIO) -> Iterator[tuple[int, bytes | str]]:
    """Where each gzip member begins, and its content, or what is wrong with it.

    fastwarc would end silently at a damaged member, and a record whose length is wrong would swallow the next ones.
    """
    size, offset, whole = stream.seek(0, io.SEEK_END), 0, True
    while offset < size:
        stream.seek(offset)
        content, end = _member(stream)
        # A damaged stretch is told once, however often something in it looks like the start of a member.
        if whole or isinstance(content, bytes):
            yield offset, content
        whole = isinstance(content, bytes)
        found = _next(stream, end if whole else offset + 1, GZIP_START)
        offset = size if found is None else found
        if whole and offset != end:
            yield end, "no record begins behind the one before"


def _member(stream: BinaryIO) -> tuple[bytes | str, int]:
    """The content of the gzip member that begins here, or what is wrong with it; and where it ends."""
    member, content = zlib.decompressobj(zlib.MAX_WBITS | 16), bytearray()
    while chunk := stream.read(1 << 16):
        while chunk:
            try:
                content += member.decompress(chunk, CHUNK)
            except zlib.error as error:
                return str(error), stream.tell()
            if len(content) > MOST_RECORD:
                return TOO_LONG, stream.tell()
            if member.eof:
                return bytes(content), stream.tell() - len(member.unused_data)
            chunk = member.unconsumed_tail
    return "it is cut off", stream.tell()


def _stream_records(stream: BinaryIO, start: int, marker: bytes) -> Iterator[tuple[int, Any]]:
    """The records of a stream that is not gzipped, or gzipped as a whole, from `start` on."""
    from fastwarc.warc import ArchiveIterator

    offset: int | None = start
    while offset is not None:
        stream.seek(offset)
        at = offset
        try:
            for record in ArchiveIterator(stream, auto_decode="all"):
                at = offset + record.stream_pos
                yield at, record
            if not _is_whole(stream, at, marker):
                yield at, "it is cut off"
            return
        except (OSError, ValueError, EOFError) as error:
            yield at, str(error)
        offset = _next(stream, max(at, offset) + 1, marker)


def _is_whole(stream: BinaryIO, last: int, marker: bytes) -> bool:
    """Whether the last record, which begins at `last`, ends before the file does: fastwarc does not tell."""
    stream.seek(last)
    if marker == PLAIN_START:
        head = stream.read(CHUNK).partition(b"\r\n\r\n")[0]
        length = re.search(rb"(?i)^content-length:\s*(\d{1,15})\s*$", head, re.MULTILINE)
        size = stream.seek(0, 2) - last - len(head) - 4
        return length is None or size >= int(length[1])
    content, _ = _member(stream)
    return content != "it is cut off"


def _next(stream: BinaryIO, start: int, marker: bytes) -> int | None:
    """Where the next record may begin, at or after `start`; None at the end of the file."""
    stream.seek(start)
    tail, length = b"", 1 << 12
    while chunk := stream.read(length):
        length = min(CHUNK, 2 * length)
        window = tail + chunk
        found = window.find(marker)
        if found >= 0:
            return start - len(tail) + found + (1 if marker == PLAIN_START else 0)
        start += len(chunk)
        tail = window[-len(marker) + 1 :]
    return None
