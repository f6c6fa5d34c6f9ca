"""How many: killed, injured, arrested, troops, protesters; bounds as the words give them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from spacy.tokens import Doc, Token

from toecap.annotate.actors.lookup import actors_at
from toecap.annotate.layers import text_of
from toecap.extract.arguments import conjuncts, logical_object, logical_subject, prepositional
from toecap.extract.numbers import bounds_before
from toecap.knowledge.counting import CountWords, load_count_words
from toecap.records import Count, Evidence

NEAR = 12  # words behind "left" among which "dead" is looked for


@dataclass(frozen=True, slots=True)
class Toll:
    """How many, and the nouns that name them."""

    count: Count
    nouns: tuple[Token, ...]


def tolls_of(doc: Doc, head: Token, type: str) -> dict[str, Toll]:
    """Tolls by kind at the predicate `head`: the people of one phrase added up, the first phrase of a kind kept."""
    words = load_count_words()
    found: dict[str, Toll] = {}
    for kind, nouns in _counted(head, type, words):
        counts = [count for noun in nouns if (count := _count(doc, noun, words)) is not None]
        if counts and len(counts) == len(nouns):
            found.setdefault(kind, Toll(_sum(doc, counts), tuple(nouns)))
    return found


def _counted(head: Token, type: str, words: CountWords) -> Iterator[tuple[str, list[Token]]]:
    """Kinds with the nouns that tell how many, at the predicate and at what it led to ("..., killing five")."""
    led_to = [child for child in head.children if child.dep_ in ("advcl", "conj", "xcomp", "relcl")]
    for verb in (head, *led_to):
        kind = words.by_predicate.get(verb.lemma_.lower())
        undergoer = _undergoer(verb, kind) if kind else None
        if kind and undergoer is not None:
            yield kind, list(conjuncts(undergoer))
        yield from _left_so(verb, words)
    if head.dep_ == "nsubj" and head.pos_ == "NOUN":
        yield from _left_so(head.head, words)  # "the attack left six dead"
    taking_part = [
        (kind, child)
        for child in head.children
        if child.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj")
        and (kind := words.by_noun.get((type, child.lemma_.lower())))
    ]
    for kind, pairs in groupby(taking_part, key=lambda pair: pair[0]):
        yield kind, [noun for _, noun in pairs]


def _undergoer(word: Token, kind: str) -> Token | None:
    if word.pos_ in ("NOUN", "PROPN"):
        return prepositional(word, "of")  # "the arrest of two journalists"
    return logical_subject(word) if word.lemma_ == "die" else logical_object(word)


def _left_so(verb: Token, words: CountWords) -> Iterator[tuple[str, list[Token]]]:
    """ "left six dead", "shot him dead", "caused the death of 50"."""
    if verb.pos_ != "VERB":
        return
    thing = logical_object(verb)
    leaves = verb.lemma_.lower() in words.leaving
    behind = verb.doc[verb.i + 1 : verb.i + 1 + NEAR] if leaves else ()
    state = next((c for c in behind if c.lower_ in words.by_state), None)
    if state is not None:
        # "six soldiers dead" may be parsed as a clause of its own, or as the object with an adjective behind it.
        undergoer = next((c for c in state.children if c.dep_ == "nsubj"), thing)
        if undergoer is not None and undergoer.i != state.i:
            yield words.by_state[state.lower_], [undergoer]
    if thing is None:
        return
    kind = words.by_predicate.get(thing.lemma_.lower())
    dead = prepositional(thing, "of") if kind else None
    if kind and dead is not None:
        yield kind, list(conjuncts(dead))


def _count(doc: Doc, noun: Token, words: CountWords) -> Count | None:
    """The number before the noun, or one for a single person; None for what is vague."""
    told = bounds_before(noun, words)
    if told is not None:
        low, high, start, end = told
        span = doc[start:end]
        return Count(low, high, Evidence(span.start_char, span.end_char, span.text))
    people = [doc._.actors[index] for index in actors_at(doc, noun.i)]
    if len(people) == 1 and people[0].kind == "person" and noun.tag_ in ("NN", "NNP", "PRP"):
        return Count(1, 1, Evidence(noun.idx, noun.idx + len(noun.text), noun.text))
    return None


def _sum(doc: Doc, counts: list[Count]) -> Count:
    if len(counts) == 1:
        return counts[0]
    low = [count.low for count in counts]
    high = [count.high for count in counts]
    start = min(count.evidence.start for count in counts)
    end = max(count.evidence.end for count in counts)
    return Count(
        None if None in low else sum(n for n in low if n is not None),
        None if None in high else sum(n for n in high if n is not None),
        Evidence(start, end, text_of(doc)[start:end]),
    )
