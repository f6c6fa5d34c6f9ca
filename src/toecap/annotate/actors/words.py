"""A Doc as plain lists: one pass over the tokens, so that the rules after it never touch a Token again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, LOWER, ORTH, SENT_START, TAG
from spacy.strings import StringStore
from spacy.tokens import Doc

from toecap.annotate.layers import text_of

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
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
    kids: list[Sequence[int]]
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


_COLUMNS = [ORTH, LOWER, LEMMA, TAG, DEP, HEAD, ENT_TYPE, ENT_IOB, SENT_START, IDX]
_OPENING, _CLOSING, _STRAIGHT = ("“", "«", "„"), ("”", "»"), ('"', "``", "''")
_MARKS = frozenset(_OPENING + _CLOSING + _STRAIGHT)
_CHILDLESS: tuple[int, ...] = ()


class _Strings(dict[int, str]):
    """The strings of hashes, asked of spaCy once: a hash is of the same string in every vocabulary."""

    source: StringStore

    def __missing__(self, n: int) -> str:
        text = self[n] = self.source[n & _HASH]
        return text


class _Small(dict[int, str]):
    """The strings of hashes in small letters."""

    def __missing__(self, n: int) -> str:
        text = self[n] = _STRINGS[n].lower().replace("’", "'")
        return text


_STRINGS, _SMALL = _Strings(), _Small()


def read_words(doc: Doc) -> Words:
    """One call into spaCy for all columns: a Token for each word would cost more than all the rules together."""
    array = doc.to_array(_COLUMNS).astype(np.int64).T if len(doc) else np.zeros((len(_COLUMNS), 0), np.int64)
    orth, lower, lemma, tag, dep, _, ent, _, _, at = array.tolist()
    _STRINGS.source = doc.vocab.strings
    string, small = _STRINGS.__getitem__, _SMALL.__getitem__
    text = list(map(string, orth))
    heads = np.arange(len(orth)) + array[5]
    left, right = _edges(heads)
    special = {n for n in set(orth) if _STRINGS[n] in _MARKS or "\n" in _STRINGS[n]}
    marks = [i for i, n in enumerate(orth) if n in special]
    return Words(
        whole=text_of(doc),
        text=text,
        lower=list(map(small, lower)),
        lemma=list(map(small, lemma)),
        tag=list(map(string, tag)),
        dep=list(map(string, dep)),
        head=heads.tolist(),
        left=left,
        right=right,
        kids=_kids(heads),
        ent=list(map(string, ent)),
        ents=_entities(array[7], ent),
        sent=_sentence_numbers(array[8]),
        paragraph=_paragraph_numbers(text, marks),
        at=at,
        quoted=_quoted(text, marks),
    )


def _kids(heads: npt.NDArray[np.int64]) -> list[Sequence[int]]:
    """The children of each token, in order; half of the tokens have none, and share it."""
    inner = np.flatnonzero(heads != np.arange(len(heads)))
    above = heads[inner]
    ordered = inner[np.argsort(above, kind="stable")].tolist()
    ends = np.cumsum(np.bincount(above, minlength=len(heads))).tolist()
    return [ordered[a:b] if a < b else _CHILDLESS for a, b in pairwise([0, *ends])]


def _entities(iob: npt.NDArray[np.int64], ent: list[int]) -> list[tuple[int, int, str]]:
    """Entities as (start, end, label); spaCy marks a first token with 3 and an inner one with 1."""
    out: list[tuple[int, int, str]] = []
    for i in np.flatnonzero(iob == 3).tolist():
        end = i + 1
        while end < len(iob) and iob[end] == 1:
            end += 1
        out.append((i, end, _STRINGS[ent[i]]))
    return out


def _edges(heads: npt.NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """First and last token of each token's subtree. Each round looks twice as far up: a sentence may be 20,000 deep."""
    left = np.arange(len(heads))
    right = left.copy()
    up = heads
    while True:
        np.minimum.at(left, up, left.copy())
        np.maximum.at(right, up, right.copy())
        further = up[up]
        if np.array_equal(further, up):
            return left.tolist(), right.tolist()
        up = further


def _sentence_numbers(starts: npt.NDArray[np.int64]) -> list[int]:
    numbers = np.cumsum(starts == 1)
    numbers -= numbers[:1]  # the first token opens a sentence, marked or not
    found: list[int] = numbers.tolist()
    return found


def _paragraph_numbers(text: list[str], marks: list[int]) -> list[int]:
    numbers: list[int] = []
    breaks = [i for i in marks if "\n" in text[i]]
    for number, i in enumerate([*breaks, len(text) - 1]):
        numbers += [number] * (i + 1 - len(numbers))
    return numbers


def _quoted(text: list[str], marks: list[int]) -> list[bool]:
    """Whether a token stands inside double quotation marks. A new paragraph closes a straight quote left open."""
    inside = False
    out: list[bool] = []
    for i in marks:
        out += [inside] * (i - len(out))
        word = text[i]
        inside = word in _OPENING or (word in _STRAIGHT and not inside)
        out.append(inside)
    return out + [inside] * (len(text) - len(out))
