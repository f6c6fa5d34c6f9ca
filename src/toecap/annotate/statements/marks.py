"""Quotation marks paired into quotations, paragraph by paragraph. Linear in the text, and never an exception.

Newspapers open a quotation again on each paragraph and close only the last; a mark may be lost; an apostrophe may
look like a mark. Marks of a kind are paired with a stack inside a paragraph, so that a lost mark harms no other
paragraph; what is left open then looks for its continuation in the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from toecap.annotate.layers import Chars

Role = Literal["open", "close", "either"]

_DOUBLE = re.compile("[\"“”„‟«»\u201e]|``|''")
_SINGLE = re.compile("[‘’'‹›]")
_LINE = re.compile(r"[^\n\r\u2029]+")
_OPENERS = frozenset("“„‟«")
_CLOSERS = frozenset("”»")
_BEFORE_OPENER = frozenset(" \t\u00a0([{-–—/:;,\"“”'‘…\u2009\u202f")
# A quotation that nobody closed or reopened is believed for this many lines only.
_MAX_OPEN_LINES = 12


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: the inside of its marks, a span for each paragraph. `closed` is False where the end is guessed."""

    pieces: tuple[Chars, ...]
    closed: bool
    single: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    role: Role


def find_quotations(text: str, elisions: frozenset[str] = frozenset()) -> tuple[Quotation, ...]:
    """All outermost quotations, in order. `elisions` are words that an apostrophe begins ("em", "tis")."""
    paragraphs = [(m.start(), m.end()) for m in _LINE.finditer(text) if not m.group().isspace()]
    found: list[Quotation] = []
    carried: list[Chars] = []
    for index, (start, end) in enumerate(paragraphs):
        marks = [_classify(text, m.start(), m.end(), start, end) for m in _DOUBLE.finditer(text, start, end)]
        carried, marks, start_at = _continue(text, carried, marks, start, end, found)
        pairs, left_open = _pair(marks)
        found += [Quotation(((a, b),), True, False) for a, b in pairs if b > a]
        # With their marks: '' is two apostrophes to the eye that looks for single ones.
        pairs_all = [(a - 2, b + 2) for a, b in pairs]
        pairs_all = pairs_all if start_at == start else [(start, start_at), *pairs_all]
        found += _singles(text, start, end, pairs_all, left_open, elisions)
        if left_open is not None:
            carried = [*carried, (left_open, end)]
            if len(carried) > _MAX_OPEN_LINES or not _goes_on(
                text, paragraphs[index + 1 : index + 1 + _MAX_OPEN_LINES]
            ):
                found.append(Quotation(tuple(carried), False, False))
                carried = []
    if carried:
        found.append(Quotation(tuple(carried), False, False))
    return _outermost(found)


def _classify(text: str, at: int, stop: int, start: int, end: int) -> _Mark:
    """Which way a mark faces, by its glyph and by what stands beside it."""
    glyph = text[at:stop]
    before = text[at - 1] if at > start else " "
    after = text[stop] if stop < end else " "
    spaced_before = before in _BEFORE_OPENER or before.isspace()
    if glyph == "``" or glyph in _OPENERS:
        # A closing mark typed as an opening one: text before it, none after it.
        wrong = not spaced_before and (after.isspace() or after in ".,;:!?)")
        return _Mark(at, stop, "close" if wrong else "open")
    if glyph == "''" or glyph in _CLOSERS:
        wrong = before.isspace() and not after.isspace() and after not in ".,;:!?)"
        return _Mark(at, stop, "open" if wrong else "close")
    if before.isspace() and after in ",;:.!?)":
        return _Mark(at, stop, "close")
    if spaced_before and not after.isspace() and (before.isspace() or before in "([{“‘'"):
        return _Mark(at, stop, "open")
    if not before.isspace() and (after.isspace() or after in ".,;:!?)]}—–-"):
        return _Mark(at, stop, "close")
    return _Mark(at, stop, "either")


def _pair(marks: list[_Mark]) -> tuple[list[Chars], int | None]:
    """Outermost pairs of a paragraph, and where its last quotation begins if nothing closes it."""
    stack: list[_Mark] = []
    pairs: list[Chars] = []
    for mark in marks:
        if mark.role == "close" or (mark.role == "either" and stack):
            if stack:
                pairs.append((stack.pop().end, mark.start))
        else:
            stack.append(mark)
    left_open = None
    if stack and not any(a > stack[0].end for a, _ in pairs):
        left_open = stack[0].end
    elif stack and (not pairs or stack[-1].end > pairs[-1][1]):
        left_open = stack[-1].end
    return _cover(pairs), left_open


