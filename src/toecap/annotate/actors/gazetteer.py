"""Actors that a fixed surface names, found longest first, whatever spaCy's tokens make of hyphens and points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from toecap.annotate.actors.words import Words
from toecap.knowledge.loader import kept_alive
from toecap.knowledge.tables import Knowledge, Named

_PIECE = re.compile(r"\w+|[^\w\s]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Surface:
    """A stretch of tokens and the rows that it may mean on the report's date."""

    start: int
    end: int
    rows: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Rows by their pieces (words and signs), and for each first piece how many pieces to try, most first."""

    rows: dict[str, tuple[Named, ...]]
    lengths: dict[str, tuple[int, ...]]


def build_gazetteer(knowledge: Knowledge) -> Gazetteer:
    with kept_alive():
        return _build(knowledge)


def _build(knowledge: Knowledge) -> Gazetteer:
    rows: dict[str, tuple[Named, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for surface, named in knowledge.named.items():
        pieces = _PIECE.findall(surface.translate(_QUOTES))
        if pieces:
            key = " ".join(pieces)
            rows[key] = rows.get(key, ()) + named
            lengths.setdefault(pieces[0], set()).add(len(pieces))
    return Gazetteer(rows, {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()})


def find_surfaces(words: Words, gazetteer: Gazetteer, published: str | None) -> Iterator[Surface]:
    """Non-overlapping surfaces from left to right, the longest at each place."""
    text = words.whole.translate(_QUOTES)
    spans = [m.span() for m in _PIECE.finditer(text)]
    folded = [text[a:b].casefold() for a, b in spans]
    at = 0
    while at < len(folded):
        size = 0
        for length in gazetteer.lengths.get(folded[at], ()):
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
                size = length
                break
        at += size or 1


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
