"""Times: every example of times.toml, and what only several rules together bring about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from toecap.annotate.times import find_times
from toecap.annotate.times.rules import read_toml

RULES: list[dict[str, Any]] = read_toml()["rule"]
EXAMPLES = [
    pytest.param(*example, id=f"{rule['name']}: {example[0]}") for rule in RULES for example in rule.get("examples", [])
]
COUNTER = [pytest.param(text, id=f"{rule['name']}: {text}") for rule in RULES for text in rule.get("not_examples", [])]


def found(text: str, published: str | None) -> list[tuple[str, str]]:
    spans = find_times(text, date.fromisoformat(published) if published else None)
    return [(span.when.start, span.when.end) for span in spans]


@pytest.mark.parametrize(("text", "published", "start", "end"), EXAMPLES)
def test_example_of_rule(text: str, published: str, start: str, end: str) -> None:
    assert found(text, published) == [(start, end)]


@pytest.mark.parametrize("text", COUNTER)
def test_counter_example_of_rule(text: str) -> None:
    assert found(text, "2022-02-02") == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["name"]))
def test_rule_says_why(rule: dict[str, Any]) -> None:
    assert rule["why"]
    assert rule.get("examples") or rule.get("not_examples")
