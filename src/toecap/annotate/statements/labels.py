"""Speakers named by layout: "Minister: no plans", "WALLACE: Let's start", "..." — Name, "He added:" above a block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.tokens import Page, Range
from toecap.read.labels import LONGEST, labels

_DASH_NAME = re.compile(r"^[ \t\u00a0,.]*(?:[―—–-]|--)[ \t\u00a0]*(?=[^\W\d_])")
_SPEAKING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_MAX_LABEL = 10


def from_labels(page: Page, messages: frozenset[str]) -> Iterator[Draft]:
    """Lines that begin with a speaker and a colon: headlines, and interviews printed as a play."""
    found = list(labels(page.text))
    shouted = sum(match.group(1).strip().isupper() for match, _ in found)
    for match, stands_apart in found:
        name = match.group(1).strip()
        start, end = page.range_of((match.start(1), match.end(1)))
        line_end = page.text.find("\n", match.end())
        body = page.range_of((match.end(), len(page.text) if line_end < 0 else line_end))
        if not 0 < end - start <= _MAX_LABEL or body[1] - body[0] < 3:
            continue
        play = shouted > 1 and name.isupper()
        if not play and not (stands_apart and body[1] - body[0] <= LONGEST):
            continue
        head = _speaker(page, (start, end), messages)
        if head is not None or play:
            words = [i for i in range(start, end) if page.doc[i].is_alpha]
            source = head.i if head is not None else max(words, default=end - 1)
            yield Draft(None, (end, end + 1), "saying", (body,), source, "label", 0.8 if play else 0.6)


def _speaker(page: Page, span: Range, messages: frozenset[str]) -> Token | None:
    """The label's last word where it is a name or a message noun, and no verb stands before it."""
    tokens = [page.doc[i] for i in range(*span) if not page.doc[i].is_punct and not page.doc[i].is_space]
    if not tokens or any(page.quoted[t.i] >= 0 or t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in tokens):
        return None
    last = tokens[-1]
    if last.lower_ in messages:
        return last
    if last.ent_type_ in _SPEAKING and last.tag_ in _NAME_TAGS:
        return last
    return None


def name_after(page: Page, number: int) -> Token | None:
    """The name in "..." — Name, on the quotation's own line or alone on the next."""
    text = page.text
    end = page.quotations[number].pieces[-1][1] + 1
    rest = text[end : end + 120]
    stripped = rest.lstrip("\n\"”»'")
    match = _DASH_NAME.match(stripped)
    if match is None:
        return None
    first = page.token_at(end + len(rest) - len(stripped) + match.end())
    last = first
    while last + 1 < len(page.doc) and page.doc[last + 1].pos_ == "PROPN":
        last += 1
    # "Headline" — The Daily Test, 3 May 2008: a list of sources, and nobody's words.
    dated = any(page.doc[i].ent_type_ == "DATE" for i in range(last + 1, min(last + 4, len(page.doc))))
    return page.doc[last] if page.doc[last].pos_ == "PROPN" and page.quoted[last] < 0 and not dated else None


def name_before(page: Page, start: int) -> Token | None:
    """The name in a line that begins: Minister Roe: "..."."""
    i = start - 1
    while i > 0 and (page.doc[i].is_quote or page.doc[i].is_space) and "\n" not in page.doc[i].text:
        i -= 1
    if i < 1 or page.doc[i].text != ":":
        return None
    name = page.doc[i - 1]
    line = range(page.sentence[i - 1][0], i)
    if any(page.doc[k].tag_ in ("VBD", "VBZ", "VBP", "MD") for k in line):
        return None
    return name if name.pos_ == "PROPN" and page.quoted[i - 1] < 0 else None


def block_below(page: Page, cue: Token) -> Range | None:
    """The paragraph under a line that ends with the cue and a colon, where no marks show what was said."""
    text = page.text
    line_end = text.find("\n", cue.idx)
    if line_end < 0 or text[cue.idx : line_end].rstrip()[-1:] != ":" or line_end - cue.idx > 80:
        return None
    start = line_end
    while start < len(text) and text[start].isspace():
        start += 1
    stop = text.find("\n", start)
    span = page.range_of((start, len(text) if stop < 0 else stop))
    return span if span[1] - span[0] >= 3 and page.quoted[span[0]] < 0 else None
