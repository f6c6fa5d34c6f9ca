"""Each example of an event rule yields an event of the rule's type; no counter-example yields an event of the rule.

`known_misses.toml` holds the examples that the rules do not do justice to yet. It may only shrink: what is not in it
must come out right, and what comes out right must not be in it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import toecap
from toecap.knowledge.events import load_event_rules
from toecap.read.report import make_report
from toecap.records import Record

MISSES = Path(__file__).parent / "known_misses.toml"
RULES = load_event_rules().rules


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """The record of every example, by its words."""
    words = dict.fromkeys(example for rule in RULES for example in rule.examples + rule.not_examples)
    reports = [make_report(example, example, published="2031-03-04", language="en") for example in words]
    return {record.name: record for record in toecap.read_many(reports)}


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
