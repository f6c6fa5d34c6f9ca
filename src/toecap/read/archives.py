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
# Its end is looked for so far: two seconds' work.
MOST_SKIPPED = 1_000_000_000
# Bytes before a shard's part that are read to be sure of its border: more than crawlers keep of a page.
BORDER = 100_000_000
ENDLESS = f"{TOO_LONG}, and more than {MOST_SKIPPED // 1_000_000}"


def read_warc(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """The HTML responses of an archive, each a report; a damaged record costs itself alone."""
    found = False
    first, end = given.part or (0, None)
    for start, place, record in _records(stream, first):
        if end is not None and start >= end:
            # The part is done; the first also tells of a file that holds nothing, and looks for that alone.
            if found or first or _counts(record):
                return
            continue
        if start < first:
            continue
        where = f"{name}:{place}"
        if isinstance(record, str):
            message = f"{where}: the record is damaged ({record}); it is skipped"
            yield Unread(where, Failure("read", "damaged", message))
            found = True
            continue
        try:
            if not _is_page(record):
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
            found = True
            message = f"{where}: the record's content is damaged ({error}); it is skipped"
            yield Unread(where, Failure("read", "damaged", message))
    if not found and not first:
        raise InputError("read", "empty", f"{name}: holds no HTML responses; check the file or leave it out")


def _is_page(record: Any) -> bool:
    from fastwarc.warc import WarcRecordType

    return record.record_type == WarcRecordType.response and record.http_content_type in HTML_TYPES


def _counts(record: Any) -> bool:
    """Whether it is a page or damage, so that the archive is not empty."""
    try:
        return isinstance(record, str) or _is_page(record)
    except (OSError, ValueError, EOFError):
        return True


def _records(stream: BinaryIO, first: int) -> Iterator[tuple[int, int | str, Any]]:
    """Which byte each record counts by, its place, and the record; for damage a text that says what is wrong there.

    All from `first` on are told, and perhaps some before it. What is gzipped as a whole counts by its first byte.
    """
    if stream.read(len(GZIP_START)) != GZIP_START:
        yield from ((start, start, record) for start, record in _stream_records(stream, 0, PLAIN_START))
    elif _is_one_member(stream):
        if first == 0:
            yield from ((0, start, record) for start, record in _stream_records(stream, 0, GZIP_START))
    else:
        for start, content in _members(stream, _border(stream, first)):
            if isinstance(content, str):
                yield start, start, content
                continue
            for at, record in _stream_records(io.BytesIO(content), 0, PLAIN_START):
                yield start, f"{start}+{at}" if at else start, record


def _is_one_member(stream: BinaryIO) -> bool:
    """Whether one gzip member holds all records."""
    stream.seek(0)
    content, _ = _member(stream, MOST_RECORD)
    if isinstance(content, str):
        return content == ENDLESS or _next(stream, 1, GZIP_START) is None
    return content.count(PLAIN_START) > 1


def _border(stream: BinaryIO, first: int) -> int:
    """Where to start so that every member from `first` on is found as from the start of the file; 0 where in doubt.

    A page may hold what looks like members, even a whole archive of somebody's making. They lie in a member of the
    archive's own, and cannot end where it ends. So members that follow each other without a gap, for longer than any
    page is kept, are the archive's own.
    """
    begin = first - BORDER
    start = _next(stream, begin, GZIP_START) if begin > 0 else None
    while start is not None and start < begin + CHUNK:
        if (end := _end_of_record(stream, start)) is not None:
            while end is not None and end < first:
                end = _end_of_record(stream, end)
            return end or 0
        start = _next(stream, start + 1, GZIP_START)
    return 0


def _end_of_record(stream: BinaryIO, start: int) -> int | None:
    """Where the member of a whole record ends that begins here; None where none does."""
    stream.seek(start)
    content, end = _member(stream, MOST_RECORD)
    return end if isinstance(content, bytes) and content.startswith(b"WARC/") else None


def _members(stream: BinaryIO, begin: int) -> Iterator[tuple[int, bytes | str]]:
    """Where each gzip member from `begin` on begins, and its content, or what is wrong with it.

    fastwarc would end silently at a damaged member, and a record whose length is wrong would swallow the next ones.
    """
    size, offset, whole = stream.seek(0, io.SEEK_END), begin, True
    while offset < size:
        stream.seek(offset)
        content, end = _member(stream, MOST_SKIPPED)
        # A damaged stretch is told once, however often something in it looks like the start of a member.
        if whole or isinstance(content, bytes):
            yield offset, content
        whole = isinstance(content, bytes) or content == TOO_LONG
        found = _next(stream, end if whole else offset + 1, GZIP_START)
        offset = size if found is None else found
        if whole and offset != end:
            yield end, "no record begins behind the one before"


def _member(stream: BinaryIO, most: int) -> tuple[bytes | str, int]:
    """The content of the gzip member that begins here, or what is wrong with it; and where it ends.

    What is too long is unpacked on, up to `most`, for its end: what looks like members inside it are none.
    """
    member, content, length = zlib.decompressobj(zlib.MAX_WBITS | 16), bytearray(), 0
    while chunk := stream.read(1 << 16):
        while chunk:
            try:
                piece = member.decompress(chunk, CHUNK)
            except zlib.error as error:
                return str(error), stream.tell()
            length += len(piece)
            if length <= MOST_RECORD:
                content += piece
            elif length > most:
                return ENDLESS, stream.tell()
            if member.eof:
                end = stream.tell() - len(member.unused_data)
                return (bytes(content) if length <= MOST_RECORD else TOO_LONG), end
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
    content, _ = _member(stream, MOST_RECORD)
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
