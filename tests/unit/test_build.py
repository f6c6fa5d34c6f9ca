"""Inputs into a store: nothing twice, nothing lost, new versions told."""

from __future__ import annotations

import hashlib
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from toecap.read.inputs import Unread
from toecap.read.report import make_report
from toecap.records import Failure, Report
from toecap.run import build as building
from toecap.run.build import build
from toecap.run.plan import changes
from toecap.store.manifest import newest
from toecap.store.reader import open_store

TEXT = "Russia’s foreign minister, Sergei Lavrov, met his Turkish counterpart in Ankara on Tuesday."


def a_report(number: int, text: str = TEXT, url: bool = True) -> Report:
    address = f"https://example.org/{number}" if url else None
    return make_report(f"r{number}", f"{text} That was talk number {number}.", published="2022-02-03", url=address)


def run(path: Path, items: list[Report | Unread], size: int = 4, recode: bool = False) -> building.Progress:
    return list(build(path, items, lambda item: None, recode=recode, size=size))[-1]


def rows(path: Path) -> dict[str, str]:
    """The hash of each table's files, but for the runs, whose times differ."""
    found = {}
    for name, parts in newest(path).tables.items():
        if name != "runs":
            tables = [pq.read_table(path / part.file) for part in parts]
            columns = [name for name in tables[0].column_names if name != "run_id"]
            data = str([table.select(columns).to_pylist() for table in tables])
            found[name] = hashlib.sha256(data.encode()).hexdigest()
    return found


def test_a_report_is_coded_once(tmp_path: Path):
    reports = [a_report(number) for number in range(6)]
    assert run(tmp_path / "s", [*reports, reports[2]]).coded == 6
    again = run(tmp_path / "s", reports)
    assert (again.coded, again.known) == (0, 6)
    store = open_store(tmp_path / "s")
    assert store.sql("SELECT count(*), count(DISTINCT report_id) FROM reports").fetchall() == [(6, 6)]
    assert store.sql("SELECT count(*), sum(coded), sum(known) FROM runs").fetchall() == [(2, 6, 7)]


def test_a_changed_text_at_one_address_is_a_new_version(tmp_path: Path):
    run(tmp_path / "s", [a_report(1)])
    changed = run(tmp_path / "s", [a_report(1, "Nobody met."), a_report(2)])
    assert (changed.coded, changed.changed) == (2, 1)
    store = open_store(tmp_path / "s")
    assert store.sql("SELECT version FROM reports ORDER BY 1").fetchall() == [(1,), (2,)]
    told = store.sql("SELECT changes FROM reports WHERE version = 2").fetchall()[0][0]
    assert told == [f"- {a_report(1).text}", f"+ {a_report(1, 'Nobody met.').text}"]
    assert store.sql("SELECT count(*) FROM report_versions WHERE reason = 'changed'").fetchall() == [(1,)]
    # The first text once more is nothing new, and the version of today stays.
    assert run(tmp_path / "s", [a_report(1)]).known == 1


def test_versions_within_one_run_follow_each_other(tmp_path: Path):
    texts = ["One.", "Two.", "Three.", "Two."]
    run(tmp_path / "s", [a_report(1, text) for text in texts], size=2)
    store = open_store(tmp_path / "s")
    assert store.sql("SELECT version, text[:6] FROM report_versions ORDER BY 1").fetchall() == [
        (1, "One. T"),
        (2, "Two. T"),
        (3, "Three."),
    ]
    assert store.sql("SELECT version FROM reports").fetchall() == [(3,)]


def test_without_an_address_another_text_is_another_report(tmp_path: Path):
    run(tmp_path / "s", [a_report(1, url=False), a_report(1, "Nobody met.", url=False)])
    assert open_store(tmp_path / "s").sql("SELECT version FROM reports").fetchall() == [(1,), (1,)]


def test_a_failure_is_kept_once_and_told_each_time(tmp_path: Path):
    bad = Unread("a.txt", Failure("read", "encoding", "a.txt: byte 3 is not UTF-8"))
    told: list[Unread] = []
    for _ in range(2):
        list(build(tmp_path / "s", [bad, a_report(1)], told.append, size=4))
    assert told == [bad, bad]
    assert open_store(tmp_path / "s").sql("SELECT input, code FROM failures").fetchall() == [("a.txt", "encoding")]


def test_a_run_that_was_broken_off_goes_on_to_the_same_rows(tmp_path: Path):
    bad = [Unread(f"{number}.txt", Failure("read", "empty", "is empty")) for number in range(5)]
    items: list[Report | Unread] = [a_report(number % 9, "One." if number > 8 else TEXT) for number in range(16)]
    items[3:3] = bad
    run(tmp_path / "whole", items, size=3)
    for last in range(1, 8):
        path = tmp_path / f"broken{last}"
        steps = build(path, items, lambda item: None, size=3)
        assert len(list(islice(steps, last))) == last
        steps.close()
        run(path, items, size=3)
        assert rows(path) == rows(tmp_path / "whole"), f"broken off after commit {last}"


def test_recode_codes_anew_what_another_knowledge_coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr(building, "digest", lambda folder: "an older knowledge")
        run(tmp_path / "s", [a_report(number) for number in range(5)])
    assert run(tmp_path / "s", []).recoded == 0
    assert run(tmp_path / "s", [], recode=True).recoded == 5
    assert run(tmp_path / "s", [], recode=True).recoded == 0
    store = open_store(tmp_path / "s")
    assert store.sql("SELECT count(*), count(DISTINCT coding), min(version) FROM reports").fetchall() == [(5, 1, 1)]
    assert store.sql("SELECT reason, count(*) FROM retired GROUP BY 1").fetchall() == [("recoded", 5)]
    # A text that changes after that takes the place of the record of today.
    run(tmp_path / "s", [a_report(1, "Nobody met.")])
    assert store.refreshed().sql("SELECT count(*) FROM reports").fetchall() == [(5,)]


def test_recode_with_what_coded_once_before_takes_the_first_records_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    reports = [a_report(number) for number in range(3)]
    run(tmp_path / "s", reports)
    first = open_store(tmp_path / "s").sql("SELECT record_id FROM reports ORDER BY 1").fetchall()
    with monkeypatch.context() as patch:
        patch.setattr(building, "digest", lambda folder: "tried for a day")
        assert run(tmp_path / "s", [], recode=True).recoded == 3
    back = run(tmp_path / "s", [], recode=True)
    assert (back.recoded, back.coded) == (3, 0)
    store = open_store(tmp_path / "s")
    assert store.sql("SELECT record_id FROM reports ORDER BY 1").fetchall() == first
    assert store.sql("SELECT count(*) FROM families").fetchall() == [(3,)]
    assert run(tmp_path / "s", reports, recode=True).known == 3


def test_what_fails_in_coding_is_a_row_of_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def breaks(report: Report, doc: object, events: bool) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr("toecap.extract.record.record_of", breaks)
    assert run(tmp_path / "s", [a_report(1)]).failed == 1
    found = open_store(tmp_path / "s").sql("SELECT input, stage, code FROM failures").fetchall()
    assert found == [("r1", "extract", "ValueError")]


def test_changes_are_paragraphs():
    assert changes("One.\n\nTwo.\n\nThree.", "One.\n\nThree.\n\nFour.") == ("- Two.", "+ Four.")
