"""The words that generated reports are made of. Outlets, owners and people are invented; states and cities are real."""

from __future__ import annotations

import csv
import functools
import gzip
import itertools
import random
from dataclasses import dataclass

from toecap.knowledge.loader import DATA
from toecap.knowledge.ontology import goldstein, load_ontology, quad


@dataclass(frozen=True, slots=True)
class Deed:
    """A way to do something to another: "bombed", "bomb", and what stands between it and the recipient's name."""

    cameo: str
    past: str
    base: str
    link: str = ""

    @property
    def type(self) -> str:
        return load_ontology().codes[self.cameo]

    @property
    def mode(self) -> str | None:
        return _modes()[self.cameo]

    @property
    def quad(self) -> int:
        return quad(self.type)

    @property
    def intensity(self) -> float:
        return goldstein(self.cameo)


@functools.cache
def _modes() -> dict[str, str | None]:
    with (DATA / "cameo.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["mode"] or None for row in csv.DictReader(file)}


# Several CAMEO codes a quad class, each with the words that a report would use.
DEEDS = tuple(
    Deed(*(part.strip() for part in line.split("|")))
    for line in """
    030 | offered | offer | talks to
    036 | agreed | agree | to meet envoys of
    040 | consulted | consult |
    041 | telephoned | telephone |
    042 | visited | visit |
    043 | hosted | host |
    046 | negotiated | negotiate | with
    051 | praised | praise |
    052 | defended | defend |
    057 | signed | sign | an agreement with
    0311 | promised | promise | to trade with
    061 | traded | trade | with
    062 | trained | train | jointly with
    064 | shared | share | intelligence with
    071 | lent | lend | money to
    072 | armed | arm |
    073 | fed | feed | refugees from
    0831 | eased | ease | restrictions on
    0841 | freed | free | prisoners of
    0871 | stopped | stop | firing at
    1011 | urged | urge | trade concessions from
    1014 | asked | ask | help from
    111 | criticised | criticise |
    1123 | accused | accuse |
    112 | blamed | blame |
    114 | complained | complain | about
    120 | rejected | reject | a proposal of
    125 | refused | refuse | to meet
    128 | defied | defy |
    130 | threatened | threaten |
    131 | warned | warn | of sanctions against
    138 | menaced | menace | with force
    139 | gave | give | an ultimatum to
    150 | paraded | parade | forces facing
    152 | alerted | alert | its forces facing
    154 | massed | mass | troops on the border of
    161 | downgraded | downgrade | ties with
    163 | embargoed | embargo |
    166 | expelled | expel | diplomats of
    171 | seized | seize | ships of
    173 | arrested | arrest | citizens of
    174 | deported | deport | citizens of
    181 | abducted | abduct | citizens of
    190 | attacked | attack |
    193 | fought | fight |
    194 | shelled | shell | positions of
    195 | bombed | bomb | depots of
    """.strip().splitlines()
)

STATES = """
    RUS UKR USA CHN IND PAK ISR LBN IRN SAU TUR GRC EGY ETH SDN KEN NGA ZAF COD RWA FRA DEU POL GBR ESP ITA SWE FIN JPN
    KOR PRK VNM PHL IDN AUS BRA ARG CHL COL VEN MEX
""".split()
CERTAINTIES = {"actual": 72, "planned": 11, "conditional": 6, "hypothetical": 6, "denied": 5}
CONDITIONS = (
    "the talks fail",
    "the border stays shut",
    "the truce is broken",
    "the dam is finished",
    "prices rise again",
)

HEADS = (
    "Harbour Valley Northern Metro Coastal Highland River Lakeside Eastern Union Border Plains Island Capital".split()
)
TITLES = "Post Herald Courier Ledger Wire Mirror Gazette Tribune Observer Monitor".split()
AGENCIES = ("Meridian Press", "Continental Wire", "Trident News Agency")
OFFICES = (
    "Foreign Minister",
    "Prime Minister",
    "Defence Minister",
    "President",
    "Trade Minister",
    "Government spokesman",
)
ONSETS, VOWELS, CODAS = (
    "B D F G H K L M N P R S T V Z Br Dr Gr Kr Sh St Tr".split(),
    "aeiou",
    "l m n r s t th nd rk ss".split(),
)
CUES = ("said", "told reporters", "announced", "wrote", "insisted", "added")
TOPICS = tuple(
    f"the {first} {second}"
    for first in "border fishing gas grain mineral nuclear railway river satellite visa water wheat".split()
    for second in "agreement dispute levy pipeline quota register tariff treaty".split()
)
VERDICTS = ("must be settled this year", "is closed to debate", "serves both peoples", "has cost too many jobs")
NOUNS = """
    archive bakery bridge canal cannery cathedral choir depot dialect dockyard estuary ferry festival foundry garrison
    glacier granary harvest hospital kiln lagoon library lighthouse market meadow mill monastery museum orchard
    parliament pasture pension pier plaza quarry refinery reservoir school shrine spring station summit tannery theatre
    tunnel union vineyard village warehouse
""".split()
ADJECTIVES = """
    abandoned ancient busy crowded dusty empty famous flooded frozen guarded half-built modest narrow noisy old
    overgrown painted quiet rebuilt remote renovated rural shuttered small steep sunlit temporary unfinished wooden
""".split()


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet, and who owns it."""

    name: str
    owner: str
    host: str


@functools.cache
def outlets() -> tuple[Outlet, ...]:
    """Sixty outlets of 24 owners: some own one, the largest own six."""
    names = [f"{head} {title}" for title, head in itertools.product(TITLES, HEADS)]
    chosen = random.Random("outlets").sample(names, 60)
    owners = [f"{name.split()[0]} Media {number + 1}" for number, name in enumerate(chosen[:24])]
    shares = [6, 6, 5, 4, 4, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1]
    owned = [owner for owner, share in zip(owners, shares, strict=True) for _ in range(share)]
    return tuple(
        Outlet(name, owner, f"{name.lower().replace(' ', '-')}.example")
        for name, owner in zip(chosen, owned, strict=True)
    )


@functools.cache
def state_names() -> dict[str, str]:
    """ISO code -> name."""
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        return {row["alpha3"]: row["name"] for row in csv.DictReader(file)}


@functools.cache
def cities() -> dict[str, tuple[tuple[str, str, float, float, int], ...]]:
    """ISO code -> up to eight of its largest cities: name, first-level division, latitude, longitude, GeoNames id."""
    found: dict[str, list[tuple[str, str, float, float, int]]] = {}
    with gzip.open(DATA / "places.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for geonames, name, country, admin1, lat, lon, *_ in csv.reader(file):
            own = found.setdefault(country, [])
            if len(own) < 8:
                own.append((name, admin1, float(lat), float(lon), int(geonames)))
    return {country: tuple(own) for country, own in found.items()}


def person(dice: random.Random) -> str:
    """A name that sounds like one."""
    return f"{_syllables(dice)} {_syllables(dice)}"


def _syllables(dice: random.Random) -> str:
    parts = [dice.choice(ONSETS) + dice.choice(VOWELS) for _ in range(dice.randint(1, 2))]
    return ("".join(parts) + dice.choice(CODAS)).capitalize()


def colour(dice: random.Random) -> str:
    """A sentence that tells no event."""
    one, two, three = dice.sample(NOUNS, 3)
    first, second = dice.sample(ADJECTIVES, 2)
    return dice.choice(
        (
            f"The {first} {one} stands beside the {second} {two}.",
            f"Residents of {_syllables(dice)} remember the {first} {one} and the {three}.",
            f"Near the {one} lies the {second} {two}, {dice.randint(2, 900)} metres from the {three}.",
            f"The {first} {one} is known for its {second} {two}.",
        )
    )
