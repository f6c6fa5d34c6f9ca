"""Matches -> Events: certainty, who says so, when, where and how many; one happening, one event."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Token

from toecap.annotate.certainty import Judgement, judge
from toecap.annotate.layers import sentence_of, text_of
from toecap.extract.coding import codes_of
from toecap.extract.counts import tolls_of
from toecap.extract.matching import Match, matches
from toecap.extract.narrative import narrated
from toecap.extract.perpetrators import with_perpetrators
from toecap.extract.placing import place_at
from toecap.extract.shared import with_shared_sides
from toecap.extract.statements import evidence, statement_at
from toecap.extract.tellings import SAID_TYPES, Telling, answered
from toecap.extract.timing import is_background, when_at
from toecap.extract.tolls import disputes_apart
from toecap.knowledge.events import load_event_rules
from toecap.knowledge.ontology import goldstein, quad
from toecap.records import Event, Evidence, When

NOUN_CONFIDENCE = 0.7
VERB_CONFIDENCE = 0.85
# How far apart (characters) two tellings with the same sides may stand and still be one happening.
SAME_HAPPENING = 2_000
ONE_MORE = frozenset("another other second third fourth fifth separate two three four five six several similar".split())
DEFINITE = frozenset({"the", "this", "that"})
# What an attack leads to; without an actor of its own it tells of the attack that the report told before.
OUTCOMES = frozenset({"assault.kill", "assault.wound"})


def events_of(doc: Doc, actor_id: Callable[[int], str]) -> list[Event]:
    """All events, ids "e1".. in order of the text."""
    rules = load_event_rules()
    found = with_shared_sides(doc, matches(doc, rules), rules)
    codes = codes_of(found, rules)
    tellings = [t for match, code in zip(found, codes, strict=True) if (t := _telling(doc, match, code)) is not None]
    groups = with_perpetrators(doc, disputes_apart(doc, join(answered(narrated(doc, tellings)))))
    return [_event(doc, group, f"e{number}", actor_id) for number, group in enumerate(groups, start=1)]


def _is_ahead(doc: Doc, match: Match, when: When | None) -> bool:
    """ "Is due to travel next week for talks": of after the day of the report. What was said was said all the same."""
    if when is None or doc._.published is None or match.rule.type in SAID_TYPES:
        return False
    if "VBD" in (match.head.tag_, match.head.head.tag_):  # "the genocide began in April"
        return False
    return bool(when.start > doc._.published.isoformat())


def _telling(doc: Doc, match: Match, code: str) -> Telling | None:
    judgement = _judged(match)
    if judgement is None:
        return None
    sentence = sentence_of(match.head)
    span = (sentence.start_char, sentence.end_char)
    statement = statement_at(doc, match.start)
    when, place = when_at(doc, match.head), place_at(doc, match.head, match.rule.type)
    if judgement.certainty == "actual" and _is_ahead(doc, match, when):
        judgement = Judgement("planned")
    return Telling(match, code, span, judgement, statement, when, place)


def _judged(match: Match) -> Judgement | None:
    """How certain the match is told; a threat is made although what it threatens has not happened."""
    judgement = judge(match.threatened or match.head, match.rule.type in SAID_TYPES)
    open_yet = judgement is not None and judgement.certainty in ("planned", "conditional")
    if match.threatened is not None:
        return judgement if open_yet else Judgement("planned")
    return Judgement("actual") if match.rule.implies and open_yet else judgement


def join(tellings: list[Telling]) -> list[list[Telling]]:
    """Tellings of one happening together, the fullest first; groups in order of the text."""
    groups: list[list[Telling]] = []
    near: list[list[Telling]] = []
    for telling in tellings:
        # Tellings come in order of the text: a group that began too far back takes in none of the later ones.
        near = [group for group in near if telling.match.start - group[0].match.start <= SAME_HAPPENING]
        home = next((g for g in reversed(near) if all(_same_happening(t, telling) for t in g)), None)
        if home is None and _is_definite(telling.match):
            home = next((g for g in reversed(groups) if _named_again(g, telling)), None)
        if home is None:
            groups.append([telling])
            near.append(groups[-1])
        else:
            home.append(telling)
    return [sorted(g, key=_fullness, reverse=True) for g in groups]


def _fullness(telling: Telling) -> tuple[int, int, int]:
    match = telling.match
    return (bool(match.actors) + bool(match.recipients), int(not match.nominal), -match.start)


def _same_happening(a: Telling, b: Telling) -> bool:
    one, other = a.match, b.match
    if one.rule.type != other.rule.type or a.judgement.certainty != b.judgement.certainty:
        return False
    if _refers_back(other):
        return True
    if _different_days(a.when, b.when):
        return False
    if not _compatible(one.actors, other.actors):
        return False
    if _is_one_more(other) and a.sentence != b.sentence:
        return False
    if one.rule.type in SAID_TYPES and not ("legal" in one.rule.contexts and one.rule.id == other.rule.id):
        return a.sentence == b.sentence and _one_saying(one, other)
    told_with_it = other.head.dep_ == "advcl" and other.head.head.i == one.head.i
    if other.rule.id in OUTCOMES and (not other.actors or told_with_it):
        return True  # the dead and the hurt belong to the attack told before ("shot at the crowd, killing nine")
    if one.rule.id in OUTCOMES and not one.actors and _is_how(other.head, one.head):
        return True
    return _compatible(one.recipients, other.recipients)


def _is_how(deed: Token, outcome: Token) -> bool:
    """ "Five died when a bomber attacked the market": the deed hangs on what it led to."""
    return deed.dep_ in ("advcl", "pobj") and outcome.i in (deed.head.i, deed.head.head.i)


def _named_again(group: list[Telling], telling: Telling) -> bool:
    """ "Ali's arrest", "the request of the bank": a noun that names what was told before, however far back."""
    first, match = group[0], telling.match
    alike = first.match.rule.type == match.rule.type and first.judgement.certainty == telling.judgement.certainty
    told = [side for t in group for side in (*t.match.actors, *t.match.recipients)]
    sides = {*match.actors, *match.recipients}
    known = sides <= set(told) and all(
        _compatible(t.match.actors, match.actors) and _compatible(t.match.recipients, match.recipients) for t in group
    )
    return alike and bool(sides) and known


def _is_definite(match: Match) -> bool:
    definite = (c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in DEFINITE) for c in match.head.children)
    return match.nominal and any(definite)


def _refers_back(match: Match) -> bool:
    """ "the shooting", "this attack": a definite noun that tells nothing of its own."""
    definite = any(c.dep_ == "det" and c.lower_ in DEFINITE for c in match.head.children)
    return match.nominal and definite and match.head.tag_ == "NN" and not match.actors and not match.recipients


def _is_one_more(match: Match) -> bool:
    """ "Four other shootings", "another attack", "a second protest"."""
    words = (c.lower_ for c in match.head.children if c.dep_ in ("det", "amod", "nummod"))
    return match.nominal and any(word in ONE_MORE for word in words)


def _one_saying(one: Match, other: Match) -> bool:
    """Two words for one act of speech: "asking every teacher, asking every nurse"; "blamed her, accusing her"."""
    if one.nominal or other.nominal:
        return _compatible(one.recipients, other.recipients)
    elaborated = other.head.dep_ == "advcl" and other.head.tag_ == "VBG" and other.head.head.i == one.head.i
    return elaborated or one.head.lemma_ == other.head.lemma_


def _compatible(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def _different_days(a: When | None, b: When | None) -> bool:
    return a is not None and b is not None and (a.end < b.start or b.end < a.start)


def _event(doc: Doc, group: list[Telling], id: str, actor_id: Callable[[int], str]) -> Event:
    first = group[0]
    match, coded = first.match, _most_exact(group)
    rule = coded.match.rule
    when = first.when or next((t.when for t in group if t.when is not None), None)
    actors = next((t.match.actors for t in group if t.match.actors), ())
    recipients = next((t.match.recipients for t in group if t.match.recipients), ())
    counts = {}
    for telling in reversed(group):
        counts.update({kind: toll.count for kind, toll in tolls_of(doc, telling.match.head, rule.type).items()})
    statement = first.statement if all(t.statement is not None for t in group) else None
    return Event(
        id=id,
        type=rule.type,
        mode=rule.mode,
        contexts=rule.contexts,
        cameo=coded.cameo,
        quad=quad(rule.type),
        intensity=goldstein(coded.cameo),
        actors=tuple(map(actor_id, actors)),
        recipients=tuple(actor_id(i) for i in recipients if i not in actors),
        predicate=evidence(doc, (match.start, match.end)),
        evidence=tuple(_sentence(doc, t) for t in sorted(group, key=lambda t: t.match.start)),
        certainty=first.judgement.certainty,
        condition=_condition(doc, first),
        according_to=f"s{statement + 1}" if statement is not None else None,
        when=when,
        background=is_background(doc, when),
        place=first.place or next((t.place for t in group if t.place is not None), None),
        counts=counts,
        rule=rule.id,
        confidence=NOUN_CONFIDENCE if match.nominal else VERB_CONFIDENCE,
    )


def _condition(doc: Doc, telling: Telling) -> Evidence | None:
    """The words of the condition; of those of a speaker, only what the speaker said."""
    if telling.judgement.condition is None:
        return None
    start, end = telling.judgement.condition
    said = doc._.statements[telling.statement].content if telling.statement is not None else ()
    return evidence(doc, (start, min([end, *(last for first, last in said if first <= start < last)])))


def _most_exact(group: list[Telling]) -> Telling:
    """The telling of the same sentence that says best what it was: "killed in a bombing" is a bombing."""
    first = group[0]
    if first.match.rule.id not in OUTCOMES:
        return first
    told = [t for t in group if t.sentence == first.sentence and t.match.rule.id not in OUTCOMES]
    return next((t for t in told if not t.cameo.endswith("0")), first)


def _sentence(doc: Doc, telling: Telling) -> Evidence:
    start, end = telling.sentence
    text = text_of(doc)[start:end]
    return evidence(doc, (start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())))
