"""Matches -> Events: certainty, who says so, when, where and how many; one happening, one event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from toecap.annotate.certainty import Judgement, judge
from toecap.annotate.layers import Chars, TimeSpan, text_of
from toecap.extract.counts import counts_of
from toecap.extract.matching import Match, matches
from toecap.extract.statements import evidence
from toecap.extract.timing import BACKGROUND_DAYS, governor, when_at
from toecap.knowledge.events import load_event_rules
from toecap.knowledge.ontology import goldstein, quad
from toecap.records import Event, Evidence, Place, When

NOUN_CONFIDENCE = 0.7
VERB_CONFIDENCE = 0.85
# How far apart (characters) two tellings with the same sides may stand and still be one happening.
SAME_HAPPENING = 2_000
# How far (characters) the day of a narrative carries.
NARRATIVE = 800
# Acts of speech are told apart sentence by sentence: to urge twice is two requests.
SAID_TYPES = frozenset({"REQUEST", "ACCUSE", "SUPPORT", "REJECT", "THREATEN", "AGREE", "CONCEDE"})
# What an attack leads to; without an actor of its own it tells of the attack that the report told before.
OUTCOMES = frozenset({"assault.kill", "assault.wound"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One place that tells an event, before tellings are joined. `sentence`: the characters of its sentence."""

    match: Match
    sentence: Chars
    judgement: Judgement
    statement: int | None
    when: When | None
    place: Place | None


def events_of(doc: Doc, actor_id: Callable[[int], str]) -> list[Event]:
    """All events, ids "e1".. in order of the text."""
    tellings = [t for match in matches(doc, load_event_rules()) if (t := _telling(doc, match)) is not None]
    groups = join(narrated(doc, tellings))
    return [_event(doc, group, f"e{number}", actor_id) for number, group in enumerate(groups, start=1)]


def _telling(doc: Doc, match: Match) -> Telling | None:
    judgement = judge(match.head)
    if judgement is None:
        return None
    sentence = match.head.sent  # spaCy looks for its bounds at each call
    span = (sentence.start_char, sentence.end_char)
    statement = _statement_at(doc, match.start)
    return Telling(match, span, judgement, statement, when_at(doc, match.head), place_at(doc, match, span))


def narrated(doc: Doc, tellings: list[Telling]) -> list[Telling]:
    """Undated acts of a narrative take its day: "On Monday police stormed the hall. They arrested ten."

    Only what is told as done, in the past, soon after the day is told; history carries no day on, nor does the
    day of a saying ("he said on Monday"). An act done in the words of a speaker is of the day of speaking: "we thank".
    """
    said = {span.cue_head for span in doc._.statements}
    days = [time for time in doc._.times if governor(doc, time) not in said and not _is_dateline(doc, time)]
    return [
        replace(telling, when=day) if telling.when is None and (day := _implied_day(doc, days, telling)) else telling
        for telling in tellings
    ]


def _is_dateline(doc: Doc, time: TimeSpan) -> bool:
    """A date that has a line to itself is that of the report, not of what it tells."""
    start, end = doc.text.rfind("\n", 0, time.start) + 1, doc.text.find("\n", time.end)
    return doc.text[start : end if end >= 0 else None].strip() == doc.text[time.start : time.end]


def _implied_day(doc: Doc, days: list[TimeSpan], telling: Telling) -> When | None:
    head = telling.match.head
    if telling.judgement.certainty != "actual":
        return None
    if telling.match.nominal or head.tag_ in ("VBD", "VBN", "VBG"):
        return _narrative_day(doc, days, head)
    if telling.statement is not None and head.tag_ in ("VBP", "VBZ"):
        return _day_of_saying(doc, days, telling.statement)
    return None


def _day_of_saying(doc: Doc, days: list[TimeSpan], statement: int) -> When | None:
    """The day on which the words of a statement were said, where the report tells or implies one."""
    span = doc._.statements[statement]
    if span.cue_head is None:
        return _day_of_saying(doc, days, span.continues) if span.continues is not None else None
    cue = doc[span.cue_head]
    told = when_at(doc, cue, span.content)
    return replace(told, basis="relative") if told else _narrative_day(doc, days, cue)


