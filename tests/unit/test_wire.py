"""The count of origins behind an incident, in generated families of texts whose origins are known."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from toecap.config import settings

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import wire


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


def test_the_count_of_origins_is_right_in_every_case():
    wrong = [case.name() for case in wire.grid() if wire.origins(case) != (1, case.origins)]
    assert wrong == []
