"""Find the time expressions of a text and the days that they mean, in one pass over its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from toecap.annotate.layers import TimeSpan
from toecap.annotate.times import calendar as cal
from toecap.annotate.times.calendar import Days
from toecap.annotate.times.meaning import Meaning, Scene
from toecap.annotate.times.relative import moved, shift_of
from toecap.annotate.times.resolve import RESOLVERS
from toecap.annotate.times.rules import DIGIT, Rule, Rules, load_rules
from toecap.records import Basis, Evidence, When

_LOOK_BACK = 80  # characters before an expression that tell whether its clause looks ahead
_NEAR = 400  # "two days earlier" leans on a time told at most so many characters before
_WORD = re.compile(r"[^\W_]+")
_CLAUSE_END = re.compile(r"[.;:!?\n\"“”,]|\b(?:said|told|says|announced|reported)\b")
_PAST = re.compile(r"\b(?:was|were|had|did|who|which|after|since)\b", re.IGNORECASE)
_JOIN = re.compile(r"(?: (?:to|until|till|through|into|and) (?:the )?| ?[-–~] ?)")
_TO_NOW = re.compile(
    r" (?:and|to|until|till|through) (?:now|date|today|(?:the )?current date|the present(?: day)?)\b", re.IGNORECASE
)
_FROM_NOW = re.compile(r"\bbetween now and (?:the )?$", re.IGNORECASE)
_TIGHT = re.compile(r" (?:the )?")
_BETWEEN = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (?:the )?$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|until|till) (?:the )?$", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:before|after|prior to|than) (?:the (?:year )?)?$", re.IGNORECASE)
_CLOSED = re.compile(r"(?:[.,;:!?)\n]|$)")


@dataclass(frozen=True, slots=True)
class _Hit:
    """An expression found, and what it means; `shift` of one that moves the time behind it."""

    start: int
    end: int
    meaning: Meaning | None
    shift: tuple[int, str] | None = None


def find_times(text: str, published: date | None) -> tuple[TimeSpan, ...]:
    """The time expressions of a text in order, each with its closed interval of days.

    An expression that leans on the publication date gives nothing when that is unknown, and vague ones
    ("recently", "in recent days") never give anything.
    """
    rules = load_rules()
    hits = _joined(text, _hits(text, published, rules))
    spans = (_bounded(text, hit, published) for hit in hits)
    return tuple(_span(text, hit, hit.meaning) for hit in spans if hit is not None and hit.meaning is not None)


def _hits(text: str, published: date | None, rules: Rules) -> list[_Hit]:
    found: list[_Hit] = []
    pending: _Hit | None = None  # "two days after", before the time that it leans on
    free = 0  # where the last expression ended
    for word in _WORD.finditer(text):
        start, first = word.start(), word[0]
        candidates = rules.starts.get(DIGIT if first[0].isdigit() else first.lower())
        if candidates is None or start < free:
            continue
        for rule in candidates:
            match = rule.pattern.match(text, start)
            if match is None or not _fits(text, start, match.end(), rule):
                continue
            ahead = _looks_ahead(text, start, rules)
            scene = Scene(published, _told_before(found, start, None if ahead else published), ahead, rules.words)
            parts = match.groupdict()
            hit = _Hit(start, match.end(), RESOLVERS[rule.resolve](parts, scene), shift_of(parts, scene))
            if pending is not None and hit.meaning is not None:
                hit = _composed(text, pending, hit)
            if hit.meaning is not None and hit.meaning.days[0] <= hit.meaning.days[1]:
                found.append(hit)
            pending = hit if hit.meaning is None and hit.shift is not None else None
            free = match.end()
            break
    return found


def _told_before(found: list[_Hit], start: int, latest: date | None) -> Days | None:
    """The days told last before `start`, none of them after `latest`: a narrative leans on no date to come."""
    for hit in reversed(found):
        if start - hit.end > _NEAR:
            return None
        if hit.meaning is not None and (latest is None or hit.meaning.days[0] <= latest):
            return hit.meaning.days
    return None


def _composed(text: str, shift: _Hit, hit: _Hit) -> _Hit:
    """ "two days after" and the time right behind it made one; the time alone where more stands between."""
    if shift.shift is None or hit.meaning is None or not _TIGHT.fullmatch(text, shift.end, hit.start):
        return hit
    days = moved(hit.meaning.days, *shift.shift)
    return _Hit(shift.start, hit.end, Meaning(days, hit.meaning.stated) if days else None)


def _fits(text: str, start: int, end: int, rule: Rule) -> bool:
    """Whether the words around a match allow the rule."""
    behind = text[max(0, start - 60) : start]
    if rule.before is not None and not rule.before.search(behind):
        return False
    if rule.not_before is not None and rule.not_before.search(behind):
        return False
    return rule.not_after is None or not rule.not_after.match(text, end)


def _looks_ahead(text: str, start: int, rules: Rules) -> bool:
    """Whether the clause before an expression speaks of what is to come."""
    behind = text[max(0, start - _LOOK_BACK) : start]
    clause = _CLAUSE_END.split(behind)[-1]
    cue = rules.future.search(clause)
    return cue is not None and _PAST.search(clause, cue.end()) is None


def _joined(text: str, hits: list[_Hit]) -> list[_Hit]:
    """Two ends of a range made one: "from March 2014 to May 2016", "between Monday and Friday"."""
    joined: list[_Hit] = []
    for hit in hits:
        if joined:
            first = joined[-1]
            between = _JOIN.fullmatch(text, first.end, hit.start)
            paired = _BETWEEN.search(text[max(0, first.start - 14) : first.start]) is not None
            if between and (paired or " and " not in between[0]):
                merged = _range(first, hit)
                if merged is not None:
                    joined[-1] = merged
                    continue
        joined.append(hit)
    return joined


def _range(first: _Hit, last: _Hit) -> _Hit | None:
    """The interval from the start of one to the end of another; a first end without a year takes the last one's."""
    if first.meaning is None or last.meaning is None:
        return None
    start, end = first.meaning.days[0], last.meaning.days[1]
    if first.meaning.monthday and (last.meaning.monthday is None or start > end):
        start = _earlier_year(start, last.meaning.days[0])
    if start > end and last.meaning.days[0] == end:
        # "from tomorrow night into Friday": the weekday behind a start is the next one, not the last.
        end = cal.shift_days(end, 7) or end
    if start > end or (start, end) == first.meaning.days:
        return None
    stated = last.meaning.stated and (first.meaning.stated or first.meaning.monthday is not None)
    return _Hit(first.start, last.end, Meaning((start, end), stated, last.meaning.monthday))


