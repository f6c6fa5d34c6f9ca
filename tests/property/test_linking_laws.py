"""What linking gives does not depend on how it is done: order of the rows, workers, their deaths, memory."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from toecap.link import families
from toecap.run.linking import derived_of
from toecap.run.processes import hands
from toecap.store.rows import Coded, tables_of

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from generated.render import records
from generated.world import make_world

Tables = dict[str, pa.Table]


@pytest.fixture(scope="module")
def world() -> Tables:
    coded = [Coded(record) for record in records(make_world(600, 3, 8))]
    tables = tables_of(coded, "c", "r")
    return {name: tables[name] for name in ("reports", "events", "statements")}


@pytest.fixture(scope="module")
def expected(world: Tables) -> Tables:
    return derived_of(**world)


def test_there_is_something_to_link(expected: Tables):
    assert set(expected["families"].column("relation").to_pylist()) > {"first", "same"}
    assert 50 < expected["incidents"].num_rows < expected["incident_members"].num_rows
    assert expected["report_links"].num_rows > 50
    assert expected["incident_links"].num_rows > 50


def test_the_order_of_the_rows_changes_nothing(world: Tables, expected: Tables):
    draw = random.Random(5)
    mixed = {name: rows.take(draw.sample(range(rows.num_rows), rows.num_rows)) for name, rows in world.items()}
    assert derived_of(**mixed) == expected


def test_the_number_of_workers_changes_nothing(world: Tables, expected: Tables):
    assert derived_of(**world, workers=2) == expected


def test_little_memory_changes_nothing(world: Tables, expected: Tables):
    assert derived_of(**world, megabytes=64) == expected


def test_the_size_of_tasks_changes_nothing(world: Tables, expected: Tables, monkeypatch: pytest.MonkeyPatch):
    for module in ("families", "grouping", "incidents"):
        monkeypatch.setattr(f"toecap.link.{module}.PAIRS", 37)
    for module in ("reading", "happenings", "tellings"):
        monkeypatch.setattr(f"toecap.link.{module}.BATCH", 11)
    monkeypatch.setattr("toecap.link.resemblance.BLOCK", 50)
    monkeypatch.setattr("toecap.link.resemblance.CHUNK", 17)
    assert derived_of(**world) == expected


def test_a_text_that_all_have_is_compared_with_two_others_only(world: Tables, monkeypatch: pytest.MonkeyPatch):
    common = world["reports"].slice(0, 200)
    same = common.set_column(
        common.column_names.index("text"), "text", pa.array(["One text that all have. " * 30] * 200)
    )
    compared: list[int] = []
    compare = families.copied

    def counted(task: Any) -> Any:
        compared.append(len(task[1]))
        return compare(task)

    monkeypatch.setattr(families, "copied", counted)
    found = derived_of(**{**world, "reports": same})["families"]
    assert len(set(found.column("family_id").to_pylist())) == 1
    assert len(set(found.column("family_id").to_pylist())) == 1
    assert sum(compared) < 2 * 200


def _die_once(task: tuple[str, int]) -> int:
    folder, number = task
    if number == 3 and not (seen := Path(folder) / "seen").exists():
        seen.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def test_what_a_killed_worker_had_is_done_all_the_same(tmp_path: Path):
    def tasks() -> Iterator[tuple[str, int]]:
        return ((str(tmp_path), number) for number in range(20))

    with hands(2) as work:
        assert list(work(_die_once, tasks())) == [number * number for number in range(20)]
