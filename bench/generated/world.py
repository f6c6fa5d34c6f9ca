"""What happens in the generated world, day by day, and which outlets tell it: the truth that measurements hold against.

Pairs of states differ in how much happens between them and in how hostile it is; both drift. Into some hostile pairs
escalations are planted, with their first and last day. The rest of the world has none, whatever its noise looks like.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from generated import vocabulary
from generated.vocabulary import Deed, Outlet

K = TypeVar("K")
FIRST_DAY = date(2024, 11, 1)
WEEKEND = 0.6  # of what other days bring
TOLD_BY = {1: 50, 2: 18, 3: 10, 4: 7, 6: 6, 9: 5, 14: 3, 22: 1}  # how many reports tell a happening: weights
SYNDICATED = 0.55  # of happenings that several reports tell, by one text
# Quad classes by how a pair stands to each other.
MOODS = {
    "friendly": {1: 55, 2: 30, 3: 13, 4: 2},
    "neutral": {1: 45, 2: 12, 3: 33, 4: 10},
    "hostile": {1: 22, 2: 5, 3: 43, 4: 30},
}
ESCALATED = {1: 3, 2: 1, 3: 26, 4: 70}


@dataclass(frozen=True, slots=True)
class Pair:
    """Who acts on whom, how often on a usual day, and in which mood."""

    actor: str
    recipient: str
    daily: float
    mood: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """Planted: from `start` to `end` far more happens, and most of it is material conflict."""

    actor: str
    recipient: str
    start: date
    end: date
    factor: float


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that one state did to another."""

    day: date
    actor: str
    recipient: str
    deed: Deed
    certainty: str
    city: tuple[str, str, float, float, int]
    city_country: str
    toll: int | None


@dataclass(frozen=True, slots=True)
class Telling:
    """A report to be: its outlet and day, what it tells, and whose text it prints. `parts`: share of the text kept."""

    number: int
    outlet: Outlet
    published: date
    happenings: tuple[Happening, ...]
    text_seed: int
    agency: str | None
    first: int | None  # the number of the report whose text it prints
    parts: float
    own_paragraph: bool


@dataclass(frozen=True, slots=True)
class World:
    """All that is to be told, and what was planted."""

    tellings: tuple[Telling, ...]
    escalations: tuple[Escalation, ...]
    pairs: tuple[Pair, ...]
    days: int
    seed: int
    people: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def make_world(reports: int, seed: int = 1, days: int = 730) -> World:
    """A world that this many reports tell; the same for the same numbers."""
    dice = random.Random(f"world {reports} {seed} {days}")
    told = sum(count * weight for count, weight in TOLD_BY.items()) / sum(TOLD_BY.values())
    happenings_a_day = reports / told / days * 1.5  # a report tells 1.5 happenings
    pairs = _pairs(dice, happenings_a_day)
    escalations = _escalations(dice, pairs, days)
    tellings: list[Telling] = []
    while len(tellings) < reports:  # again, with more, where the dice fell short
        tellings = list(_tell(dice, _happen(dice, pairs, escalations, days)))
        pairs = tuple(Pair(pair.actor, pair.recipient, pair.daily * 1.08, pair.mood) for pair in pairs)
    people = {code: tuple((office, vocabulary.person(dice)) for office in vocabulary.OFFICES) for code in _codes(pairs)}
    return World(_thinned(dice, tellings, reports), escalations, pairs, days, seed, people)


def _codes(pairs: tuple[Pair, ...]) -> list[str]:
    return sorted({code for pair in pairs for code in (pair.actor, pair.recipient)})


def _pairs(dice: random.Random, happenings_a_day: float) -> tuple[Pair, ...]:
    """As many pairs as get at least 0.1 happenings a day between them, 6 to 60, each in both directions."""
    count = min(60, max(6, int(happenings_a_day / 1.2)))
    codes = vocabulary.STATES[: count + 3]
    # Russia and Ukraine are always among them, and hostile, so that examples have a pair to ask for.
    others = [(one, other) for one, other in itertools.combinations(codes, 2) if (one, other) != ("RUS", "UKR")]
    couples = [("RUS", "UKR"), *dice.sample(others, count - 1)]
    weights = [math.exp(dice.gauss(0, 1.1)) for _ in couples]
    total = sum(weights)
    found = []
    for number, ((one, other), weight) in enumerate(zip(couples, weights, strict=True)):
        mood = ("hostile", "neutral", "friendly")[number % 3]
        share = dice.uniform(0.3, 0.7)
        daily = happenings_a_day * weight / total
        found += [Pair(one, other, daily * share, mood), Pair(other, one, daily * (1 - share), mood)]
    return tuple(found)


