"""Inputs cut anywhere: each report is in just one shard, whatever the file holds, and a shard reads its own part."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toecap.read import archives
from toecap.read.archives import read_warc
from toecap.read.files import Given, read_jsonl, reports
from toecap.read.shards import Shard, pieces, reports_of
from toecap.read.tables import read_parquet
from toecap.records import Report

BOUNDED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TEXT = "The harbour council voted on Monday to close the northern quay to warships of number {}."


def record(number: int, body: bytes | None = None) -> bytes:
    page = body if body is not None else f"<html><body><p>{TEXT.format(number)}</p></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://tarn.example.org/{number}\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


@pytest.fixture(autouse=True)
def pages_without_a_sandbox(monkeypatch: pytest.MonkeyPatch):
    """What a page holds is no matter here; only that its record is there."""

    def report(where: str, raw: bytes, given: Given, address: str | None = None, charset: str | None = None) -> Any:
        yield Report(where, None, None, address, None, None, None, raw.decode("utf-8", "replace"), "")

    monkeypatch.setattr(archives, "reports_of_page", report)
    # Records of these tests are short, and so is what makes sure of a border.
    monkeypatch.setattr(archives, "MOST_RECORD", 2_000)
    monkeypatch.setattr(archives, "CHUNK", 1_000)
    monkeypatch.setattr(archives, "BORDER", 4_000)


ROWS = st.lists(
    st.one_of(
        st.integers(0, 99).map(lambda n: json.dumps({"id": f"r{n}", "text": TEXT.format(n)}).encode()),
        st.integers(0, 99).map(lambda n: json.dumps({"text": TEXT.format(n)}).encode()),
        st.sampled_from([b"", b"   ", b"{no json", b"\xff\xfe", b"[1]", b"\r"]),
    ),
    max_size=12,
)
INFO = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n"
MEMBERS = st.lists(
    st.one_of(
        st.integers(0, 99).map(lambda n: gzip.compress(record(n), mtime=0)),
        st.binary(max_size=40),
        st.just(gzip.compress(record(1), mtime=0)[:-9]),
        st.just(b"\x1f\x8b\x08"),
        st.just(gzip.compress(record(1) + record(2), mtime=0)),
        st.just(gzip.compress(INFO, mtime=0)),
        # An archive in a page, which gzip leaves as it is.
        st.just(gzip.compress(record(3, b"<p>" + gzip.compress(record(66))), 0, mtime=0)),
    ),
    max_size=24,
)


def shards_are_the_whole(path: Path, of: int) -> None:
    whole = list(reports([str(path)]))
    parts = [pieces([str(path)], Shard(number, of)) for number in range(1, of + 1)]
    assert [item for found in parts for item in reports_of(found, Given())] == whole


@BOUNDED
@given(ROWS, st.integers(1, 40))
def test_rows(tmp_path_factory: pytest.TempPathFactory, rows: list[bytes], of: int):
    path = tmp_path_factory.mktemp("rows") / "a.jsonl"
    path.write_bytes(b"\n".join(rows))
    shards_are_the_whole(path, of)


@BOUNDED
@given(MEMBERS, st.integers(1, 40))
def test_archives(tmp_path_factory: pytest.TempPathFactory, members: list[bytes], of: int):
    path = tmp_path_factory.mktemp("archive") / "a.warc.gz"
    path.write_bytes(b"".join(members))
    shards_are_the_whole(path, of)


@pytest.mark.parametrize("behind", [[gzip.compress(record(1), mtime=0)], [b"no record"], []])
def test_an_archive_whose_first_part_holds_no_page(tmp_path: Path, behind: list[bytes]):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join([*[gzip.compress(INFO, mtime=0)] * 9, *behind, gzip.compress(INFO, mtime=0)]))
    shards_are_the_whole(path, 3)


@BOUNDED
@given(st.integers(1, 9), st.integers(1, 40), st.booleans())
def test_archives_gzipped_as_a_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, records: int, of: int, zipped: bool
):
    path = tmp_path_factory.mktemp("archive") / ("a.warc.gz" if zipped else "a.warc")
    raw = b"".join(map(record, range(records)))
    path.write_bytes(gzip.compress(raw, mtime=0) if zipped else raw)
    shards_are_the_whole(path, of)


@BOUNDED
@given(st.integers(1, 30), st.integers(1, 9), st.integers(1, 40))
def test_tables(tmp_path_factory: pytest.TempPathFactory, rows: int, group: int, of: int):
    path = tmp_path_factory.mktemp("table") / "a.parquet"
    table = pa.table({"id": [f"p{n}" for n in range(rows)], "text": [TEXT.format(n) for n in range(rows)]})
    pq.write_table(table, path, row_group_size=group)
    shards_are_the_whole(path, of)


class Counted(io.BytesIO):
    """Counts what is read of it."""

    read_bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.read_bytes += len(found)
        return found

    def readline(self, size: int | None = -1, /) -> bytes:
        found = super().readline(size)
        self.read_bytes += len(found)
        return found


def read_in(reader: Any, name: str, raw: bytes, part: tuple[int, int]) -> tuple[list[Any], int]:
    stream = Counted(raw)
    return list(reader(name, stream, Given(part=part))), stream.read_bytes


def test_a_shard_of_an_archive_reads_its_part_and_what_makes_sure_of_the_border():
    """Short members are read again and again with their neighbours: what counts is how many different bytes are."""
    raw = b"".join(gzip.compress(record(n), mtime=0) for n in range(4_000))
    tenth, touched = len(raw) // 10, bytearray(len(raw))

    class Touched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            start = self.tell()
            found = super().read(size)
            touched[start : start + len(found)] = b"\1" * len(found)
            return found

    found = list(read_warc("a.warc.gz", Touched(raw), Given(part=(5 * tenth, 6 * tenth))))
    assert len(found) == pytest.approx(400, abs=20)
    assert sum(touched[1 << 16 :]) < tenth + (1 << 17)


@pytest.mark.parametrize("of", [7, 20, 50])
def test_an_archive_in_a_page_is_a_page_wherever_the_cut_falls(tmp_path: Path, of: int):
    """Otherwise whoever writes a page could write reports of any address."""
    inner = b"".join(gzip.compress(record(66), mtime=0) for _ in range(6))
    members = [gzip.compress(record(n, b"<p>" + inner), 0, mtime=0) for n in range(30)]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(members))
    parts = [pieces([str(path)], Shard(number, of)) for number in range(1, of + 1)]
    found = [item.url for shard in parts for item in reports_of(shard, Given()) if isinstance(item, Report)]
    assert found == [f"https://tarn.example.org/{n}" for n in range(30)]


@pytest.mark.parametrize("of", [1, 7, 20])
def test_so_it_is_in_a_page_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: int):
    monkeypatch.setattr(archives, "BORDER", 20_000)
    inner = b"".join(gzip.compress(record(66), mtime=0) for _ in range(40))
    long = gzip.compress(record(1, b"<p>" + inner), 0, mtime=0)
    members = [gzip.compress(record(n), mtime=0) if n % 60 else long for n in range(1, 200)]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(members))
    parts = [pieces([str(path)], Shard(number, of)) for number in range(1, of + 1)]
    found = [item for shard in parts for item in reports_of(shard, Given())]
    assert [item.url.rsplit("/")[-1] if isinstance(item, Report) else item.failure.code for item in found] == [
        str(n) if n % 60 else "damaged" for n in range(1, 200)
    ]


def test_a_shard_of_a_table_reads_its_row_groups():
    table = pa.table({"id": [f"p{n}" for n in range(4_000)], "text": [TEXT.format(n) * 20 for n in range(4_000)]})
    sink = io.BytesIO()
    pq.write_table(table, sink, row_group_size=100, compression="none", use_dictionary=False)
    raw = sink.getvalue()
    found, count = read_in(read_parquet, "a.parquet", raw, (len(raw) // 2, len(raw) // 2 + len(raw) // 10))
    assert len(found) == pytest.approx(400, abs=100)
    assert count < len(raw) // 10 + len(raw) // 40 + (1 << 17)


def test_a_shard_of_rows_reads_no_further_than_its_end():
    """It counts the rows before, which are named by their number."""
    raw = b"\n".join(json.dumps({"id": f"r{n}", "text": TEXT.format(n)}).encode() for n in range(4_000))
    found, count = read_in(read_jsonl, "a.jsonl", raw, (len(raw) // 2, len(raw) // 2 + len(raw) // 10))
    assert len(found) == pytest.approx(400, abs=5)
    assert count < len(raw) * 0.61


@pytest.mark.parametrize("part", [(5, 5), (9, 3), (10**9, 10**9 + 5), (-5, 0)])
def test_a_range_that_holds_nothing_gives_nothing(part: tuple[int, int]):
    rows = json.dumps({"id": "a", "text": TEXT}).encode()
    assert read_in(read_jsonl, "a.jsonl", b"\n" + rows, part)[0] == []
    assert read_in(read_warc, "a.warc.gz", b"".join(gzip.compress(record(n)) for n in range(9)), part)[0] == []
