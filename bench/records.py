"""Code the gold reports and score the records: python bench/records.py [dev|train|all] [--halves] [--out FILE].

With --halves every second report of a part is scored apart: two figures that differ much show how little
a single one says of further reports. Nothing is learnt from either half.
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


def halves(part: str, folder: Path) -> list[tuple[str, Path]]:
    """Every second report of the gold in a folder of its own."""
    found = []
    for number, name in enumerate(("first half", "second half")):
        half = folder / f"{part}{number}"
        half.mkdir()
        for path in sorted((GOLD / part).glob("*.json"))[number::2]:
            (half / path.name).symlink_to(path.resolve())
        found.append((f"{part}, {name}", half))
    return found


def main() -> None:
    """Score dev and train, or the one named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=("dev", "train", "all"), nargs="?", default="all")
    parser.add_argument("--halves", action="store_true", help="score every second report apart")
    parser.add_argument("--out", type=Path, help="keep the records in this file")
    args, rest = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        out = args.out or Path(folder) / "records.jsonl"
        predict(out)
        for part in ("dev", "train") if args.part == "all" else (args.part,):
            for name, gold in halves(part, Path(folder)) if args.halves else [(part, GOLD / part)]:
                print(f"== {name}", flush=True)
                scorer = SHARED / "tools" / "score_record.py"
                command = [sys.executable, str(scorer), str(gold), str(GOLD / "texts"), str(out), *rest]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
