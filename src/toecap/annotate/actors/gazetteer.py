"""Actors that a fixed surface names, found longest first, whatever spaCy's tokens make of hyphens and points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import Words
from toecap.knowledge.loader import kept_alive
from toecap.knowledge.tables import Knowledge, Named

_PIECE = re.compile(r"\w+|[^\w\s]")
_BETWEEN = re.compile("[ -]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-", "‑": "-"})


class Surface(NamedTuple):
    """A stretch of tokens and the rows that it may mean on the report's date."""

    start: int
    end: int
    rows: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Rows by their pieces (words and signs), and how many pieces to try, most first, by the first one or two of them.

    `heads` are the words that a role phrase may be headed by: all others are none, which saves nine looks.
    """

    rows: dict[str, tuple[Named, ...]]
    firsts: frozenset[str]
    lengths: dict[str, tuple[int, ...]]
    heads: frozenset[str]


def build_gazetteer(knowledge: Knowledge) -> Gazetteer:
    with kept_alive():
        return _build(knowledge)


def _build(knowledge: Knowledge) -> Gazetteer:
    rows: dict[str, tuple[Named, ...]] = {}
    firsts: set[str] = set()
    lengths: dict[str, set[int]] = {}
    for surface, named in knowledge.named.items():
        pieces = _PIECE.findall(surface.translate(_QUOTES))
        if pieces:
            key = " ".join(pieces)
            rows[key] = rows.get(key, ()) + named
            firsts.add(pieces[0])
            lengths.setdefault(" ".join(pieces[:2]), set()).add(len(pieces))
    sizes = {begin: tuple(sorted(found, reverse=True)) for begin, found in lengths.items()}
    return Gazetteer(rows, frozenset(firsts), sizes, _role_heads(knowledge))


def _role_heads(knowledge: Knowledge) -> frozenset[str]:
    """Of the tables' role phrases the first word, what stands behind a space or hyphen up to the end, and the whole."""
    lists = vocabulary()
    heads = {*knowledge.role_nouns, *lists.organisation_nouns, *lists.person_nouns, *lists.group_nouns}
    for phrase in knowledge.role_nouns:
        heads.add(phrase.partition(" ")[0])
        heads.update(phrase[sign.end() :] for sign in _BETWEEN.finditer(phrase))
    return frozenset(heads)


def find_surfaces(words: Words, gazetteer: Gazetteer, published: str | None) -> Iterator[Surface]:
    """Non-overlapping surfaces from left to right, the longest at each place."""
    text = words.whole.translate(_QUOTES)
    spans = [m.span() for m in _PIECE.finditer(text)]
    folded = [text[a:b].casefold() for a, b in spans]
    free = 0  # behind the last surface
    for at in [i for i, piece in enumerate(folded) if piece in gazetteer.firsts]:
        if at < free:
            continue
        for length in _lengths(gazetteer, folded[at : at + 2]):
            rows = gazetteer.rows.get(" ".join(folded[at : at + length]))
            if rows is None or at + length > len(spans):
                continue
            first, last = spans[at][0], spans[at + length - 1][1]
            start, end = bisect_left(words.at, first), bisect_left(words.at, last)
            if start == end or words.at[start] != first or words.at[end - 1] + len(words.text[end - 1]) != last:
                continue  # the surface starts or ends inside a token
            fitting = tuple(row for row in rows if _fits(row, text[first:last], published))
            if fitting:
                yield Surface(start, end, fitting)
                free = at + length
                break


def _lengths(gazetteer: Gazetteer, begin: list[str]) -> tuple[int, ...]:
    """How many pieces to try where these two, or the last alone, stand."""
    longer = gazetteer.lengths.get(" ".join(begin), ()) if len(begin) > 1 else ()
    return longer + gazetteer.lengths.get(begin[0], ())


def defined_acronyms(words: Words, gazetteer: Gazetteer) -> frozenset[str]:
    """Letters that the report explains itself, "National Telecommunications Commission (NTC)", by a name not listed."""
    out = set()
    for i in range(2, len(words.text) - 1):
        letters = words.text[i]
        if words.text[i - 1] != "(" or words.text[i + 1] != ")" or not letters.isupper() or not 2 <= len(letters) <= 8:
            continue
        before = [w for w in words.text[max(0, i - 1 - 2 * len(letters)) : i - 1] if w[:1].isupper()]
        initials = "".join(w[0] for w in before)
        known = any(" ".join(before[-n:]).casefold() in gazetteer.rows for n in range(2, len(before) + 1))
        if initials.endswith(letters) and not known:
            out.add(letters.lower())
    return frozenset(out)


def _fits(row: Named, written: str, published: str | None) -> bool:
    """Letters' case and the dates of validity; a name never stands in small letters ("turkey", "in Russia today")."""
    if row.cased and written != row.surface.translate(_QUOTES):
        return False
    if any(
        name[:1].isupper() and word[:1].islower()
        for name, word in zip(row.surface.split(), written.split(), strict=False)
    ):
        return False
    if published is None:
        return True
    return (row.start is None or row.start <= published) and (row.end is None or published <= row.end)
