"""The day of a narrative: "On Monday police stormed the hall. They arrested ten." """

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Token

from toecap.annotate.layers import TimeSpan, sentence_of, text_of
from toecap.extract.tellings import SAID_TYPES, Telling
from toecap.extract.timing import VERBAL, governor, is_background, when_at
from toecap.records import When

# How far (characters) a day carries, and a longer or older time.
NARRATIVE = 800
PERIOD = 300
LONGEST = 366  # days of such a time; "since 1995" goes on, and "from 2008 to 2016" is no scene
# A day in these clauses is beside the narrative: "with the toll rising on Monday", "who resigned on Friday".
ASIDE = frozenset({"pcomp", "relcl", "acl"})
PAST = frozenset({"VBD", "VBN", "VBG"})
BEFORE = frozenset({"previously", "formerly", "once", "repeatedly", "often", "long"})
# In somebody's own words these are the day on which they were said, and not that on which the report was published.
NOW = frozenset({"today", "tonight", "this morning", "this afternoon", "this evening"})


@dataclass(frozen=True, slots=True)
class Days:
    """The times that date the narrative; `told`: without those of a saying ("he said on Monday")."""

    all: tuple[TimeSpan, ...]
    told: tuple[TimeSpan, ...]


def narrated(doc: Doc, tellings: list[Telling]) -> list[Telling]:
    """The tellings, undated acts of a narrative with its day.

    Only what is told as done, in the past, soon after the day is told. The day of a saying dates only further
    sayings. An act done in the words of a speaker is of the day of speaking: "we thank".
    """
    days = _days(doc, tellings)
    return [replace(telling, when=_when(doc, days, telling)) for telling in tellings]


def _days(doc: Doc, tellings: list[Telling]) -> Days:
    acts = {telling.match.head.i for telling in tellings}
    said = {span.cue_head for span in doc._.statements}
    dating = [(time, governor(doc, time)) for time in doc._.times if not _is_dateline(doc, time)]
    of_verbs = [(t, word) for t, word in dating if word is not None and word.pos_ in VERBAL and word.dep_ not in ASIDE]
    dated = {sentence_of(word).start for _, word in of_verbs}
    # The day of an act's noun counts where its sentence tells no other: "met on Monday over the raid of Friday".
    of_nouns = [
        (t, word)
        for t, word in dating
        if word is not None and word.pos_ not in VERBAL and word.i in acts and sentence_of(word).start not in dated
    ]
    of_clauses = sorted(of_verbs + of_nouns, key=lambda found: found[0].start)
    return Days(tuple(t for t, _ in of_clauses), tuple(t for t, word in of_clauses if word.i not in said))


def _when(doc: Doc, days: Days, telling: Telling) -> When | None:
    """The day that the telling's own words tell, else that of the narrative."""
    when = telling.when
    if when is None:
        return _implied_day(doc, days, telling)
    quoted = telling.statement is not None and doc._.statements[telling.statement].form != "indirect"
    if quoted and telling.statement is not None and when.evidence and when.evidence.quote.lower() in NOW:
        return _day_of_saying(doc, days, telling.statement) or when
    return when


def _is_dateline(doc: Doc, time: TimeSpan) -> bool:
    """A date that has a line to itself is that of the report, not of what it tells."""
    text = text_of(doc)
    start, end = text.rfind("\n", 0, time.start) + 1, text.find("\n", time.end)
    return text[start : end if end >= 0 else None].strip() == text[time.start : time.end]


def _implied_day(doc: Doc, days: Days, telling: Telling) -> When | None:
    head = telling.match.head
    if telling.judgement.certainty != "actual":
        return None
    if telling.statement is not None and (head.tag_ in ("VBP", "VBZ") or _is_going_on(head)):
        return _day_of_saying(doc, days, telling.statement)
    in_past = head.tag_ in PAST or (head.tag_ == "VB" and head.head.tag_ in PAST)  # "failed", "failed to agree"
    if telling.match.nominal or (in_past and not _is_before(head)):
        return _narrative_day(doc, days.all if telling.match.rule.type in SAID_TYPES else days.told, head)
    return None


def _is_going_on(verb: Token) -> bool:
    """ "announced she was endorsing Ali", "we are asking": done in saying so."""
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)


def _is_before(verb: Token) -> bool:
    """ "has urged", "had opposed", "previously blamed": at some time before the day of the narrative."""
    return any((c.dep_ == "aux" and c.lemma_ == "have") or c.lower_ in BEFORE for c in verb.children)


def _day_of_saying(doc: Doc, days: Days, statement: int) -> When | None:
    """The day on which the words of a statement were said, where the report tells or implies one."""
    span = doc._.statements[statement]
    if span.cue_head is None:
        return _day_of_saying(doc, days, span.continues) if span.continues is not None else None
    cue = doc[span.cue_head]
    told = when_at(doc, cue, span.content)
    return replace(told, basis="relative") if told else _narrative_day(doc, days.told, cue)


def _narrative_day(doc: Doc, days: tuple[TimeSpan, ...], head: Token) -> When | None:
    """The last recent day that the report told before, unless the sentence speaks of another time."""
    sentence = sentence_of(head)
    if any(sentence.start_char <= day.start < sentence.end_char and not _recent(doc, day.when) for day in days):
        return None
    before = [day for day in days if 0 <= head.idx - day.end <= NARRATIVE]
    if before and not _recent(doc, before[-1].when) and _is_scene(doc, before[-1], head):
        return replace(before[-1].when, basis="relative")
    recent = [day for day in before if _recent(doc, day.when)]
    return replace(recent[-1].when, basis="relative") if recent else None


def _is_scene(doc: Doc, time: TimeSpan, head: Token) -> bool:
    """A longer or older time dates what its paragraph tells next: "In May he dissolved the house. She objected." """
    between = text_of(doc)[time.end : head.idx]
    lasted = date.fromisoformat(time.when.end) - date.fromisoformat(time.when.start)
    over = _is_over(doc, time.when) and date.fromisoformat(time.when.end) != doc._.published
    return len(between) <= PERIOD and "\n" not in between and over and lasted.days <= LONGEST


def _recent(doc: Doc, when: When) -> bool:
    """A day that is over, and not history."""
    return when.start == when.end and _is_over(doc, when) and not is_background(doc, when)


def _is_over(doc: Doc, when: When) -> bool:
    published: date | None = doc._.published
    return published is not None and when.end <= published.isoformat()
