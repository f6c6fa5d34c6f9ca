"""WARC archives: HTML responses only, and damage that costs the damaged records alone."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from toecap.read.files import Unread, reports
from toecap.records import Report

TEXT = "The harbour council of Port Elan voted on Monday to close the northern quay to warships of number {}."


def record(number: int, kind: str = "text/html; charset=utf-8", extra: bytes = b"", body: bytes | None = None) -> bytes:
    """A WARC response record of a page about the quay."""
    page = body if body is not None else f"<html><body><p>{TEXT.format(number)}</p></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n" + extra + b"\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"WARC-Target-URI: https://tarn.example.org/{number}\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def archive(tmp_path: Path, parts: Iterable[bytes], zipped: bool = True) -> str:
    path = tmp_path / ("a.warc.gz" if zipped else "a.warc")
    path.write_bytes(b"".join(parts))
    return str(path)


def read(path: str) -> tuple[list[str], list[str]]:
    """The addresses of the reports, and the codes of the failures."""
    found = list(reports([path]))
    return (
        [str(item.url).rsplit("/", 1)[-1] for item in found if isinstance(item, Report)],
        [item.failure.code for item in found if isinstance(item, Unread)],
    )


@pytest.mark.parametrize("zipped", [True, False])
def test_html_responses_are_reports(tmp_path, zipped):
    parts = [record(1), record(2, "application/pdf"), record(3)]
    path = archive(tmp_path, [gzip.compress(p) if zipped else p for p in parts], zipped)
    assert read(path) == (["1", "3"], [])


@pytest.mark.parametrize("where", ["head", "middle", "length"])
def test_a_damaged_record_costs_itself(tmp_path, where):
    parts = [gzip.compress(record(n)) for n in range(1, 6)]
    broken = bytearray(parts[2])
    place = {"head": 0, "middle": len(broken) // 2, "length": len(broken) - 2}[where]
    for i in range(place, min(place + 8, len(broken))):
        broken[i] ^= 0xFF
    good, failed = read(archive(tmp_path, [*parts[:2], bytes(broken), *parts[3:]]))
    assert [n for n in good if n != "3"] == ["1", "2", "4", "5"]
    assert failed == ["damaged"]


def test_a_truncated_archive_gives_what_comes_before_the_cut(tmp_path):
    parts = [gzip.compress(record(n)) for n in range(1, 4)]
    good, failed = read(archive(tmp_path, [*parts[:2], parts[2][: len(parts[2]) // 2]]))
    assert good == ["1", "2"]
    assert failed == ["damaged"]


def test_a_damaged_first_record_costs_itself(tmp_path):
    parts = [gzip.compress(record(n)) for n in range(1, 4)]
    good, failed = read(archive(tmp_path, [parts[0][:50] + bytes(8) + parts[0][58:], *parts[1:]]))
    assert (good, failed) == (["2", "3"], ["damaged"])


def test_an_archive_of_nothing_but_starts_of_members_is_one_failure(tmp_path):
    assert read(archive(tmp_path, [b"\x1f\x8b\x08" * 10_000]))[1].count("damaged") == 1


def test_rubbish_between_records_is_passed_over(tmp_path):
    good, _ = read(archive(tmp_path, [record(1), b"rubbish\r\n" * 20, record(2)], zipped=False))
    assert good == ["1", "2"]


def test_a_length_that_is_wrong_costs_its_record(tmp_path):
    wrong = record(2).replace(b"Content-Length: ", b"Content-Length: 9")
    good, _ = read(archive(tmp_path, map(gzip.compress, (record(1), wrong, record(3)))))
    assert [number for number in good if number != "2"] == ["1", "3"]


def test_an_archive_that_is_gzipped_as_a_whole_is_read(tmp_path):
    assert read(archive(tmp_path, [gzip.compress(record(1) + record(2))])) == (["1", "2"], [])


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_encoded_contents_are_read(tmp_path, encoding):
    import brotli

    page = f"<html><body><p>{TEXT.format(7)}</p></body></html>".encode()
    squeeze = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress}[encoding]
    part = record(7, extra=f"Content-Encoding: {encoding}\r\n".encode(), body=squeeze(page))
    assert read(archive(tmp_path, [gzip.compress(part)]))[0] == ["7"]


def test_a_bomb_in_a_record_is_a_failure_and_the_next_is_read(tmp_path):
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb") as bomb:
        for _ in range(300):
            bomb.write(b"<p>" + b"x" * 1_000_000)
    part = record(1, extra=b"Content-Encoding: gzip\r\n", body=buffer.getvalue())
    good, failed = read(archive(tmp_path, map(gzip.compress, (part, record(2)))))
    assert good == ["2"]
    assert failed[0] == "too-long"


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x08 nothing", b"WARC/1.0\r\n\r\n"])
def test_what_is_no_archive_is_a_failure(tmp_path, content):
    good, failed = read(archive(tmp_path, [content]))
    assert not good
    assert failed


@pytest.mark.gold
def test_real_archives(shared: Path):
    for path in sorted((shared / "gold" / "feeds").glob("*.warc.gz")):
        good, failed = read(str(path))
        assert good or failed, path.name
        assert "damaged" not in failed, path.name
