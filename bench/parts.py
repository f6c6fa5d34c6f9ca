"""How long each part of the pipeline takes, beside bare spaCy: python bench/parts.py [FILE] [--reports N] [--rounds 3]

FILE and --reports are those of bench/speed.py. Every annotator, and the making of statements and events, is timed
by itself over the same documents; printed is the median of the rounds, in seconds and as a share of bare spaCy.
"""

from __future__ import annotations

import argparse
import functools
import statistics
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from speed import BATCH, rows

from toecap.annotate.pipeline import pipeline
from toecap.config import settings
from toecap.extract.record import record_of
from toecap.read.report import make_report
from toecap.records import Report

if TYPE_CHECKING:
    from spacy.language import Language


@functools.cache
def stock() -> Language:
    """The spaCy pipeline as it comes; loaded behind speed.py, which keeps the arithmetic to one thread."""
    import spacy

    return spacy.load(settings().model)


def seconds(reports: list[Report]) -> dict[str, float]:
    """The time of each part in one round."""
    nlp, bare = pipeline(), stock()
    start = time.process_time()
    for _ in bare.pipe((report.text for report in reports), batch_size=BATCH):
        pass
    spent = {"bare spaCy": time.process_time() - start}
    docs = [nlp.make_doc(report.text) for report in reports]
    for report, doc in zip(reports, docs, strict=True):
        doc._.published = date.fromisoformat(report.published) if report.published else None
    for name, component in nlp.pipeline:
        start = time.process_time()
        docs = (
            list(component.pipe(docs, batch_size=BATCH)) if hasattr(component, "pipe") else [component(d) for d in docs]
        )
        part = name if name.startswith("toecap.") else "spaCy's part of the pipeline"
        spent[part] = spent.get(part, 0.0) + time.process_time() - start
    start = time.process_time()
    for report, doc in zip(reports, docs, strict=True):
        record_of(report, doc)
    spent["statements, events, certainty, days"] = time.process_time() - start
    return spent


def main() -> None:
    """Print a line for each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    reports = [
        make_report(str(row["id"]), str(row["text"]), published=row.get("published"), language="en")
        for row in rows(options.file, options.reports)
    ]
    rounds = [seconds(reports) for _ in range(options.rounds + 1)][1:]  # the first one fills the caches
    taken = {part: statistics.median(each[part] for each in rounds) for part in rounds[0]}
    for part, spent in taken.items():
        print(f"{part:<40}{spent:>8.3f} s {100 * spent / taken['bare spaCy']:>6.1f} %")


if __name__ == "__main__":
    main()
