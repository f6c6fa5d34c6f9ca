"""Tellings -> records: texts whose every event and statement is known to the character."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from generated import vocabulary
from generated.world import Happening, Telling, World
from toecap.records import Actor, Count, Event, Evidence, Failure, Place, Record, Report, Statement, When

FAILS = 0.004  # of reports
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@dataclass(slots=True)
class Draft:
    """A record while its text grows."""

    text: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    mentions: dict[str, list[Evidence]] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self, words: str) -> Evidence:
        """The words at the end of the text, and where they stand."""
        start = len(self.text)
        self.text += words
        return Evidence(start, start + len(words), words)

    def since(self, start: int) -> Evidence:
        """The text from a place to its end."""
        return Evidence(start, len(self.text), self.text[start:])

    def name(self, key: str, words: str, **known: Any) -> str:
        """Write an actor's name; its id in the record."""
        if key not in self.actors:
            self.actors[key] = Actor(f"a{len(self.actors) + 1}", **known)
            self.mentions[key] = []
        self.mentions[key].append(self.write(words))
        return self.actors[key].id

    def state(self, code: str) -> str:
        """Write a state's name; its id in the record."""
        name = vocabulary.state_names()[code]
        return self.name(code, name, name=name, kind="state", country=code, code=code)


def records(world: World) -> Iterator[Record]:
    """The record of each telling, by day."""
    for telling in world.tellings:
        yield _record(world, telling)


def _record(world: World, telling: Telling) -> Record:
    own = random.Random(f"{world.seed} {telling.number}")
    draft = Draft()
    if telling.own_paragraph:
        draft.write(f"{telling.outlet.name} has a correspondent of its own there. {vocabulary.colour(own)}\n\n")
    _write(draft, world, telling)
    text = draft.text.rstrip()
    report = Report(
        f"generated-{telling.number:07}",
        telling.outlet.name,
        telling.agency,
        f"https://{telling.outlet.host}/{telling.published:%Y/%m/%d}/{telling.number}",
        _title(telling.happenings[0]),
        telling.published.isoformat(),
        "en",
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        kind="article",
    )
    if own.random() < FAILS:
        message = f"{report.id}: the text is not English; Toecap reads English only"
        return Record(report.id, report, failures=(Failure("annotate", "language", message),))
    actors = (replace(actor, mentions=tuple(draft.mentions[key])) for key, actor in draft.actors.items())
    return Record(report.id, report, tuple(actors), tuple(draft.statements), tuple(draft.events))


def _title(happening: Happening) -> str:
    names = vocabulary.state_names()
    deed = happening.deed
    return f"{names[happening.actor]}: {deed.type.lower()} towards {names[happening.recipient]}, {happening.city[0]}"


def _write(draft: Draft, world: World, telling: Telling) -> None:
    """The text: what happened, who said what, and sentences that tell nothing; the end is cut off some."""
    dice = random.Random(telling.text_seed)  # tellings of one text roll the same dice
    passages: list[Callable[[], None]] = []
    for happening in telling.happenings:
        passages.append(partial(_tell, draft, dice, world, telling, happening))
        sides = [side for side in (happening.actor, happening.recipient) if dice.random() < 0.6]
        passages += [partial(_quote, draft, dice, world, telling, side) for side in sides]
    passages += [partial(_colour, draft, dice) for _ in range(dice.randint(4, 12))]
    first, *others = passages
    dice.shuffle(others)
    for passage in (first, *others[: max(1, round(len(others) * telling.parts))]):
        passage()
        draft.write("\n\n" if dice.random() < 0.3 else " ")


def _colour(draft: Draft, dice: random.Random) -> None:
    draft.write(vocabulary.colour(dice))


def _quote(draft: Draft, dice: random.Random, world: World, telling: Telling, side: str) -> None:
    """A direct statement by an official of the side."""
    content = draft.write(f"“{dice.choice(vocabulary.TOPICS).capitalize()} {dice.choice(vocabulary.VERDICTS)},”")
    draft.write(" ")
    _speak(draft, dice, world, telling, side, (Evidence(content.start + 1, content.end - 1, content.quote[1:-1]),))
    draft.write(".")


