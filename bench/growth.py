"""How time and memory grow with the number of reports: a store built from N of them, in a process of its own.

    python bench/growth.py REPORTS.jsonl[.gz] [--reports 1000 10000] [--executor process:2] [--offbeat 0.3] [--kill]

The file is read over and over; each copy's text ends in a line of its own, so that it is another report. With --offbeat
so large a share of the reports are made ones without politics (bench/generated/offbeat.py), spread evenly. Memory is
that of all processes of the run, shared memory divided (PSS), looked at five times a second; their processor time too.

With --kill the run is killed (SIGKILL, all its processes) when half of the reports are in the store, and run again.
Counted are how many were kept, how many are there in the end, and how many twice. Prints one JSON object a size.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from generated.offbeat import offbeat

from toecap.errors import StoreError
from toecap.store.manifest import newest
from toecap.store.reader import open_store

MAIN = "import sys; from toecap.cli import main; sys.exit(main())"
SEED = 3


def write(source: Path, target: Path, count: int, share: float) -> None:
    """`count` reports, each different, of which `share` are made ones without politics."""
    with (
        gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open(encoding="utf-8") as lines
    ):
        rows = [row for row in map(json.loads, lines) if row["text"].strip()]
    made = round(count * share)
    aside = ((one.id, one.text, one.published, one.title, one.url) for one in offbeat(made, SEED, "held_out"))
    told, names = _copies(rows), ("id", "text", "published", "title", "url")
    with target.open("w", encoding="utf-8") as out:
        for number in range(count):
            is_made = (number + 1) * made // count > number * made // count
            row = dict(zip(names, next(aside), strict=True)) if is_made else next(told)
            out.write(json.dumps({**row, "language": "en"}) + "\n")


def _copies(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    number = 0
    while True:
        copy, at = divmod(number, len(rows))
        text = f"{rows[at]['text']}\n\nThis is copy {copy}." if copy else rows[at]["text"]
        yield {**rows[at], "id": f"{at}-{rows[at]['id']}-{copy}", "text": text, "url": None}
        number += 1


def processes(session: int) -> dict[int, tuple[int, float]]:
    """Of each process of a session: bytes of memory, shared memory divided among its users, and processor seconds."""
    found = {}
    tick = os.sysconf("SC_CLK_TCK")
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if os.getsid(int(folder.name)) == session:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                found[int(folder.name)] = kilobytes * 1024, (int(fields[11]) + int(fields[12])) / tick
        except (OSError, StopIteration):
            continue
    return found


def run(arguments: list[str], store: Path, kill_at: int | None = None) -> tuple[float, float, int]:
    """Seconds, processor seconds of all processes, and their most memory together, of one run of the command line.

    It is killed when so many reports are in the store.
    """
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen([sys.executable, "-c", MAIN, *arguments], start_new_session=True, stderr=told)
        most, spent = watched(process, store, kill_at)
        seconds = time.monotonic() - began
        if kill_at is None and process.returncode not in (0, 1):
            told.seek(0)
            raise SystemExit(told.read()[-2_000:])
    return seconds, spent, most


def watched(process: subprocess.Popen[bytes], store: Path, kill_at: int | None) -> tuple[int, float]:
    """The most memory and the processor seconds of all processes of a run, until it ends or is killed."""
    most, spent = 0, {}
    while process.poll() is None:
        found = processes(process.pid)
        most = max(most, sum(memory for memory, _ in found.values()))
        spent |= {pid: seconds for pid, (_, seconds) in found.items()}
        if kill_at is not None and held(store) >= kill_at:
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.2)
    return most, sum(spent.values())


def held(store: Path) -> int:
    """Reports that are in the store, coded or set aside."""
    with contextlib.suppress(StoreError, OSError):
        tables = newest(store).tables
        return sum(part.rows for name in ("reports", "failures") for part in tables.get(name, ()))
    return 0


def counted(store: Path) -> dict[str, int]:
    """What is in the store in the end."""
    sql = """
        WITH there AS (
            SELECT name FROM all_reports UNION ALL SELECT input FROM failures WHERE record_id IS NULL
        ) SELECT (SELECT count(*) FROM all_reports), count(*), count(*) - count(DISTINCT name) FROM there
    """
    with closing(open_store(store)) as opened:
        coded, there, twice = opened.sql(sql).fetchall()[0]
    return {"coded": coded, "there": there, "twice": twice}


def measured(source: Path, count: int, executor: str, share: float, kill: bool) -> dict[str, Any]:
    """One size."""
    with tempfile.TemporaryDirectory() as folder:
        reports, store = Path(folder) / "reports.jsonl", Path(folder) / "store"
        write(source, reports, count, share)
        command = ["build", str(store), str(reports), "--executor", executor]
        row: dict[str, Any] = {"reports": count, "offbeat": share, "executor": executor}
        first = run(command, store, count // 2) if kill else (0.0, 0.0, 0)
        if kill:
            row |= {"killed_after": round(first[0], 1), "kept": counted(store)["there"]}
        seconds, spent, most = run(command, store)
        row |= {
            "seconds": round(first[0] + seconds, 1),
            "processor_seconds": round(first[1] + spent, 1),
            "reports_a_second": round(count / (first[0] + seconds), 1),
            "most_memory_mb": round(max(first[2], most) / 1e6),
            "store_mb": round(sum(file.stat().st_size for file in store.rglob("*") if file.is_file()) / 1e6),
            "linking_seconds": json.loads((store / "linked.json").read_text())["seconds"],
            **counted(store),
        }
    return row


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--executor", nargs="+", default=["process:2"], help="each size with each of them")
    parser.add_argument("--offbeat", type=float, default=0.0, help="share of reports without politics")
    parser.add_argument("--kill", action="store_true", help="kill each run half-way, and run it again")
    args = parser.parse_args()
    whole = True
    for count in args.reports:
        for executor in args.executor:
            row = measured(args.file, count, executor, args.offbeat, args.kill)
            whole &= row["there"] == count and not row["twice"]
            print(json.dumps(row), flush=True)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
