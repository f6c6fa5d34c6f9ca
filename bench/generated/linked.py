"""The derived tables as the truth has them: families by whose text is printed, incidents by what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from generated.world import Happening, Telling, World
from toecap.records import Actor, Event, Record
from toecap.store.rows import actor_key, record_id, table_of

CERTAIN = ("actual", "planned", "conditional", "hypothetical", "denied")


@dataclass(frozen=True, slots=True)
class Told:
    """A telling as its record has it."""

    record: str
    telling: Telling
    event: Event
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    family: str
    origin: str
    origin_says: str


@dataclass(slots=True)
class Linked:
    """Takes the records as they are made; gives the derived tables at the end."""

    world: World
    coding: str
    told: dict[int, list[Told]] = field(default_factory=dict)
    firsts: dict[int, str] = field(default_factory=dict)
    mains: dict[int, str] = field(default_factory=dict)  # by happening: the first record whose first happening it is
    families: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, telling: Telling, record: Record) -> None:
        """A record of the world."""
        own = record_id(record.report, self.coding)
        self.firsts[telling.number] = own
        family = self.firsts.get(telling.first, own) if telling.first is not None else own
        relation = "first" if family == own else "excerpt" if telling.parts < 1 else "same"
        if telling.own_paragraph and family != own:
            relation = "extended"
        like = None if family == own else family
        overlap = None if family == own else 1.0
        happening = self.mains.setdefault(id(telling.happenings[0]), own)
        self.families.append((own, family, relation, like, overlap, telling.agency, telling.outlet.owner, happening))
        actors = {actor.id: actor for actor in record.actors}
        speakers = {statement.id: statement.speaker for statement in record.statements}
        happenings = {(one.actor, one.recipient, one.deed.cameo, one.certainty): one for one in telling.happenings}
        for event in record.events:
            sides = [tuple(actors[one] for one in side) for side in (event.actors, event.recipients)]
            happening = happenings[sides[0][0].code, sides[1][0].code, event.cameo, event.certainty]
            origin, says = f"family:{family}", "the report tells it in its own voice"
            if event.according_to:
                speaker = actors[speakers[event.according_to]]
                origin, says = f"actor:{actor_key(speaker)}", f"{speaker.name} says so"
            elif telling.agency:
                origin, says = f"agency:{telling.agency}", f"the text is credited to {telling.agency}"
            told = Told(own, telling, event, *sides, family, origin, says)
            self.told.setdefault(id(happening), []).append(told)

    def tables(self) -> dict[str, pa.Table]:
        """Families, incidents and their members."""
        happened = {id(one): one for telling in self.world.tellings for one in telling.happenings}
        incidents, members = [], []
        for key, tellings in self.told.items():
            incident = f"{tellings[0].record}:{tellings[0].event.id}"
            incidents.append(_incident(incident, happened[key], tellings))
            members += [
                (
                    incident,
                    one.record,
                    one.event.id,
                    one.family,
                    one.origin,
                    one.origin_says,
                    one.event.certainty == "denied",
                )
                for one in tellings
            ]
        return {
            "families": table_of("families", self.families),
            "incidents": table_of("incidents", incidents),
            "incident_members": table_of("incident_members", members),
        }


def _incident(key: str, happening: Happening, tellings: Sequence[Told]) -> tuple[Any, ...]:
    first, deed = tellings[0], happening.deed
    published = [one.telling.published for one in tellings]
    days = [date.fromisoformat(one.event.when.start) for one in tellings if one.event.when]
    dated = any(one.event.when and one.event.when.basis != "publication" for one in tellings)
    start = (Counter(days).most_common(1)[0][0] if days else None) or published[0]
    city = happening.city if any(one.event.place for one in tellings) else None
    tolls = [count for one in tellings for count in one.event.counts.values()]
    return (
        key,
        deed.type,
        deed.cameo,
        deed.quad,
        deed.intensity,
        min((one.event.certainty for one in tellings), key=CERTAIN.index),
        *_sides(first.actors),
        *_sides(first.recipients),
        start,
        start,
        dated,
        city[0] if city else None,
        happening.city_country if city else None,
        city[2] if city else None,
        city[3] if city else None,
        first.event.evidence[0].quote,
        published[0],
        published[-1],
        len(tellings),
        len({one.record for one in tellings}),
        len({one.telling.outlet.name for one in tellings}),
        len({one.family for one in tellings}),
        len({one.origin for one in tellings}),
        sum(one.event.certainty == "denied" for one in tellings),
        [{"what": "killed", "low": min(c.low for c in tolls), "high": max(c.high for c in tolls), "quote": None}]
        if tolls
        else [],
        len({count.low for count in tolls}) > 1,
    )


def _sides(actors: Sequence[Actor]) -> Iterator[list[str]]:
    yield [actor_key(actor) for actor in actors]
    yield [actor.name for actor in actors]
    yield sorted({actor.code for actor in actors if actor.code})
