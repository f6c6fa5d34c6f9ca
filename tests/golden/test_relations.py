"""Quality on pairs read by people stays above its floors (tests/golden/floors.toml)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from toecap.relate.pairs import Pair
from toecap.run.relate import relate

FLOORS = Path(__file__).with_name("floors.toml")


@pytest.mark.gold
@pytest.mark.slow
def test_relations_are_not_below_their_floor(shared, tmp_path):
    gold, scorer = shared / "gold/relations/plv.train.jsonl", shared / "tools/score_relations.py"
    if not gold.is_file() or not scorer.is_file():
        pytest.skip(f"the pairs or their scorer are not here ({gold}, {scorer})")
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    found = relate(Pair(row["id"], row["sentence"], row["source"], row["target"]) for row in rows)
    out = tmp_path / "relations.jsonl"
    out.write_text("".join(json.dumps(one.to_dict()) + "\n" for one in found), "utf-8")
    done = subprocess.run([sys.executable, scorer, gold, out], capture_output=True, text=True, check=True)
    figures = {
        level: float(value) for level, value in re.findall(r"all\s+(\w+)\s+n=.*?macroF1=\s*([\d.]+)", done.stdout)
    }
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["relations"]["floors"]
    assert [f"{level} {figures[level]} < {floor}" for level, floor in floors.items() if figures[level] < floor] == []