def _speak(
    draft: Draft,
    dice: random.Random,
    world: World,
    telling: Telling,
    side: str,
    content: tuple[Evidence, ...] = (),
) -> Statement:
    """Write who says it and the reporting word; the statement, kept with the draft."""
    office, person = dice.choice(world.people[side])
    start = len(draft.text)
    known = {
        "name": person,
        "kind": "person",
        "country": side,
        "code": side,
        "sectors": ("GOV",),
        "role": office.lower(),
    }
    draft.write(f"{office} ")
    speaker = draft.name(f"{side} {person}", person, **known)
    draft.write(" of ")
    draft.state(side)
    source = draft.since(start)
    draft.write(" ")
    cue = draft.write(dice.choice(vocabulary.CUES))
    day = telling.published.isoformat()
    statement = Statement(
        id=f"s{len(draft.statements) + 1}",
        form="direct" if content else "indirect",
        content=content,
        cue=cue,
        source=source,
        speaker=speaker,
        addressees=(),
        through=(),
        channel=None,
        said=When(day, day, "publication"),
        rule="generated",
        confidence=round(dice.uniform(0.5, 1), 2),
    )
    draft.statements.append(statement)
    return statement


def _tell(draft: Draft, dice: random.Random, world: World, telling: Telling, happening: Happening) -> None:
    """A sentence that tells the happening, in the report's voice or by a speaker of one side."""
    said = None
    if dice.random() < 0.35:
        side = happening.actor if dice.random() < 0.4 else happening.recipient
        said = _speak(draft, dice, world, telling, side)
        draft.write(" that ")
    start = len(draft.text)
    _clause(draft, dice, telling, happening, said.id if said else None)
    if said:
        draft.statements[-1] = replace(said, content=(draft.since(start),))
    draft.write(".")


def _clause(
    draft: Draft, dice: random.Random, telling: Telling, happening: Happening, according_to: str | None
) -> None:
    start, deed = len(draft.text), happening.deed
    actor = _side(draft, dice, happening.actor)
    before, verb = {
        "actual": (" ", deed.past),
        "denied": (" denied that it ", deed.past),
        "planned": (" plans to ", deed.base),
        "conditional": (" will ", deed.base),
        "hypothetical": (" could ", deed.base),
    }[happening.certainty]
    draft.write(before)
    predicate = draft.write(verb)
    draft.write(f" {deed.link} " if deed.link else " ")
    recipient = _side(draft, dice, happening.recipient)
    place = _place(draft, happening) if dice.random() < 0.8 else None
    counts = {}
    if happening.toll and happening.certainty == "actual":
        low = max(1, happening.toll + dice.choice((0, 0, 0, 0, -1, 2)))
        draft.write(", killing ")
        counts["killed"] = Count(low, low, draft.write(str(low)))
        draft.write(" people")
    when = _when(draft, dice, telling, happening)
    condition = None
    if happening.certainty == "conditional":
        draft.write(" if ")
        condition = draft.write(dice.choice(vocabulary.CONDITIONS))
    draft.events.append(
        Event(
            id=f"e{len(draft.events) + 1}",
            type=deed.type,
            mode=deed.mode,
            contexts=("military",) if deed.type in ("ASSAULT", "MOBILIZE") else (),
            cameo=deed.cameo,
            quad=deed.quad,
            intensity=deed.intensity,
            actors=(actor,),
            recipients=(recipient,),
            predicate=predicate,
            evidence=(draft.since(start),),
            certainty=happening.certainty,
            condition=condition,
            according_to=according_to,
            when=when,
            background=False,
            place=place,
            counts=counts,
            rule="generated",
            confidence=round(dice.uniform(0.5, 1), 2),
        )
    )


def _side(draft: Draft, dice: random.Random, code: str) -> str:
    """The state, or one time in five its army."""
    if dice.random() < 0.8:
        return draft.state(code)
    name = f"army of {vocabulary.state_names()[code]}"
    return draft.name(
        f"MIL {code}", f"the {name}", name=name, kind="organisation", country=code, code=code, sectors=("MIL",)
    )


def _place(draft: Draft, happening: Happening) -> Place:
    name, admin1, lat, lon, geonames = happening.city
    draft.write(" in ")
    return Place(name, happening.city_country, admin1, lat, lon, geonames, "city", draft.write(name))


def _when(draft: Draft, dice: random.Random, telling: Telling, happening: Happening) -> When | None:
    """The weekday where the report names it, else the day of publication; next week for what is to come."""
    published = telling.published
    if happening.certainty in ("planned", "conditional", "hypothetical"):
        if dice.random() < 0.5:
            return None
        draft.write(" ")
        monday = published + timedelta(7 - published.weekday())
        days = monday.isoformat(), (monday + timedelta(6)).isoformat()
        return When(*days, "relative", draft.write("next week"))
    if dice.random() < 0.25:
        return When(published.isoformat(), published.isoformat(), "publication")
    draft.write(" on ")
    day = happening.day.isoformat()
    return When(day, day, "relative", draft.write(DAYS[happening.day.weekday()]))
