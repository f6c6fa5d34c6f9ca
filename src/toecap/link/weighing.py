"""Whether two tellings are of one happening: what speaks for it and what against, each with its weight."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from toecap.knowledge.counting import Bounds, differ
from toecap.knowledge.loader import DATA, read_rows
from toecap.knowledge.words import words_of
from toecap.link.words import cosine, telling

THRESHOLD = 1.0
KINDS = {"actual": "told", "denied": "told", "planned": "planned", "conditional": "open", "hypothetical": "open"}

Reason = tuple[float, str]  # weight and words; below 0 it speaks against


@dataclass(frozen=True, slots=True)
class Side:
    """Who acts, or to whom."""

    keys: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.keys)


@dataclass(frozen=True, slots=True)
class Where:
    """A place; `name` is None where only the country is told."""

    name: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a report, as it is weighed against those of others."""

    record: str
    event: str
    type: str
    cameo: str
    certainty: str
    actors: Side
    recipients: Side
    start: date | None
    end: date | None
    dated: bool
    place: Where | None
    counts: Mapping[str, Bounds] = field(default_factory=dict)
    quote: str = ""
    family: str = ""
    happening: str = ""

    @property
    def denies(self) -> bool:
        """It says that this did not happen."""
        return self.certainty == "denied"

    @property
    def kind(self) -> str:
        """What happened and what is denied are weighed with each other, plans with plans, and what is open apart."""
        return KINDS[self.certainty]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome for a pair."""

    score: float
    for_: tuple[str, ...]
    against: tuple[str, ...]


def weigh(one: Told, other: Told) -> Weighed | None:
    """All evidence on a pair; None where the two cannot be one happening whatever else is told."""
    if one.kind != other.kind or (one.record == other.record and one.denies == other.denies):
        return None
    kind = _types(one, other)
    if kind is None:
        return None
    found = (
        kind,
        _sides("actors", one.actors, other.actors),
        _sides("recipients", one.recipients, other.recipients),
        _days(one, other),
        _places(one.place, other.place),
        _counts(one.counts, other.counts),
        _words(one.quote, other.quote),
        _reports(one, other),
    )
    reasons = [reason for reason in found if reason is not None]
    return Weighed(
        round(math.fsum(weight for weight, _ in reasons), 4),
        tuple(words for weight, words in reasons if weight > 0),
        tuple(words for weight, words in reasons if weight < 0),
    )


@cache
def near_types() -> frozenset[frozenset[str]]:
    """Types that one happening is told by, in twos (`near_types.csv`)."""
    return frozenset(frozenset((row["type"], row["near"])) for row in read_rows(DATA / "near_types.csv"))


def _types(one: Told, other: Told) -> Reason | None:
    if one.cameo == other.cameo:
        return 0.35, f"code {one.cameo}"
    if one.type == other.type:
        return 0.2, f"type {one.type}"
    if frozenset((one.type, other.type)) in near_types():
        return -0.1, f"types {one.type} and {other.type}, which are near"
    return None


def _sides(what: str, one: Side, other: Side) -> Reason | None:
    if not one and not other:
        return None
    if not one or not other:
        return -0.05, f"{what} named by one only"
    if both := one.keys & other.keys:
        # A person or a body says more than a state, which does many things in a day.
        own = both - one.codes
        return (0.3, f"{what} {_listed(own)}") if own else (0.2, f"{what} {_listed(both)}")
    if both := one.codes & other.codes:
        return 0.12, f"{what} of {_listed(both)}"
    return -0.5, f"{what} differ"


def _days(one: Told, other: Told) -> Reason | None:
    if one.start is None or other.start is None:
        return None
    first, last = max(one.start, other.start), min(one.end or one.start, other.end or other.start)
    gap = max((first - last).days, 0)
    stated = one.dated and other.dated
    if gap == 0:
        wide = max(((each.end or each.start) - each.start).days for each in (one, other) if each.start)
        return (0.1, "days overlap") if wide > 7 else (0.3 if stated else 0.2, "same day")
    words = f"{gap} day{'s' if gap > 1 else ''} apart"
    if gap == 1:
        return (0.1 if stated else 0.15), words
    if gap <= 3:
        return (-0.15 if stated else 0.03), words
    return (-0.6 if stated or gap > 7 else -0.2), words


def _places(one: Where | None, other: Where | None) -> Reason | None:
    if one is None or other is None:
        return None
    if one.country and other.country and one.country != other.country:
        return -0.4, f"places in {one.country} and {other.country}"
    if one.name and other.name:
        return (0.25, f"place {one.name}") if one.name == other.name else (-0.35, f"places {one.name} and {other.name}")
    return (0.05, f"places in {one.country}") if one.country and one.country == other.country else None


def _counts(one: Mapping[str, Bounds], other: Mapping[str, Bounds]) -> Reason | None:
    both = sorted(set(one) & set(other))
    if not both:
        return None
    if any(one[what] == other[what] for what in both):
        return 0.2, f"the same number {_listed(what for what in both if one[what] == other[what])}"
    if any(not differ(one[what], other[what]) for what in both):
        return 0.1, f"numbers {_listed(both)} fit"
    return (-0.15, f"numbers {_listed(both)} far apart") if all(_far(one[what], other[what]) for what in both) else None


def _far(one: Bounds, other: Bounds) -> bool:
    """Tolls grow from report to report; but not fourfold within the days that one happening is told in."""
    values = [bounds[0] if bounds[0] is not None else bounds[1] for bounds in (one, other)]
    low, high = min(value or 0 for value in values), max(value or 0 for value in values)
    return high > 4 * max(low, 1)


def _words(one: str, other: str) -> Reason | None:
    alike = cosine(quoted(one), quoted(other))
    if alike >= 0.2:
        return 0.6 * alike, f"words {alike:.2f}"
    return -0.1 if alike < 0.05 else -0.02, f"words {alike:.2f}"


@lru_cache(maxsize=1 << 16)
def quoted(quote: str) -> Mapping[str, float]:
    """The telling words of an event."""
    return telling(Counter(word.lower() for word in words_of(quote)))


def _reports(one: Told, other: Told) -> Reason | None:
    if one.family and one.family == other.family:
        return 0.4, "reports of one family"
    if one.happening and one.happening == other.happening:
        return 0.35, "reports of one happening"
    return -0.15, "reports of different happenings"


def _listed(words: object) -> str:
    return ", ".join(sorted(words))  # type: ignore[call-overload]
