"""The sentences that the relation model is trained on: each slot of the grammar can be filled, each code is known."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

from toecap.relate.labels import root_of, type_of

# A run of so many words is no set phrase any more.
REPEATED = 10
FOLDER = Path(__file__).parents[2] / "training" / "relations"


@pytest.fixture(scope="module")
def made():
    spec = importlib.util.spec_from_file_location("training_sentences", FOLDER / "sentences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_code_has_a_root_and_a_type(made):
    for code in made.load().frames:
        assert root_of(code)
        assert type_of(code)


def test_sentences_are_whole(made):
    for _, text in made.sentences(1500, 1):
        assert not re.search(r"[{}|@]|\$[a-zA-Z]|\((?!AP|Reuters|AFP|Xinhua|dpa|IRNA)", text), text
        assert text.count("<s>") == text.count("</s>") >= 1
        assert text.count("<t>") == text.count("</t>")
        assert text.endswith(".")


def test_the_same_seed_gives_the_same_sentences(made):
    assert list(made.sentences(50, 3)) == list(made.sentences(50, 3))


def words(marked: str) -> list[str]:
    """The words, each actor as one."""
    return re.findall(r"[a-z]+", re.sub(r"<([st])>.*?</\1>", "someone", marked).lower())


def runs(text: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(text[at : at + length]) for at in range(len(text) - length + 1)}


@pytest.mark.gold
def test_no_training_sentence_repeats_a_pair_that_is_measured_with(made, shared):
    lines = (shared / "gold/relations/plv.train.jsonl").read_text("utf-8").splitlines()
    measured = {run for line in lines for run in runs(words(json.loads(line)["marked"]), REPEATED)}
    written = [line.partition(" | ")[2] for line in (FOLDER / "handwritten.txt").read_text("utf-8").splitlines()]
    trained = [*written, *(text for _, text in made.sentences(5000, 1))]
    assert [text for text in trained if runs(words(text), REPEATED) & measured] == []


def test_handwritten_sentences_mark_two_actors():
    rows = [line for line in (FOLDER / "handwritten.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    for line in rows:
        code, bar, text = line.partition(" | ")
        assert bar
        assert root_of(code)
        assert re.search(r"<s>.+</s>", text), line
        assert re.search(r"<t>.+</t>", text), line
