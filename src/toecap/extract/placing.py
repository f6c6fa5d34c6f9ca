"""Which place a predicate happened in.

Only a place that the words put the act in: behind a preposition of place in its clause, as what was struck or taken,
or before its noun ("the Christchurch attack"). The nearest name of the sentence, taken before this rule, was
right 13 times and wrong or too much 111 times on the gold records (measured as bench/details.py does).
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from toecap.annotate.layers import sentence_of
from toecap.annotate.places.find import PlaceSpan
from toecap.extract.timing import clauses_between
from toecap.records import Place

LOCATIVE = frozenset("in at near outside inside around across throughout within on off along into over to".split())
# "to" and "into" tell where only for what moves: talks go to nobody's country, troops do.
AIMED = frozenset({"to", "into", "on"})
MOVING = frozenset({"MOBILIZE", "ASSAULT", "CONSULT", "AID", "RETREAT"})
# Whose object is a town or region takes place there.
STRIKING = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})


# "the city of Gdańsk" is as good as its name.
SETTLEMENTS = frozenset(
    "city town village port district province state region capital neighbourhood suburb area".split()
)
PRECISION = ("city", "admin1", "region", "country")
HIGHEST = 6  # nouns climbed; a guard against broken parses


def place_at(doc: Doc, head: Token, type: str) -> Place | None:
    """The place of the predicate at `head`, the most exact of the nearest clause; None where the words tell none."""
    sentence = sentence_of(head)
    found: list[tuple[int, int, int, Place]] = []
    for span in doc._.places:
        if sentence.start_char <= span.start < sentence.end_char:
            steps = _steps(doc, head, type, span)
            if steps is not None:
                exact = PRECISION.index(span.place.precision)
                found.append((steps, exact, abs(span.start - head.idx), span.place))
    return min(found, key=lambda place: place[:3])[3] if found else None


def _steps(doc: Doc, head: Token, type: str, span: PlaceSpan) -> int | None:
    """How far a place is from the predicate in clauses; None where the act is not put there."""
    words = doc.char_span(span.start, span.end, alignment_mode="expand")
    name = _whole(words.root) if words is not None else head
    if name.dep_ == "pobj" and name.head.lower_ in LOCATIVE:
        aimed = name.head.lower_ in AIMED
        shot_at = name.head.lower_ == "at" and span.place.precision == "country"
        if shot_at or (aimed and type not in MOVING) or not _lies_in_clause(name.head, head):
            return None
        return clauses_between(doc, head, (span.start, span.end))
    struck = name.dep_ in ("dobj", "nsubjpass") and type in STRIKING
    told = name.head.i == head.i and (struck or name.dep_ in ("compound", "nmod"))
    return 0 if told and span.place.precision in ("city", "admin1") else None


def _whole(name: Token) -> Token:
    """The noun that the name stands for in its clause: "Lyon, France", "Lyon and Paris", "the city of Lyon"."""
    for _ in range(HIGHEST):
        above = name.head
        if name.dep_ in ("appos", "conj") and above.i < name.i:
            name = above
        elif name.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_.lower() in SETTLEMENTS:
            name = above.head
        else:
            break
    return name


def _lies_in_clause(preposition: Token, head: Token) -> bool:
    """The phrase tells where the act was, not where a party to it is at home: "politicians in Germany said"."""
    above = preposition.head
    for _ in range(HIGHEST):
        if above.i == head.i or above.pos_ in ("VERB", "AUX"):
            return True
        inside = above.dep_ == "pobj" and above.head.lower_ in LOCATIVE - AIMED
        if not inside and above.dep_ != "dobj":
            return False
        above = above.head.head if inside else above.head
    return False
