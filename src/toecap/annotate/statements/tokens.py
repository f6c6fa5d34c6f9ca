"""Spans of tokens: noun phrases, clauses and what is cut out of them. All in constant or linear time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from toecap.annotate.layers import Chars, text_of
from toecap.annotate.statements.marks import Quotation

Range = tuple[int, int]

# What may stand at the edges of a content without being part of it.
EDGE = " \t\n\r\u00a0.,;:!?\"“”„‟«»‘’'`()[]—–-…"
# Dependents that tell more about a source than its name.
_LOOSE = frozenset({"relcl", "acl", "advcl", "parataxis", "ccomp", "cc", "conj"})


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed text with its quotations, by token. `quoted[i]` is the quotation of token i, or -1."""

    doc: Doc
    text: str
    starts: list[int]
    quotations: tuple[Quotation, ...]
    quoted: list[int]
    commas: list[int]
    sentence: list[Range]
    channels: frozenset[str]

    def range_of(self, span: Chars) -> Range:
        """The tokens that begin inside a character span."""
        return bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])

    def token_at(self, char: int) -> int:
        """The token that holds a character."""
        return max(0, bisect_right(self.starts, char) - 1)

    def chars_of(self, span: Range) -> Chars:
        """From the first character of the first token to the end of the last."""
        last = self.doc[span[1] - 1]
        return self.starts[span[0]], last.idx + len(last)


def make_page(doc: Doc, quotations: tuple[Quotation, ...], channels: frozenset[str]) -> Page:
    """Index a Doc once, so that no later step searches it. `channels` are nouns for ways of saying something."""
    starts = [token.idx for token in doc]
    quoted = [-1] * len(doc)
    for number, quotation in enumerate(quotations):
        for start, end in quotation.pieces:
            for i in range(bisect_left(starts, start), bisect_left(starts, end)):
                quoted[i] = number
    sentence: list[Range] = [(0, 0)] * len(doc)
    begin = 0
    for i in range(1, len(doc) + 1):
        if i == len(doc) or doc[i].is_sent_start:
            sentence[begin:i] = [(begin, i)] * (i - begin)
            begin = i
    commas = [token.i for token in doc if token.text == ","]
    return Page(doc, text_of(doc), starts, quotations, quoted, commas, sentence, channels)


def tells_how(page: Page, preposition: Token) -> bool:
    """Whether a phrase tells when or by which way something was said: "on Tuesday", "in a speech"."""
    noun = next((c for c in preposition.rights if c.dep_ == "pobj"), None)
    return noun is not None and (noun.ent_type_ in ("DATE", "TIME") or noun.lemma_.lower() in page.channels)


def phrase(token: Token) -> Range:
    """All that hangs on a token."""
    return token.left_edge.i, token.right_edge.i + 1


def name_of_source(head: Token) -> Range:
    """The noun phrase of a source: with titles, appositions and "of" phrases, without clauses."""
    start, end = phrase(head)
    for child in head.children:
        if child.i > head.i and child.dep_ in _LOOSE and child.dep_ not in ("conj", "cc"):
            end = min(end, child.left_edge.i)
    doc = head.doc
    while end - 1 > head.i and (doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].dep_ in ("cc", "mark")):
        end -= 1
    while start < head.i and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ in ("cc", "advmod")):
        start += 1
    return start, max(end, head.i + 1)


def cut(ranges: Iterable[Range], hole: Range) -> tuple[Range, ...]:
    """The ranges without the tokens of the hole."""
    out: list[Range] = []
    for start, end in ranges:
        if hole[1] <= start or hole[0] >= end:
            out.append((start, end))
            continue
        if start < hole[0]:
            out.append((start, hole[0]))
        if hole[1] < end:
            out.append((hole[1], end))
    return tuple(out)


def join(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Sorted, with those that touch or overlap made one."""
    out: list[Range] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def size(ranges: Iterable[Range]) -> int:
    """How many tokens."""
    return sum(end - start for start, end in ranges)


def shared(a: Iterable[Range], b: Iterable[Range]) -> int:
    """How many tokens stand in both."""
    other = tuple(b)
    return sum(max(0, min(e, f) - max(s, d)) for s, e in a for d, f in other)
