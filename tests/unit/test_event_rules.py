"""Every event rule is well-formed, and its codes agree with the ontology."""

from __future__ import annotations

import pytest

from toecap.knowledge.events import EventRule, load_event_rules, parse_noun, parse_verb
from toecap.knowledge.ontology import goldstein, load_ontology, quad

RULES = load_event_rules().rules


def _is_sentence(text: str) -> bool:
    return text[0].isupper() and text[-1] in ".?!" and len(text.split()) >= 3


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_well_formed(rule: EventRule) -> None:
    ontology = load_ontology()
    assert rule.id.split(".")[0] == rule.type.lower()
    assert ontology.codes[rule.cameo] == rule.type
    assert rule.mode is None or rule.mode in ontology.modes[rule.type]
    assert set(rule.contexts) <= ontology.contexts
    assert rule.why.endswith(".")
    assert rule.verbs or rule.nouns
    assert rule.object in (None, "actor", "person", "optional")
    assert rule.needs in ("actor", "recipient", "either", "both", "none")
    assert rule.examples
    assert rule.not_examples
    assert all(map(_is_sentence, rule.examples + rule.not_examples))
    assert not any(noun.modifier in ("of", "for", "in", "on") for noun in rule.nouns)
    assert all(noun.lemma == noun.lemma.lower() for noun in rule.nouns)
    assert not any("-" in verb.lemma for verb in rule.verbs)  # three tokens, so it would never be met
    assert len(set(rule.verbs)) == len(rule.verbs)
    assert len(set(rule.nouns)) == len(rule.nouns)


def test_ids_are_unique_and_all_types_are_there() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.type for rule in RULES} == set(load_ontology().quads)


def test_no_pattern_means_two_types() -> None:
    """Where two types share a pattern, the first file would win silently."""
    seen: dict[object, str] = {}
    for rule in RULES:
        words = [(v.lemma, v.particles, word, v.subjects, v.near) for v in rule.verbs for word in v.objects or {""}]
        for pattern in (*words, *rule.nouns):
            assert seen.setdefault(pattern, rule.type) == rule.type, f"{pattern}: {seen[pattern]} and {rule.type}"


def test_patterns_are_read() -> None:
    call = parse_verb("call on")
    assert (call.lemma, call.particles, call.objects) == ("call", ("on",), frozenset())
    put = parse_verb("put =troops|army on")
    assert (put.particles, put.objects) == (("on",), {"troops", "army"})
    assert parse_verb("explode <bomb").subjects == {"bomb"}
    assert parse_verb("rule ~illegal").near == {"illegal"}
    assert parse_noun("peace talk").modifier == "peace"
    assert parse_noun("cease-fire") == parse_noun("cease fire")


def test_scores() -> None:
    assert goldstein("190") == -10
    assert quad("SANCTION") == 4
    assert quad("CONSULT") == 1
