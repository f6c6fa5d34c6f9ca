"""What of the input is coded: what the first look sets aside is counted, listed and can be had later."""

from __future__ import annotations

import itertools
import json

import pytest
import spacy
from generated.offbeat import in_disguise, offbeat
from hypothesis import given
from hypothesis import strategies as st

import toecap
from toecap.config import settings
from toecap.knowledge.cues import load_cues
from toecap.knowledge.events import load_event_rules
from toecap.knowledge.forms import forms_of
from toecap.knowledge.loader import load
from toecap.knowledge.topics import Words, load_topics
from toecap.read.codable import has_words_to_code
from toecap.read.files import reports
from toecap.read.first_look import topic_of
from toecap.read.inputs import FIRST_LOOK
from toecap.read.report import make_report
from toecap.records import Report
from toecap.run.code import Given
from toecap.run.record_files import read
from toecap.run.shards import run_shard, shard_of
from toecap.store.reader import open_store

TABLE = "Rovers 2 Athletic 1\nWanderers 0 Town 0\nUnited 4 Harbour 3\nHolt 14, Marsh 71, Quill 88\nPlayed 12, pts 27"
MATCH = (
    "Rovers scored twice in the second half to beat Athletic and climb to third in the league. The striker's first"
    " goal came from a penalty, and the winner from a corner late in the match. It was the team's fifth win."
)
COACH = f'{MATCH} "The team ran until the end," the coach said.'
TALK = "Peru's president met the foreign minister of Ecuador in Quito on Tuesday."


@pytest.fixture
def inputs(tmp_path):
    rows = [
        {"id": "table", "text": TABLE},
        {"id": "match", "text": MATCH},
        {"id": "coach", "text": COACH},
        {"id": "talk", "text": TALK, "url": "https://news.example/sport/1"},
    ]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def names(store):
    return sorted(name for (name,) in open_store(store).sql("SELECT name FROM reports").fetchall())


@pytest.mark.parametrize(
    ("options", "coded", "aside"),
    [
        ([], ["coach", "talk"], {"figures": 1, "sport": 1}),
        (["--first-look", "safe"], ["coach", "talk"], {"figures": 1, "sport": 1}),
        (["--first-look", "wide"], ["talk"], {"figures": 1, "sport": 2}),
        (["--first-look", "none"], ["coach", "match", "table", "talk"], {}),
    ],
)
def test_what_a_build_sets_aside(cli, inputs, tmp_path, options, coded, aside):
    done = cli("build", tmp_path / "store", inputs, "--json", *options)
    told = json.loads(done.stdout)
    assert (told["set_aside"], told["failed"], done.returncode) == (aside, {}, 0)
    assert names(tmp_path / "store") == coded


def test_what_is_set_aside_is_counted_in_one_line_and_listed_where_that_is_asked_for(cli, inputs, tmp_path):
    done = cli("build", tmp_path / "store", inputs, "--failures", tmp_path / "aside.jsonl")
    assert b"2 coded, 2 set aside (figures 1, sport 1)" in done.stderr
    assert b"without politics" not in done.stderr
    rows = [json.loads(line) for line in (tmp_path / "aside.jsonl").read_text("utf-8").splitlines()]
    assert [(row["name"], row["stage"], row["code"]) for row in rows] == [
        ("table", FIRST_LOOK, "figures"),
        ("match", FIRST_LOOK, "sport"),
    ]
    kept = open_store(tmp_path / "store").sql("SELECT input, stage, code FROM failures ORDER BY ALL").fetchall()
    assert kept == [("match", FIRST_LOOK, "sport"), ("table", FIRST_LOOK, "figures")]


def test_another_choice_codes_what_was_set_aside_and_nothing_twice(cli, inputs, tmp_path):
    cli("build", tmp_path / "store", inputs, "--first-look", "wide")
    told = json.loads(cli("build", tmp_path / "store", inputs, "--json", "--first-look", "none").stdout)
    assert (told["coded"], told["known"], told["set_aside"]) == (3, 1, {})
    assert names(tmp_path / "store") == ["coach", "match", "table", "talk"]


def test_what_a_store_has_is_not_set_aside_by_a_later_choice(cli, inputs, tmp_path):
    cli("build", tmp_path / "store", inputs, "--first-look", "none")
    told = json.loads(cli("build", tmp_path / "store", inputs, "--json", "--first-look", "wide").stdout)
    assert (told["coded"], told["known"], told["set_aside"]) == (0, 4, {})


def test_read_codes_everything(cli, inputs):
    done = cli("read", inputs, "--json")
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == ["table", "match", "coach", "talk"]


def test_a_shard_keeps_what_it_sets_aside(inputs, tmp_path):
    done = run_shard([str(inputs)], Given(first_look="wide"), tmp_path / "out", shard_of("1/1"), lambda item: None)
    assert [item.name for item in read(done.path)] == ["table", "match", "coach", "talk"]
    assert done.coded == 1


def test_shards_with_other_looks_are_other_files(inputs, tmp_path):
    done = [
        run_shard([str(inputs)], Given(first_look=look), tmp_path / "out", shard_of("1/1"), lambda item: None)
        for look in ("none", "safe", "wide")
    ]
    assert len({one.path for one in done}) == 3
    assert [one.coded for one in done] == [4, 2, 1]


@pytest.mark.parametrize("look", ["safe", "wide"])
@pytest.mark.parametrize(
    "sentence",
    [
        "Vladimir Putin watched from the stands.",
        "The Taliban had closed the stadium on Monday.",
        "Supporters of Hamas and the European Union sat in the crowd.",
        "Troops stood at the gates.",
    ],
)
def test_whoever_acts_in_politics_keeps_a_report(sentence, look):
    report = make_report("r", f"{TABLE}\n{sentence}", url="https://news.example/sport/1", language="en")
    assert topic_of(report, look) is None


