"""The recipes of CONTRIBUTING.md hold."""

from __future__ import annotations

import re
from pathlib import Path

from toecap.knowledge.events import parse_file
from toecap.knowledge.loader import DATA
from toecap.knowledge.ontology import load_ontology

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")


def test_the_rule_shown_is_a_rule():
    (block,) = re.findall(r"```toml\n(.*?)```\n", TEXT, re.DOTALL)
    (rule,) = parse_file('type = "THREATEN"\n' + block)
    assert load_ontology().codes[rule.cameo] == "THREATEN"
    assert rule.examples
    assert rule.not_examples
    assert rule.mode in (None, *load_ontology().modes["THREATEN"])


def test_the_tables_named_are_there():
    named = set(re.findall(r"`(\w+\.csv)`", TEXT))
    assert named
    assert {name for name in named if not (DATA / name).is_file()} == set()
