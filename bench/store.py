"""Build, addition, queries and search of a store of generated reports, with times and memory, beside plain DuckDB.

    python bench/store.py [--reports 100000] [--added 1000] [--minutes 1440] [--folder FOLDER] [--only PART ...]

Parts: build (commits alone: the rows are made beforehand), add, query, search, live. Each runs in a process of its own,
whose peak memory is told. `live` adds three reports a minute to the store for a day (the clock is turned on by hand,
so that old manifests go when they would), with merging of small files and, for five hours, without.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from generate import BATCH, CODING, RUN, fill
from generated.linked import Linked
from generated.render import records
from generated.world import World, make_world

from toecap.store.commit import open_writer
from toecap.store.rows import Coded, tables_of

Row = tuple[str, str]
A_MINUTE = 3  # reports
ROUNDS = 20
LEFT = 300  # minutes without merging: by then it is clear, and a whole day would take an hour


def timed(work: Callable[[], Any], rounds: int = ROUNDS) -> str:
    """Median and slowest of some rounds, in milliseconds."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return f"{statistics.median(taken):.0f} ms (slowest {max(taken):.0f})"


def rows_of(world: World, size: int = BATCH) -> Iterator[dict[str, pa.Table]]:
    """The rows of the world's records, by batches."""
    batch = []
    for record in records(world):
        batch.append(Coded(record))
        if len(batch) == size:
            yield tables_of(batch, CODING, RUN)
            batch = []
    if batch:
        yield tables_of(batch, CODING, RUN)


def build(store: Path, reports: int, world: World) -> list[Row]:
    """Commits of 5,000 reports each, of rows that lie ready on the disk; then families and incidents."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder)
        linked = Linked(world, CODING)
        for number, batch in enumerate(rows_of(world)):
            for name, rows in batch.items():
                pq.write_table(rows, ready / f"{number:04}.{name}.parquet")
        for telling, record in zip(world.tellings, records(world), strict=True):
            linked.add(telling, record)
        derived = linked.tables()
        taken = 0.0
        with open_writer(store) as writer:
            for number in range(-(-reports // BATCH)):
                batch = {path.name.split(".")[1]: pq.read_table(path) for path in sorted(ready.glob(f"{number:04}.*"))}
                begin = time.perf_counter()
                writer.commit(add=batch)
                taken += time.perf_counter() - begin
            begin = time.perf_counter()
            writer.commit(replace=derived)
            last = time.perf_counter() - begin
    size = sum(file.stat().st_size for file in store.rglob("*.parquet"))
    return [
        ("commits of the reports", f"{taken:.1f} s ({reports / taken:,.0f} reports/s)"),
        ("commit of families and incidents", f"{last:.1f} s"),
        ("size on disk", f"{size / 1e6:.0f} MB"),
    ]


def add(store: Path, added: int) -> list[Row]:
    """A thousand reports more: rows of their records, and one commit."""
    made = list(records(make_world(added, seed=2)))
    begin = time.perf_counter()
    tables = tables_of([Coded(record) for record in made], CODING, RUN)
    rows = time.perf_counter() - begin
    with open_writer(store) as writer:
        begin = time.perf_counter()
        writer.commit(add=tables)
        return [("rows", f"{rows:.2f} s"), ("commit", f"{time.perf_counter() - begin:.2f} s")]


def query(store: Path, pair: tuple[str, str]) -> list[Row]:
    """A pair's series and what is told of it, beside the same sums by plain DuckDB over the same files."""
    import duckdb

    from toecap.measure.alerts import alerts
    from toecap.measure.overview import moved, recent_alerts
    from toecap.measure.series import Asked, daily
    from toecap.store.reader import open_store

    asked = Asked(*pair)
    opened = open_store(store)
    raw = duckdb.connect()
    files = [str(path) for path in sorted(store.glob("parts/*/incidents.parquet"))][-1:]
    sums = f"""SELECT start, quad, count(*), sum(greatest(intensity, 0)), sum(greatest(-intensity, 0))
        FROM read_parquet({files}) WHERE list_contains(actor_codes, '{pair[0]}')
        AND list_contains(recipient_codes, '{pair[1]}') AND certainty = 'actual' GROUP BY ALL"""
    return [
        ("open the store", timed(lambda: open_store(store).close())),
        ("daily series of a pair", timed(lambda: daily(opened, asked))),
        ("the same sums, plain DuckDB", timed(lambda: raw.sql(sums).fetchall())),
        ("daily series by rows", timed(lambda: daily(opened, Asked(*pair, by="rows")))),
        ("alerts of a pair", timed(lambda: alerts(opened, asked))),
        ("pairs that moved most", timed(lambda: moved(opened), 5)),
        ("alerts of all pairs, 30 days", timed(lambda: recent_alerts(opened), 5)),
    ]


