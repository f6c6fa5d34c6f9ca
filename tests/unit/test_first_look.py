"""The first look: what it sets aside is told and kept as a failure; what might be politics is coded."""

from __future__ import annotations

import json
import sys

import pytest
from tests.conftest import ROOT

from toecap.read.first_look import topic_of
from toecap.read.inputs import FIRST_LOOK
from toecap.read.report import make_report
from toecap.run.code import Given
from toecap.run.record_files import read
from toecap.run.shards import run_shard, shard_of
from toecap.store.reader import open_store

sys.path.insert(0, str(ROOT / "bench"))
from generated.offbeat import in_disguise, offbeat

MATCH = (
    "Rovers scored twice in the second half to beat Athletic and climb to third in the league. The striker's first"
    " goal came from a penalty, and the winner from a corner late in the match. It was the team's fifth win."
)
TALK = "Peru's president met the foreign minister of Ecuador in Quito on Tuesday."


@pytest.fixture
def inputs(tmp_path):
    rows = [{"id": "match", "text": MATCH}, {"id": "talk", "text": TALK, "url": "https://news.example/sport/1"}]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_sport_is_set_aside_where_that_is_asked_for_and_told(cli, inputs, tmp_path):
    done = cli("build", tmp_path / "store", inputs, "--json", "--first-look")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert (told["coded"], told["set_aside"], told["failed"]) == (1, {"sport": 1}, {})
    assert b"match: is sport" in done.stderr
    store = open_store(tmp_path / "store")
    assert store.sql("SELECT name FROM reports").fetchall() == [("talk",)]
    assert store.sql("SELECT input, stage, code FROM failures").fetchall() == [("match", FIRST_LOOK, "sport")]


def test_everything_is_coded_unless_it_is_asked_for(cli, inputs, tmp_path):
    done = cli("build", tmp_path / "store", inputs, "--json")
    assert (json.loads(done.stdout)["coded"], done.returncode) == (2, 0)


def test_read_codes_everything(cli, inputs):
    assert [json.loads(line)["name"] for line in cli("read", inputs, "--json").stdout.splitlines()] == ["match", "talk"]


def test_a_shard_keeps_what_it_sets_aside(inputs, tmp_path):
    done = run_shard([str(inputs)], Given(first_look=True), tmp_path / "out", shard_of("1/1"), lambda item: None)
    assert [item.name for item in read(done.path)] == ["match", "talk"]
    assert done.coded == 1


def test_a_shard_with_the_first_look_and_without_are_two_files(inputs, tmp_path):
    both = [
        run_shard([str(inputs)], Given(first_look=look), tmp_path / "out", shard_of("1/1"), lambda item: None)
        for look in (False, True)
    ]
    assert both[0].path != both[1].path
    assert [one.coded for one in both] == [2, 1]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vladimir Putin watched from the stands.",
        "The Taliban had closed the stadium on Monday.",
        "Supporters of Hamas and the European Union sat in the crowd.",
        "Troops stood at the gates.",
    ],
)
def test_whoever_acts_in_politics_keeps_a_report(sentence):
    report = make_report("r", f"{MATCH} {sentence}", url="https://news.example/sport/1", language="en")
    assert topic_of(report) is None


def test_a_section_alone_sets_nothing_aside():
    report = make_report("r", "The hall was opened on Monday.", url="https://sport.example/sport/1", language="en")
    assert topic_of(report) is None


def test_made_reports_are_told_apart():
    """Most of those without politics are set aside, and none of those with a sentence of politics."""
    plain = [topic_of(report) for report in offbeat(180, seed=1)]
    assert sum(topic is not None for topic in plain) > 0.8 * len(plain)
    assert [report.id for report in in_disguise(180, seed=1) if topic_of(report)] == []


def test_only_reports_that_name_the_actors_are_read(cli, tmp_path):
    texts = {
        "own name": "Russian troops crossed the river.",
        "official": "Vladimir Putin was late.",
        "group": "Hamas fighters left the camp.",
        "none": "Peru met Ecuador. Let us go.",
    }
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(json.dumps({"id": id, "text": text}) for id, text in texts.items()), "utf-8")
    done = cli("read", path, "--json", "--actors", "Russia, Hamas,US")
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == ["own name", "official", "group"]
    assert b"1 set aside (other-actors 1)" in done.stderr
    assert done.returncode == 0


def test_actors_that_no_table_knows_are_looked_for_as_they_are_written(cli, tmp_path):
    path = tmp_path / "reports.jsonl"
    texts = ["The Larch League met in Quito.", "The league met in Quito."]
    path.write_text("\n".join(json.dumps({"id": text, "text": text}) for text in texts), "utf-8")
    done = cli("read", path, "--json", "--actors", "Larch League")
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == texts[:1]


def test_a_list_of_no_actors_is_wrong_usage(cli, inputs):
    assert cli("read", inputs, "--actors", " , ").returncode == 2
