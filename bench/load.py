"""Many readers of one dashboard while its store is written: errors, and how long answers take beside DuckDB itself.

    python bench/load.py STORE [--readers 50] [--seconds 60] [--pause 10]

The store is one that bench/generate.py made; a copy of it is written, 20 reports every two seconds. `--pause` is how
long a reader looks at a page, on average. Server, writer and readers share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
from generate import batches
from generated.world import make_world

from toecap.store.commit import open_writer
from toecap.store.reader import open_store
from toecap.web.incidents import newest
from toecap.web.snapshot import Snapshot

SERVE = """
import sys
from pathlib import Path
from toecap.web.serve import serve
serve(Path(sys.argv[1]), "127.0.0.1", 0, lambda address: print(address, flush=True))
"""
EVERY, REPORTS = 2.0, 20
TRIES = 20  # of the query alone


def write(store: Path, until: float) -> None:
    """Commit some reports every two seconds."""
    with open_writer(store) as writer:
        for tables in batches(make_world(20_000, seed=99), size=REPORTS):
            writer.commit(add=tables)
            if time.time() > until:
                return
            time.sleep(EVERY)


def addresses(store: Path) -> list[str]:
    """What an analyst looks at: first pages, lists, and single records, each as HTML or JSON."""
    snapshot = Snapshot(open_store(store))
    incidents = newest(snapshot, "len(recipient_keys) > 0", {}, 200)
    found = [
        "/",
        "/incidents",
        "/statements",
        "/reports",
        "/actors",
        "/runs",
        "/overview.json",
        "/incidents.json?page=2",
    ]
    for one in incidents:
        found.append(f"/incident?id={one.incident_id}")
        found.append(f"/report.json?id={one.incident_id.partition(':')[0]}")
        found.append(f"/pair?a={one.actors[0].key}&b={one.recipients[0].key}")
        found.append(f"/incidents?actor={one.actors[0].key}")
    return found


async def read(
    base: str, paths: Sequence[str], readers: int, until: float, pause: float
) -> tuple[list[float], Counter]:
    """Each reader asks one page after another; the seconds that each took, and what went wrong."""
    seconds: list[float] = []
    errors: Counter[str] = Counter()

    async def reader(number: int, client: httpx2.AsyncClient) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, pause))  # not all at once
        while time.time() < until:
            path = chance.choice(paths)
            started = time.perf_counter()
            try:
                answer = await client.get(path)
                if answer.status_code >= 500:
                    errors[f"{answer.status_code} {path.partition('?')[0]}"] += 1
            except httpx2.HTTPError as error:
                errors[type(error).__name__] += 1
            seconds.append(time.perf_counter() - started)
            await asyncio.sleep(chance.uniform(0, 2 * pause))

    limits = httpx2.Limits(max_connections=readers)
    async with httpx2.AsyncClient(base_url=base, timeout=60, limits=limits) as client:
        await asyncio.gather(*(reader(number, client) for number in range(readers)))
    return seconds, errors


def raw(store: Path, readers: int) -> tuple[list[float], list[float]]:
    """The query behind /incidents in DuckDB itself: alone, and by as many threads as there are readers."""
    snapshot = Snapshot(open_store(store))

    def once(_: int) -> float:
        started = time.perf_counter()
        newest(snapshot, "true", {}, 50)
        return time.perf_counter() - started

    alone = [once(number) for number in range(TRIES)]
    with ThreadPoolExecutor(readers) as pool:
        return alone, list(pool.map(once, range(readers * 4)))


def told(name: str, seconds: Sequence[float]) -> str:
    cuts = statistics.quantiles(seconds, n=20)
    middle, high = statistics.median(seconds) * 1000, cuts[-1] * 1000
    return f"{name:44} {len(seconds):6,}   p50 {middle:7,.0f} ms   p95 {high:7,.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        # Files of a store never change, so that a copy may share them; the lock is its own.
        shutil.copytree(given.store, store, copy_function=os.link, ignore=shutil.ignore_patterns("lock", "search*"))
        paths = addresses(store)
        alone, together = raw(store, given.readers)
        server = subprocess.Popen([sys.executable, "-c", SERVE, str(store)], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        started = time.perf_counter()
        base = server.stdout.readline().strip().rstrip("/")
        ready = time.perf_counter() - started
        began = time.perf_counter()
        httpx2.get(base + "/").raise_for_status()
        first = time.perf_counter() - began
        until = time.time() + given.seconds
        writer = multiprocessing.get_context("spawn").Process(target=write, args=(store, until))
        writer.start()
        try:
            seconds, errors = asyncio.run(read(base, paths, given.readers, until, given.pause))
            commits = open_store(store).commit - open_store(given.store).commit
        finally:
            writer.join(30)
            server.terminate()
            server.wait(10)
    print(f"ready after {ready:.1f} s; first page then in {first * 1000:.0f} ms")
    print(told(f"{given.readers} readers, {commits} commits meanwhile", seconds))
    print(told("the query of /incidents in DuckDB, alone", alone))
    print(told(f"the same by {given.readers} threads", together))
    print(f"errors: {dict(errors) or 'none'}")


if __name__ == "__main__":
    main()
