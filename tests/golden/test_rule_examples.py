"""Each example of an event rule yields an event of the rule's type; no counter-example yields an event of the rule.

`known_misses.toml` holds the examples that the rules do not do justice to yet. It may only shrink: what is not in it
must come out right, and what comes out right must not be in it. `rule_examples.tsv` holds all that comes out of every
example, so that a change of a rule is seen in each of them:

    python tests/golden/test_rule_examples.py

writes it anew. Read the difference before you commit it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import toecap
from toecap.annotate.pipeline import pipeline
from toecap.knowledge.events import load_event_rules
from toecap.read.report import make_report
from toecap.records import Event, Record

MISSES = Path(__file__).with_name("known_misses.toml")
TOLD = Path(__file__).with_name("rule_examples.tsv")
RULES = load_event_rules().rules


def read_all() -> dict[str, Record]:
    """The record of every example, by its words."""
    words = dict.fromkeys(example for rule in RULES for example in rule.examples + rule.not_examples)
    reports = [make_report(example, example, published="2031-03-04", language="en") for example in words]
    return {record.name: record for record in toecap.read_many(reports)}


def told(record: Record) -> list[str]:
    """A line for each event of an example: the sentence, rule, mode, code, certainty, predicate, from whom to whom."""
    names = {actor.id: actor.name for actor in record.actors}

    def line(event: Event) -> str:
        sides = [", ".join(names[one] for one in side) or "-" for side in (event.actors, event.recipients)]
        code = (event.rule or "-", event.mode or "-", event.cameo, event.certainty, event.predicate.quote)
        return "\t".join((record.name, *code, *sides))

    return [line(event) for event in record.events] or [f"{record.name}\tnothing"]


def all_told(records: dict[str, Record]) -> list[str]:
    return [line for words in sorted(records) for line in told(records[words])]


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    return read_all()


@pytest.fixture(scope="module")
def misses(records: dict[str, Record]) -> dict[str, set[str]]:
    """What comes out wrong: examples without their type, counter-examples with their rule."""
    return {
        "examples": {
            f"{rule.id}: {example}"
            for rule in RULES
            for example in rule.examples
            if rule.type not in {event.type for event in records[example].events}
        },
        "not_examples": {
            f"{rule.id}: {example}"
            for rule in RULES
            for example in rule.not_examples
            if rule.id in {event.rule for event in records[example].events}
        },
    }


@pytest.mark.parametrize("kind", ["examples", "not_examples"])
def test_every_example_comes_out_right_but_for_the_known_misses(misses, kind):
    known = tomllib.loads(MISSES.read_text("utf-8"))[kind]
    assert sorted(misses[kind] - set(known)) == []


@pytest.mark.parametrize("kind", ["examples", "not_examples"])
def test_what_comes_out_right_is_no_known_miss(misses, kind):
    known = tomllib.loads(MISSES.read_text("utf-8"))[kind]
    assert sorted(set(known) - misses[kind]) == []


def test_known_misses_are_examples_of_rules():
    told = {f"{rule.id}: {example}" for rule in RULES for example in rule.examples + rule.not_examples}
    known = tomllib.loads(MISSES.read_text("utf-8"))
    assert sorted({*known["examples"], *known["not_examples"]} - told) == []


def test_nothing_else_comes_out_of_an_example_than_did_before(records):
    """Where the change is meant: `python tests/golden/test_rule_examples.py`."""
    assert all_told(records) == TOLD.read_text("utf-8").splitlines()


def test_a_rule_is_shown_by_its_verbs_and_by_its_nouns(records):
    """A rule that never fires, and one that another overrides, has no example of its own."""
    shown = set()
    for rule in RULES:
        for example in rule.examples:
            doc = pipeline()(example)
            for event in records[example].events:
                word = doc.char_span(event.predicate.start, event.predicate.end, alignment_mode="expand")[0]
                shown.add((event.rule, "verbs" if word.pos_ in ("VERB", "AUX") else "nouns"))
    wanted = {(rule.id, kind) for rule in RULES for kind in ("verbs", "nouns") if getattr(rule, kind)}
    assert sorted(wanted - shown) == []


if __name__ == "__main__":
    TOLD.write_text("".join(f"{line}\n" for line in all_told(read_all())), "utf-8")
