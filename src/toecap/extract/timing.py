"""Which time expression dates a predicate."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from toecap.annotate.layers import Chars, TimeSpan
from toecap.records import When

BACKGROUND_DAYS = 30  # GUIDELINE: history is what lies more than about 30 days before publication


def when_at(doc: Doc, head: Token, outside: Iterable[Chars] = ()) -> When | None:
    """The time of the predicate at `head`: the expression of its sentence that hangs nearest to it in the tree.

    Expressions inside `outside` (a statement's content, for the time of saying) belong to somebody else's clause.
    """
    sentence = head.sent
    inside: list[TimeSpan] = [
        t
        for t in doc._.times
        if sentence.start_char <= t.start < sentence.end_char and not any(s <= t.start < e for s, e in outside)
    ]
    if not inside:
        return None
    return min(inside, key=lambda t: _distance(doc, head, t)).when


def _distance(doc: Doc, head: Token, time: TimeSpan) -> tuple[int, int]:
    """Steps from the expression up to the predicate, then characters; a time below another verb is far."""
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None:
        return 99, abs(time.start - head.idx)
    token, steps = span.root, 0
    while token.i != head.i and token.head.i != token.i and steps < 20:
        token = token.head
        steps += 3 if token.pos_ in ("VERB", "AUX") and token.i != head.i else 1
    if token.i == head.i:
        return steps, abs(time.start - head.idx)
    return 50 + steps, abs(time.start - head.idx)
