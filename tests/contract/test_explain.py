"""`toecap explain`: who stands behind an incident."""

from __future__ import annotations

import json

import pytest

WIRE = (
    "The navy of Peru shelled the harbour of Arica on Tuesday, killing 12 people, port workers said.\n\n"
    "Three shells fell within a minute of each other shortly after the morning shift had begun at the quay.\n\n"
    "Insurance brokers in Santiago raised the premium for ships that call at the port to a record rate.\n"
)
ROWS = [
    {"id": "a", "outlet": "Valley Monitor", "text": f"ARICA, March 10 (Reuters) - {WIRE}"},
    {"id": "b", "outlet": "River Herald", "text": WIRE},
    {
        "id": "c",
        "outlet": "Hill Courier",
        "text": "Peru’s navy shelled the harbour of Arica, Chile, on Tuesday and killed 15 people. A reporter of this"
        " paper counted seven craters along the mole, and saw the crane fall into the basin.",
    },
]


@pytest.fixture(scope="module")
def store(tmp_path_factory, cli):
    folder = tmp_path_factory.mktemp("explain")
    rows = folder / "rows.jsonl"
    rows.write_text("".join(json.dumps({**row, "published": "2026-03-10"}) + "\n" for row in ROWS), "utf-8")
    assert cli("build", folder / "store", rows).returncode == 0
    return folder / "store"


@pytest.fixture(scope="module")
def incident(store, cli):
    asked = cli("query", store, "SELECT * FROM incidents WHERE reports > 1 ORDER BY reports DESC LIMIT 1", "--json")
    return json.loads(asked.stdout.splitlines()[0])


def test_each_source_is_told_with_its_reports(store, incident, cli):
    told = cli("explain", store, incident["incident_id"], "--json")
    found = json.loads(told.stdout)
    assert len(found["sources"]) == incident["independent_sources"]
    tellings = [one for source in found["sources"] for one in source["tellings"]]
    assert len(tellings) == incident["tellings"]
    assert {pair["linked"] for pair in found["links"]} >= {True}


def test_it_can_be_read(store, incident, cli):
    text = cli("explain", store, incident["incident_id"][:12]).stdout.decode()
    assert "independent source" in text
    assert "Valley Monitor" in text
    assert "Weakest pairs taken as one:" in text


def test_an_incident_that_is_not_there(store, cli):
    done = cli("explain", store, "nothing")
    assert done.returncode == 1
    assert b"no incident 'nothing'" in done.stderr
