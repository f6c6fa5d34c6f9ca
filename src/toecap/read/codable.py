"""Whether anything in a text could be coded, by its words alone: the tables of statements and events, asked unparsed.

A statement needs quotation marks, a reporting word, or a speaker and a colon before a line; an event needs a verb or
noun of a rule, and with it the words that the rule's pattern demands. Where none of them stands in a text in any form,
the parse would find nothing. Word order and grammar are not looked at, so much is kept from which nothing comes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from toecap.knowledge.cues import load_cues
from toecap.knowledge.events import VerbPattern, load_event_rules
from toecap.knowledge.forms import forms_of
from toecap.knowledge.topics import Words
from toecap.read.labels import names_speakers

# Of each set a text must have a word; none: the word that they belong to is enough.
Needs = tuple[frozenset[str], ...]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MARKS = re.compile(r"[\"“”„‟«»‹›]|``|''|(?<!\w)['‘’](?=\w)")


def is_quoting(text: str) -> bool:
    """Whether a text has quotation marks, or names speakers by its layout."""
    return _MARKS.search(text) is not None or names_speakers(text)


def has_words_to_code(text: str, everyday: Words) -> bool:
    """Whether a text has words that a statement or an event is coded by, apart from the everyday ones."""
    words = _words_in(text)
    known = _needs()
    return any(
        all(not words.isdisjoint(one) for one in needs)
        for word in words
        if word in known and not everyday.holds(word)
        for needs in known[word]
    )


def _words_in(text: str) -> set[str]:
    """The words of a text in lower case; of a compound with hyphens also the parts."""
    whole = set(_WORD.findall(text.lower()))
    return whole.union(*(word.split("-") for word in whole if "-" in word))


@functools.cache
def _needs() -> dict[str, tuple[Needs, ...]]:
    """By each form of each word that something is coded by, the words that it needs."""
    found: dict[str, set[Needs]] = {}
    for lemma, needs in (*_of_statements(), *_of_events()):
        for form in forms_of(lemma):
            found.setdefault(form, set()).add(needs)
    return {form: ((),) if () in needs else tuple(needs) for form, needs in found.items()}


def _of_statements() -> Iterator[tuple[str, Needs]]:
    cues = load_cues()
    yield "according", ()
    for lemma, patterns in cues.verbs.items():
        for pattern in patterns:
            yield lemma, (frozenset({pattern.preposition}),) if pattern.preposition else ()
    for noun in cues.nouns:
        yield noun, ()


def _of_events() -> Iterator[tuple[str, Needs]]:
    rules = load_event_rules()
    for lemma, verbs in rules.by_verb.items():
        for _, pattern in verbs:
            yield lemma, _companions(pattern)
    for lemma, nouns in rules.by_noun.items():
        for _, noun in nouns:
            yield lemma, (forms_of(noun.modifier),) if noun.modifier else ()


def _companions(pattern: VerbPattern) -> Needs:
    particles = tuple(frozenset({particle}) for particle in pattern.particles)
    choices = (pattern.objects, pattern.subjects, pattern.near)
    return (*particles, *(_all_forms(choice) for choice in choices if choice))


def _all_forms(lemmas: Iterable[str]) -> frozenset[str]:
    return frozenset(form for lemma in lemmas for form in forms_of(lemma))
