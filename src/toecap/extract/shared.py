"""Sides that one act takes from another: what is promised or refused is done to somebody, an act answers an act.

"threatened to cut ties with Norland" threatens Norland; "called for the withdrawal of Norland's troops" asks Norland;
"condemned the killing of Ali by rebels" blames the rebels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from toecap.extract import arguments
from toecap.extract.matching import Match, noun_sides
from toecap.knowledge.events import EventRule, EventRules

Sides = tuple[int, ...]

FURTHEST = 8  # parents climbed from a content; a guard against broken parses
INSIDE = frozenset(
    {"xcomp", "ccomp", "advcl", "dobj", "pobj", "prep", "pcomp", "conj", "nsubj", "nsubjpass", "acl", "dative"}
)
# Acts of speech about another act.
SPOKEN = frozenset({"AGREE", "REJECT", "THREATEN", "CONCEDE", "REQUEST"})
# To answer, blame, praise or oppose an act is to do it to who did the act.
ANSWERING = frozenset({"REJECT", "ACCUSE", "SUPPORT"})
INQUIRY = "09"  # to inquire into an act is not yet to blame anybody for it


def content_of(at: int, found: Sequence[Match], links: frozenset[str] = INSIDE) -> int | None:
    """The first match behind that hangs on this one by the links of the parse."""
    head = found[at].head
    for later in range(at + 1, len(found)):
        token = found[later].head
        if token.i > head.right_edge.i:
            return None
        for _ in range(FURTHEST):
            if token.dep_ not in links or token.head.i == token.i:
                break
            token = token.head
            if token.i == head.i:
                return later
    return None


def with_shared_sides(doc: Doc, found: Sequence[Match], rules: EventRules) -> list[Match]:
    """The matches, each that tells no recipient of its own with that of the act that it is about."""
    shared = list(found)
    for at in range(len(shared) - 1, -1, -1):  # from behind: "agreed to stop supplying Norland"
        match = shared[at]
        if match.rule.type in ANSWERING and (answered := _act_answered(match, rules)) is not None:
            recipients = _of_answered(doc, match, answered)
        elif (
            match.rule.type == "ACCUSE" and match.rule.mode == "disapprove" and (deed := _undergone(match)) is not None
        ):
            recipients = arguments.owner(doc, deed)
        elif match.recipients or match.rule.type not in SPOKEN:
            continue
        else:
            recipients = _of_content(at, shared)
        shared[at] = replace(match, recipients=tuple(i for i in recipients if i not in match.actors))
    return shared


def _of_content(at: int, found: Sequence[Match]) -> Sides:
    """To whom what is said shall be done; who shall do what is asked."""
    content = content_of(at, found, INSIDE - {"advcl", "acl"})  # not its purpose: "asked for time to prepare an attack"
    if content is None:
        return ()
    act = found[content]
    if found[at].rule.type == "REQUEST":
        return act.actors
    return act.recipients or (act.actors if act.rule.type in SPOKEN else ())


def _act_answered(match: Match, rules: EventRules) -> tuple[Token, EventRule] | None:
    """The noun that is answered, if it tells an act: "condemned the killing", "rejected the demand"."""
    if match.nominal or match.rule.cameo.startswith(INQUIRY) or (match.claimed and match.rule.type != "REJECT"):
        return None
    thing = arguments.logical_object(match.head)
    if thing is None or thing.pos_ != "NOUN":
        return None
    rule = next((rule for rule, pattern in rules.by_noun.get(thing.lemma_.lower(), ()) if not pattern.modifier), None)
    return (thing, rule) if rule is not None else None


def _undergone(match: Match) -> Token | None:
    """ "Condemned the jailing of a reporter": who is told behind "of" is not to blame."""
    thing = arguments.logical_object(match.head) if not match.nominal else None
    return thing if thing is not None and arguments.is_undergone(thing) else None


def _of_answered(doc: Doc, match: Match, answered: tuple[Token, EventRule]) -> Sides:
    """Who did the act that is answered; nobody where only its victim is told."""
    doers, victims = noun_sides(doc, *answered)
    doers = tuple(i for i in doers if i not in match.actors)
    if doers:
        return doers
    return () if set(match.recipients) <= set(victims) else match.recipients