def test_a_section_alone_sets_nothing_aside():
    report = make_report("r", "The hall was opened on Monday.", url="https://sport.example/sport/1", language="en")
    assert topic_of(report, "wide") is None


TEXTS = [topic.examples[0].split("\n", 1)[1] for topic in load_topics().topics]
PLAIN = st.sampled_from([text for text in TEXTS if topic_of(make_report("r", text, language="en"), "safe")])
CUES, RULES = load_cues(), load_event_rules()


def is_everyday(word):
    return any(topic.everyday.holds(word) for topic in load_topics().topics)


SPEAKS = sorted(
    form
    for lemma, cues in CUES.verbs.items()
    for form in forms_of(lemma)
    if any(cue.preposition is None for cue in cues) and not is_everyday(form)
)


@given(
    PLAIN,
    st.one_of(
        st.sampled_from(SPEAKS).map("Holt {} as much.".format),
        st.sampled_from(["“Fine”, it ran.", '"Fine."', "‘Fine’ as ever", "'Fine' as ever", "«Fine»", "``Fine''"]),
        st.sampled_from(sorted(name.title() for name in load().officials if " " in name and name.isascii())),
    ),
    st.booleans(),
)
def test_who_speaks_or_holds_an_office_keeps_a_report(text, more, before):
    """Whatever else a report is full of: quotation marks, a reporting word, an official's full name."""
    report = make_report("r", f"{more}\n{text}" if before else f"{text}\n{more}", language="en")
    assert topic_of(report, "safe") is None


def test_forms_hold_what_the_model_takes_for_forms():
    """Of every word that something is coded by: the exceptions of the model's own lemmatizer."""
    lemmas = {*CUES.verbs, *CUES.nouns, *RULES.by_verb, *RULES.by_noun}
    exceptions = spacy.load(settings().model).get_pipe("lemmatizer").lookups.get_table("lemma_exc")
    odd = {"addrest", "bani", "close", "mediae", "personae", "wrought", "begot"}
    missing = {
        (lemma, form)
        for kind in ("verb", "noun")
        for form, meant in exceptions[kind].items()
        for lemma in lemmas.intersection(meant)
        if form not in forms_of(lemma) and form not in odd
    }
    assert missing == set()


def test_no_report_at_hand_is_set_aside_by_the_safe_look(shared):
    """The seed, the gold reports, the corpus, and political reports that nothing was chosen with."""
    inputs = ("seed", "gold/records/texts", "corpus", "gold/statements", "gold/clusters")
    items = reports([str(shared / name) for name in inputs], Given())
    aside = [item.id for item in items if isinstance(item, Report) and topic_of(item, "safe")]
    assert aside == []


def test_what_is_coded_stands_in_words_that_the_look_knows(examples):
    """Of the bundled reports: each sentence that an event is told by, and each reporting word, alone."""
    nothing = Words(frozenset(), ())
    for record in toecap.read_many(make_report(row["id"], row["text"], language="en") for row in examples):
        told = [event.evidence[0].quote for event in record.events]
        told += [statement.cue.quote for statement in record.statements if statement.cue]
        assert [words for words in told if not has_words_to_code(words, nothing)] == []


def test_nothing_is_coded_in_what_the_safe_look_sets_aside():
    aside = [report for report in offbeat(500, seed=4, half="held_out") if topic_of(report, "safe")]
    assert len(aside) > 100
    found = {
        record.name: (record.events, record.statements)
        for record in toecap.read_many(aside)
        if record.events or record.statements
    }
    assert found == {}


@pytest.mark.parametrize("look", ["safe", "wide"])
def test_a_sentence_of_politics_keeps_a_made_report(look):
    assert [report.id for report in in_disguise(180, seed=1) if topic_of(report, look)] == []


def test_the_wide_look_sets_aside_what_the_safe_one_does():
    for report in itertools.chain(offbeat(200, 1, "open"), offbeat(200, 1, "held_out")):
        assert topic_of(report, "safe") is None or topic_of(report, "wide") is not None


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


@pytest.mark.parametrize("executor", ["serial", "process:1"])
def test_statements_alone_are_those_of_a_whole_record(inputs, tmp_path, executor):
    only = Given(only="statements")
    both = [
        list(read(run_shard([str(inputs)], given, tmp_path / "out", shard_of("1/1"), print, executor).path))
        for given in (Given(), only)
    ]
    assert [record.statements for record in both[0]] == [record.statements for record in both[1]]
    assert [len(record.events) for record in both[0]] == [0, 0, 0, 1]
    assert [record.events for record in both[1]] == [()] * 4


def test_a_store_of_statements_alone_is_coded_anew_where_that_is_asked_for(cli, inputs, tmp_path):
    cli("build", tmp_path / "store", inputs, "--only", "statements")
    count = "SELECT (SELECT count(*) FROM statements), (SELECT count(*) FROM events)"
    assert open_store(tmp_path / "store").sql(count).fetchall() == [(1, 0)]
    told = json.loads(cli("build", tmp_path / "store", "--recode", "--json").stdout)
    assert told["recoded"] == 2
    assert open_store(tmp_path / "store").sql(count).fetchall() == [(1, 1)]


def test_records_of_statements_alone_go_into_no_store_of_all(cli, inputs, tmp_path):
    assert cli("run", inputs, "--out", tmp_path / "out", "--only", "statements").returncode == 0
    refused = cli("build", tmp_path / "store", tmp_path / "out")
    assert (refused.returncode, b"--only" in refused.stderr) == (2, True)
    assert cli("build", tmp_path / "store", tmp_path / "out", "--only", "statements").returncode == 0
