"""The record: what Toecap keeps of a report. Field names are a public contract (`toecap schema`).

All offsets are code points into `Report.text`, end exclusive, and `text[start:end] == quote` always.
Dates are ISO strings (YYYY-MM-DD); countries ISO 3166 alpha-3. Unknown is None, or an empty tuple.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal

Certainty = Literal["actual", "planned", "conditional", "hypothetical", "denied"]
Form = Literal["direct", "indirect", "mixed"]
ActorKind = Literal["person", "state", "organisation", "group", "population", "unknown"]
Basis = Literal["stated", "relative", "publication"]
ChannelKind = Literal[
    "call",
    "meeting",
    "interview",
    "news conference",
    "speech",
    "written statement",
    "social media",
    "other",
]
Precision = Literal["city", "admin1", "country", "region"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the report's text, and the text there."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    quote: str
    """The text there."""


@dataclass(frozen=True, slots=True)
class Report:
    """One news article as published by one outlet."""

    id: str
    """As given with the input: the id of a row, the stem of a file."""
    outlet: str | None
    """Who published it."""
    agency: str | None
    """Whose text it is by its own credit line: Reuters, AP, AFP, ..."""
    url: str | None
    """Its address."""
    title: str | None
    """Its title."""
    published: str | None
    """Day of publication, YYYY-MM-DD."""
    language: str | None
    """ISO 639-1 code."""
    text: str
    """The text that every offset points into."""
    text_sha256: str
    """SHA-256 of the text as UTF-8, in hex."""
    published_at: str | None = None
    """ISO 8601 with the time, and the zone where it is told."""
    byline: str | None = None
    """Who wrote it."""
    kind: str | None = None
    """Of pages: article, live blog, list, opinion, video, paywalled, near-empty."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, speaks or is addressed. `code` is the country, or UNO EUR IGO NGO MNC ISM IMG."""

    id: str
    """Unique in the record."""
    name: str
    """As the knowledge has it, or else the fullest name of the report."""
    kind: ActorKind
    """What sort of actor."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    code: str | None = None
    """The country, or UNO EUR IGO NGO MNC ISM IMG for actors above or across countries."""
    sectors: tuple[str, ...] = ()
    """PLOVER sectors: GOV, MIL, REB, OPP, ..."""
    role: str | None = None
    """The office held on the day of the report."""
    wikidata: str | None = None
    """Wikidata id, Q..."""
    mentions: tuple[Evidence, ...] = ()
    """Every place of the text that names the actor, pronouns too."""


@dataclass(frozen=True, slots=True)
class When:
    """A closed interval of days, and where it was read."""

    start: str
    """First day, YYYY-MM-DD."""
    end: str
    """Last day, YYYY-MM-DD; it belongs to the interval."""
    basis: Basis
    """Whether the words state the day, tell it in relation to another, or only the day of publication tells it."""
    evidence: Evidence | None = None
    """The words that tell it; null where the day of publication does."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where; coordinates in degrees (WGS 84), `geonames` an id of GeoNames."""

    name: str
    """As the gazetteer has it."""
    country: str | None
    """ISO 3166 alpha-3."""
    admin1: str | None
    """First-level division."""
    lat: float | None
    """Degrees north, WGS 84."""
    lon: float | None
    """Degrees east, WGS 84."""
    geonames: int | None
    """Id in GeoNames."""
    precision: Precision
    """How fine the place is."""
    evidence: Evidence
    """The words that name it."""


@dataclass(frozen=True, slots=True)
class Channel:
    """By which way a statement was made."""

    kind: ChannelKind
    """Which way."""
    evidence: Evidence
    """The words that tell it."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or things, as bounds; None where a side is open."""

    low: int | None
    """At least so many; null where open."""
    high: int | None
    """At most so many; null where open."""
    evidence: Evidence
    """The words that tell it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Content that the report attributes to a speaker."""

    id: str
    """Unique in the record."""
    form: Form
    """In the speaker's words, in the report's, or partly in both."""
    content: tuple[Evidence, ...]
    """What was said; several parts where the report interrupts it."""
    cue: Evidence | None
    """The reporting word."""
    source: Evidence | None
    """The words that name the speaker."""
    speaker: str | None
    """Id of the actor who speaks."""
    addressees: tuple[str, ...]
    """Ids of the actors who are spoken to."""
    through: tuple[str, ...]
    """Ids of the actors who relayed it: a spokesman for a ministry."""
    channel: Channel | None
    """By which way it was made."""
    said: When | None
    """When it was said."""
    rule: str
    """What found it."""
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an actor did to, with or towards another."""

    id: str
    """Unique in the record."""
    type: EventType
    """PLOVER type."""
    mode: str | None
    """PLOVER mode of the type."""
    contexts: tuple[str, ...]
    """PLOVER contexts."""
    cameo: str
    """CAMEO code, as fine as the words allow."""
    quad: int
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    intensity: float
    """Goldstein scale, -10 to 10."""
    actors: tuple[str, ...]
    """Ids of those who act."""
    recipients: tuple[str, ...]
    """Ids of those to whom it is done."""
    predicate: Evidence
    """The word that carries it."""
    evidence: tuple[Evidence, ...]
    """The words of each telling in the report, the predicate's clause first."""
    certainty: Certainty
    """Whether it happened, is planned, hangs on a condition, is only thought of, or is denied."""
    condition: Evidence | None
    """The words of its condition."""
    according_to: str | None
    """Id of the statement that alone tells it; null where the report tells it in its own voice."""
    when: When | None
    """When it happened, or is to happen."""
    background: bool
    """Told as history: before what the report is about."""
    place: Place | None
    """Where."""
    counts: dict[str, Count] = field(default_factory=dict)
    """What was counted: killed, injured, arrested, displaced, troops, protesters, ..."""
    rule: str = ""
    """The rule that coded it; the codebook has its words."""
    confidence: float = 1.0
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read or coded, and why."""

    stage: str
    """Where it failed: read, fetch, annotate, extract."""
    code: str
    """Stable name of the reason."""
    message: str
    """What, where and the next step."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that was read from one report."""

    name: str
    """The report's id."""
    report: Report
    """The report as it was read."""
    actors: tuple[Actor, ...] = ()
    """Who acts, speaks or is addressed, and who else is named."""
    statements: tuple[Statement, ...] = ()
    """In the order of the text."""
    events: tuple[Event, ...] = ()
    """In the order of the text."""
    failures: tuple[Failure, ...] = ()
    """What could not be coded of it."""

    def to_dict(self) -> dict[str, Any]:
        """The record in the shape of the contract, ready for `json.dumps`."""
        shaped: dict[str, Any] = _shaped(self)
        return shaped


_PLAIN = frozenset({str, int, float, bool, type(None)})
# Rows -> the names of their fields. `dataclasses.asdict` asks each value anew what it is: three times as long.
_NAMES = {
    row: tuple(one.name for one in dataclasses.fields(row))
    for row in (Evidence, When, Place, Count, Report, Actor, Channel, Statement, Event, Failure, Record)
}


def _shaped(value: Any) -> Any:
    """Rows as dicts, all the way down."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return tuple([_shaped(one) for one in value])
    if kind is dict:
        return {key: _shaped(one) for key, one in value.items()}
    found = ((name, getattr(value, name)) for name in _NAMES[kind])
    return {name: one if type(one) in _PLAIN else _shaped(one) for name, one in found}
