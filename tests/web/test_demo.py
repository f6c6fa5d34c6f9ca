"""The store that `toecap demo` makes, page by page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from toecap.web.app import make_app


def test_the_demo_makes_a_store_whose_pages_all_answer(cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = cli("demo", "--no-serve")
    assert made.returncode == 0, made.stderr.decode()
    store = tmp_path / "toecap" / "demo"
    assert f"toecap serve {store}" in made.stderr.decode()
    pages = TestClient(make_app(store), base_url="http://127.0.0.1")
    seen, waiting = set(), ["/", "/pair?a=ISL&b=FRO"]
    # From the first page and a pair everything can be reached; a limit, since there is one address a day and filter.
    while waiting and len(seen) < 60:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = pages.get(address)
        assert answer.status_code == 200, address
        page = BeautifulSoup(answer.text, "lxml")
        links = [link["href"].partition("#")[0] for link in page.find_all("a", href=True)]
        waiting += [link for link in links if link.startswith("/") and not link.endswith((".json", ".csv"))]
    kinds = {address.partition("?")[0] for address in seen}
    assert {"/report", "/incident", "/actor", "/statements", "/runs"} <= kinds


def test_the_demo_goes_on_where_the_cache_is_refused(cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    made = cli("demo", "--no-serve")
    assert made.returncode == 0, made.stderr.decode()
    assert os.fspath(tmp_path / "file") not in made.stderr.decode()
