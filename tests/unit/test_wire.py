"""The count of origins behind an incident, in generated families of texts whose origins are known."""

from __future__ import annotations

import random
from functools import partial

import pytest
import wire

from toecap.config import settings
from toecap.read.report import make_report
from toecap.records import Record
from toecap.run.linking import derived_of
from toecap.store.rows import Coded, tables_of


@pytest.fixture(autouse=True)
def owners_of_the_outlets(tmp_path, monkeypatch):
    wire.owners(tmp_path)
    monkeypatch.setenv("TOECAP_KNOWLEDGE", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_grid_takes_all_outlets_and_owners():
    full = [case for case in wire.grid() if case.whole == 8]
    assert {case.reworded for case in full} == {6}
    assert len({record.report.outlet for record in wire.records(full[0])}) == len(wire.OUTLETS) == 30
    assert len(set(wire.OWNERS.values())) == 12


def test_the_count_of_origins_is_right():
    cases = list(wire.grid())[::4]  # `python bench/wire.py` takes all
    wrong = [case.name() for case in cases if wire.origins(case) != (1, case.origins)]
    assert wrong == []


def test_the_order_of_the_records_changes_nothing():
    made = wire.records(wire.Case(2, 2, 2, 2, 2, 2))
    backwards = random.Random(1).sample(made, len(made))
    one, other = (tables_of([Coded(record) for record in order], "c", "r") for order in (made, backwards))
    names = ("reports", "events", "statements")
    assert derived_of(*(one[name] for name in names)) == derived_of(*(other[name] for name in names))


def test_reports_beside_it_change_nothing_of_an_incident():
    """What is told of one happening is the same with and without the reports of another."""
    shelling = wire.records(wire.Case(1, 2, 2, 1, 2, 1))
    words = {"Orland": "Velmark", "Port Selm": "Castle Ruun", "harbour": "bridge", "navy": "guard"}
    found = []
    for records in (shelling, [*shelling, *map(partial(_renamed, words), wire.records(wire.Case(1, 0, 1, 0, 1, 0)))]):
        tables = tables_of([Coded(record) for record in records], "c", "r")
        made = derived_of(tables["reports"], tables["events"], tables["statements"])["incidents"].to_pylist()
        found.append({row["incident_id"]: row for row in made})
    assert found[0].items() <= found[1].items()


def _renamed(words: dict[str, str], record: Record) -> Record:
    """The same report of other places; its events are left out, since their offsets no longer fit."""
    text = record.report.text
    for old, new in words.items():
        text = text.replace(old, new)
    return Record(record.name + "2", make_report(record.name + "2", text, published="2026-03-10", language="en"))
