"""Kill builds of a store with SIGKILL, and see what is left.

    python bench/crash.py [--kills 200] [--reports 60] [--seed 1]       at random moments
    python bench/crash.py --steps [--reports 60]                        before every single step on the disk
    python bench/crash.py --queries 1000 [--reports 60]                 ask while a store is built

Each time: the store opens; every commit that was told as done is there; no record is there twice, or without its
events and evidence; and the next run completes it to the very files of an undisturbed one, table by table, but for
`runs`. The records are generated, and take the way of `toecap build` from its planner to its commits. The run's number
is the same in all runs here, since it stands in every report and failure.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from generated.render import records
from generated.world import make_world

from toecap.read.inputs import Unread
from toecap.records import Failure, Record, Report
from toecap.run import build as building
from toecap.store.manifest import newest
from toecap.store.reader import Store, open_store

COMMIT = 5  # reports to a commit
RUN_ID = "0" * 32
STEPS = {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}  # as Python's audit events have them

Items = list[Report | Unread]


@dataclass(frozen=True)
class Work:
    """A stream of reports with new versions, repeats and failures in it, and the records that they are coded to."""

    items: Items
    coded: dict[tuple[str, str], Record]  # by id and hash of the report's text


def make_work(reports: int, seed: int = 1) -> Work:
    """The same numbers, the same work."""
    items: Items = []
    coded: dict[tuple[str, str], Record] = {}
    for number, record in enumerate(records(make_world(reports, seed, days=30))):
        items.append(record.report)
        coded[key_of(record.report)] = record
        if number % 7 == 3:
            items.append(Unread(f"damaged-{number}", Failure("read", "damaged", f"damaged-{number}: a test")))
        if number % 5 == 4:
            items.append(record.report)
        if number % 6 == 5:
            text = f"{record.report.text}\n\nThis report was corrected."
            later = dataclasses.replace(
                record.report,
                text=text,
                text_sha256=hashlib.sha256(text.encode()).hexdigest(),
                url="https://example.org/1",
            )
            items.append(later)
            coded[key_of(later)] = dataclasses.replace(record, report=later)
    return Work(items, coded)


def key_of(report: Report) -> tuple[str, str]:
    """Which report, in which version."""
    return report.id, report.text_sha256


def run(
    store: Path, work: Work, told: Callable[[int], None] = lambda done: None, real: bool = False, size: int = COMMIT
) -> None:
    """Build the store; `told` hears of each commit how many records there are at least. `real` codes the texts."""

    def coded(batches: Iterable[tuple[Report, ...]]) -> Iterator[tuple[Record, ...]]:
        return (tuple(work.coded[key_of(report)] for report in batch) for batch in batches)

    executor = "serial" if real else nullcontext(coded)
    with mock.patch.object(building.uuid, "uuid4", return_value=mock.Mock(hex=RUN_ID)):
        for step in building.build(store, work.items, lambda item: None, executor, size=size):
            told(step.coded + step.failed)


@dataclass(frozen=True)
class Ended:
    """How a child ended: killed or not, what it had told as committed, and after how many seconds."""

    killed: bool
    committed: int
    seconds: float


def run_in_child(
    store: Path, work: Work, kill_after: float | None = None, kill_at_step: int | None = None, real: bool = False
) -> Ended:
    """Build in a child; it is killed after some seconds or before a step on the disk, if it has not ended by then."""
    reading, writing = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if not child:
        code = 1
        try:
            if kill_at_step is not None:
                _kill_at_step(store, kill_at_step)
            run(store, work, lambda done: os.write(writing, b"%d\n" % done) and None, real)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        told = [int(line) for line in pipe]
    _, status = os.waitpid(child, 0)
    seconds = time.monotonic() - began
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"a build that nothing disturbed failed with exit code {os.WEXITSTATUS(status)}")
    return Ended(os.WIFSIGNALED(status), max(told, default=0), seconds)


def _kill_at_step(store: Path, step: int) -> None:
    """Kill this process before its n-th step on the disk that changes something in the store."""
    left = [step]

    def count(event: str, args: tuple[object, ...]) -> None:
        if event not in STEPS or not str(args[0]).startswith(str(store)):
            return
        if event == "open" and not _writes(args):
            return
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _writes(args: tuple[object, ...]) -> bool:
    return bool(int(str(args[2])) & (os.O_WRONLY | os.O_RDWR))


def wrong(store: Path, committed: int, work: Work) -> list[str]:
    """What is wrong with a store after a kill; nothing, if all is well."""
    if not (store / "manifests").is_dir():
        return [] if not committed else ["the store is gone"]
    with _opened(store) as opened:
        rows = opened.sql(
            "SELECT r.record_id, r.name, r.text_sha256, "
            "(SELECT count(*) FROM all_events e WHERE e.record_id = r.record_id), "
            "(SELECT count(*) FROM all_statements s WHERE s.record_id = r.record_id), "
            "(SELECT count(*) FROM all_actors a WHERE a.record_id = r.record_id) FROM all_reports r"
        ).fetchall()
        failures = opened.sql("SELECT failure_id FROM failures").fetchall()
    found = []
    if len({row[0] for row in rows}) < len(rows) or len(set(failures)) < len(failures):
        found.append("something is there twice")
    if len(rows) + len(failures) < committed:
        found.append(f"{committed} were told as committed, and there are {len(rows)} records, {len(failures)} failures")
    for key, name, text, *counts in rows:
        record = work.coded[name, text]
        if counts != [len(record.events), len(record.statements), len(record.actors)]:
            found.append(f"record {key} is not whole: {counts}")
    return found


@contextmanager
def _opened(store: Path) -> Iterator[Store]:
    opened = open_store(store)
    try:
        yield opened
    finally:
        opened.close()


@dataclass(frozen=True)
class Seen:
    """What readers saw while a store was built."""

    queries: int
    commits: int
    wrong: list[str]


def read_while_built(store: Path, work: Work, queries: int) -> Seen:
    """Ask while a child builds the store in commits of one report, over and over until enough was asked."""
    asked, commits, found = 0, set(), []
    while asked < queries:
        shutil.rmtree(store, ignore_errors=True)
        child = os.fork()
        if not child:
            code = 1
            try:
                run(store, work, size=1)
                code = 0
            finally:
                os._exit(code)
        while os.waitpid(child, os.WNOHANG)[0] == 0:
            if (store / "manifests").is_dir():
                found += wrong(store, 0, work)
                commits.add(newest(store).commit)
                asked += 1
    return Seen(asked, len(commits), found)


def files(store: Path) -> dict[str, list[str]]:
    """The hashes of each table's files, in their order, but for `runs`."""
    tables = newest(store).tables
    return {
        name: [hashlib.sha256((store / part.file).read_bytes()).hexdigest() for part in parts]
        for name, parts in sorted(tables.items())
        if name != "runs"
    }


