"""How time and memory grow with the number of reports: a store built from N of them, in a process of its own.

    python bench/growth.py REPORTS.jsonl[.gz] [--reports 1000 10000] [--executor process:2] [--kill]

The file is read over and over; each copy's text ends in a line of its own, so that it is another report. Memory is that
of all processes of the run, shared memory divided (PSS), looked at five times a second; their processor time too.
With --kill the run is killed half-way and run again. Prints one JSON object a size.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MAIN = "import sys; from toecap.cli import main; sys.exit(main())"


def write(source: Path, target: Path, count: int) -> None:
    """`count` reports, each different."""
    with (
        gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open(encoding="utf-8") as lines
    ):
        rows = [row for row in map(json.loads, lines) if row["text"].strip()]
    with target.open("w", encoding="utf-8") as out:
        for number in range(count):
            copy, at = divmod(number, len(rows))
            row = rows[at]
            text = f"{row['text']}\n\nThis is copy {copy}." if copy else row["text"]
            out.write(json.dumps({**row, "id": f"{row['id']}-{copy}", "text": text, "url": None}) + "\n")


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


def run(arguments: list[str], kill_after: float | None = None) -> tuple[float, float, int]:
    """Seconds, processor seconds of all processes, and their most memory together, of one run of the command line."""
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-c", MAIN, *arguments], start_new_session=True)
    most, spent = 0, {}
    while process.poll() is None:
        found = processes(process.pid)
        most = max(most, sum(memory for memory, _ in found.values()))
        spent |= {pid: seconds for pid, (_, seconds) in found.items()}
        if kill_after is not None and time.monotonic() - began > kill_after:
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.2)
    return time.monotonic() - began, sum(spent.values()), most


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--executor", default="process:2")
    parser.add_argument("--kill", action="store_true", help="kill each run half-way, and run it again")
    args = parser.parse_args()
    last = 0.0
    for count in args.reports:
        with tempfile.TemporaryDirectory() as folder:
            reports, store = Path(folder) / "reports.jsonl", Path(folder) / "store"
            write(args.file, reports, count)
            command = ["build", str(store), str(reports), "--executor", args.executor]
            killed = run(command, last * count / 2) if args.kill and last else None
            seconds, spent, most = run(command)
            last = seconds / count
            size = sum(file.stat().st_size for file in store.rglob("*") if file.is_file())
        row = {
            "reports": count,
            "executor": args.executor,
            "seconds": round(seconds, 1),
            "processor_seconds": round(spent, 1),
            "reports_a_second": round(count / seconds, 1),
            "most_memory_mb": round(most / 1e6),
            "store_mb": round(size / 1e6),
            "killed_after": round(killed[0], 1) if killed else None,
        }
        print(json.dumps(row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
