"""The store: commits, what readers see, merging of small files."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

import toecap
from toecap.errors import StoreError
from toecap.records import Record
from toecap.store import commit as committing
from toecap.store.commit import PRUNED_EVERY, open_writer
from toecap.store.compact import FAN
from toecap.store.manifest import newest
from toecap.store.reader import open_store
from toecap.store.rows import Coded, failure_id, record_id, report_id, table_of, tables_of
from toecap.store.tables import TABLES


@pytest.fixture(scope="module")
def record() -> Record:
    return toecap.read(
        "Russia’s foreign minister, Sergei Lavrov, met his Turkish counterpart in Ankara on Tuesday. "
        "“We will withdraw our troops if Kyiv agrees,” Mr Lavrov said. At least 20 people were killed in Donetsk.",
        published="2022-02-03",
        outlet="The Harbour Post",
    )


def runs(day: int):
    stamp = None
    return table_of("runs", [(f"r{day}", "build", stamp, stamp, "0", "m", "k", "{}", ["a"], 1, 0, 0, 0)])


def test_every_field_of_a_record_is_found_in_the_store(tmp_path: Path, record: Record):
    with open_writer(tmp_path / "s") as writer:
        writer.commit(tables_of([Coded(record)], "coding", "run"))
    store = open_store(tmp_path / "s")
    text, outlet, published = store.sql("SELECT text, outlet, published FROM reports").fetchall()[0]
    assert (text, outlet, published) == (record.report.text, "The Harbour Post", date(2022, 2, 3))
    statement = next(one for one in record.statements if "withdraw" in one.content[0].quote)
    content, speaker = store.sql(
        "SELECT content, speaker FROM statements WHERE statement_id = $id", {"id": statement.id}
    ).fetchall()[0]
    assert "withdraw our troops" in content
    assert speaker == "Sergei Lavrov"
    for event in record.events:
        row = store.sql(
            "SELECT type, certainty, predicate, len(counts) FROM events WHERE event_id = $id", {"id": event.id}
        ).fetchall()[0]
        assert row == (event.type, event.certainty, event.predicate.quote, len(event.counts))
    assert {row[0] for row in store.sql("SELECT actor_codes FROM events WHERE type = 'CONSULT'").fetchall()[0]} == {
        "RUS"
    }


def test_evidence_of_the_store_is_in_the_text_of_the_store(tmp_path: Path, record: Record):
    with open_writer(tmp_path / "s") as writer:
        writer.commit(tables_of([Coded(record)], "coding", "run"))
    found = open_store(tmp_path / "s").sql(
        'SELECT count(*), count(*) FILTER (substring(text, start + 1, "end" - start) = quote) '
        "FROM evidence JOIN reports USING (record_id)"
    )
    all_of_them, right = found.fetchall()[0]
    assert all_of_them > 10
    assert right == all_of_them


def test_a_reader_keeps_its_commit_until_it_is_refreshed(tmp_path: Path):
    with open_writer(tmp_path / "s") as writer:
        writer.commit({"runs": runs(1)})
        store = open_store(tmp_path / "s")
        writer.commit({"runs": runs(2)})
        assert store.table("runs").fetchall()[0][0] == "r1"
        assert len(store.table("runs").fetchall()) == 1
        assert len(store.refreshed().table("runs").fetchall()) == 2


def test_a_retired_record_is_seen_among_versions_alone(tmp_path: Path, record: Record):
    old, new = (record_id(record.report, coding) for coding in ("old", "new"))
    with open_writer(tmp_path / "s") as writer:
        writer.commit(tables_of([Coded(record)], "old", "run"))
        retired = table_of("retired", [(old, new, "recoded")])
        writer.commit({**tables_of([Coded(record)], "new", "run"), "retired": retired})
    store = open_store(tmp_path / "s")
    assert store.sql("SELECT record_id FROM reports").fetchall() == [(new,)]
    assert store.sql("SELECT DISTINCT record_id FROM events").fetchall() == [(new,)]
    assert set(store.sql("SELECT record_id, reason FROM report_versions").fetchall()) == {(old, "recoded"), (new, None)}


def test_the_failure_of_a_retired_record_is_not_seen_and_that_of_an_input_is(tmp_path: Path):
    failures = [(f"f{record}", record, "a.txt", "extract", "x", "m", "run") for record in ("old", "new", None)]
    with open_writer(tmp_path / "s") as writer:
        retired = table_of("retired", [("old", "new", "recoded")])
        writer.commit({"failures": table_of("failures", failures), "retired": retired})
    seen = open_store(tmp_path / "s").table("failures")
    assert seen.columns == list(TABLES["failures"].schema.names)
    assert {row[:2] for row in seen.fetchall()} == {("fnew", "new"), ("fNone", None)}


def test_small_files_are_merged_and_no_row_is_lost(tmp_path: Path):
    with open_writer(tmp_path / "s") as writer:
        for day in range(FAN * FAN + 3):
            writer.commit({"runs": runs(day)})
    assert len(newest(tmp_path / "s").tables["runs"]) == 4
    seen = open_store(tmp_path / "s").sql("SELECT run_id FROM all_runs").fetchall()
    assert [row[0] for row in seen] == [f"r{day}" for day in range(FAN * FAN + 3)]


def test_a_replaced_table_has_the_new_rows_only(tmp_path: Path):
    with open_writer(tmp_path / "s") as writer:
        writer.commit(replace={"runs": runs(1)})
        writer.commit(replace={"runs": runs(2)})
        assert [row[0] for row in open_store(tmp_path / "s").table("all_runs").fetchall()] == ["r2"]


def test_files_of_the_last_hour_stay_for_readers_and_older_ones_go(tmp_path: Path):
    with open_writer(tmp_path / "s") as writer:
        for day in (1, 2, 3):
            writer.commit(replace={"runs": runs(day)})
        assert (tmp_path / "s/parts/00000001/runs.parquet").exists()
    os.utime(tmp_path / "s/manifests/00000002.json", (0, 0))  # since then nobody begins to read the first
    with open_writer(tmp_path / "s"):
        assert not (tmp_path / "s/manifests/00000001.json").exists()
        assert not (tmp_path / "s/parts/00000001").exists()
        assert (tmp_path / "s/parts/00000002/runs.parquet").exists()


def test_a_long_run_removes_what_is_past_its_time(tmp_path: Path):
    with open_writer(tmp_path / "s") as writer:
        for number in range(PRUNED_EVERY + 8):
            writer.commit(replace={"runs": runs(number)})
            for manifest in (tmp_path / "s/manifests").iterdir():
                os.utime(manifest, (0, 0))
    assert len(list(tmp_path.glob("s/parts/*/runs.parquet"))) == 10


def test_a_reader_of_a_store_that_was_long_still_may_finish(tmp_path: Path):
    with open_writer(tmp_path / "s") as writer:
        writer.commit(replace={"runs": runs(1)})
        os.utime(tmp_path / "s/manifests/00000001.json", (0, 0))
        store = open_store(tmp_path / "s")
        writer.commit(replace={"runs": runs(2)})
    with open_writer(tmp_path / "s"):
        assert [row[0] for row in store.table("all_runs").fetchall()] == ["r1"]


def test_what_a_killed_writer_left_is_no_part_of_the_store(tmp_path: Path):
    path = tmp_path / "s"
    with open_writer(path) as writer:
        writer.commit({"runs": runs(1)})
    shutil.copytree(path / "parts/00000001", path / "parts/00000002")  # killed before the manifest
    shutil.copytree(path / "parts/00000001", path / "parts/00000003.aside")  # killed while it wrote
    (path / "manifests/00000002.aside").write_text("{")
    assert len(open_store(path).table("all_runs").fetchall()) == 1
    with open_writer(path) as writer:
        assert writer.commit({"runs": runs(2)}) == 2
    assert sorted(row[0] for row in open_store(path).table("all_runs").fetchall()) == ["r1", "r2"]
    assert sorted(one.name for one in (path / "parts").iterdir()) == ["00000001", "00000002"]
    assert not list((path / "manifests").glob("*.aside"))


def test_what_others_put_among_the_files_stops_no_writer(tmp_path: Path):
    path = tmp_path / "s"
    with open_writer(path) as writer:
        writer.commit({"runs": runs(1)})
    (path / "parts/.DS_Store").touch()
    (path / "parts/00000001/notes").mkdir()
    with open_writer(path) as writer:
        assert writer.commit({"runs": runs(2)}) == 2
    assert len(open_store(path).table("all_runs").fetchall()) == 2


def test_a_column_added_later_is_null_in_older_files(tmp_path: Path):
    with open_writer(tmp_path / "s") as writer:
        writer.commit({"runs": runs(1).drop_columns(["failed"])})
        writer.commit({"runs": runs(2)})
    assert set(open_store(tmp_path / "s").sql("SELECT run_id, failed FROM runs").fetchall()) == {
        ("r1", None),
        ("r2", 0),
    }


def test_one_writer_at_a_time(tmp_path: Path):
    with (
        open_writer(tmp_path / "s"),
        pytest.raises(StoreError, match="written by another") as told,
        open_writer(tmp_path / "s"),
    ):
        pass
    assert told.value.code == "locked"
    with open_writer(tmp_path / "s") as writer:
        assert writer.commit() == 0


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path):
    with open_writer(tmp_path / "s") as writer:
        writer.commit({"runs": runs(1)})
    manifest = tmp_path / "s/manifests/00000001.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 9'))
    with pytest.raises(StoreError, match="newer Toecap"):
        open_store(tmp_path / "s")
    with pytest.raises(StoreError, match="newer Toecap"), open_writer(tmp_path / "s"):
        pass


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with open_writer(tmp_path / "s") as writer:
        writer.commit({"runs": runs(1)})
        with monkeypatch.context() as patch:
            patch.setattr(committing.pq, "ParquetWriter", full)
            with pytest.raises(StoreError, match="disk is full"):
                writer.commit({"runs": runs(2)})
        writer.commit({"runs": runs(3)})
    assert sorted(row[0] for row in open_store(tmp_path / "s").table("all_runs").fetchall()) == ["r1", "r3"]


def test_a_folder_that_is_no_store_is_named(tmp_path: Path):
    with pytest.raises(StoreError, match="toecap build"):
        open_store(tmp_path)


def test_ids_follow_address_and_text(record: Record):
    from dataclasses import replace

    report = record.report
    with_address = replace(report, url="https://example.org/1")
    changed = replace(with_address, text="New.", text_sha256="0")
    assert report_id(with_address) == report_id(changed)
    assert record_id(with_address, "c") != record_id(changed, "c")
    assert report_id(report) != report_id(replace(report, text_sha256="0"))
    assert failure_id("a", "read", "x", "m") == failure_id("a", "read", "x", "m")


def test_half_a_surrogate_pair_is_kept_as_one_character():
    rows = [("f1", None, "a\ud800b", "read", "x", "m", "r")]
    assert table_of("failures", rows).column("input").to_pylist() == ["a\ufffdb"]
