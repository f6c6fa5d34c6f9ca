"""Scores of records against gold."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

import toecap
from toecap.cli.commands import app
from toecap.errors import UsageError
from toecap.measure.score import load, score


@pytest.fixture(scope="module")
def gold() -> dict:
    """A record of a report that tells of what happened, and of what did not."""
    record = toecap.read(
        "Russia’s foreign minister, Sergei Lavrov, met his Turkish counterpart in Ankara on Tuesday. "
        "“We will withdraw our troops if Kyiv agrees,” Mr Lavrov said. France condemned Iran on Monday.",
        published="2022-02-03",
    )
    return json.loads(json.dumps(record.to_dict()))


def test_gold_against_itself_is_all_right(gold: dict):
    total = score({"r": gold}, {"r": gold})
    assert {name: figure.f1 for name, figure in total.figures().items()} == dict.fromkeys(
        ("content", "attributed", "form", "type", "triple"), 1.0
    )
    shares = total.shares()
    assert shares["leak"][0] == 0
    assert shares["leak"][1] > 0
    assert shares["dated"][0] == shares["dated"][1] > 0
    assert not total.missed
    assert not total.spare


def test_a_report_without_record_misses_all(gold: dict):
    total = score({"r": gold}, {})
    assert total.figures()["type"].recall == 0
    assert len(total.missed) == len(gold["statements"]) + sum(one["certainty"] == "actual" for one in gold["events"])


def test_what_did_not_happen_told_as_done_is_a_leak(gold: dict):
    given = copy.deepcopy(gold)
    for event in given["events"]:
        event["certainty"] = "actual"
    leaked, of = score({"r": gold}, {"r": given}).shares()["leak"]
    assert leaked == of > 0


def test_the_wrong_speaker_and_the_wrong_side_are_wrong(gold: dict):
    given = copy.deepcopy(gold)
    for actor in given["actors"]:
        actor.update(name="Someone Else", country="NZL")
    figures = score({"r": gold}, {"r": given}).figures()
    assert figures["content"].f1 == 1
    assert figures["attributed"].right == 0
    assert figures["triple"].right == 0


def test_what_is_no_record_is_named(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text('{"no": "record"}\n')
    with pytest.raises(UsageError, match="no record"):
        load(tmp_path / "a.jsonl")
    (tmp_path / "b").mkdir()
    with pytest.raises(UsageError, match="holds no record"):
        load(tmp_path / "b")


def test_the_command_prints_every_measure(tmp_path: Path, gold: dict, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n")
    app(
        [*"score gold.jsonl gold.jsonl --json".replace("gold", str(tmp_path / "gold")).split()],
        result_action="return_value",
    )
    row = json.loads(capsys.readouterr().out)
    assert row["reports"] == 1
    assert row["triple"]["f1"] == 1
    assert row["leak"]["share"] == 0
