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
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Report:
    """One news article as published by one outlet."""

    id: str
    outlet: str | None
    agency: str | None
    url: str | None
    title: str | None
    published: str | None
    language: str | None
    text: str
    text_sha256: str
    published_at: str | None = None  # ISO 8601 with the time, and the zone where it is told
    byline: str | None = None
    kind: str | None = None  # of pages: article, live blog, list, opinion, video, paywalled, near-empty


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, speaks or is addressed. `code` is the country, or UNO EUR IGO NGO MNC ISM IMG."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    code: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    wikidata: str | None = None
    mentions: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A closed interval of days, and where it was read."""

    start: str
    end: str
    basis: Basis
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where; coordinates in degrees (WGS 84), `geonames` an id of GeoNames."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    precision: Precision
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Channel:
    """By which way a statement was made."""

    kind: ChannelKind
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or things, as bounds; None where a side is open."""

    low: int | None
    high: int | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Statement:
    """Content that the report attributes to a speaker."""

    id: str
    form: Form
    content: tuple[Evidence, ...]
    cue: Evidence | None
    source: Evidence | None
    speaker: str | None
    addressees: tuple[str, ...]
    through: tuple[str, ...]
    channel: Channel | None
    said: When | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an actor did to, with or towards another."""

    id: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    quad: int
    intensity: float
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    predicate: Evidence
    evidence: tuple[Evidence, ...]
    certainty: Certainty
    condition: Evidence | None
    according_to: str | None
    when: When | None
    background: bool
    place: Place | None
    counts: dict[str, Count] = field(default_factory=dict)
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read or coded, and why."""

    stage: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """All that was read from one report."""

    name: str
    report: Report
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    failures: tuple[Failure, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record in the shape of the contract, ready for `json.dumps`."""
        return dataclasses.asdict(self)
