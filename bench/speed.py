"""Throughput of `toecap.read_many` beside bare spaCy: same pipeline, same texts, same batches, one thread, one run.

    python bench/speed.py [REPORTS.jsonl[.gz]] [--reports N] [--rounds 3] [--at-least RATIO]

Without a file, the bundled example reports are read over and over. Rounds are interleaved and the median taken, so that
a machine that slows down slows both.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import statistics
import sys
import time
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

BATCH = 32


def rows(path: Path | None, count: int) -> list[dict[str, str | None]]:
    """`count` rows of the file, taken evenly; the examples, repeated, where there is no file."""
    import toecap.examples

    source = path or toecap.examples.path()
    with (
        gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open(encoding="utf-8") as lines
    ):
        found = [row for row in map(json.loads, lines) if row["text"].strip()]
    if path is None:
        copies = itertools.islice(itertools.cycle(found), count)
        return [{**row, "id": f"{row['id']}#{number}"} for number, row in enumerate(copies)]
    return found[:: max(1, len(found) // count)][:count]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-least", type=float, default=0.0, help="exit 1 where the ratio is below")
    args = parser.parse_args()

    import spacy

    import toecap
    from toecap.config import settings
    from toecap.read.report import make_report

    reports = [
        make_report(str(row["id"]), str(row["text"]), published=row.get("published"), language="en")
        for row in rows(args.file, args.reports)
    ]
    nlp = spacy.load(settings().model)
    tokens = sum(len(nlp.make_doc(report.text)) for report in reports)

    def bare() -> None:
        for _ in nlp.pipe((report.text for report in reports), batch_size=BATCH):
            pass

    def ours() -> None:
        for _ in toecap.read_many(reports, batch_size=BATCH):
            pass

    # Once for the caches and the knowledge, unmeasured.
    for _ in toecap.read_many(reports[:BATCH], batch_size=BATCH):
        pass
    for _ in nlp.pipe([report.text for report in reports[:BATCH]], batch_size=BATCH):
        pass
    taken: dict[str, list[float]] = {"bare spaCy": [], "toecap": []}
    for _ in range(args.rounds):
        for name, work in (("bare spaCy", bare), ("toecap", ours)):
            start = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - start)

    rates = {name: tokens / statistics.median(times) for name, times in taken.items()}
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"{len(reports)} reports, {tokens:,} tokens; Python {python}, spaCy {spacy.__version__}, {settings().model}")
    for name, rate in rates.items():
        print(f"{name:<12}{rate:>9,.0f} tokens/s  {len(reports) / statistics.median(taken[name]):>7.1f} reports/s")
    ratio = rates["toecap"] / rates["bare spaCy"]
    print(f"{'ratio':<12}{ratio:>9.2f}")
    return 0 if ratio >= args.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
