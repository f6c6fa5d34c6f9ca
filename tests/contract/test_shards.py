"""`toecap run`: all shards together are the input, once and in order, however many there are."""

from __future__ import annotations

import gc
import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from toecap.errors import UsageError
from toecap.read.files import Given, reports
from toecap.read.inputs import Unread
from toecap.read.report import make_report
from toecap.read.shards import Shard, pieces, reports_of
from toecap.records import Record, Report
from toecap.run import record_files
from toecap.run.build import build_inputs
from toecap.run.shards import run_shard
from toecap.store.reader import open_store

TEXT = "Peru’s president met the foreign minister of Ecuador in Quito on Tuesday. That was talk number {}."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Inputs of each kind, some with faults."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    rows = [{"id": f"j{n}", "text": TEXT.format(n), "published": "2022-02-03"} for n in range(17)]
    lines = [json.dumps(row) for row in rows]
    lines.insert(5, "{no json")
    lines.insert(9, "")
    del rows[3]["id"]
    (inputs / "a.jsonl").write_text("\n".join(lines), "utf-8")
    with gzip.open(inputs / "b.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"id": "zipped", "text": TEXT.format("zipped")}))
    table = pa.table({"id": [f"p{n}" for n in range(12)], "text": [TEXT.format(f"p{n}") for n in range(12)]})
    pq.write_table(table, inputs / "c.parquet", row_group_size=5)
    (inputs / "d.txt").write_text(TEXT.format("d"), "utf-8")
    (inputs / "e.txt").write_bytes(b"")
    (inputs / "f.warc.gz").write_bytes(b"".join(page(n) for n in range(6)))
    return inputs


def page(number: int) -> bytes:
    body = f"<html lang='en'><head><title>Talk</title></head><body><article><h1>Talk</h1>{TEXT.format(number) * 4}"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


def told(item: Report | Unread) -> tuple[str, str | None]:
    return (item.id, item.text) if isinstance(item, Report) else (item.name, None)


@pytest.mark.parametrize("of", [1, 2, 3, 7, 64])
def test_all_shards_together_are_the_input_once_and_in_order(folder: Path, of: int):
    whole = [told(item) for item in reports([str(folder)])]
    shards = [pieces([str(folder)], Shard(number, of)) for number in range(1, of + 1)]
    assert [told(item) for found in shards for item in reports_of(found, Given())] == whole
    assert len(whole) == 17 + 1 + 1 + 12 + 2 + 6


def test_long_files_are_shared_out(folder: Path):
    halves = [pieces([str(folder)], Shard(number, 2)) for number in (1, 2)]
    assert any(one.part for half in halves for one in half)
    assert all(half for half in halves)


def coded(folder: Path, out: Path, of: int, executor: str = "serial") -> list[str]:
    found: list[str] = []
    for number in range(1, of + 1):
        done = run_shard([str(folder)], Given(), out, Shard(number, of), lambda item: None, executor)
        found += [
            json.dumps(item.to_dict()) if isinstance(item, Record) else str(item)
            for item in record_files.read(done.path)
        ]
    return found


def test_the_same_records_whatever_the_number_of_shards_and_workers(folder: Path, tmp_path: Path):
    one = coded(folder, tmp_path / "one", 1)
    assert coded(folder, tmp_path / "five", 5) == one
    assert coded(folder, tmp_path / "two", 2, "process:2") == one


def test_a_shard_that_is_there_is_left_alone_and_one_that_was_cut_off_is_done(folder: Path, tmp_path: Path):
    out = tmp_path / "out"
    first = run_shard([str(folder)], Given(), out, Shard(1, 2), lambda item: None)
    before = Path(first.path).read_bytes()

    def kill(item: Unread) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_shard([str(folder)], Given(), tmp_path / "cut", Shard(1, 2), kill)
    assert list((tmp_path / "cut").iterdir()) == []
    again = run_shard([str(folder)], Given(), out, Shard(1, 2), lambda item: None)
    assert again.was_there
    Path(first.path).unlink()
    run_shard([str(folder)], Given(), out, Shard(1, 2), lambda item: None)
    assert Path(first.path).read_bytes() == before


@pytest.mark.parametrize("place", [0, -1])
def test_a_file_that_was_changed_is_coded_again_though_it_has_the_same_size(tmp_path: Path, place: int):
    path = tmp_path / "a.txt"
    names = []
    for mark in ".!":
        text = [TEXT.format(mark), *["It rained in Quito."] * 9000]
        text[place] = TEXT.format(mark)
        path.write_text("\n".join(text), "utf-8")
        names.append(run_shard([str(path)], Given(actors=("Nobody",)), tmp_path / "o", Shard(1, 1), print).path)
    assert names[0] != names[1]


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    store = open_store(path)
    return {
        name: store.sql(f"SELECT * EXCLUDE (run_id) FROM {name} ORDER BY ALL").fetchall()
        for name in ("reports", "failures")
    } | {
        name: store.sql(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
        for name in ("actors", "statements", "events", "evidence")
    }


def test_a_store_of_shards_is_the_store_of_the_inputs(folder: Path, tmp_path: Path):
    coded(folder, tmp_path / "out", 3)
    failed: list[Unread] = []
    for _ in build_inputs(tmp_path / "direct", [str(folder)], Given(), failed.append):
        pass
    failures = len(failed)
    for _ in build_inputs(tmp_path / "shards", [str(tmp_path / "out")], Given(), failed.append):
        pass
    assert tables(tmp_path / "shards") == tables(tmp_path / "direct")
    assert len(failed) == 2 * failures
    last = list(build_inputs(tmp_path / "shards", [str(tmp_path / "out")], Given(), failed.append))[-1]
    assert (last.coded, last.known) == (0, 37)


def test_a_file_name_that_is_not_utf_8_is_no_obstacle(tmp_path: Path):
    folder = tmp_path / "inputs"
    folder.mkdir()
    for name, text in (("caf\udce9.txt", TEXT.format(1)), ("th\udce9.txt", "")):
        try:
            (folder / name).write_text(text, "utf-8")
        except OSError:
            pytest.skip("this file system takes no such name")
    coded(folder, tmp_path / "out", 1)
    for store, inputs in (("direct", folder), ("shards", tmp_path / "out")):
        for _ in build_inputs(tmp_path / store, [str(inputs)], Given(), lambda item: None):
            pass
    assert [len(tables(tmp_path / "direct")[name]) for name in ("reports", "failures")] == [1, 1]
    assert tables(tmp_path / "shards") == tables(tmp_path / "direct")


def test_files_of_records_are_not_recoded(folder: Path, tmp_path: Path):
    run_shard([str(folder / "d.txt")], Given(), tmp_path / "out", Shard(1, 1), lambda item: None)
    with pytest.raises(UsageError, match="then with --recode and no input"):
        next(build_inputs(tmp_path / "store", [str(tmp_path / "out")], Given(), lambda item: None, recode=True))


def test_records_that_the_store_has_are_not_kept_in_memory(tmp_path: Path):
    rows = [Record(name, make_report(name, TEXT.format(name))) for name in map(str, range(300))]
    path = str(tmp_path / "00001-of-00001-a.records.parquet")
    record_files.write(path, [rows])
    rows.clear()
    gc.collect()  # what other tests left
    with record_files.coded_before([path], print) as (items, _):
        for _ in items:
            pass
        assert sum(isinstance(one, Record) for one in gc.get_objects()) < 10


def test_a_shard_that_is_missing_is_named(folder: Path, tmp_path: Path):
    coded(folder, tmp_path / "out", 3)
    next((tmp_path / "out").glob("00002-of-*")).unlink()
    failed: list[Unread] = []
    for _ in build_inputs(tmp_path / "store", [str(tmp_path / "out")], Given(), failed.append):
        pass
    assert [item.failure.message for item in failed if item.failure.code == "shard-missing"] == [
        f"{tmp_path / 'out'}: shard 2/3 is not there; run it with --shard 2/3, then build again"
    ]


def test_so_it_is_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    record_files.write(str(tmp_path / "00001-of-00002-a.records.parquet"), [])
    monkeypatch.chdir(tmp_path)
    failed: list[Unread] = []
    with record_files.coded_before(["00001-of-00002-a.records.parquet"], failed.append):
        pass
    assert [(item.name, item.failure.message[:17]) for item in failed] == [(".", ".: shard 2/2 is n")]


def test_half_a_file_of_records_is_named(tmp_path: Path):
    path = tmp_path / "00001-of-00001-a.records.parquet"
    record_files.write(str(path), [])
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(UsageError, match="is no whole file of records"):
        list(build_inputs(tmp_path / "store", [str(path)], Given(), print))


def test_an_executor_that_is_none_is_named_though_nothing_is_left_to_code(tmp_path: Path):
    record_files.write(str(tmp_path / "00001-of-00001-a.records.parquet"), [])
    with pytest.raises(UsageError, match="is none that there is"):
        list(build_inputs(tmp_path / "store", [str(tmp_path)], Given(), print, "thread"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--shard", "4/3"], "is none; give K/N"),
        (["--shard", "x"], "is none; give K/N"),
        (["--executor", "thread"], "is none that there is"),
    ],
)
def test_wrong_use_is_named(cli, folder: Path, tmp_path: Path, arguments: list[str], message: str):
    done = cli("run", folder, "--out", tmp_path / "out", *arguments)
    assert done.returncode == 2
    assert message in done.stderr.decode()


def test_the_command(cli, folder: Path, tmp_path: Path):
    done = cli("run", folder / "a.jsonl", "--out", tmp_path / "out", "--shard", "1/1")
    assert done.returncode == 1
    assert "17 coded, 1 failed (not-json 1)" in done.stderr.decode()
    assert b"is there already" in cli("run", folder / "a.jsonl", "--out", tmp_path / "out").stderr
