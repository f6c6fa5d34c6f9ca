"""Every page, its twins, and what they say of each other."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from toecap.store.commit import open_writer
from toecap.web.app import make_app
from toecap.web.pages import PAGES

NAMES = [page.name for page in PAGES]
Questions = dict[str, dict[str, Any]]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_answers(name: str, pages: TestClient, questions: Questions):
    answer = pages.get(f"/{name}", params=questions[name])
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "lxml")
    assert len(page.find_all("h1")) == 1
    assert page.html is not None
    assert page.html["lang"] == "en"


@pytest.mark.parametrize("name", NAMES)
def test_a_json_twin_is_as_its_published_schema_says(name: str, pages: TestClient, questions: Questions):
    document = pages.get("/openapi.json").json()
    answer = pages.get(f"/{name}.json", params=questions[name])
    assert answer.status_code == 200
    shape = document["paths"][f"/{name}.json"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator(shape | {"components": document["components"]}).validate(answer.json())


@pytest.mark.parametrize("name", NAMES)
def test_a_csv_twin_is_a_table(name: str, pages: TestClient, questions: Questions):
    answer = pages.get(f"/{name}.csv", params=questions[name])
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows, "not even a header"
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_a_page_leads_somewhere(name: str, pages: TestClient, questions: Questions):
    page = BeautifulSoup(pages.get(f"/{name}", params=questions[name]).text, "lxml")
    links = {link["href"].partition("#")[0] for link in page.find_all("a", href=True)}
    inside = sorted(link for link in links if link.startswith("/"))
    assert inside
    bad = {link: status for link in inside if (status := pages.get(link).status_code) != 200}
    assert not bad


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_an_empty_store_says_what_to_do(name: str, tmp_path: Path, questions: Questions):
    with open_writer(tmp_path / "store"):
        pass
    empty = TestClient(make_app(tmp_path / "store"), base_url="http://127.0.0.1")
    answer = empty.get(f"/{name}", params=questions[name])
    assert answer.status_code == (404 if name in ("incident", "pair", "actor", "report") else 200)
    assert len(BeautifulSoup(answer.text, "lxml").get_text(" ", strip=True)) > 100


def test_a_filter_stays_in_the_address_of_the_twin(pages: TestClient):
    page = BeautifulSoup(pages.get("/incidents?type=ASSAULT&since=2025-01-01").text, "lxml")
    twin = page.find("link", rel="alternate")
    assert twin is not None
    assert twin["href"] == "/incidents.json?since=2025-01-01&type=ASSAULT"


def test_filters_narrow(pages: TestClient):
    everything = pages.get("/incidents.json").json()["total"]
    some = pages.get("/incidents.json?type=ASSAULT&certainty=actual").json()
    assert 0 < some["total"] < everything
    assert {(one["type"], one["certainty"]) for one in some["incidents"]} == {("ASSAULT", "actual")}


def test_lists_are_paged_without_gap_or_double(pages: TestClient):
    first, second = (pages.get(f"/incidents.json?page={number}").json() for number in (1, 2))
    ids = [one["incident_id"] for page in (first, second) for one in page["incidents"]]
    assert len(ids) == len(set(ids)) == min(first["total"], 100)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/incidents.json?since=yesterday", "since"),
        ("/incidents.json?certainty=perhaps", "certainty"),
        ("/incidents.json?wordz=x", "wordz"),
        ("/incidents.json?page=0", "page"),
        ("/pair.json?a=RUS", "b"),
        ("/query.json?sql=SELECT+nothing", "nothing"),
        ("/query.json?rows=1000000000", "rows"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(address: str, says: str, pages: TestClient):
    answer = pages.get(address)
    assert answer.status_code == 400
    assert says in answer.json()["error"]["message"]


def test_the_text_of_a_report_is_shown_whole(pages: TestClient, questions: Questions):
    record = pages.get("/report.json", params=questions["report"]).json()
    page = BeautifulSoup(pages.get("/report", params=questions["report"]).text, "lxml")
    text = page.find(id="text")
    assert text is not None
    for extra in text.select(".tag, .label"):
        extra.decompose()
    assert text.get_text() == record["text"]


def test_every_statement_and_event_is_marked_in_the_text(pages: TestClient, questions: Questions):
    record = pages.get("/report.json", params=questions["report"]).json()
    page = BeautifulSoup(pages.get("/report", params=questions["report"]).text, "lxml")
    marked = {owner for part in page.select("#text [data-of]") for owner in part["data-of"].split()}
    ids = [one["statement_id"] for one in record["statements"]] + [one["event_id"] for one in record["events"]]
    assert ids
    assert set(ids) <= marked
    assert all(page.find(id=one) for one in ids)


def test_evidence_of_the_twin_is_in_the_text(pages: TestClient, questions: Questions):
    record = pages.get("/report.json", params=questions["report"]).json()
    places = [place for kind in ("actors", "statements", "events") for one in record[kind] for place in one["evidence"]]
    assert places
    assert all(record["text"][place["start"] : place["end"]] == place["quote"] for place in places)


def test_origins_and_tellings_are_counted_apart(pages: TestClient, questions: Questions):
    incident = pages.get("/incident.json", params=questions["incident"]).json()
    assert incident["incident"]["independent_sources"] == len(incident["origins"])
    assert sum(origin["tellings"] for origin in incident["origins"]) == len(incident["tellings"])


def test_a_page_that_did_not_change_is_not_sent_again(pages: TestClient):
    first = pages.get("/incidents")
    again = pages.get("/incidents", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_pages_hold_no_style_or_script_of_their_own(pages: TestClient, questions: Questions):
    for name in NAMES:
        text = pages.get(f"/{name}", params=questions[name]).text
        page = BeautifulSoup(text, "lxml")
        assert not page.find_all("style")
        assert not page.find_all(style=True)
        assert all(script.get("src") and not script.string for script in page.find_all("script"))
        assert not re.search(r"\son[a-z]+=", text)


def test_no_two_shapes_share_a_name():
    shapes: dict[str, Any] = {}
    for page in PAGES:
        schema = page.form.json_schema(mode="serialization")
        for name, shape in {**schema.pop("$defs", {}), page.shape.__name__: schema}.items():
            assert shapes.setdefault(name, shape) == shape, f"{name} of {page.name}"