def _earlier_year(start: date, end: date) -> date:
    """The day of the year that brings it nearest before `end`."""
    for year in (end.year, end.year - 1):
        moved = cal.day(year, start.month, start.day) if year >= 1 else None
        if moved and moved[0] <= end:
            return moved[0]
    return start


def _bounded(text: str, hit: _Hit, published: date | None) -> _Hit | None:
    """ "since 2014" runs to publication, "by Friday" from it; "before 2014" tells no interval at all."""
    behind = text[max(0, hit.start - 20) : hit.start]
    if hit.meaning is None:
        return None
    days: Days = hit.meaning.days
    if _SINCE.search(behind) and published and days[0] <= published:
        return _with_days(hit, (days[0], published))
    if _BY.search(behind) and published and days[1] >= published:
        return _with_days(hit, (published, days[1]))
    if published and (_FROM_NOW.search(behind) and days[1] >= published):
        return _with_days(hit, (published, days[1]))
    now = _TO_NOW.match(text, hit.end)
    if now and published and days[0] <= published:
        return _with_days(replace(hit, end=now.end()), (days[0], published))
    if _BOUND.search(behind) and ((days[1] - days[0]).days >= 27 or _CLOSED.match(text, hit.end)):
        # "before the 2016 election" dates the election, "before 2016" and "before Monday," nothing.
        return None if behind.endswith(("year ", "before ", "after ", "to ", "than ")) else hit
    return hit


def _with_days(hit: _Hit, days: Days) -> _Hit:
    return replace(hit, meaning=Meaning(days, False))


def _span(text: str, hit: _Hit, meaning: Meaning) -> TimeSpan:
    start, end = meaning.days
    evidence = Evidence(hit.start, hit.end, text[hit.start : hit.end])
    basis: Basis = "stated" if meaning.stated else "relative"
    return TimeSpan(hit.start, hit.end, When(start.isoformat(), end.isoformat(), basis, evidence))