def _cover(pairs: list[Chars]) -> list[Chars]:
    """The pairs that stand inside no other."""
    out: list[Chars] = []
    for pair in sorted(pairs, key=lambda p: (p[0], -p[1])):
        if not out or pair[0] >= out[-1][1]:
            out.append(pair)
    return out


def _goes_on(text: str, following: list[Chars]) -> bool:
    """Whether an open quotation goes on: the next paragraph opens it again, or the next mark of all closes."""
    for index, (start, end) in enumerate(following):
        first = _DOUBLE.search(text, start, end)
        if first is None:
            continue
        if not text[start : first.start()].strip():
            return index == 0
        return _classify(text, first.start(), first.end(), start, end).role == "close"
    return False


def _continue(
    text: str, carried: list[Chars], marks: list[_Mark], start: int, end: int, found: list[Quotation]
) -> tuple[list[Chars], list[_Mark], int]:
    """Take an open quotation into this paragraph: up to its closing mark, or the whole of it.

    Returns what is still carried, the marks left over and where unquoted text begins.
    """
    if not carried:
        return [], marks, start
    if not marks:
        return [*carried, (start, end)], [], end
    reopened = not text[start : marks[0].start].strip()
    depth, begin = (0, marks[0].end) if reopened else (1, start)
    for index, mark in enumerate(marks):
        closes = mark.role == "close" or (mark.role == "either" and index > 0)
        depth += -1 if closes and not (reopened and index == 0) else 1
        if depth == 0:
            found.append(Quotation((*carried, (begin, mark.start)), True, False))
            return [], marks[index + 1 :], mark.end
    if reopened and len(marks) == 1:
        return carried, [_Mark(marks[0].start, marks[0].end, "open")], start
    found.append(Quotation(tuple(carried), False, False))
    return [], marks, start


def _singles(
    text: str, start: int, end: int, taken: list[Chars], left_open: int | None, elisions: frozenset[str]
) -> list[Quotation]:
    """Quotations in single marks outside the double ones; apostrophes are told from marks by their neighbours."""
    stop = end if left_open is None else left_open
    marks = [m.start() for m in _SINGLE.finditer(text, start, stop)]
    marks = _outside(marks, taken)
    out: list[Quotation] = []
    opened: int | None = None
    for index, at in enumerate(marks):
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if _opens_single(text, at, before, after, elisions):
            opened = at
        elif opened is not None and not before.isspace() and not after.isalnum() and text[at] != "‘":
            following = marks[index + 1] if index + 1 < len(marks) else None
            if _possessive(text, at, before, after, following, end):
                continue
            out.append(Quotation(((opened + 1, at),), True, True))
            opened = None
    return out


def _opens_single(text: str, at: int, before: str, after: str, elisions: frozenset[str]) -> bool:
    if after.isspace() or (not before.isspace() and before not in _BEFORE_OPENER):
        return False
    if text[at] in "’›" or (after.isdigit() and text[at] == "'"):
        return False
    word = re.match(r"\w+", text[at + 1 : at + 9])
    return not (word and word.group().lower() in elisions)


def _possessive(text: str, at: int, before: str, after: str, following: int | None, end: int) -> bool:
    """As in "workers' rights": an s before, a word after, and another mark to come that can close."""
    if before not in "sSzx" or not after.isspace() or at + 2 >= end or not text[at + 2].isalnum():
        return False
    if following is None:
        return False
    closes = following + 1 >= end or not text[following + 1].isalnum()
    return closes and not text[following - 1].isspace()


def _outside(marks: list[int], taken: list[Chars]) -> list[int]:
    """The marks that stand in none of the sorted spans."""
    out: list[int] = []
    at = 0
    for mark in marks:
        while at < len(taken) and taken[at][1] <= mark:
            at += 1
        if at == len(taken) or mark < taken[at][0]:
            out.append(mark)
    return out


def _outermost(found: list[Quotation]) -> tuple[Quotation, ...]:
    """In order of the text, without those that lie in or cross an earlier one."""
    out: list[Quotation] = []
    reach = -1
    full = [replace(q, pieces=tuple(p for p in q.pieces if p[0] < p[1])) for q in found]
    for quotation in sorted((q for q in full if q.pieces), key=lambda q: (q.pieces[0][0], -q.pieces[-1][1])):
        if quotation.pieces[0][0] >= reach:
            out.append(quotation)
            reach = quotation.pieces[-1][1]
    return tuple(out)
