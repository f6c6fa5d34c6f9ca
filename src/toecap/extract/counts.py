"""How many: killed, injured, arrested, troops, protesters; bounds as the words give them."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from toecap.extract.arguments import conjuncts, logical_object, logical_subject
from toecap.knowledge.counting import CountWords, load_count_words
from toecap.records import Count, Evidence


def counts_of(doc: Doc, head: Token, type: str) -> dict[str, Count]:
    """Counts by kind at the predicate `head`; a kind that is told twice with different numbers is left out."""
    words = load_count_words()
    found: dict[str, Count] = {}
    for kind, noun in _counted_nouns(head, type, words):
        number = _number(doc, noun, words)
        if number is not None:
            found.setdefault(kind, number)
    return found


def _counted_nouns(head: Token, type: str, words: CountWords) -> list[tuple[str, Token]]:
    kind = words.by_predicate.get(head.lemma_.lower())
    pairs: list[tuple[str, Token]] = []
    if kind and head.pos_ == "VERB":
        undergoer = logical_subject(head) if head.lemma_ == "die" else logical_object(head)
        if undergoer is not None:
            pairs += [(kind, noun) for noun in conjuncts(undergoer)]
    for child in head.children:
        if child.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj"):
            by_type = words.by_noun.get((type, child.lemma_.lower()))
            if by_type:
                pairs.append((by_type, child))
        if child.dep_ in ("advcl", "conj", "xcomp") and words.by_predicate.get(child.lemma_.lower()):
            inner = logical_object(child)
            if inner is not None:
                pairs += [(words.by_predicate[child.lemma_.lower()], noun) for noun in conjuncts(inner)]
    return pairs


def _number(doc: Doc, noun: Token, words: CountWords) -> Count | None:
    number = noun if noun.pos_ == "NUM" else next((c for c in noun.children if c.dep_ == "nummod"), None)
    if number is None:
        return None
    value = _value(number, words)
    if value is None:
        return None
    before = doc[max(0, number.left_edge.i - 2) : number.i].text.lower()
    lower = any(phrase in before for phrase in words.at_least)
    upper = any(phrase in before for phrase in words.at_most)
    span = doc[number.left_edge.i : number.i + 1]
    evidence = Evidence(span.start_char, span.end_char, span.text)
    return Count(None if upper else value, None if lower else value, evidence)


def _value(number: Token, words: CountWords) -> int | None:
    text = number.lower_.replace(",", "")
    if text.isdecimal() and len(text) < 10:
        return int(text)
    return words.numbers.get(text)
