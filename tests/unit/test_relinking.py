"""When a store is linked, and what that leaves."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import duckdb
import numpy as np

from toecap.link.scratch import Filling, Scratch, Shelf, names
from toecap.read.report import make_report
from toecap.run import build as building
from toecap.run.build import build
from toecap.run.linking import ASIDE, LAST, is_due, is_linked
from toecap.store.manifest import newest
from toecap.store.reader import open_store

TEXT = "Russia’s foreign minister, Sergei Lavrov, met his Turkish counterpart in Ankara on Tuesday, number {}."


def run(path: Path, *numbers: int, **options: str) -> None:
    reports = [make_report(f"r{number}", TEXT.format(number), published="2022-02-03") for number in numbers]
    list(build(path, reports, lambda item: None, **options))


def test_a_build_links_what_is_new(tmp_path: Path):
    run(tmp_path, 1)
    run(tmp_path, 2)
    assert is_linked(tmp_path)
    assert open_store(tmp_path).sql("SELECT count(*) FROM families").fetchall() == [(2,)]


def test_a_build_of_nothing_new_does_not_link(tmp_path: Path, monkeypatch):
    run(tmp_path, 1)
    monkeypatch.setattr(building, "relink", None)
    run(tmp_path, 1)


def test_what_a_killed_run_left_unlinked_is_linked_by_the_next(tmp_path: Path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(building, "relink", lambda writer, workers: None)
        run(tmp_path, 1)
    assert not is_linked(tmp_path)
    run(tmp_path, 1)
    assert is_linked(tmp_path)


def test_the_order_of_the_builds_changes_no_derived_table(tmp_path: Path):
    for name, order in (("a", (1, 2, 3)), ("b", (3, 1, 2))):
        for number in order:
            run(tmp_path / name, number)
    derived = ("families", "report_links", "incidents", "incident_members", "incident_links")
    a, b = (open_store(tmp_path / name) for name in ("a", "b"))
    for name in derived:
        assert a.table(name).fetchall() == b.table(name).fetchall(), name


def test_a_watch_does_not_link_all_the_time(tmp_path: Path):
    run(tmp_path, 1, command="watch")
    linked = newest(tmp_path).tables["families"]
    (tmp_path / LAST).write_text(json.dumps({"ended": 1e12, "seconds": 60}), "utf-8")
    run(tmp_path, 2, command="watch")
    assert newest(tmp_path).tables["families"] == linked
    run(tmp_path, 3)
    assert is_linked(tmp_path)


def test_where_the_last_linking_cannot_be_noted_the_build_ends_all_the_same(tmp_path: Path):
    (tmp_path / f"{LAST}.aside").mkdir()
    run(tmp_path, 1)
    assert is_linked(tmp_path)


def test_linking_is_due_after_ten_times_what_it_took(tmp_path: Path):
    assert is_due(tmp_path, 0.0)
    (tmp_path / LAST).write_text(json.dumps({"ended": 1000.0, "seconds": 6.0}), "utf-8")
    assert not is_due(tmp_path, 1059.0)
    assert is_due(tmp_path, 1060.0)


def test_a_store_whose_name_holds_an_apostrophe_is_linked(tmp_path: Path):
    run(tmp_path / "it's", 1, 2)
    assert is_linked(tmp_path / "it's")


def test_what_linking_worked_with_is_gone_from_the_disk(tmp_path: Path):
    """What is deleted but open still fills it, and a `watch` lives for months."""
    gc.disable()
    try:
        run(tmp_path, 1, 2)
        assert [name for name in map(target, Path("/proc/self/fd").iterdir()) if ASIDE in name] == []
        assert [line for line in Path("/proc/self/maps").read_text().splitlines() if ASIDE in line] == []
    finally:
        gc.enable()


def target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:  # that of the listing itself
        return ""


def test_a_long_name_of_an_outlet_costs_what_it_is_long(tmp_path: Path):
    scratch = Scratch(duckdb.connect(), tmp_path)
    named = ["Kısa", "long" * 250_000, *map(str, range(1_000))]
    scratch.save_names("outlets", named)
    assert names(tmp_path, "outlets") == named
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2_000_000


def test_a_full_disk_is_an_error_and_no_kill(tmp_path: Path):
    """To write to a file that is mapped into memory is a kill where the disk has no room."""
    shelf = Filling(tmp_path, "texts", 1_000)
    shelf.put(np.array([1]), np.array([3]), b"abc")
    assert [path.name for path in tmp_path.iterdir()] == ["texts"]
    shelf.close()
    assert Shelf(tmp_path, "texts")[1] == b"abc"
    assert Shelf(tmp_path, "texts")[0] == b""
