"""What people come for, done as they would do it."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Page, expect


def ask(tab: Page, sql: str) -> list[object]:
    row: list[object] = tab.request.get("/query.json", params={"sql": sql}).json()["rows"][0]
    return row


@pytest.fixture
def pair(tab: Page) -> tuple[str, str]:
    """A pair of which one threatened the other."""
    a, b = ask(
        tab,
        "SELECT actor_codes[1], recipient_codes[1] FROM events WHERE type = 'THREATEN' AND certainty = 'actual' "
        "AND len(actor_codes) = 1 AND len(recipient_codes) = 1 AND actor_codes[1] <> recipient_codes[1] "
        "AND NOT background GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 1",
    )
    return str(a), str(b)


def test_find_the_latest_threat_of_one_against_another_and_its_sentence(tab: Page, pair: tuple[str, str]):
    name = tab.request.get("/pair.json", params={"a": pair[0], "b": pair[1]}).json()["a"]["name"]
    tab.goto("/")
    tab.get_by_role("searchbox").fill(name)
    tab.keyboard.press("Enter")
    tab.locator("main").get_by_role("link", name=name, exact=True).first.click()
    tab.goto(f"/pair?a={pair[0]}&b={pair[1]}&direction=there")
    threats = tab.get_by_role("region", name="Plans and threats outstanding").locator("li.line")
    threat = threats.filter(has_text="threaten").first
    words = threat.locator(".words a").inner_text()
    threat.locator(".words a").click()
    sentence = tab.locator(".card:target q").filter(has_text=words.split(" ... ")[0][:60]).first
    tab.locator(".card:target summary").click()
    expect(sentence).to_be_visible()
    event = tab.url.partition("#")[2]
    expect(tab.locator(f'#text a.event[href="#{event}"]').first).to_be_visible()


def test_see_how_many_independent_sources_an_incident_has_and_why(tab: Page):
    incident, sources = ask(
        tab,
        "SELECT incident_id, independent_sources FROM incidents WHERE reports > independent_sources "
        "ORDER BY reports DESC, 1 LIMIT 1",
    )
    tab.goto(f"/incident?id={incident}")
    figures = tab.locator(".figures div").filter(has_text="Independent sources")
    assert figures.locator("dd").inner_text() == str(sources)
    shared = tab.locator(".origins > li:not(.own)").first
    assert shared.locator(".origin").inner_text().strip()
    assert shared.locator(".tellers li").count() > 0


def test_export_a_pair_series(tab: Page, pair: tuple[str, str]):
    tab.goto(f"/pair?a={pair[0]}&b={pair[1]}")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Export the series (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8"))))
    assert len(rows) > 50
    assert {(row["a"], row["b"]) for row in rows} == {pair}
    assert sum(int(row["incidents"]) for row in rows) > 0


def test_get_from_a_point_of_the_series_to_its_incidents(tab: Page, pair: tuple[str, str]):
    tab.goto(f"/pair?a={pair[0]}&b={pair[1]}")
    tab.get_by_text("The series as a table").click()
    row = tab.locator(".points tbody tr").first
    number = int(row.locator("td").first.inner_text())
    row.get_by_role("link").click()
    expect(tab.locator(".sub")).to_contain_text(f"{number} incident")


def test_copy_a_statement_as_a_citation(tab: Page, dashboard: str):
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=dashboard)
    tab.goto("/statements")
    first = tab.locator(".quote").first
    first.get_by_role("button", name="Copy as citation").click()
    expect(first.get_by_role("button", name="Copied")).to_be_visible()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert first.locator("blockquote").inner_text() in copied
    assert "http" in copied


def test_narrow_the_incidents_and_share_the_address(tab: Page):
    tab.goto("/incidents")
    tab.get_by_text("Filter", exact=True).click()
    tab.get_by_label("Certainty").select_option("planned")
    tab.get_by_role("button", name="Show").click()
    assert "certainty=planned" in tab.url
    tab.goto(tab.url)
    assert tab.locator(".certainty.planned").count() == tab.locator("li.line").count()


def test_ask_in_sql(tab: Page):
    tab.goto("/query")
    tab.get_by_label("SQL").fill("SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC")
    tab.get_by_role("button", name="Ask").click()
    assert tab.locator(".answer th").all_inner_texts() == ["type", "n"]
    tab.get_by_label("SQL").fill("SELECT * FROM read_csv('/etc/passwd')")
    tab.get_by_role("button", name="Ask").click()
    expect(tab.locator("h1")).to_contain_text("no question")
