"""A store outlives kills, readers, full disks, and folders that may not be written.

`python bench/crash.py` kills many more builds, at random moments and before every step on the disk.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import crash
import pytest

from toecap.errors import StoreError
from toecap.read.report import make_report
from toecap.store.commit import open_writer
from toecap.store.manifest import newest
from toecap.store.reader import open_store
from toecap.store.search import Wanted, search

REPORTS, STEPS = 20, 83  # a build of so many reports takes so many steps on the disk, linking included


@pytest.fixture(scope="module")
def work() -> Any:
    return crash.make_work(REPORTS)


@pytest.fixture(scope="module")
def whole(work: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that a build makes when nothing disturbs it."""
    store = tmp_path_factory.mktemp("crash") / "whole"
    assert not crash.run_in_child(store, work).killed
    return store


def in_child(do: Callable[[], None]) -> str:
    """What a forked child says, or the message of the error that it ends with."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        said = "done"
        try:
            do()
        except BaseException as error:
            said = f"{getattr(error, 'code', type(error).__name__)}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.slow
def test_killed_builds_are_completed_to_the_same_files(work, whole, tmp_path):
    dice = random.Random(7)
    for step in [*sorted(dice.sample(range(1, STEPS), 7)), STEPS - 8]:
        store = tmp_path / f"step-{step}"
        assert (step, crash.kill_and_complete(store, work, crash.files(whole), kill_at_step=step)) == (step, [])


@pytest.mark.slow
def test_a_build_that_is_killed_again_and_again_gets_there(work, whole, tmp_path):
    store, killed = tmp_path / "store", 0
    for step in range(3, 60, 6):
        ended = crash.run_in_child(store, work, kill_at_step=step)
        assert crash.wrong(store, ended.committed, work) == []
        killed += ended.killed
    crash.run_in_child(store, work)
    assert killed >= 4
    assert crash.files(store) == crash.files(whole)


@pytest.mark.slow
def test_a_kill_in_the_midst_of_real_coding(examples, tmp_path):
    keys = ("published", "outlet")
    reports = [make_report(row["id"], row["text"], **{key: row.get(key) for key in keys}) for row in examples]
    import toecap

    records = {crash.key_of(record.report): record for record in toecap.read_many(reports)}
    work = crash.Work(reports, records)
    crash.run_in_child(tmp_path / "whole", work, real=True)
    ended = crash.run_in_child(tmp_path / "store", work, real=True, kill_at_step=30)
    assert ended.killed
    assert crash.wrong(tmp_path / "store", ended.committed, work) == []
    crash.run_in_child(tmp_path / "store", work, real=True)
    assert crash.wrong(tmp_path / "store", len(records), work) == []
    assert crash.files(tmp_path / "store") == crash.files(tmp_path / "whole")


@pytest.mark.slow
def test_readers_see_whole_commits_while_a_build_goes_on(tmp_path):
    work = crash.make_work(60, seed=2)
    seen = crash.read_while_built(tmp_path / "store", work, queries=200)
    assert seen.wrong == []
    assert seen.queries >= 200
    assert seen.commits > 3


def test_a_full_disk_is_told_and_loses_nothing(work, whole, tmp_path):
    """The limit of a file's size stands in for the disk's."""
    store = tmp_path / "store"

    def build() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
        crash.run(store, work)

    said = in_child(build)
    assert said.startswith("disk-full")
    assert "nothing was lost" in said
    assert crash.wrong(store, 0, work) == []
    assert crash.run_in_child(store, work).killed is False
    assert crash.files(store) == crash.files(whole)


def test_a_folder_that_may_not_be_written_is_told_and_can_be_read(work, whole):
    with tempfile.TemporaryDirectory() as outside:
        store = Path(outside) / "store"
        shutil.copytree(whole, store, ignore=shutil.ignore_patterns("search.sqlite*"))
        cache = Path(outside) / "cache"
        cache.mkdir()
        cache.chmod(0o777)
        Path(outside).chmod(0o755)
        for path in (store, *store.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)

        def as_a_stranger(do: Callable[[], None]) -> str:
            def dropped() -> None:
                os.environ["XDG_CACHE_HOME"] = str(cache)
                if os.geteuid() == 0:
                    os.setgid(65534)
                    os.setuid(65534)
                do()

            return in_child(dropped)

        def read() -> None:
            opened = open_store(store)
            assert opened.sql("SELECT count(*) FROM reports").fetchall()[0][0] > 0
            assert search(opened, Wanted("the")).hits

        assert as_a_stranger(read) == "done"
        said = as_a_stranger(lambda: crash.run(store, work))
        for path in (store, *store.rglob("*")):
            path.chmod(0o755)
    assert said.startswith("read-only")
    assert "write access" in said


def test_a_store_of_a_newer_version_is_neither_read_nor_written(work, whole, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    last = newest(store).commit
    manifest = store / "manifests" / f"{last:08}.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "format": 99}), "utf-8")
    before = {path: path.read_bytes() for path in store.rglob("*.parquet")}
    for attempt in (lambda: open_store(store), lambda: crash.run(store, work)):
        with pytest.raises(StoreError, match="newer Toecap"):
            attempt()
    assert {path: path.read_bytes() for path in store.rglob("*.parquet")} == before


def test_two_builds_at_once(work, whole, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    with open_writer(store):
        said = in_child(lambda: crash.run(store, work))
    assert said.startswith("locked")
    assert "wait for it" in said
    assert in_child(lambda: crash.run(store, work)) == "done"
    assert crash.files(store) == crash.files(whole)
