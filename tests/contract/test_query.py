"""Questions in SQL: what is answered, what is refused, within which bounds."""

from __future__ import annotations

import csv
import io
import json
import threading

import pytest

from toecap.errors import ToecapError, UsageError
from toecap.store.query import ask, described
from toecap.store.reader import VIEWS, Store, open_store
from toecap.store.tables import TABLES


@pytest.fixture(scope="module")
def store(example_store) -> Store:
    return open_store(example_store)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_the_columns_that_it_is_said_to_have(store, view):
    says = {name: [column[0] for column in columns] for name, _, columns in described()}
    assert list(ask(store, f"SELECT * FROM {view}").columns) == says[view]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT type, count(*) FROM events GROUP BY type HAVING count(*) > 1 ORDER BY 2 DESC",
        "FROM Reports SELECT outlet",
        "WITH told AS (SELECT * FROM events) SELECT count(*) FROM told JOIN reports USING (record_id)",
        "SELECT code, count(*) FROM (SELECT unnest(actor_codes) AS code FROM events) GROUP BY code",
        "SELECT type FROM events UNION SELECT form FROM statements",
        "SELECT type FROM events WHERE record_id IN (SELECT record_id FROM reports WHERE outlet IS NOT NULL)",
        "SELECT one.range FROM range(3) AS one",
        "WITH RECURSIVE up AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM up WHERE n < 5) SELECT max(n) FROM up",
        "DESCRIBE events",
        "SUMMARIZE reports",
        "SELECT * FROM main.reports; -- with a remark",
    ],
)
def test_reading_is_answered(store, sql):
    assert ask(store, sql).rows


REFUSED = {
    "a file": "SELECT * FROM '/etc/passwd'",
    "a file of the store": "SELECT * FROM 'STORE/parts/00000002/reports.parquet'",
    "a function that reads text": "SELECT * FROM read_text('/etc/passwd')",
    "a function that reads bytes": "SELECT * FROM read_blob('STORE/*')",
    "a function that lists files": "SELECT * FROM glob('/*')",
    "a function in a part": "WITH x AS (SELECT * FROM read_csv('/etc/passwd')) SELECT * FROM x",
    "a function in a list": "SELECT (SELECT count(*) FROM read_csv('/etc/passwd'))",
    "a function by its schema": "SELECT * FROM system.main.read_text('/etc/passwd')",
    "memory at an address": "SELECT * FROM arrow_scan(1, 2, 3)",
    "SQL in SQL": "SELECT * FROM query('SELECT * FROM all_reports')",
    "a table in SQL": "SELECT * FROM query_table('all_reports')",
    "rows behind the views": "SELECT * FROM all_reports",
    "the catalogue": "SELECT * FROM information_schema.tables",
    "the settings": "SELECT * FROM duckdb_settings()",
    "the views' own SQL": "SELECT * FROM duckdb_views()",
    "a variable of the program": "SELECT * FROM store",
    "attaching": "ATTACH '/tmp/other.db'",
    "attaching memory": "ATTACH ':memory:' AS other",
    "copying out": "COPY reports TO '/tmp/reports.csv'",
    "copying over": "COPY (SELECT 1) TO 'STORE/parts/00000002/reports.parquet'",
    "exporting": "EXPORT DATABASE '/tmp/out'",
    "an extension": "INSTALL httpfs",
    "the network": "SELECT * FROM 'https://example.org/x.parquet'",
    "a setting": "SET memory_limit = '1TB'",
    "a pragma": "PRAGMA threads = 64",
    "a call": "CALL pragma_version()",
    "a table": "CREATE TABLE mine AS SELECT 1",
    "dropping": "DROP VIEW reports",
    "a change": "DELETE FROM reports",
    "a change in a part": "WITH x AS (INSERT INTO reports VALUES (1) RETURNING *) SELECT * FROM x",
    "two questions": "SELECT 1; SELECT 2",
    "a question and more": "SELECT 1; DROP VIEW reports",
    "no question": "",
    "a secret": "CREATE SECRET (TYPE s3)",
    "a text of two gigabytes": "SELECT repeat('x', 2000000000)",
    "a text of two billion bits": "SELECT bitstring('1', 2000000000)::VARCHAR",
    "a list of a billion": "SELECT len(range(1000000000))",
    "a text that doubles": "SELECT length(reduce(['x' FOR i IN [1, 2]], lambda a, b: a || a))",
    "a parameter": "SELECT * FROM reports WHERE name = $1",
    "no SQL": "SELEC 1",
    "no column": "SELECT nothing FROM reports",
}


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused_and_changes_nothing(store, what):
    with pytest.raises(UsageError):
        ask(store, REFUSED[what].replace("STORE", str(store.path)))
    assert ask(store, "SELECT count(*) FROM reports").rows[0][0] == 13


