"""From a reporting verb to the clause that was said, also where the parse hangs it elsewhere."""

from __future__ import annotations

from spacy.tokens import Token

from toecap.annotate.statements.found import Found, direct_object, has_to, to_whom
from toecap.annotate.statements.tokens import Page, Range, cut, join, phrase
from toecap.knowledge.cues import VerbCue

# What shows that a second clause is still reported: "that", or a verb set back in time.
_CARRIES_ON = frozenset({"that", "would", "could", "might", "had"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
# Clauses behind what was said that give its reason or condition, not that of saying it.
_REASONS = frozenset({"because", "if", "unless", "so", "until"})
# How far an object may stand from its verb to be taken for the subject of a clause.
_NEAR = 12


def said_clause(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    """The clauses that were said, and who was told."""
    told = "addressee-infinitive" in cue.shapes
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and not (_bare(c, told) and c.i > verb.i and not _wh(c))]
    clauses = [c for c in clauses if c.i > verb.i or not _semicolon_between(c, verb)]
    if not clauses:
        return _object_clause(verb) or _far_clause(verb, "addressee" in cue.shapes)
    ranges: list[Range] = []
    for clause in (*clauses, *_further(verb, clauses[-1])):
        start, end = phrase(clause)
        ranges += _around(verb, clause, (_lost_subject(verb, clause, start), end))
    addressees = tuple(c for c in verb.rights if c.dep_ in ("dobj", "dative") and "addressee" in cue.shapes)
    return Found(join(ranges), addressees + to_whom(verb), "clause")


def _reporting_clause(verb: Token, content: Token) -> tuple[Range, ...]:
    """The verb and its dependents other than the content: what a content around it must leave out."""
    spans: list[Range] = [(verb.i, verb.i + 1)]
    spans += [phrase(c) for c in verb.children if c.i != content.i and c.dep_ not in ("punct", "ccomp", "conj", "cc")]
    return join(spans)


def _around(verb: Token, content: Token, span: Range) -> tuple[Range, ...]:
    ranges: tuple[Range, ...] = (span,)
    if span[0] <= verb.i < span[1]:
        for hole in _reporting_clause(verb, content):
            ranges = cut(ranges, hole)
    return ranges


def _lost_subject(verb: Token, clause: Token, start: int) -> int:
    """Where a clause begins whose subject the parse took for the cue's object: "indicated [no help] would come"."""
    target = direct_object(verb)
    if target is None or target.i < verb.i or target.right_edge.i + 1 != start:
        return start
    finite = clause.tag_ in _FINITE or any(c.tag_ in _FINITE for c in clause.lefts)
    bare = not any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj", "mark") for c in clause.lefts)
    return target.left_edge.i if finite and bare and not _wh(clause) else start


def _semicolon_between(clause: Token, verb: Token) -> bool:
    """As in "A fell; B said C": what stands before a semicolon is another sentence."""
    return any(verb.doc[i].text == ";" for i in range(clause.i, verb.i))


def _object_clause(verb: Token) -> Found | None:
    """As in "ruled the ban violated the charter": the parse may take the subject for the cue's object."""
    target = direct_object(verb)
    if target is None or target.i < verb.i or target.i > verb.i + _NEAR:
        return None
    for other in verb.rights:
        finite = other.tag_ in _FINITE or any(c.tag_ in _FINITE for c in other.lefts)
        if other.i < target.i or not finite or other.dep_ not in ("conj", "advcl", "dep", "parataxis"):
            continue
        before = verb.doc[target.right_edge.i + 1 : other.i + 1]
        if all(t.dep_ in ("aux", "auxpass", "neg", "advmod") or t.is_punct or t.i == other.i for t in before):
            return Found(((target.left_edge.i, other.right_edge.i + 1),), (), "clause")
    return None


def _further(verb: Token, clause: Token) -> list[Token]:
    """Second clauses that the parse hung on the cue: "said it was ready, and that it would come", "but would come"."""
    out = []
    for other in verb.rights:
        reason = other.dep_ == "advcl" and any(c.lower_ in _REASONS and c.dep_ == "mark" for c in other.lefts)
        if reason and other.left_edge.i in (clause.right_edge.i + 1, clause.right_edge.i + 2):
            out.append(other)
        elif other.dep_ == "conj" and other.i > clause.i and verb.tag_ == "VBG" and other.tag_ in _FINITE:
            out.append(other)  # "claiming it fell and broke": a participle has no finite word beside it
        elif other.dep_ == "conj" and other.i > clause.i:
            auxiliaries = {c.lower_ for c in other.lefts if c.dep_ in ("aux", "mark")}
            if auxiliaries & _CARRIES_ON and any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in other.lefts):
                out.append(other)
    return out


def _far_clause(verb: Token, spoken_to: bool) -> Found | None:
    """As in "told a meeting on Monday that few understood": the parse may hang the clause on a noun in between."""
    hearer = next((c for c in verb.rights if c.dep_ in ("dobj", "dative")), None) if spoken_to else None
    for branch in verb.rights:
        if branch.dep_ not in ("prep", "npadvmod", "advmod") and branch is not hearer:
            continue
        for clause in branch.subtree:
            if clause.dep_ in ("relcl", "acl", "ccomp") and _says_that(clause):
                return Found((phrase(clause),), () if hearer is None else (hearer,), "clause")
    return None


def _says_that(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.lefts)


def _bare(clause: Token, told: bool) -> bool:
    """An infinitive: no clause of what was said, unless it has a subject ("ruled the act to be void")."""
    return has_to(clause) and (told or not any(c.dep_.startswith("nsubj") for c in clause.lefts))


def _wh(clause: Token) -> bool:
    return clause.left_edge.tag_ in ("WDT", "WP", "WRB", "WP$") or clause.left_edge.lower_ in ("whether", "if")
