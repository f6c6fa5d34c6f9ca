"""The pages over a store, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from toecap.web.app import make_app

HERE = "http://127.0.0.1:8765"


@pytest.fixture(scope="session")
def pages(generated_store: Path) -> TestClient:
    """The dashboard of the generated store."""
    return TestClient(make_app(generated_store), base_url=HERE)


@pytest.fixture(scope="session")
def questions(pages: TestClient) -> dict[str, dict[str, Any]]:
    """For each page a question that it has an answer to."""
    incidents = pages.get("/incidents.json").json()["incidents"]
    most = max(incidents, key=lambda one: one["reports"])
    both = next(one for one in incidents if one["actors"] and one["recipients"])
    a, b = both["actors"][0]["key"], both["recipients"][0]["key"]
    report = pages.get("/reports.json").json()["reports"][0]["record_id"]
    return {
        "overview": {},
        "incidents": {"type": most["type"]},
        "incident": {"id": most["incident_id"]},
        "pair": {"a": a, "b": b},
        "actors": {},
        "actor": {"key": a},
        "statements": {},
        "reports": {},
        "report": {"id": report},
        "query": {"sql": "SELECT * FROM events LIMIT 5"},
        "runs": {},
    }
