"""Whether a change leaves every record as it was, to the byte: the hash of the record of each report of a file.

    python bench/same_records.py REPORTS.jsonl[.gz] --save before.json
    python bench/same_records.py REPORTS.jsonl[.gz] --against before.json

Prints the hash over all records; with --against also the reports whose record is another, and exits 1 if there are any.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

from speed import rows

import toecap
from toecap.read.report import make_report

KNOWN = ("outlet", "agency", "url", "title", "published", "language")


def hashes(path: Path, count: int) -> dict[str, str]:
    """The hash of each report's record as JSON."""
    reports = [
        make_report(str(row["id"]), str(row["text"]), **{name: row.get(name) for name in KNOWN})
        for row in rows(path, count)
    ]
    records = toecap.read_many(reports)
    return {record.name: hashlib.sha256(json.dumps(record.to_dict()).encode()).hexdigest() for record in records}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--against", type=Path)
    args = parser.parse_args()
    began = time.process_time()
    found = hashes(args.file, args.reports)
    whole = hashlib.sha256("".join(found.values()).encode()).hexdigest()
    print(f"{len(found)} records, {whole[:16]}; {time.process_time() - began:.1f} s of the processor")
    if args.save:
        args.save.write_text(json.dumps(found))
    if not args.against:
        return 0
    before = json.loads(args.against.read_text())
    other = [name for name in before | found if before.get(name) != found.get(name)]
    print(f"{len(other)} other than in {args.against.name}{':' if other else ''} {' '.join(other[:20])}")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())
