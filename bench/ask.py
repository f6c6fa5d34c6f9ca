"""How fast a store answers: SQL beside raw DuckDB over the same Parquet files, words, and what the index costs.

    python bench/ask.py STORE [--rounds 5] [--add 1000]

STORE is one of `bench/generate.py`. It is copied for what is added (generated with another seed), and left as it is.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
from generate import batches
from generated.world import make_world

from toecap.store.commit import open_writer
from toecap.store.index import FILE
from toecap.store.query import ask
from toecap.store.reader import open_store, views
from toecap.store.search import Wanted, search

QUESTIONS = {
    "count of events by type": "SELECT type, count(*) FROM events GROUP BY type",
    "daily series of a pair": (
        "SELECT when_start, count(*), sum(intensity) FROM events WHERE certainty = 'actual' "
        "AND list_contains(actor_codes, 'RUS') AND list_contains(recipient_codes, 'UKR') GROUP BY 1 ORDER BY 1"
    ),
    "events with their reports": (
        "SELECT outlet, count(*) FROM events JOIN reports USING (record_id) WHERE type = 'ASSAULT' GROUP BY 1"
    ),
}
WORDS = {
    "a word": Wanted("agreement"),
    "a word of most reports": Wanted("said"),
    "the most common word": Wanted("the"),
    "two words": Wanted("nuclear talks"),
    "a phrase": Wanted('"prime minister"'),
    "a phrase of common words": Wanted('"of the"'),
    "the beginning of a word": Wanted("sanct*"),
    "statements of an actor": Wanted("jobs", actor="RUS", kind="statement"),
    "a span of days": Wanted("minister", since=date(2026, 1, 1), until=date(2026, 1, 31)),
    "an outlet": Wanted("minister", outlet="Harbour Herald"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--add", type=int, default=1_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.store.parent) as folder:
        copy = Path(folder) / "store"
        shutil.copytree(args.store, copy, ignore=shutil.ignore_patterns(f"{FILE}*"))
        _index(copy, args.add)
        _questions(copy, args.rounds)
        _words(copy, args.rounds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"most memory of this process: {peak:.1f} GB")


def _index(path: Path, add: int) -> None:
    store = open_store(path)
    seconds = _time(lambda: search(store, Wanted("minister")))
    reports = store.sql("SELECT count(*) FROM reports").fetchall()[0][0]
    size = (path / FILE).stat().st_size / 1e6
    print(f"index of {reports:,} reports: {seconds:.1f} s, {size:,.0f} MB")
    for tables in batches(make_world(add, seed=99)):
        with open_writer(path) as writer:
            seconds = _time(lambda tables=tables: writer.commit(add=tables))
        print(f"a commit of {add:,} more: {seconds:.2f} s")
    print(f"the next search, which adds them: {_time(lambda: search(open_store(path), Wanted('minister'))):.2f} s")


def _questions(path: Path, rounds: int) -> None:
    store = open_store(path)
    print(f"a store opened: {1000 * _least(lambda: open_store(path), rounds):.0f} ms")
    raw = duckdb.connect()
    for statement in views(path, store.manifest):
        raw.execute(statement)
    for name, sql in QUESTIONS.items():
        ours = _least(lambda sql=sql: ask(store, sql), rounds)
        bare = _least(lambda sql=sql: raw.execute(sql).fetchall(), rounds)
        print(f"{name}: {1000 * ours:.0f} ms, raw DuckDB {1000 * bare:.0f} ms")


def _words(path: Path, rounds: int) -> None:
    store = open_store(path)
    for name, wanted in WORDS.items():
        found = search(store, wanted)
        took = sorted(_time(lambda wanted=wanted: search(store, wanted)) for _ in range(rounds))
        total = f"{found.total:,}{'+' if found.more else ''}"
        print(f"{name} ({total} found): {1000 * took[rounds // 2]:.0f} ms, {1000 * took[-1]:.0f} ms at most")


def _least(do: Callable[[], object], rounds: int) -> float:
    return min(_time(do) for _ in range(rounds))


def _time(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