def _escalations(dice: random.Random, pairs: tuple[Pair, ...], days: int) -> tuple[Escalation, ...]:
    """One or two for most hostile pairs, each direction by itself, none in the first third; one is not over."""
    found = []
    for pair in pairs:
        if pair.mood != "hostile" or dice.random() < 0.3:
            continue
        opened = [int(days * 0.34)] if dice.random() < 0.6 else [int(days * 0.34), int(days * 0.67)]
        for begin in opened:
            start = FIRST_DAY + timedelta(dice.randrange(begin, begin + int(days * 0.25)))
            length = dice.randint(10, 30)
            found.append(
                Escalation(pair.actor, pair.recipient, start, start + timedelta(length - 1), dice.uniform(2.5, 6))
            )
    last = FIRST_DAY + timedelta(days - 1)
    daily = next(pair.daily for pair in pairs if (pair.actor, pair.recipient) == ("RUS", "UKR"))
    found.append(Escalation("RUS", "UKR", last - timedelta(13), last, max(5.0, 2 / daily)))
    return tuple(found)


def _happen(
    dice: random.Random, pairs: tuple[Pair, ...], escalations: tuple[Escalation, ...], days: int
) -> Iterator[list[Happening]]:
    """What happens on each day."""
    drift = dict.fromkeys(pairs, 0.0)
    for number in range(days):
        day = FIRST_DAY + timedelta(number)
        found = []
        for pair in pairs:
            drift[pair] = 0.97 * drift[pair] + dice.gauss(0, 0.07)
            rate = pair.daily * math.exp(drift[pair]) * (WEEKEND if day.weekday() > 4 else 1)
            found += [_happening(dice, pair, day, MOODS[pair.mood]) for _ in range(_poisson(dice, rate))]
            for each in escalations:
                if (each.actor, each.recipient) == (pair.actor, pair.recipient) and each.start <= day <= each.end:
                    more = max(0.8, rate * each.factor)
                    found += [_happening(dice, pair, day, ESCALATED) for _ in range(_poisson(dice, more))]
        dice.shuffle(found)
        yield found


def _happening(dice: random.Random, pair: Pair, day: date, quads: dict[int, int]) -> Happening:
    quad = _weighted(dice, quads)
    deed = dice.choice([deed for deed in vocabulary.DEEDS if deed.quad == quad])
    where = pair.recipient if quad == 4 or dice.random() < 0.6 else pair.actor
    toll = int(dice.paretovariate(1.2)) + 1 if deed.type == "ASSAULT" and dice.random() < 0.5 else None
    certainty = _weighted(dice, vocabulary.CERTAINTIES)
    city = dice.choice(vocabulary.cities()[where])
    return Happening(day, pair.actor, pair.recipient, deed, certainty, city, where, toll)


def _tell(dice: random.Random, happened: Iterator[list[Happening]]) -> Iterator[Telling]:
    """The reports of each day; every second tells two happenings."""
    number = 0
    for happenings in happened:
        for happening in happenings:
            told_by = _weighted(dice, TOLD_BY)
            chosen = dice.sample(vocabulary.outlets(), told_by)
            syndicated = told_by > 1 and dice.random() < SYNDICATED
            agency = dice.choice(vocabulary.AGENCIES) if syndicated and dice.random() < 0.8 else None
            shared_seed, first = dice.getrandbits(40), number
            second = (dice.choice(happenings),) if dice.random() < 0.5 else ()
            for outlet in chosen:
                same = syndicated and (number == first or dice.random() < 0.8)
                published = happening.day + timedelta(dice.choice((0, 0, 0, 1, 1, 2)) if number > first else 0)
                yield Telling(
                    number,
                    outlet,
                    published,
                    (happening, *(one for one in second if one is not happening)),
                    shared_seed if same else dice.getrandbits(40),
                    agency if same else None,
                    first if same and number > first else None,
                    1.0 if not same or number == first or dice.random() < 0.7 else dice.uniform(0.4, 0.9),
                    same and number > first and dice.random() < 0.2,
                )
                number += 1


def _thinned(dice: random.Random, tellings: list[Telling], reports: int) -> tuple[Telling, ...]:
    """As many as asked for, by day; what others print is not dropped."""
    printed = {telling.first for telling in tellings}
    loose = [telling.number for telling in tellings if telling.number not in printed]
    gone = set(dice.sample(loose, len(tellings) - reports))
    kept = [telling for telling in tellings if telling.number not in gone]
    return tuple(sorted(kept, key=lambda telling: (telling.published, telling.number)))


def _weighted(dice: random.Random, weights: dict[K, int]) -> K:
    return dice.choices(list(weights), list(weights.values()))[0]


def _poisson(dice: random.Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        count += 1
        product *= dice.random()
    return count
