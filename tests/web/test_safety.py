"""What stands between a page and whoever asks for it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from toecap.errors import UsageError
from toecap.web.app import make_app
from toecap.web.pages import PAGES
from toecap.web.serve import guard_of

TOKEN = "a-secret-of-more-than-16"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "0.0.0.0"])
def test_a_strange_host_name_is_refused(host: str, pages: TestClient):
    answer = pages.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8765", "[::1]:8765", "LOCALHOST"])
def test_this_machine_is_answered(host: str, pages: TestClient):
    assert pages.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nothing", "/incidents?page=x", "/static/toecap.css", "/incidents.json"])
def test_every_answer_carries_the_policy(path: str, pages: TestClient):
    headers = pages.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_can_be_changed(method: str, pages: TestClient):
    assert pages.request(method, "/query").status_code == 405


def test_another_site_may_link_and_not_load(pages: TestClient):
    load = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert pages.get("/query.json?sql=SELECT+1", headers=load).status_code == 403
    assert pages.get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}).status_code == 200


def test_another_host_demands_a_token(generated_store: Path):
    with pytest.raises(UsageError, match="TOECAP_TOKEN"):
        guard_of("0.0.0.0", None)
    with pytest.raises(UsageError, match="shorter"):
        guard_of("0.0.0.0", "short")
    client = TestClient(make_app(generated_store, guard_of("0.0.0.0", TOKEN)), base_url="http://desk.example:8765")
    basic = base64.b64encode(f"anybody:{TOKEN}".encode()).decode()
    wrong = base64.b64encode(b"anybody:wrong").decode()
    for header, status in (
        (None, 401),
        ("Basic ???", 401),
        (f"Basic {wrong}", 401),
        (f"Digest {TOKEN}", 401),
        (f"Basic {basic}", 200),
        (f"Bearer {TOKEN}", 200),
    ):
        answer = client.get("/", headers={"authorization": header} if header else {})
        assert answer.status_code == status, header


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "ATTACH '/tmp/x.db'",
        "COPY reports TO '/tmp/x.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "CREATE TABLE x (y INT)",
        "SELECT 1; SELECT 2",
        "SELECT * FROM glob('*')",
        "SELECT getenv('HOME')",
        "PRAGMA database_list",
    ],
)
def test_sql_reads_the_views_and_no_more(sql: str, pages: TestClient):
    assert pages.get("/query.json", params={"sql": sql}).status_code == 400


def test_sql_is_cut_at_its_rows(pages: TestClient):
    answer = pages.get("/query.json", params={"sql": "SELECT * FROM evidence", "rows": 7}).json()
    assert len(answer["rows"]) == 7
    assert answer["cut"] is True


def test_hostile_texts_are_text(hostile_store: Path):
    client = TestClient(make_app(hostile_store), base_url="http://127.0.0.1")
    records = [one["record_id"] for one in client.get("/reports.json").json()["reports"]]
    incident = client.get("/incidents.json").json()["incidents"][0]["incident_id"]
    actors = [one["actor_key"] for one in client.get("/actors.json").json()["actors"]]
    addresses = [("/" + page.name, {}) for page in PAGES if page.name not in ("incident", "pair", "actor", "report")]
    addresses += [("/report", {"id": one}) for one in records] + [("/incident", {"id": incident})]
    addresses += [("/actor", {"key": key}) for key in actors] + [("/pair", {"a": actors[0], "b": actors[1]})]
    addresses += [("/query", {"sql": "SELECT * FROM reports"}), ("/statements", {"words": "</script><script>x"})]
    for path, params in addresses:
        answer = client.get(path, params=params)
        assert answer.status_code == 200, (path, params)
        page = BeautifulSoup(answer.text, "lxml")
        assert [script["src"] for script in page.find_all("script")] == ["/static/toecap.js"]
        assert not page.find_all(["iframe", "style", "base", "object", "embed"])
        assert all(image["src"].startswith("/chart/") for image in page.find_all("img"))
        assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
        hrefs = [link["href"] for link in page.find_all(href=True)]
        assert not [href for href in hrefs if not href.startswith(("/", "#", "https://example.org/"))]
        assert not [href for href in hrefs if href.startswith("//")]