def leftovers(store: Path) -> set[str]:
    """Files below the store that no manifest names, as a finished run must not leave them."""
    live = {part.file for parts in newest(store).tables.values() for part in parts}
    there = {str(path.relative_to(store)) for path in (store / "parts").rglob("*") if path.is_file()}
    return {path for path in there - live if path.endswith(".aside") or ".aside/" in path}


def kill_and_complete(store: Path, work: Work, undisturbed: dict[str, list[str]], **kill: float) -> list[str]:
    """Kill one build and complete it; what is wrong afterwards."""
    ended = run_in_child(store, work, **kill)  # type: ignore[arg-type]
    found = wrong(store, ended.committed, work)
    run_in_child(store, work)
    found += wrong(store, len(work.coded), work)
    if files(store) != undisturbed:
        found.append("the files are not those of an undisturbed run")
    if left := leftovers(store):
        found.append(f"left behind: {sorted(left)}")
    return found


def steps_of(store: Path, work: Work) -> int:
    """How many steps on the disk an undisturbed build takes."""
    low, high = 1, 2
    while run_in_child(store / f"{high}", work, kill_at_step=high).killed:
        low, high = high, high * 2
    while low + 1 < high:
        middle = (low + high) // 2
        if run_in_child(store / f"{middle}-", work, kill_at_step=middle).killed:
            low = middle
        else:
            high = middle
    return low


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--steps", action="store_true", help="before every step on the disk, instead of at random")
    parser.add_argument("--queries", type=int, help="ask so many questions while a store is built, and kill nothing")
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    work, dice = make_work(args.reports, args.seed), random.Random(args.seed)
    if args.queries:
        with tempfile.TemporaryDirectory() as folder:
            seen = read_while_built(Path(folder) / "store", work, args.queries)
        print(f"{seen.queries} questions at {seen.commits} commits of a running build: {len(seen.wrong)} wrong")
        return 1 if seen.wrong else 0
    bad = killed = 0
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "undisturbed"
        seconds = run_in_child(reference, work).seconds
        undisturbed = files(reference)
        if args.steps:
            kills = [{"kill_at_step": step} for step in range(1, steps_of(Path(folder) / "steps", work) + 1)]
        else:
            kills = [{"kill_after": dice.uniform(0, seconds)} for _ in range(args.kills)]
        for number, kill in enumerate(kills):
            store = Path(folder) / f"store-{number}"
            found = kill_and_complete(store, work, undisturbed, **kill)
            killed += 1
            for one in found:
                print(f"{kill}: {one}")
            bad += bool(found)
            shutil.rmtree(store, ignore_errors=True)
    print(f"{killed} kills of a build of {len(work.coded)} records ({seconds:.1f} s): {bad} left something wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
