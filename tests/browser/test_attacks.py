"""Texts, names and addresses that attack the page that shows them: nothing of theirs runs, loads or leads away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser

from .conftest import served

LISTS = ("/", "/incidents", "/actors", "/statements", "/reports", "/runs", "/query?sql=SELECT+*+FROM+reports")
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def attacked(hostile_store: Path) -> Iterator[str]:
    """The address of the hostile store's dashboard."""
    with served(hostile_store) as address:
        yield address


@pytest.mark.slow
def test_nothing_of_theirs_runs_or_loads(browser: Browser, attacked: str):
    context = browser.new_context(base_url=attacked)
    context.add_init_script(WATCH)
    tab = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("dialog", lambda dialog: told.append(dialog.message))
    tab.on("pageerror", lambda error: told.append(str(error)))

    def rows(path: str, kind: str, key: str) -> list[str]:
        return [one[key] for one in tab.request.get(path).json()[kind]]

    pages = [*LISTS]
    pages += [f"/report?{urlencode({'id': one})}" for one in rows("/reports.json", "reports", "record_id")]
    pages += [f"/actor?{urlencode({'key': one})}" for one in rows("/actors.json", "actors", "actor_key")[:8]]
    pages += [f"/incident?{urlencode({'id': one})}" for one in rows("/incidents.json", "incidents", "incident_id")]
    a, b = rows("/actors.json", "actors", "actor_key")[:2]
    pages += [
        f"/pair?{urlencode({'a': a, 'b': b})}",
        f"/statements?{urlencode({'words': '<script>struck=1</script>'})}",
    ]
    for page in pages:
        # Charts come after their page.
        tab.goto(page, wait_until="networkidle" if page == "/" or page.startswith("/pair") else "load")
        for place in tab.locator("#text a").all()[:4]:
            place.hover()
            place.focus()
        tab.locator("main").click(position={"x": 2, "y": 2})
        assert tab.evaluate("window.struck") is None, page
        assert tab.evaluate("window.violations") == [], page
    context.close()
    assert not told
    assert {url for url in asked if not url.startswith(attacked)} == set()
    known = {page.partition("?")[0] for page in pages}
    paths = {urlsplit(url).path for url in asked}
    assert {path for path in paths - known if not path.startswith(("/static/", "/chart/"))} == set()
