"""Clauses that are conditions or questions: "if troops cross", "had they left", "whether he resigned"."""

from __future__ import annotations

from spacy.tokens import Token

from toecap.annotate.certainty.words import CertaintyWords
from toecap.annotate.layers import Chars

VERBAL = frozenset({"VERB", "AUX"})


def has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def condition_of(verb: Token, words: CertaintyWords) -> Chars | None:
    """The characters of the if-clause that hangs on the verb, without its "if"; None where there is none.

    "Unless" stays with its clause, which means the opposite without it.
    """
    for child in verb.children:
        if child.dep_ in ("advcl", "prep") and child.i != verb.i:
            marker = _marker(child, words)
            if marker is None:
                continue
            if marker.lower_ in words.when_markers and child.tag_ in ("VBD", "VBN"):
                continue  # "when troops crossed": it happened
            start = child.left_edge.i
            tokens = [t for t in child.subtree if not t.is_space]
            opening = marker.i if marker.lower_ == "unless" else marker.i + 1
            first = next((t for t in tokens if t.i >= opening), tokens[0]) if start <= marker.i else tokens[0]
            last = next((t for t in reversed(tokens) if not t.is_punct), tokens[-1])
            if last.i >= first.i:
                return first.idx, last.idx + len(last.text)
    return None


def _marker(clause: Token, words: CertaintyWords) -> Token | None:
    for child in clause.children:
        if child.dep_ in ("mark", "advmod") and child.lower_ in words.condition_markers | words.when_markers:
            return child
        if clause.dep_ == "prep" and child.dep_ == "pcomp":
            if child.lower_ in words.when_markers:
                return child  # "for when they cross"
            inner = next((c for c in child.children if c.lower_ in words.when_markers), None)
            if inner is not None:
                return inner
    return None


def is_condition(verb: Token, words: CertaintyWords) -> bool:
    marked = any(
        c.dep_ == "mark" or (c.dep_ == "advmod" and c.i == verb.left_edge.i and c.lower_ != "once")
        for c in verb.children
        if c.lower_ in words.condition_markers
    )
    if marked or verb.dep_ != "conj" or verb.head.pos_ not in VERBAL or verb.head.tag_ != verb.tag_:
        return marked or _is_inverted(verb)
    return not has_subject(verb) and is_condition(verb.head, words)


def _is_inverted(verb: Token) -> bool:
    """ "Had they left, ...": a condition without its "if"."""
    first = verb.left_edge
    return verb.dep_ == "advcl" and first.head.i == verb.i and first.dep_ in ("aux", "auxpass") and has_subject(verb)


def is_asked(verb: Token, words: CertaintyWords) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in words.question_markers for child in verb.children)
