"""How good `toecap relate` is on pairs read by people: python bench/relations.py [--report] [--errors N].

Needs ../shared (or TOECAP_SHARED). Prints its scorer's figures for the model alone, for the rules wherever they find an
event and the model elsewhere, and for both as `toecap relate` joins them; then the pairs a second on one core.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from toecap.relate.pairs import Pair
from toecap.run.relate import UNSURE, Relation, relate

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "relations" / "plv.train.jsonl"
WAYS = {"model": 0.0, "rules, else model": 1.1, f"rules where the model is below {UNSURE}": UNSURE}


def main() -> None:
    """Scores the three ways."""
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    asked = [Pair(row["id"], row["sentence"], row["source"], row["target"]) for row in gold]
    errors = int(sys.argv[sys.argv.index("--errors") + 1]) if "--errors" in sys.argv else 0
    for way, unsure in WAYS.items():
        started = time.perf_counter()
        found = list(relate(asked, unsure))
        took = time.perf_counter() - started
        print(f"== {way}: {len(asked) / took:.0f} pairs a second, {_by_rules(found)} answered by rules", flush=True)
        score(found)
    if errors:
        show(gold, found, errors)


def score(found: list[Relation]) -> None:
    """What the scorer prints."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        out.writelines(json.dumps(row.to_dict()) + "\n" for row in found)
        out.flush()
        options = ["--report"] if "--report" in sys.argv else []
        subprocess.run([sys.executable, SHARED / "tools/score_relations.py", GOLD, out.name, *options], check=True)


def show(gold: list[dict[str, Any]], found: list[Relation], most: int) -> None:
    """The pairs of roots that are confused most."""
    wrong = Counter((row["root"], one.root) for row, one in zip(gold, found, strict=True) if row["root"] != one.root)
    for (right, given), count in wrong.most_common(most):
        print(f"{count:4d}  {right} read as {given}")


def _by_rules(found: list[Relation]) -> int:
    return sum(one.rule != "model" for one in found)


if __name__ == "__main__":
    main()
