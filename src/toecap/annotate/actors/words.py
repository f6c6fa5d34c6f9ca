"""A Doc as plain lists: one pass over the tokens, so that the rules after it never touch a Token again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, LOWER, ORTH, SENT_START, SPACY, TAG
from spacy.tokens import Doc

_HASH = (1 << 64) - 1  # hashes of strings are unsigned, offsets of heads are not


@dataclass(frozen=True, slots=True)
class Words:
    """`whole` is the text; the rest are columns by token index.

    `kids` are the syntactic children in order; `ent` the entity label or ''.
    """

    whole: str
    text: list[str]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    left: list[int]
    right: list[int]
    kids: list[list[int]]
    ent: list[str]
    ents: list[tuple[int, int, str]]
    sent: list[int]
    paragraph: list[int]
    at: list[int]
    quoted: list[bool]

    def ents_at(self, i: int) -> list[tuple[int, int, str]]:
        """The entity that covers token `i`, if one does."""
        return [ent for ent in self.ents if ent[0] <= i < ent[1]] if self.ent[i] else []

    def phrase(self, start: int, end: int) -> str:
        """Lower-case words from `start` to `end`, one space between."""
        return " ".join(self.lower[start:end])

    def text_between(self, start: int, end: int) -> str:
        """The report's own letters from token `start` to the end of token `end - 1`."""
        return self.whole[self.at[start] : self.at[end - 1] + len(self.text[end - 1])]


_COLUMNS = [ORTH, LOWER, LEMMA, TAG, DEP, HEAD, ENT_TYPE, ENT_IOB, SENT_START, IDX, SPACY]


def read_words(doc: Doc) -> Words:
    """One call into spaCy for all columns: a Token for each word would cost more than all the rules together."""
    table = doc.to_array(_COLUMNS).astype(np.int64).T.tolist() if len(doc) else [[] for _ in _COLUMNS]
    strings = doc.vocab.strings
    orth, lower, lemma, tag, dep, offset, ent, iob, sent_start, at, spaces = table
    named = {n: strings[n & _HASH] for n in {*orth, *lower, *lemma, *tag, *dep, *ent}}
    small = {n: named[n].lower().replace("’", "'") for n in {*lower, *lemma}}
    head = [i + o for i, o in enumerate(offset)]
    kids: list[list[int]] = [[] for _ in head]
    for i, h in enumerate(head):
        if h != i:
            kids[h].append(i)
    text = [named[n] for n in orth]
    left, right = _edges(head, kids)
    return Words(
        whole="".join([word + " " if space else word for word, space in zip(text, spaces, strict=True)]),
        text=text,
        lower=[small[n] for n in lower],
        lemma=[small[n] for n in lemma],
        tag=[named[n] for n in tag],
        dep=[named[n] for n in dep],
        head=head,
        left=left,
        right=right,
        kids=kids,
        ent=[named[n] for n in ent],
        ents=_entities(ent, iob, named),
        sent=_sentence_numbers(sent_start),
        paragraph=_paragraph_numbers(text),
        at=at,
        quoted=_quoted(text),
    )


def _entities(ent: list[int], iob: list[int], named: dict[int, str]) -> list[tuple[int, int, str]]:
    """Entities as (start, end, label); spaCy marks a first token with 3 and an inner one with 1."""
    out: list[tuple[int, int, str]] = []
    for i, mark in enumerate(iob):
        if mark == 3:
            out.append((i, i + 1, named[ent[i]]))
        elif mark == 1 and out:
            out[-1] = (out[-1][0], i + 1, out[-1][2])
    return out


def _edges(head: list[int], kids: list[list[int]]) -> tuple[list[int], list[int]]:
    """First and last token of each token's subtree, without recursion: a sentence may be 20,000 words deep."""
    left, right = list(range(len(head))), list(range(len(head)))
    order = [i for i, h in enumerate(head) if h == i]
    for i in order:  # grows while it is read: parents come before their children
        order.extend(kids[i])
    for i in reversed(order):
        h = head[i]
        if left[i] < left[h]:
            left[h] = left[i]
        if right[i] > right[h]:
            right[h] = right[i]
    return left, right


def _sentence_numbers(starts: list[int]) -> list[int]:
    numbers, current = [], -1
    for mark in starts:
        current += mark == 1 or current < 0
        numbers.append(current)
    return numbers


def _paragraph_numbers(text: list[str]) -> list[int]:
    numbers, current = [], 0
    for word in text:
        numbers.append(current)
        current += "\n" in word
    return numbers


def _quoted(text: list[str]) -> list[bool]:
    """Whether a token stands inside double quotation marks. A new paragraph closes a straight quote left open."""
    inside, out = False, []
    for word in text:
        if word in ("“", "«", "„"):
            inside = True
        elif word in ("”", "»"):
            inside = False
        elif word in ('"', "``", "''"):
            inside = not inside
        elif "\n" in word:
            inside = False
        out.append(inside)
    return out
