"""Code the gold reports and score the records: python bench/records.py [dev|train|all] [--out FILE] [--errors N].

Needs ../shared (or TOECAP_SHARED). Prints what its scorer prints.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import toecap
from toecap.read.report import make_report

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "records"


def predict(out: Path) -> None:
    """Write the record of every gold report, one a line."""
    index = json.loads((GOLD / "index.json").read_text("utf-8"))
    reports = [
        make_report(
            id, (GOLD / "texts" / f"{id}.txt").read_text("utf-8"), published=row["published"], outlet=row["outlet"]
        )
        for id, row in sorted(index.items())
    ]
    with out.open("w", encoding="utf-8") as file:
        for record in toecap.read_many(reports):
            for failure in record.failures:
                print(f"failure: {failure.stage} {failure.code} {failure.message}", file=sys.stderr)
            file.write(json.dumps(record.to_dict(), ensure_ascii=False) + "\n")


def main() -> None:
    """Score dev and train, or the one named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=("dev", "train", "all"), nargs="?", default="all")
    parser.add_argument("--out", type=Path, help="keep the records in this file")
    args, rest = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        out = args.out or Path(folder) / "records.jsonl"
        predict(out)
        for part in ("dev", "train") if args.part == "all" else (args.part,):
            print(f"== {part}", flush=True)
            scorer = SHARED / "tools" / "score_record.py"
            command = [sys.executable, str(scorer), str(GOLD / part), str(GOLD / "texts"), str(out), *rest]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
