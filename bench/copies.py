"""Put near-copies of reports into a store, unlinked, each report coded once.

    python bench/copies.py STORE REPORTS.jsonl[.gz] [--reports 20000] [--stories N] [--edited]

Every copy's text ends in a line of its own. --stories takes the first N reports only, so that each has more copies;
with --edited a copy lacks some of its paragraphs too, as papers cut what an agency sends.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from toecap.read.files import reports
from toecap.records import Event, Evidence, Record, Report
from toecap.run.code import code
from toecap.store.commit import open_writer
from toecap.store.rows import Coded, tables_of

BATCH = 5000  # reports a commit


def copies(records: Sequence[Record], count: int, edited: bool) -> Iterator[Record]:
    """So many records, by turns of each report."""
    for number in range(count):
        copy, at = divmod(number, len(records))
        record = records[at]
        draw = random.Random(number)
        text = record.report.text
        if edited and copy:
            # What is cut stands behind every event, so that their offsets hold.
            last = max((place.end for event in record.events for place in _places(event)), default=0)
            kept = text.find("\n", last) + 1 or len(text)
            rest = [line for line in text[kept:].split("\n") if draw.random() < 0.7]
            text = text[:kept] + "\n".join(rest)
        text = f"{text}\n\nThis is copy {copy}." if copy else text
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        name = f"{record.name}-{copy}"
        outlet = f"{record.report.outlet or 'Paper'} {copy % 50}" if edited else record.report.outlet
        report = dataclasses.replace(record.report, id=name, url=None, text=text, text_sha256=digest, outlet=outlet)
        yield dataclasses.replace(record, name=name, report=report)


def _places(event: Event) -> Iterator[Evidence]:
    yield from (event.predicate, *event.evidence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("file")
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--stories", type=int)
    parser.add_argument("--edited", action="store_true")
    args = parser.parse_args()
    found = (one for one in reports([args.file]) if isinstance(one, Report))
    records = list(code(itertools.islice(found, args.stories)))
    made = copies(records, args.reports, args.edited)
    with open_writer(args.store) as writer:
        while chunk := list(itertools.islice(made, BATCH)):
            writer.commit(add=tables_of([Coded(record) for record in chunk], "copies", "copies"))
    print(f"{args.reports:,} reports, copies of {len(records):,}: {args.store}")


if __name__ == "__main__":
    main()
