"""Part of speech, morphology and lemma of each word: what spaCy's attribute ruler and lemmatizer say, asked once.

The ruler holds 179 patterns against each word. Nearly all look at a word's tag, relation and lower-case form, and name
few forms and relations; so words are of some hundred kinds, each of which is put to those patterns once. The others are
put to each report, as ever. A lemma hangs on word, part of speech and morphology.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

# Tag, form and relation (None: one that no pattern names), whether it is white space.
Kind = tuple[int, int | None, int | None, int]
Values = tuple[int, ...]  # one for each of _CHANGED; 0: not told

_SEEN = (TAG, LOWER, DEP, IS_SPACE, ORTH)
_CHANGED = (TAG, DEP, POS, MORPH, LEMMA)
_MOST_LEMMAS = 200_000


class WordRules:
    """Both components in one, as a function on a Doc."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._lemmatizer = lemmatizer
        self._changes: list[dict[int, int]] = ruler.attrs
        self._indices: list[int] = ruler.indices
        self._by_kind, self._by_report = Matcher(ruler.vocab), Matcher(ruler.vocab)
        forms: set[str] = set()
        relations: set[str] = set()
        rows: Any = ruler.patterns
        for number, row in enumerate(rows):
            for pattern in row["patterns"]:
                by_kind = len(pattern) == 1 and _plain(pattern[0])
                (self._by_kind if by_kind else self._by_report).add(str(number), [pattern])
                if by_kind:
                    forms |= _named(pattern[0].get("LOWER", ()))
                    relations |= _named(pattern[0].get("DEP", ()))
        self._strings = ruler.vocab.strings
        self._forms = {self._strings.add(form) for form in forms}
        self._relations = {self._strings.add(relation) for relation in relations}
        self._rules_of: dict[Kind, list[int]] = {}
        self._values_of: dict[Kind, Values] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Sets what the ruler and then the lemmatizer would set."""
        if not len(doc):
            return doc
        tags, lowers, relations, spaces, words = doc.to_array(list(_SEEN)).T.tolist()
        told = self._told(doc, self._kinds(tags, lowers, relations, spaces))
        lemmas = self._lemmas
        values = [
            (tag or old_tag, dep or old_dep, pos, morph, lemma or lemmas.get((word, pos, morph), 0))
            for (tag, dep, pos, morph, lemma), old_tag, old_dep, word in zip(told, tags, relations, words, strict=True)
        ]
        rows: Any = np.array(values, dtype=np.uint64)
        doc.from_array(list(_CHANGED), rows)
        for i, (*_, pos, morph, lemma) in enumerate(values):
            if not lemma:
                self._learn_lemma(doc, i, (words[i], pos, morph))
        return doc

    def _kinds(self, tags: list[int], lowers: list[int], relations: list[int], spaces: list[int]) -> list[Kind]:
        forms, named = self._forms, self._relations
        return [
            (tag, lower if lower in forms else None, relation if relation in named else None, space)
            for tag, lower, relation, space in zip(tags, lowers, relations, spaces, strict=True)
        ]

    def _told(self, doc: Doc, kinds: list[Kind]) -> list[Values]:
        values_of = self._values_of
        for i, kind in enumerate(kinds):
            if kind not in values_of:
                self._rules_of[kind] = self._rules(self._by_kind(doc[i : i + 1], allow_missing=True))
                values_of[kind] = self._fold(self._rules_of[kind])
        told = [values_of[kind] for kind in kinds]
        more: dict[int, list[int]] = {}
        for match, start, end in self._by_report(doc, allow_missing=True):
            number = int(self._strings[match])
            more.setdefault(range(start, end)[self._indices[number]], []).append(number)
        for i, rules in more.items():
            told[i] = self._fold([*self._rules_of[kinds[i]], *rules])
        return told

    def _rules(self, matches: list[tuple[int, int, int]]) -> list[int]:
        return [int(self._strings[match]) for match, _, _ in matches]

    def _fold(self, rules: list[int]) -> Values:
        """What the rules set; a later one has precedence."""
        values: dict[int, int] = {}
        for number in sorted(rules):
            values |= self._changes[number]
        return tuple(values.get(attribute, 0) for attribute in _CHANGED)

    def _learn_lemma(self, doc: Doc, i: int, key: tuple[int, int, int]) -> None:
        token = doc[i]
        token.lemma_ = self._lemmatizer.lemmatize(token)[0]
        if len(self._lemmas) >= _MOST_LEMMAS:
            self._lemmas.clear()
        self._lemmas[key] = token.lemma


def suits(ruler: AttributeRuler, lemmatizer: Lemmatizer) -> bool:
    """Whether the ruler changes, and the lemmatizer hangs on, nothing but what is looked at here."""
    by_word = type(lemmatizer) in (Lemmatizer, EnglishLemmatizer) and lemmatizer.mode in ("rule", "lookup")
    return by_word and not lemmatizer.overwrite and all(set(change) <= set(_CHANGED) for change in ruler.attrs)


def _plain(token: dict[str, Any]) -> bool:
    """Whether the kind of a word decides about a pattern of one word."""
    conditions = {key for value in token.values() if isinstance(value, dict) for key in value}
    return set(token) <= {"TAG", "LOWER", "DEP", "IS_SPACE"} and conditions <= {"IN", "NOT_IN"}


def _named(condition: Any) -> set[str]:
    """The words of a condition on one feature: "is", or {"IN": ["is", "are"]}."""
    if isinstance(condition, str):
        return {condition}
    return {word for words in dict(condition).values() for word in words}
