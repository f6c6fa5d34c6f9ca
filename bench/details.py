"""Places and counts of the gold reports' events: python bench/details.py [--errors]

Matches gold and found events as the record scorer does. A place is right where it shares a word with gold's; a count
where its lower bound (or, without one, its upper) is gold's number. Gold leaves out much that the words tell, so
"extra" is not always wrong. Needs ../shared (or TOECAP_SHARED).
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from events import load_scorer

import toecap
from toecap.read.report import make_report

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "records"
COUNTS = ("killed", "injured", "arrested")
WORD = re.compile(r"\w+")


def matched() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Gold and found events that tell the same actual happening, as they stand in their files."""
    scorer = load_scorer()
    index = json.loads((GOLD / "index.json").read_text("utf-8"))
    reports = [
        make_report(id, (GOLD / "texts" / f"{id}.txt").read_text("utf-8"), published=row["published"])
        for id, row in sorted(index.items())
    ]
    for record in toecap.read_many(reports):
        path = next(file for part in ("dev", "train") if (file := GOLD / part / f"{record.name}.json").is_file())
        told = record.to_dict()
        _, gold = scorer.load_gold(path, record.report.text)
        _, found = scorer.load_pred(told, record.report.text)
        for event, whole in zip(found, told["events"], strict=True):
            event["whole"] = whole
        wholes = {event["predicate"]: event for event in json.loads(path.read_text("utf-8"))["events"]}
        actual = [[event for event in events if event["certainty"] == "actual"] for events in (gold, found)]
        for one, other in scorer.pair_up(*actual, scorer.nearness):
            yield wholes[one["text"]], other["whole"]


def compared(gold: Any, found: Any, right: bool) -> str:
    """How an answer stands to gold's."""
    if gold is None or found is None:
        return "both empty" if gold is found else "missed" if found is None else "extra"
    return "right" if right else "wrong"


def place_of(gold: dict[str, Any], found: dict[str, Any]) -> str:
    """How the place stands to gold's."""
    place = found["place"]
    words = set(WORD.findall((gold.get("place") or "").lower()))
    ours = f"{place['name']} {place['evidence']['quote']}".lower() if place else ""
    return compared(gold.get("place"), place, bool(words & set(WORD.findall(ours))))


def count_of(gold: dict[str, Any], found: dict[str, Any], kind: str) -> str:
    """How a count stands to gold's."""
    count = found["counts"].get(kind)
    number = None if count is None else count["high"] if count["low"] is None else count["low"]
    return compared(gold.get(kind), number, gold.get(kind) == number)


def main() -> None:
    """Print how many are right, wrong, missed, extra and empty in both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    table: Counter[tuple[str, str]] = Counter()
    for gold, found in matched():
        answers = [("place", place_of(gold, found)), *(("counts", count_of(gold, found, kind)) for kind in COUNTS)]
        table.update(answers)
        wrong = [f"{what} {how}" for what, how in answers if how in ("wrong", "missed", "extra")]
        if options.errors and wrong:
            print(", ".join(wrong), "|", found["evidence"][0]["quote"][:200])
    for what in ("place", "counts"):
        print(f"{what:<8}" + "  ".join(f"{how} {n}" for (kind, how), n in sorted(table.items()) if kind == what))


if __name__ == "__main__":
    main()