def _narrative_day(doc: Doc, days: list[TimeSpan], head: Token) -> When | None:
    """The last recent day that the report told before, unless the sentence speaks of another time."""
    sentence = head.sent
    if any(sentence.start_char <= day.start < sentence.end_char and not _recent(doc, day.when) for day in days):
        return None
    before = [day for day in days if 0 <= head.idx - day.end <= NARRATIVE and _recent(doc, day.when)]
    return replace(before[-1].when, basis="relative") if before else None


def _recent(doc: Doc, when: When) -> bool:
    return when.start == when.end and doc._.published is not None and not _is_background(doc, when)


def _statement_at(doc: Doc, at: int) -> int | None:
    """The innermost statement whose content holds the character, as an index."""
    found: tuple[int, int] | None = None
    for index, span in enumerate(doc._.statements):
        for start, end in span.content:
            if start <= at < end and (found is None or end - start <= found[0]):
                found = (end - start, index)
    return found[1] if found else None


def place_at(doc: Doc, match: Match, sentence: Chars) -> Place | None:
    """The place of the predicate's sentence that stands nearest to it; None where none is named."""
    inside = [p for p in doc._.places if sentence[0] <= p.start < sentence[1]]
    return min(inside, key=lambda p: abs(p.start - match.start)).place if inside else None


def join(tellings: list[Telling]) -> list[list[Telling]]:
    """Tellings of one happening together, the fullest first; groups in order of the text."""
    groups: list[list[Telling]] = []
    near: list[list[Telling]] = []
    for telling in tellings:
        # Tellings come in order of the text: a group that began too far back takes in none of the later ones.
        near = [group for group in near if telling.match.start - group[0].match.start <= SAME_HAPPENING]
        home = next((g for g in reversed(near) if all(_same_happening(t, telling) for t in g)), None)
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
    if _different_days(a.when, b.when):
        return False
    if not _compatible(one.actors, other.actors):
        return False
    if one.rule.type in SAID_TYPES and a.sentence != b.sentence:
        return False
    if other.rule.id in OUTCOMES and not other.actors:
        return True  # the dead and the hurt belong to the attack told before, whoever they are
    return _compatible(one.recipients, other.recipients)


def _compatible(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def _different_days(a: When | None, b: When | None) -> bool:
    return a is not None and b is not None and (a.end < b.start or b.end < a.start)


def _event(doc: Doc, group: list[Telling], id: str, actor_id: Callable[[int], str]) -> Event:
    first = group[0]
    rule, match = first.match.rule, first.match
    when = first.when or next((t.when for t in group if t.when is not None), None)
    actors = next((t.match.actors for t in group if t.match.actors), ())
    recipients = next((t.match.recipients for t in group if t.match.recipients), ())
    counts = {}
    for telling in reversed(group):
        counts.update(counts_of(doc, telling.match.head, rule.type))
    statement = first.statement if all(t.statement is not None for t in group) else None
    return Event(
        id=id,
        type=rule.type,
        mode=rule.mode,
        contexts=rule.contexts,
        cameo=rule.cameo,
        quad=quad(rule.type),
        intensity=goldstein(rule.cameo),
        actors=tuple(map(actor_id, actors)),
        recipients=tuple(actor_id(i) for i in recipients if i not in actors),
        predicate=evidence(doc, (match.start, match.end)),
        evidence=tuple(_sentence(doc, t) for t in sorted(group, key=lambda t: t.match.start)),
        certainty=first.judgement.certainty,
        condition=evidence(doc, first.judgement.condition) if first.judgement.condition else None,
        according_to=f"s{statement + 1}" if statement is not None else None,
        when=when,
        background=_is_background(doc, when),
        place=first.place or next((t.place for t in group if t.place is not None), None),
        counts=counts,
        rule=rule.id,
        confidence=NOUN_CONFIDENCE if match.nominal else VERB_CONFIDENCE,
    )


def _sentence(doc: Doc, telling: Telling) -> Evidence:
    start, end = telling.sentence
    text = text_of(doc)[start:end]
    return evidence(doc, (start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())))


def _is_background(doc: Doc, when: When | None) -> bool:
    """History: over by more than BACKGROUND_DAYS before publication."""
    if when is None or doc._.published is None:
        return False
    over: bool = date.fromisoformat(when.end) < doc._.published - timedelta(days=BACKGROUND_DAYS)
    return over
