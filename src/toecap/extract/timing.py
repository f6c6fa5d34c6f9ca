"""Which time expression dates a predicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from toecap.annotate.layers import Chars, TimeSpan, sentence_of
from toecap.records import When

BACKGROUND_DAYS = 30  # GUIDELINE: history is what lies more than about 30 days before publication


# Links along which a clause shares the time of the clause above it. Not "ccomp": "said on Monday that he left" does
# not tell when he left. Not "relcl": "the man who left said on Monday".
SHARING = frozenset(
    {"conj", "xcomp", "advcl", "acl", "pcomp", "prep", "dobj", "pobj", "nsubj", "nsubjpass", "agent", "attr"}
)
VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
HIGHEST = 12  # parents climbed; a guard against broken parses


def when_at(doc: Doc, head: Token, outside: Iterable[Chars] = ()) -> When | None:
    """The time of the predicate at `head`: the nearest expression of its sentence that dates its clause.

    Expressions inside `outside` (a statement's content, for the time of saying) belong to somebody else's clause.
    """
    sentence = sentence_of(head)
    dating: list[tuple[int, TimeSpan]] = []
    for time in doc._.times:
        if not sentence.start_char <= time.start < sentence.end_char:
            continue
        if any(start <= time.start < end for start, end in outside):
            continue
        steps = clauses_between(doc, head, (time.start, time.end))
        if steps is not None:
            dating.append((steps * 1000 + abs(time.start - head.idx), time))
    if dating:
        return min(dating, key=lambda found: found[0])[1].when
    fronted = _fronted(doc, head)
    outer = fronted is not None and any(start <= fronted.start < end for start, end in outside)
    return fronted.when if fronted is not None and not outer else None


def _fronted(doc: Doc, head: Token) -> TimeSpan | None:
    """The time set before its clause by commas, "in 2018, Hungary licensed", which the parser may hang anywhere."""
    sentence = sentence_of(head)
    before = [time for time in doc._.times if sentence.start_char <= time.start and time.end < head.idx]
    span = doc.char_span(before[-1].start, before[-1].end, alignment_mode="expand") if before else None
    if span is None or span.end >= len(doc) or doc[span.end].text != ",":
        return None
    opening = span.start - 1
    while opening >= sentence.start and doc[opening].pos_ in ("ADP", "DET"):
        opening -= 1
    at_start = opening < sentence.start or doc[opening].is_punct or doc[opening].is_space
    between = doc[span.end : head.i]
    return (
        before[-1] if at_start and not any(word.tag_ in FINITE or word.text in ",;" for word in between[1:]) else None
    )


def clauses_between(doc: Doc, head: Token, words: Chars) -> int | None:
    """How many clauses lie between a time or place and the predicate; None where it belongs to another clause."""
    span = doc.char_span(*words, alignment_mode="expand")
    if span is None:
        return None
    dated = _dated(span.root, head)
    thing = span.root.head
    if span.root.dep_ == "poss" and thing.i != head.i and thing.head.lower_ != "during":
        return None  # "this year's election", "last week's attack": of that alone
    if dated.i == head.i:
        return 0
    for steps, ancestor in enumerate(_sharing_ancestors(head), start=1):
        if ancestor.i == dated.i:
            return steps
    for steps, ancestor in enumerate(_coordinated_above(dated), start=1):
        if ancestor.i == head.i:
            return steps
    return None


def governor(doc: Doc, time: TimeSpan) -> Token | None:
    """The verb, or the noun before it, that the expression hangs on: "met on Monday", "the election of Monday"."""
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None:
        return None
    token = span.root
    for _ in range(HIGHEST):
        if token.pos_ in VERBAL or (token.pos_ in NOMINAL and token not in span) or token.head.i == token.i:
            break
        token = token.head
    return token


def _dated(time: Token, head: Token) -> Token:
    """The verb that the expression hangs on, or the predicate where it is passed on the way."""
    token = time
    for _ in range(HIGHEST):
        if (token.i == head.i and token.i != time.i) or token.pos_ in VERBAL or token.head.i == token.i:
            break
        token = token.head
    return token


def _sharing_ancestors(head: Token) -> Iterator[Token]:
    token = head
    for _ in range(HIGHEST):
        if token.dep_ not in SHARING or token.head.i == token.i:
            return
        token = token.head
        yield token


def _coordinated_above(verb: Token) -> Iterator[Token]:
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
        yield verb


def is_background(doc: Doc, when: When | None) -> bool:
    """History: over by more than BACKGROUND_DAYS before publication."""
    if when is None or doc._.published is None:
        return False
    over: bool = date.fromisoformat(when.end) < doc._.published - timedelta(days=BACKGROUND_DAYS)
    return over
