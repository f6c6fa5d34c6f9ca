"""A sentence and two actors -> what the one does to the other."""

from __future__ import annotations

import json

import pytest

from toecap.errors import InputError
from toecap.knowledge.ontology import load_ontology
from toecap.relate.labels import root_of, type_of
from toecap.relate.marks import MOST_TOKENS, SOURCE, TARGET, encoded, spans, tagged
from toecap.relate.model import guess, load_model
from toecap.relate.pairs import Pair, pair_of_row
from toecap.run.relate import relate


def test_each_code_that_the_model_knows_has_a_root_and_a_type():
    codes = load_model().codes
    assert {type_of(code) for code in codes} == set(load_ontology().quads)
    assert len({root_of(code) for code in codes}) == 15


@pytest.mark.parametrize(
    ("cameo", "root", "type"),
    [
        ("084", "YIELD", "RETREAT"),
        ("081", "YIELD", "CONCEDE"),
        ("163", "COERCE", "SANCTION"),
        ("0256", "REQUEST", "REQUEST"),
    ],
)
def test_the_label_of_the_root_and_the_type_are_told_apart(cameo, root, type):
    assert (root_of(cameo), type_of(cameo)) == (root, type)


def test_the_target_keeps_clear_of_the_source():
    sentence = "Malian police held a Malian."
    assert spans(sentence, "Malian police", "Malian") == ((0, 13), (21, 27))


def test_a_target_inside_the_source_is_still_found():
    assert spans("Peru's army fled.", "Peru's army", "Peru") == ((0, 11), (0, 4))


def test_an_actor_that_the_sentence_does_not_name_is_left_unmarked():
    text = tagged("Peru freed two sailors.", "Peru", "Chile")
    assert SOURCE[0] in text
    assert TARGET[0] not in text


def test_what_is_marked_is_the_sentence_itself():
    text = tagged("Peru freed Chile.", "Peru", "Chile")
    for token in (*SOURCE, *TARGET):
        text = text.replace(f" {token} ", "")
    assert text == "Peru freed Chile."


def test_a_long_text_keeps_the_part_with_the_actors():
    sentence = "word " * 500 + "Peru freed Chile." + " word" * 500
    item = encoded(load_model().tokenizer, sentence, "Peru", "Chile")
    assert len(item.ids) == MOST_TOKENS
    assert 0 < item.source < item.target


@pytest.mark.parametrize(
    ("sentence", "source", "target", "root"),
    [
        ("Peru expelled two Chilean diplomats over spying.", "Peru", "Chilean diplomats", "SANCTION"),
        ("Two aid workers were kidnapped by the rebels near the lake.", "the rebels", "aid workers", "ASSAULT"),
        ("Kenya said it would not send soldiers to Somalia.", "Kenya", "Somalia", "REJECT"),
        ("Kenya has promised to send doctors to Somalia.", "Kenya", "Somalia", "AGREE"),
        ("Kenya has sent doctors and medicine to Somalia.", "Kenya", "Somalia", "AID"),
        ("Norway called on Sweden to release the fishermen.", "Norway", "Sweden", "REQUEST"),
        ("Norway released the Swedish fishermen.", "Norway", "the Swedish fishermen", "YIELD"),
        ("Norway threatened to seize the Swedish trawlers.", "Norway", "Swedish", "THREATEN"),
        ("The Chilean president met Peru's premier in Lima.", "The Chilean president", "Peru's premier", "CONSULT"),
    ],
)
def test_plain_sentences_have_their_root(sentence, source, target, root):
    assert guess(Pair("a", sentence, source, target)).root == root


def test_a_pair_is_answered_the_same_whatever_stands_beside_it():
    asked = [
        Pair(str(n), f"Peru {verb} Chile{' again' * n}.", "Peru", "Chile") for n, verb in enumerate(["met", "hit"])
    ]
    assert list(relate(asked)) == [*relate(asked[:1]), *relate(asked[1:])]


def test_a_rule_speaks_where_the_model_is_less_sure_than_asked():
    pair = Pair("a", "Peru condemned Chile on Monday.", "Peru", "Chile")
    assert [found.rule for found in relate([pair], unsure=0.0)] == ["model"]
    assert [found.rule.split(".")[0] for found in relate([pair], unsure=1.1)] == ["accuse"]


def test_no_rule_speaks_for_what_did_not_happen():
    pair = Pair("a", "Peru will not meet Chile.", "Peru", "Chile")
    assert [found.rule for found in relate([pair], unsure=1.1)] == ["model"]


def row(**fields: object) -> bytes:
    return json.dumps({"sentence": "Peru met Chile.", "source": "Peru", "target": "Chile", **fields}).encode()


def test_a_row_without_id_is_named_by_its_place():
    assert pair_of_row("pairs.jsonl:3", row()).id == "pairs.jsonl:3"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{", "not-json"),
        (b"[]", "no-object"),
        (row(sentence=None), "no-sentence"),
        (row(source=" "), "no-source"),
        (row(target=7), "no-target"),
        (row(source="\ud800"), "half-character"),
        (row(sentence="a" * 20_001), "too-long"),
    ],
)
def test_a_row_that_gives_no_pair_says_why(raw, code):
    with pytest.raises(InputError) as caught:
        pair_of_row("pairs.jsonl:3", raw)
    assert caught.value.code == code
    assert caught.value.message.startswith("pairs.jsonl:3:")
