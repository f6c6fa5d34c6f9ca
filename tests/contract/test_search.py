"""Search: words, phrases, filters; and an index that may be lost, damaged, or out of date at any time."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import shutil
import signal
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from toecap.errors import UsageError
from toecap.records import Actor, Evidence, Record, Report, Statement
from toecap.store import index as indexing
from toecap.store.commit import open_writer
from toecap.store.index import FILE
from toecap.store.reader import Store, open_store
from toecap.store.rows import Coded, record_id, table_of, tables_of
from toecap.store.search import Wanted, search

TEXTS = {
    "r1": "The harbour strike ends on Monday, the Peruvian foreign minister said. Nobody was hurt in the strike.",
    "r2": "“The strike was never ours,” said Lucía Quispe. The minister of foreign trade did not comment.",
    "r3": "Café owners in Lima want peace. STRIKES are rare.",
}


def made(name: str, outlet: str = "The Harbour Post", day: str | None = "2026-01-10") -> Record:
    text = TEXTS[name]
    report = Report(name, outlet, None, None, f"Title of {name}", day, "en", text, name)
    if name != "r2":
        return Record(name, report, (Actor("a1", "Peru", "state", "PER", "PER"),))
    start = text.index("The strike")
    said = Evidence(start, start + 25, text[start : start + 25])
    quispe = Actor("a1", "Lucía Quispe", "person", "PER", "PER", wikidata="Q7")
    statement = Statement("s1", "direct", (said,), None, None, "a1", (), (), None, None, "test", 1.0)
    return Record(name, report, (quispe,), (statement,))


def add(store: Path, *records: Record) -> Store:
    with open_writer(store) as writer:
        writer.commit(tables_of([Coded(record) for record in records], "coding", "run"))
    return open_store(store)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    records = (made("r1"), made("r2", "Northern Ledger", "2026-02-01"), made("r3", day=None))
    return add(tmp_path / "store", *records)


def names(store: Store, words: str, **filters: object) -> list[str]:
    """What is found: `r2` for a report, `r2/s1` for its statement."""
    found = search(store, Wanted(words, **filters))  # type: ignore[arg-type]
    return sorted(hit.name + (f"/{hit.statement_id}" if hit.statement_id else "") for hit in found.hits)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("strike", ["r1", "r2", "r2/s1"]),
        ("strikes", ["r3"]),
        ("strike*", ["r1", "r2", "r2/s1", "r3"]),
        ("strike minister", ["r1", "r2"]),
        ('"foreign minister"', ["r1"]),
        ("foreign minister", ["r1", "r2"]),
        ("strike -hurt", ["r2", "r2/s1"]),
        ('minister -"foreign trade"', ["r1"]),
        ("peace OR hurt", ["r1", "r3"]),
        ("peace OR hurt monday", ["r1"]),
        ("cafe", ["r3"]),
        ("Title AND r3", ["r3"]),
        ("NEAR(strike) title:strike * ^strike", []),
        ("strike)", ["r1", "r2", "r2/s1"]),
        ("ours-never", []),
        ("was-never", ["r2", "r2/s1"]),
        ("kreport", []),
    ],
)
def test_words(store, words, expected):
    assert names(store, words) == expected


@pytest.mark.parametrize("words", ["", "   ", '"', "-strike", "*", "!?", "OR"])
def test_no_word_is_wrong_usage(store, words):
    with pytest.raises(UsageError, match="no word to look for"):
        search(store, Wanted(words))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "statement"}, ["r2/s1"]),
        ({"kind": "report"}, ["r1", "r2"]),
        ({"outlet": "harbour post"}, ["r1"]),
        ({"outlet": "Nobody's Gazette"}, []),
        ({"actor": "Quispe"}, ["r2", "r2/s1"]),
        ({"actor": "Q7"}, ["r2", "r2/s1"]),
        ({"actor": "Peru"}, ["r1"]),
        ({"actor": "PER"}, ["r1", "r2", "r2/s1"]),
        ({"actor": "Quis"}, []),
        ({"since": date(2026, 1, 11)}, ["r2", "r2/s1"]),
        ({"until": date(2026, 1, 10)}, ["r1"]),
        ({"since": date(2026, 1, 10), "until": date(2026, 1, 10)}, ["r1"]),
        ({"since": date(2026, 2, 2)}, []),
        ({"actor": "PER", "outlet": "Northern Ledger", "kind": "report"}, ["r2"]),
    ],
)
def test_filters(store, filters, expected):
    assert names(store, "strike", **filters) == expected


def test_what_is_no_text_is_looked_for_as_if_it_were_a_space_or_a_mark(store):
    assert names(store, "harbour\0strike") == names(store, "harbour strike")
    assert names(store, "strike \udcff", actor="Peru\udcff") == []


def test_the_undated_is_in_no_span_of_days(store):
    assert names(store, "peace") == ["r3"]
    assert names(store, "peace", until=date(2099, 1, 1)) == []


def test_a_hit_says_where_it_stands(store):
    (hit,) = search(store, Wanted("strike", kind="statement")).hits
    assert (hit.statement_id, hit.start, hit.speaker, hit.published) == ("s1", 1, "Lucía Quispe", "2026-02-01")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["strike"]


def test_newest_first(store):
    assert [hit.name for hit in search(store, Wanted("strike OR peace"), newest=True).hits] == ["r2", "r2", "r1", "r3"]
    found = search(store, Wanted("strike"), limit=1, newest=True)
    assert (len(found.hits), found.total) == (1, 3)


def test_too_many_to_rank_come_newest_first(store, monkeypatch):
    monkeypatch.setattr("toecap.store.search._RANKED", 2)
    found = search(store, Wanted("strike"))
    assert (found.ranked, found.more, found.total) == (False, True, 2)
    assert found.hits[-1].name == "r1"


def test_a_build_leaves_an_index_that_is_complete(example_store):
    opened = open_store(example_store)
    with sqlite3.connect(f"file:{example_store / FILE}?mode=ro", uri=True) as index:
        assert index.execute("SELECT value FROM facts WHERE name = 'commit'").fetchone() == (opened.commit,)


def test_new_records_are_found_and_retired_ones_are_not(store):
    assert names(store, "peace") == ["r3"]
    later = made("r3")
    later = dataclasses.replace(
        later, report=dataclasses.replace(later.report, text="No peace today.", text_sha256="x")
    )
    add(store.path, later)
    with open_writer(store.path) as writer:
        old = record_id(made("r3", day=None).report, "coding")
        writer.commit({"retired": table_of("retired", [(old, record_id(later.report, "coding"), "changed")])})
    now = open_store(store.path)
    assert names(now, "peace") == ["r3"]
    assert names(now, "rare") == []
    assert names(now, "today") == ["r3"]


def test_an_older_reader_is_shown_nothing_newer(store):
    assert names(store, "strike", kind="report") == ["r1", "r2"]
    extra = made("r1", "Another Gazette")
    newer = add(store.path, extra)
    assert names(newer, "strike", kind="report") == ["r1", "r1", "r2"]
    assert names(store, "strike", kind="report") == ["r1", "r2"]


def test_who_is_overtaken_leaves_nothing_retired_in_the_index(store, monkeypatch):
    monkeypatch.setattr(indexing, "_COMMITTED", 1)
    old = record_id(made("r1").report, "coding")
    with open_writer(store.path) as writer:
        writer.commit({"retired": table_of("retired", [(old, "none", "changed")])})
    now = store.refreshed()
    overtaken: list[int] = []

    def overtake(done: int, of: int) -> None:
        if not overtaken:
            overtaken.append(done)
            search(now, Wanted("strike"))

    search(store, Wanted("strike"), progress=overtake)
    assert overtaken == [1]
    assert names(now, "strike") == ["r2", "r2/s1"]


@pytest.mark.parametrize("damage", ["gone", "cut", "noise", "empty", "other shape", "other store"])
def test_a_lost_or_damaged_index_is_made_anew(store, damage):
    assert len(names(store, "strike")) == 3
    path = store.path / FILE
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:9000])
    elif damage == "noise":
        path.write_bytes(os.urandom(20_000))
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        with sqlite3.connect(path) as other:
            change = "PRAGMA user_version = 99" if damage == "other shape" else "UPDATE facts SET value = 99"
            other.execute(change)
    assert len(names(open_store(store.path), "strike")) == 3


@pytest.mark.parametrize("survives", [0, 1, 2])
def test_an_index_whose_maker_was_killed_is_completed(store, monkeypatch, survives):
    """Killed in its first, second or third transaction, of one record each."""
    monkeypatch.setattr(indexing, "_COMMITTED", 1)
    put, left = indexing._put, [survives]

    def put_some(index, records):
        put(index, records)
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    child = os.fork()
    if not child:
        indexing._put = put_some
        search(open_store(store.path), Wanted("strike"))  # DuckDB's threads do not outlive the fork
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    with sqlite3.connect(store.path / FILE) as index:
        assert index.execute("SELECT count(*) FROM records").fetchone() == (survives,)
    assert names(store, "strike") == ["r1", "r2", "r2/s1"]
    with sqlite3.connect(store.path / FILE) as index:
        assert index.execute("SELECT count(*), count(DISTINCT record_id) FROM entries").fetchone() == (4, 3)


def test_while_another_process_completes_it_what_is_there_is_found(store, monkeypatch):
    assert len(names(store, "strike")) == 3
    newer = add(store.path, made("r1", "Another Gazette"))
    monkeypatch.setattr(indexing, "_WAIT", 0.01)
    other = sqlite3.connect(store.path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    found = search(newer, Wanted("strike"))
    assert (found.whole, len(found.hits)) == (False, 3)
    other.execute("ROLLBACK")
    assert (search(newer, Wanted("strike")).whole, len(names(newer, "strike"))) == (True, 4)


def test_a_store_that_may_not_be_written_is_searched(store, tmp_path, monkeypatch):
    """The index goes into the user's cache, unless a complete one was handed over with the store."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(indexing, "_writable", lambda folder: False)
    assert len(names(store, "strike")) == 3
    assert not (store.path / FILE).exists()
    assert len(list((tmp_path / "cache" / "toecap").glob("*.sqlite"))) == 1
    shutil.rmtree(tmp_path / "cache")
    monkeypatch.undo()
    assert len(names(store, "strike")) == 3
    monkeypatch.setattr(indexing, "_writable", lambda folder: False)
    monkeypatch.setattr(indexing, "_place", lambda folder: pytest.fail("the index of the store was not used"))
    assert len(names(store, "strike")) == 3


def test_the_three_forms_tell_the_same(cli, store):
    args = ("search", store.path, "strike")
    table = cli(*args).stdout.decode()
    as_csv = list(csv.DictReader(io.StringIO(cli(*args, "--csv").stdout.decode())))
    as_json = [json.loads(line) for line in cli(*args, "--json").stdout.splitlines()]
    assert [row["record_id"] for row in as_csv] == [row["record_id"] for row in as_json]
    assert len(as_json) == 3
    assert all(row["snippet"][:20] in table for row in as_json)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["foreign minister"], 1),
        (["foreign", "minister"], 2),
        (["peace OR hurt"], 2),
        (["peace", "OR", "hurt"], 2),
        (["minister", "-foreign minister"], 1),
        (['minister -"foreign minister"'], 1),
    ],
)
def test_words_as_the_shell_hands_them_over(cli, store, words, found):
    assert len(cli("search", store.path, *words, "--json").stdout.splitlines()) == found


@pytest.mark.parametrize(
    ("args", "code"),
    [(["nowhere"], 1), ([], 2), (["strike", "--since", "May"], 2), (["strike", "--what"], 2), (["-strike"], 2)],
)
def test_exit_codes(cli, store, args, code):
    assert cli("search", store.path, *args).returncode == code
