"""One place that tells an event, and what it takes from the tellings before it: the day, and who asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Token

from toecap.annotate.certainty import Judgement
from toecap.annotate.layers import Chars, TimeSpan, sentence_of, text_of
from toecap.extract.matching import Match
from toecap.extract.timing import VERBAL, governor, is_background, when_at
from toecap.records import Place, When

# How far (characters) the day of a narrative carries.
NARRATIVE = 800
# A day in these clauses is beside the narrative: "with the toll rising on Monday", "who resigned on Friday".
ASIDE = frozenset({"pcomp", "relcl", "acl"})
# How far (characters) a reply may stand from what it replies to.
REPLY = 400
REPLIES = frozenset({"REJECT", "CONCEDE"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One place that tells an event, before tellings are joined. `sentence`: the characters of its sentence."""

    match: Match
    cameo: str
    sentence: Chars
    judgement: Judgement
    statement: int | None
    when: When | None
    place: Place | None


def narrated(doc: Doc, tellings: list[Telling]) -> list[Telling]:
    """Undated acts of a narrative take its day: "On Monday police stormed the hall. They arrested ten."

    Only what is told as done, in the past, soon after the day is told; history carries no day on, nor does the
    day of a saying ("he said on Monday"). An act done in the words of a speaker is of the day of speaking: "we thank".
    """
    acts = {telling.match.head.i for telling in tellings}
    said = {span.cue_head for span in doc._.statements}
    days = [
        time
        for time in doc._.times
        if (word := governor(doc, time)) is not None
        and word.i not in said
        and (word.i in acts or (word.pos_ in VERBAL and word.dep_ not in ASIDE))
        and not _is_dateline(doc, time)
    ]
    return [
        replace(telling, when=day) if telling.when is None and (day := _implied_day(doc, days, telling)) else telling
        for telling in tellings
    ]


def _is_dateline(doc: Doc, time: TimeSpan) -> bool:
    """A date that has a line to itself is that of the report, not of what it tells."""
    text = text_of(doc)
    start, end = text.rfind("\n", 0, time.start) + 1, text.find("\n", time.end)
    return text[start : end if end >= 0 else None].strip() == text[time.start : time.end]


def _implied_day(doc: Doc, days: list[TimeSpan], telling: Telling) -> When | None:
    head = telling.match.head
    if telling.judgement.certainty != "actual":
        return None
    if telling.statement is not None and (head.tag_ in ("VBP", "VBZ") or _is_going_on(head)):
        return _day_of_saying(doc, days, telling.statement)
    if telling.match.nominal or head.tag_ in ("VBD", "VBN", "VBG"):
        return _narrative_day(doc, days, head)
    return None


def _is_going_on(verb: Token) -> bool:
    """ "announced she was endorsing Ali", "we are asking": done in saying so."""
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)


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
    sentence = sentence_of(head)
    if any(sentence.start_char <= day.start < sentence.end_char and not _recent(doc, day.when) for day in days):
        return None
    before = [day for day in days if 0 <= head.idx - day.end <= NARRATIVE and _recent(doc, day.when)]
    return replace(before[-1].when, basis="relative") if before else None


def _recent(doc: Doc, when: When) -> bool:
    """A day that is over, and not history."""
    published: date | None = doc._.published
    over = published is not None and when.end <= published.isoformat()
    return when.start == when.end and over and not is_background(doc, when)


def answered(tellings: list[Telling]) -> list[Telling]:
    """Requests and their replies name each other's sides: "The police asked for files, but the bank refused."

    A reply without a recipient is to who asked; a request without one was made to who replies.
    """
    found = list(tellings)
    for at, reply in enumerate(tellings):
        if reply.match.rule.type not in REPLIES or not reply.match.actors:
            continue
        asked = _request_before(found, at)
        if asked is None:
            continue
        request = found[asked]
        if not reply.match.recipients:
            found[at] = replace(reply, match=replace(reply.match, recipients=request.match.actors))
        if not request.match.recipients:
            found[asked] = replace(request, match=replace(request.match, recipients=reply.match.actors))
    return found


def _request_before(tellings: list[Telling], at: int) -> int | None:
    """The nearest request before the reply that may have been made to the one who replies."""
    reply = tellings[at].match
    for earlier in range(at - 1, -1, -1):
        request = tellings[earlier].match
        if reply.start - request.start > REPLY:
            return None
        if request.rule.type != "REQUEST" or not request.actors or set(request.actors) & set(reply.actors):
            continue
        if not request.recipients or set(request.recipients) & set(reply.actors):
            return earlier
    return None