def search(store: Path) -> list[Row]:
    """The full-text index from nothing, and searches."""
    from toecap.store.reader import open_store
    from toecap.store.search import Wanted
    from toecap.store.search import search as find

    opened = open_store(store)
    begin = time.perf_counter()
    find(opened, Wanted("treaty"))
    made = time.perf_counter() - begin
    size = sum(file.stat().st_size for file in store.glob("search.sqlite*"))
    asked = {
        "a word of many reports": Wanted("market"),
        "a phrase": Wanted('"gas pipeline"'),
        "two words of an outlet": Wanted("fishing dispute", outlet="Border Post"),
        "a word and a speaker's country": Wanted("treaty", actor="RUS"),
        "a word that is nowhere": Wanted("xylophone"),
    }
    searches = [
        (f"search: {what}", timed(lambda wanted=wanted: find(opened, wanted))) for what, wanted in asked.items()
    ]
    return [("index", f"{made:.0f} s, {size / 1e6:.0f} MB"), *searches]


def live(store: Path, minutes: int, merge: bool) -> list[Row]:
    """A commit a minute for a day; the slowest, and what a query of a pair takes then."""
    from toecap.measure.series import Asked, daily
    from toecap.store import compact
    from toecap.store.manifest import newest
    from toecap.store.reader import open_store

    if not merge:
        compact.FAN = 10**9
    taken = []
    with open_writer(store) as writer:
        for batch in rows_of(make_world(minutes * A_MINUTE, seed=3, days=120), A_MINUTE):
            begin = time.perf_counter()
            writer.commit(add=batch)
            taken.append(time.perf_counter() - begin)
            for manifest in (store / "manifests").iterdir():
                then = manifest.stat().st_mtime - 60
                os.utime(manifest, (then, then))
    ordered = sorted(taken)
    opened = open_store(store)
    by_rows = Asked("RUS", "UKR", by="rows")
    files = {name: len(newest(store).tables[name]) for name in ("events", "evidence")}
    return [
        (f"all commits, of {A_MINUTE} reports each", f"{sum(taken):.0f} s"),
        ("a commit, median", f"{statistics.median(ordered) * 1000:.0f} ms"),
        ("a commit, 99 of 100 below", f"{ordered[int(len(ordered) * 0.99)] * 1000:.0f} ms"),
        ("a commit, slowest", f"{ordered[-1] * 1000:.0f} ms"),
        ("files of events, of evidence", f"{files['events']}, {files['evidence']}"),
        ("open the store", timed(lambda: open_store(store).close())),
        ("daily series by rows", timed(lambda: daily(opened, by_rows))),
        ("count all evidence", timed(lambda: opened.sql("SELECT count(*), sum(start) FROM evidence").fetchall())),
    ]


def _measured(part: Callable[..., list[Row]], *args: Any) -> list[Row]:
    found = part(*args)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*found, ("peak memory", f"{peak:.0f} MB")]


def told(title: str, part: Callable[..., list[Row]], *args: Any) -> None:
    """Run a part in a process of its own and print its table."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = pool.submit(_measured, part, *args).result()
    print(f"\n| {title} | |\n| --- | --- |")
    for name, value in found:
        print(f"| {name} | {value} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--added", type=int, default=1_000)
    parser.add_argument("--minutes", type=int, default=1_440)
    parser.add_argument("--folder", type=Path, help="keep the store here, and use the one that is here")
    parser.add_argument("--only", nargs="*", default=["build", "add", "query", "search", "live"])
    args = parser.parse_args()
    folder = args.folder or Path(tempfile.mkdtemp())
    store = folder / "store"
    world = make_world(args.reports)
    try:
        if "build" in args.only:
            told(f"build, {args.reports:,} reports", build, store, args.reports, world)
        elif not store.exists():
            fill(store, world)
        if "query" in args.only:
            told(f"queries, {args.reports:,} reports", query, store, _busiest(world))
        if "search" in args.only:
            told(f"search, {args.reports:,} reports", search, store)
        if "add" in args.only:
            told(f"add {args.added:,} reports", add, store, args.added)
        for minutes, merge in ((args.minutes, True), (min(args.minutes, LEFT), False)) if "live" in args.only else ():
            copy = folder / "live"
            shutil.copytree(store, copy)
            how = "small files merged" if merge else "small files left"
            told(f"{minutes:,} commits, a minute apart, {how}", live, copy, minutes, merge)
            shutil.rmtree(copy)
    finally:
        if not args.folder:
            shutil.rmtree(folder, ignore_errors=True)


def _busiest(world: World) -> tuple[str, str]:
    most = max(world.pairs, key=lambda pair: pair.daily)
    return most.actor, most.recipient


if __name__ == "__main__":
    main()
