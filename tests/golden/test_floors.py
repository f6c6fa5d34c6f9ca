"""Quality on reports read by hand stays above its floors, and the floors never go down without a reason."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import toecap
from toecap.read.report import make_report

FLOORS = Path(__file__).with_name("floors.toml")
SETS = ("dev", "train")


def figures(score: dict[str, Any]) -> dict[str, float]:
    """F1 of each measure by its name, and the leak."""
    f1 = {name: part["f1"] for kind in ("statements", "events") for name, part in score[kind].items()}
    return {**f1, "leak": score["leak"] or 0.0}


@pytest.fixture(scope="module", params=SETS)
def scored(request, shared, tmp_path_factory) -> tuple[str, dict[str, float]]:
    """The scorer's figures for one gold set."""
    scorer, gold = shared / "tools" / "score_record.py", shared / "gold" / "records"
    if not scorer.is_file():
        pytest.skip(f"the record scorer is not here ({scorer})")
    index = json.loads((gold / "index.json").read_text("utf-8"))
    names = sorted(path.stem for path in (gold / request.param).glob("*.json"))
    reports = [
        make_report(
            name,
            (gold / "texts" / f"{name}.txt").read_bytes().decode("utf-8"),
            published=index.get(name, {}).get("published"),
            outlet=index.get(name, {}).get("outlet"),
            language="en",
        )
        for name in names
    ]
    out = tmp_path_factory.mktemp("records") / "records.jsonl"
    with out.open("w", encoding="utf-8") as lines:
        for record in toecap.read_many(reports):
            lines.write(json.dumps(record.to_dict(), ensure_ascii=False) + "\n")
    done = subprocess.run(
        [sys.executable, scorer, gold / request.param, gold / "texts", out, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return request.param, figures(json.loads(done.stdout))


@pytest.mark.gold
def test_quality_is_not_below_its_floor(scored):
    name, found = scored
    wanted = tomllib.loads(FLOORS.read_text("utf-8"))[name]
    short = [f"{key} {found[key]} < {floor}" for key, floor in wanted["floors"].items() if found[key] < floor]
    short += [f"{key} {found[key]} > {top}" for key, top in wanted["ceilings"].items() if found[key] > top]
    assert not short, f"{name}: {', '.join(short)} (all: {found})"


def lowered(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Which floors went down, and which ceilings up, in sections without a new reason."""
    out = []
    for name, before in old.items():
        after = new.get(name, {})
        if after.get("reason") and after.get("reason") != before.get("reason"):
            continue
        floors, ceilings = after.get("floors", {}), after.get("ceilings", {})
        out += [f"{name}.{key}" for key, value in before.get("floors", {}).items() if floors.get(key, -1) < value]
        out += [f"{name}.{key}" for key, value in before.get("ceilings", {}).items() if ceilings.get(key, 101) > value]
    return out


def committed(revision: str) -> dict[str, Any]:
    """The floors at a revision; a skip where git or the revision is not there."""
    where = FLOORS.parents[2]
    path = FLOORS.relative_to(where).as_posix()
    try:
        done = subprocess.run(
            ["git", "show", f"{revision}:{path}"], cwd=where, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("git is not here, so the floors have nothing to be compared with")
    if done.returncode != 0:
        pytest.skip(f"no {path} at {revision}, so the floors have nothing to be compared with")
    return tomllib.loads(done.stdout)


@pytest.mark.parametrize("revision", ["HEAD", "HEAD~"])
def test_no_floor_goes_down_without_a_reason(revision):
    assert not lowered(committed(revision), tomllib.loads(FLOORS.read_text("utf-8")))


def test_lowering_is_seen():
    old = {"dev": {"floors": {"type": 60.0}, "ceilings": {"leak": 10.0}}}
    assert lowered(old, old) == []
    assert lowered(old, {"dev": {"floors": {"type": 61.0}, "ceilings": {"leak": 9.0}}}) == []
    assert lowered(old, {"dev": {"floors": {"type": 59.0}, "ceilings": {"leak": 11.0}}}) == ["dev.type", "dev.leak"]
    assert lowered(old, {}) == ["dev.type", "dev.leak"]
    excused = {"dev": {"reason": "the gold was corrected", "floors": {"type": 59.0}, "ceilings": {"leak": 10.0}}}
    assert lowered(old, excused) == []
    assert lowered({"dev": {**excused["dev"], **old["dev"]}}, excused) == ["dev.type"]
