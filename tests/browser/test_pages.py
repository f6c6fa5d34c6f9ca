"""Every page in the browser: sound for assistive technology, by keyboard, on a phone and in the dark."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from toecap.web.pages import PAGES

NAMES = [page.name for page in PAGES]
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="session")
def addresses(browser: Browser, dashboard: str) -> dict[str, str]:
    """For each page an address where it has something to show."""
    context = browser.new_context(base_url=dashboard)

    def ask(sql: str) -> Any:
        return context.request.get("/query.json", params={"sql": sql}).json()["rows"][0]

    incident = ask("SELECT incident_id FROM incidents ORDER BY reports DESC, 1 LIMIT 1")[0]
    a, b = ask(
        "SELECT actor_codes[1], recipient_codes[1] FROM incidents WHERE len(recipient_codes) > 0 AND "
        "actor_codes[1] <> recipient_codes[1] GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 1"
    )
    report = ask("SELECT record_id FROM events GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 1")[0]
    context.close()
    given = {
        "incident": f"id={incident}",
        "pair": f"a={a}&b={b}",
        "actor": f"key={a}",
        "report": f"id={report}",
        "query": "sql=SELECT * FROM events LIMIT 5",
    }
    return {name: f"/{name}?{given[name]}" if name in given else f"/{name}" for name in NAMES}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_no_serious_fault_of_access(name: str, scheme: Any, tab: Page, addresses: dict[str, str]):
    tab.emulate_media(color_scheme=scheme)
    tab.goto(addresses[name], wait_until="networkidle")
    found = Axe().run(tab).response["violations"]
    faults = [
        (fault["id"], [node["html"][:160] + str(node["any"][:1])[:300] for node in fault["nodes"][:3]])
        for fault in found
        if fault["impact"] in SERIOUS
    ]
    _keep(tab, f"{name}-{scheme}")
    assert not faults


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_needs_no_sideways_scrolling(name: str, tab: Page, addresses: dict[str, str]):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(addresses[name], wait_until="networkidle")
    _keep(tab, f"{name}-phone")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", ["overview", "pair"])
def test_every_chart_is_drawn(name: str, tab: Page, addresses: dict[str, str]):
    tab.goto(addresses[name], wait_until="networkidle")
    charts = tab.locator("figure.chart")
    assert charts.count() > 0
    for place in range(charts.count()):
        charts.nth(place).locator("svg").wait_for(timeout=20_000)


def test_a_report_is_walked_by_keyboard(tab: Page, addresses: dict[str, str]):
    tab.goto(addresses["report"])
    event = tab.locator("#text a.event").first
    event.focus()
    assert tab.locator("#peek .card").is_visible()
    card = event.get_attribute("href")
    tab.keyboard.press("Enter")
    assert tab.url.endswith(card or "?")
    assert tab.locator(f"{card}:target").is_visible()
    tab.keyboard.press("Escape")
    assert tab.locator("#peek").is_hidden()


def test_hovering_shows_the_record_and_its_rule(tab: Page, addresses: dict[str, str]):
    tab.goto(addresses["report"])
    event = tab.locator("#text a.event").first
    event.hover()
    assert tab.locator("#peek").inner_text().strip()
    card = tab.locator(event.get_attribute("href") or "?")
    card.locator("summary").click()
    assert "rule" in card.inner_text()


def test_certainty_is_told_without_colour(tab: Page, dashboard: str):
    record = tab.request.get(
        "/query.json", params={"sql": "SELECT record_id, event_id FROM events WHERE certainty = 'planned' LIMIT 1"}
    ).json()["rows"][0]
    tab.goto(f"/report?id={record[0]}")
    word = tab.locator(f'#text a.event.planned[href="#{record[1]}"]').first
    assert word.evaluate("word => getComputedStyle(word).textDecorationStyle") == "dashed"
    assert tab.locator("#text .label.planned").first.inner_text().lower() == "planned"


def _keep(tab: Page, name: str) -> None:
    """A picture of the page, where TOECAP_SCREENSHOTS names a folder."""
    if folder := os.environ.get("TOECAP_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
