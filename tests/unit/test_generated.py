"""Generated reports: what measurements at scale rest on must hold the laws of the record itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generate
import pytest

from toecap.store.reader import open_store

REPORTS, DAYS = 300, 60


@pytest.fixture(scope="module")
def world() -> Any:
    return generate.make_world(REPORTS, seed=3, days=DAYS)


def evidences(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and "quote" in value:
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from evidences(each)


def test_every_evidence_is_in_the_text(world: Any) -> None:
    found = 0
    for record in generate.records(world):
        for evidence in evidences(record.to_dict()):
            assert record.report.text[evidence["start"] : evidence["end"]] == evidence["quote"]
            found += 1
    assert found > 10 * REPORTS


def test_same_numbers_same_records(world: Any) -> None:
    again = generate.make_world(REPORTS, seed=3, days=DAYS)

    assert list(generate.records(again)) == list(generate.records(world))


def test_the_store_has_every_report_and_each_telling_in_one_incident(world: Any, tmp_path: Path) -> None:
    generate.fill(tmp_path / "store", world)
    store = open_store(tmp_path / "store")

    assert store.sql("SELECT count(*) FROM reports").fetchall() == [(REPORTS,)]
    events = store.sql("SELECT record_id, event_id FROM events ORDER BY ALL").fetchall()
    assert store.sql("SELECT record_id, event_id FROM incident_members ORDER BY ALL").fetchall() == events
    assert store.sql("SELECT count(*) FROM incidents WHERE independent_sources > families").fetchall() == [(0,)]


def test_escalations_bring_more_conflict_than_the_days_before() -> None:
    world = generate.make_world(4000, seed=1, days=200)
    happened = {id(one): one for telling in world.tellings for one in telling.happenings}.values()
    assert world.escalations
    for planted in world.escalations:
        pair = [one for one in happened if (one.actor, one.recipient) == (planted.actor, planted.recipient)]
        length = (planted.end - planted.start).days + 1
        within = sum(planted.start <= one.day <= planted.end and one.deed.quad == 4 for one in pair)
        before = sum(0 < (planted.start - one.day).days <= 2 * length and one.deed.quad == 4 for one in pair)
        assert within > before / 2