@pytest.mark.parametrize(
    "what", ["a function that reads text", "copying out", "attaching", "an extension", "a setting"]
)
def test_the_second_lock_holds_alone(store, what, monkeypatch):
    monkeypatch.setattr("toecap.store.query._allowed", lambda cursor, sql: None)
    with pytest.raises(UsageError, match=r"disabled by configuration|locked"):
        ask(store, REFUSED[what])


def test_a_question_that_takes_too_long_is_given_up(store):
    with pytest.raises(ToecapError, match="took more than") as error:
        ask(store, "SELECT count(*) FROM range(1000000000000)", seconds=0.1)
    assert error.value.code == "time"
    assert ask(store, "SELECT 1").rows == ((1,),)


def test_a_question_that_needs_too_much_memory_is_given_up(store, monkeypatch):
    monkeypatch.setattr("toecap.store.query.MEMORY", "50MB")
    with pytest.raises(ToecapError) as error:
        ask(open_store(store.path), "SELECT list(range) FROM range(100000000)")
    assert error.value.code == "memory"


def test_rows_are_cut_and_the_cut_is_told(store):
    first = ask(store, "SELECT name FROM reports ORDER BY name", rows=5)
    assert (len(first.rows), first.cut) == (5, True)
    assert not ask(store, "SELECT name FROM reports", rows=13).cut


def test_many_threads_ask_at_once(store):
    counts: set[int] = set()

    def go() -> None:
        for _ in range(20):
            counts.add(ask(store, "SELECT count(*) FROM events JOIN reports USING (record_id)").rows[0][0])

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 1


def test_the_three_forms_tell_the_same(cli, example_store):
    sql = "SELECT outlet, published, list(name ORDER BY name) AS names FROM reports GROUP BY ALL ORDER BY ALL LIMIT 2"
    table = cli("query", example_store, sql).stdout.decode()
    as_csv = list(csv.DictReader(io.StringIO(cli("query", example_store, sql, "--csv").stdout.decode())))
    as_json = [json.loads(line) for line in cli("query", example_store, sql, "--json").stdout.splitlines()]
    assert [row["outlet"] for row in as_csv] == [row["outlet"] for row in as_json]
    assert [row["published"] for row in as_csv] == [row["published"] for row in as_json]
    assert [json.loads(row["names"]) for row in as_csv] == [row["names"] for row in as_json]
    assert all(row["outlet"] in table for row in as_json)


def test_values_of_every_kind(cli, example_store):
    sql = (
        "SELECT 1.5 AS a, true AS b, NULL AS c, DATE '2026-01-02' AS d, [1, NULL] AS e, {'x': 'y'} AS f, "
        "'nan'::DOUBLE AS g, sum(quad) AS h, 'a,\"b\"' AS i FROM events"
    )
    total = ask(open_store(example_store), "SELECT sum(quad) FROM events").rows[0][0]
    (row,) = map(json.loads, cli("query", example_store, sql, "--json").stdout.splitlines())
    assert list(row.values()) == [1.5, True, None, "2026-01-02", [1, None], {"x": "y"}, None, total, 'a,"b"']
    _, cells = csv.reader(io.StringIO(cli("query", example_store, sql, "--csv").stdout.decode()))
    assert cells == ["1.5", "true", "", "2026-01-02", "[1, null]", '{"x": "y"}', "", str(total), 'a,"b"']


def test_without_a_question_the_views_are_listed(cli, example_store):
    rows = [json.loads(line) for line in cli("query", example_store, "--json").stdout.splitlines()]
    assert {row["view"] for row in rows} == {*TABLES, "report_versions"}
    assert b"who published it" in cli("query", example_store).stdout


def test_a_question_may_come_from_standard_input(cli, example_store):
    assert cli("query", example_store, "-", "--csv", stdin=b"SELECT 7 AS n").stdout == b"n\n7\n"


@pytest.mark.parametrize(
    ("args", "code"),
    [(["SELECT 1", "--csv", "--json"], 2), (["SELEC"], 2), (["SELECT 1", "--rows", "0"], 2)],
)
def test_wrong_usage(cli, example_store, args, code):
    run = cli("query", example_store, *args)
    assert (run.returncode, run.stderr[:7]) == (code, b"toecap:")


def test_no_store_is_told_with_the_next_step(cli, tmp_path):
    run = cli("query", tmp_path / "none", "SELECT 1")
    assert run.returncode == 1
    assert b"toecap build" in run.stderr


def test_the_python_api_gives_relations_and_frames(example_store):
    import toecap

    opened = toecap.open_store(example_store)
    many = opened.events.aggregate("count(*)").fetchall()[0][0]
    assert many > 50
    assert len(opened.events.df()) == len(opened.sql("SELECT * FROM events").pl()) == many
    assert opened.reports.filter("outlet = 'The Harbour Post'").project("name").fetchall()
    with pytest.raises(AttributeError, match="there are reports, actors"):
        opened.nothing  # noqa: B018
