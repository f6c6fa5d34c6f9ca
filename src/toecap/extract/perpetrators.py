"""Who is held to have done the violence of a report: charged with it, blamed for it, claiming it, or called its doer.

GUIDELINE of the gold records: suspects are actors where the report or its source names them as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from toecap.annotate.layers import text_of
from toecap.extract.arguments import actors_of, logical_subject
from toecap.extract.tellings import Telling
from toecap.extract.timing import is_background
from toecap.knowledge.events import load_event_rules
from toecap.knowledge.sides import load_side_words

Actors = tuple[int, ...]

# Codes (their beginnings) of holding somebody to account: arrest, charge or blame, trial and sentence.
HELD = ("173", "112", "163", "090")
SINGLE_DEEDS = frozenset(
    f"assault.{kind}"
    for kind in """attack kill wound assassinate attempted_assassination firearms explosives suicide_bombing car_bombing
    roadside_bombing stab beat sexual abduct chemical""".split()
)


def with_perpetrators(doc: Doc, groups: Sequence[list[Telling]]) -> list[list[Telling]]:
    """Happenings, each a list of tellings; to violence by unknown hands is added who is held to have done it."""
    found = list(groups)
    open_acts = [at for at, group in enumerate(found) if _is_open(doc, group)]
    if not open_acts:
        return found
    tellings = [telling for group in groups for telling in group]
    held = {at: actors for at in open_acts if (actors := _held_for(tellings, found[at]))}
    known = (
        set(held.values()) | set(_charged(tellings))
        or set(_claimants(doc))
        or set(_called_so(doc))
        or set(_arrested(doc, tellings))
    )
    # Several suspects of several deeds: whose deed is whose, nobody tells.
    alone = next(iter(known)) if len(known) == 1 else ()
    # A state that is blamed for one attack has not made every other of the report.
    if any(doc._.actors[index].kind == "state" for index in alone):
        alone = ()
    for at in open_acts:
        actors = held.get(at, alone)
        if actors and all(_can_be_two(doc, actors, telling.match.recipients) for telling in found[at]):
            found[at] = [_done_by(found[at][0], actors), *found[at][1:]]
    return found


def _can_be_two(doc: Doc, actors: Actors, victims: Actors) -> bool:
    """Doer and victim are not the same; of "the suspect" and "the man", both without a name, nobody knows."""
    named = _named(doc)
    return not set(actors) & set(victims) and (named.issuperset(actors) or named.issuperset(victims))


def _named(doc: Doc) -> set[int]:
    return {index for mention in doc._.mentions if mention.form == "name" for index in mention.actors}


def _is_open(doc: Doc, group: list[Telling]) -> bool:
    """Recent violence that happened, by nobody told; in a war or riot no single doer is looked for."""
    first = group[0]
    happened = first.judgement.certainty == "actual" and not any(is_background(doc, t.when) for t in group)
    return first.match.rule.id in SINGLE_DEEDS and happened and not any(t.match.actors for t in group)


def _done_by(telling: Telling, actors: Actors) -> Telling:
    return replace(telling, match=replace(telling.match, actors=actors))


def _held_for(tellings: Sequence[Telling], group: list[Telling]) -> Actors:
    """Whom somebody arrests, blames, charges for the act: "was charged with the murder of Ali"."""
    acts = [telling.match.head for telling in group]
    for telling in tellings:
        match = telling.match
        if not match.recipients or match.rule.type == "ASSAULT" or not match.rule.cameo.startswith(HELD):
            continue
        if any(match.head.i < act.i <= match.head.right_edge.i for act in acts):
            return match.recipients
    return ()


def _charged(tellings: Sequence[Telling]) -> Iterator[Actors]:
    """Whom somebody arrests, blames, charges for some violence: "was charged with murder"."""
    nouns = load_event_rules().by_noun
    for telling in tellings:
        match = telling.match
        if match.recipients and match.rule.type != "ASSAULT" and match.rule.cameo.startswith(HELD):
            below = match.head.doc[match.head.i + 1 : match.head.right_edge.i + 1]
            if any(rule.id in SINGLE_DEEDS for word in below for rule, _ in nouns.get(word.lemma_.lower(), ())):
                yield match.recipients


def _claimants(doc: Doc) -> Iterator[Actors]:
    """Who claimed responsibility."""
    for found in re.finditer("responsibility", text_of(doc)):
        span = doc.char_span(*found.span())
        if span is not None and span.root.dep_ == "dobj" and span.root.head.lemma_ in ("claim", "accept", "take"):
            actors = actors_of(doc, logical_subject(span.root.head))
            if actors:
                yield actors


def _called_so(doc: Doc) -> Iterator[Actors]:
    """Whom the report names, and calls the gunman, the attacker, the suspect."""
    words = load_side_words().perpetrator
    named = _named(doc)
    for mention in doc._.mentions:
        if not named.issuperset(mention.actors):
            continue
        if mention.form == "noun" and doc[mention.head].lemma_.lower() in words and mention.actors:
            yield mention.actors


def _arrested(doc: Doc, tellings: Sequence[Telling]) -> Iterator[Actors]:
    """Suspects without a name who were arrested."""
    words = load_side_words().perpetrator
    suspects = {mention.actors for mention in doc._.mentions if doc[mention.head].lemma_.lower() in words}
    for telling in tellings:
        held = telling.match.rule.cameo.startswith("173") and telling.judgement.certainty == "actual"
        if held and telling.match.recipients in suspects:
            yield telling.match.recipients
