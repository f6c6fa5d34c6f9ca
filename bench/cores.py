"""How much more several processes of bare spaCy do at once than one: the limit of this machine's memory and clock.

    python bench/cores.py [REPORTS.jsonl[.gz]] [--reports 100] [--processes 2] [--rounds 5] [--json]

Each process parses the same texts, in one thread. Taken are median seconds by the clock, so nothing else should run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from speed import BATCH, rows

from toecap.config import settings

# Loads and warms up, says so, and parses when it is told to.
PARSE = f"""
import json, sys, spacy
texts = json.loads(sys.stdin.readline())
nlp = spacy.load(sys.argv[1])
for _ in nlp.pipe(texts, batch_size={BATCH}): pass
print("ready", flush=True)
for _ in sys.stdin:
    for _ in nlp.pipe(texts, batch_size={BATCH}): pass
    print("done", flush=True)
"""


def seconds(workers: list[subprocess.Popen[str]]) -> float:
    """Seconds by the clock until all of them have parsed the texts."""
    began = time.monotonic()
    for worker in workers:
        print("go", file=worker.stdin, flush=True)
    for worker in workers:
        worker.stdout.readline()
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    texts = json.dumps([row["text"] for row in rows(args.file, args.reports)])
    command = [sys.executable, "-c", PARSE, settings().model]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(args.processes)
    ]
    for worker in workers:
        print(texts, file=worker.stdin, flush=True)
    for worker in workers:
        worker.stdout.readline()
    alone, together = [], []
    for _ in range(args.rounds):
        alone.append(seconds(workers[:1]))
        together.append(seconds(workers))
    for worker in workers:
        worker.communicate()
    times = args.processes * statistics.median(alone) / statistics.median(together)
    if args.json:
        print(json.dumps({"processes": args.processes, "times": times, "alone": alone, "together": together}))
        return
    print(f"{args.processes} processes of bare spaCy do {times:.2f} times the work of one")


if __name__ == "__main__":
    main()
