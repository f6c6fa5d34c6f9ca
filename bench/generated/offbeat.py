"""Reports without politics, made of wordings in two files, and political ones in the same dress.

The same seed gives the same texts. Clubs, players, towns and firms are invented. Half of the addresses have a section,
the others a number alone. `offbeat_open.toml` is what thresholds and words were chosen with, `offbeat_held_out.toml`
is only measured with.
"""

from __future__ import annotations

import functools
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toecap.read.report import make_report
from toecap.records import Report

Half = Literal["open", "held_out"]

# What stands in braces is drawn anew at each place.
FILL = {
    "club": "Aldmouth Town|Brackwell Rovers|Corrin Athletic|Dunhaven|Eskdale United|Farrow City|Garth Wanderers|Holmby",
    "player": "Tom Arkwright|Luis Benavente|Ade Okoro|Jan Verhoef|Sami Laine|Pat Dolan|Nico Ferrante|Yuto Mori",
    "town": "Aldmouth|Brackwell|Corrin|Dunhaven|Eskdale|Farrow|Garth|Holmby|Inver|Jarrow",
    "land": "France|Brazil|Kenya|Japan|Australia|Norway|Jamaica|Italy",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "number": "11|14|18|23|25|31|40|47|62|78|90",
    "small": "1|2|3|4|5|6|7|8|9",
    "three": "104|215|333|418|507|622|760|881|939",
    "time": "6.00|7.15|8.30|9.45|10.20|2.05|3.30|4.50|11.10|12.25",
    "side": "west|north|south|east|hills|coast|valleys",
    "name": "Holt|Marsh|Quill|Pender|Ivory|Sandys|Lowell|Thorne",
    "woman": "Anne|Ruth|Maud|Clara|Edith",
    "firm": "Holt Foods|Marsh Motors|Quill Paper|Pender Steel|Ivory Soap|Lowell Mills|Thorne Energy|Sandys Bank",
    "channel": "Channel One|Channel Two|Channel Four|Harbour TV",
    "film": "The Lighthouse|Salt and Rain|My Aunt's Garage|Wild Otters|Late Train|The Clockmaker",
    "horse": "Silver Lad|Muddy Boots|Penny Lane|Old Tinker|Rainy Day|Quiet Storm",
    "sign": "Aries|Taurus|Gemini|Cancer|Leo|Virgo|Libra|Scorpio|Sagittarius|Capricorn|Aquarius|Pisces",
}
_PLACE = re.compile(r"\{(\w+)\}")
# A sentence of politics among those of a kind; none of these reports may be set aside.
POLITICAL = {
    "football": (
        "The foreign minister called on all teams to boycott the tournament in {land}.",
        "Police arrested {number} supporters who had thrown stones at the embassy of {land}.",
        "Before kick-off the players knelt in protest at the new law.",
    ),
    "athletics": (
        "{land} refused visas to the athletes of {land}.",
        "The sports ministry withdrew its runners after the shelling of {town}.",
    ),
    "forecast": (
        "The governor declared an emergency and sent soldiers to {town}.",
        "{land} offered aid to the flooded villages.",
    ),
    "tv": ("The government took Channel Two off the air after its report on the prisons.",),
    "round-up": (
        "Prices fell after {land} imposed sanctions on {name} Oil.",
        "The finance ministry of {land} threatened a tariff on copper.",
    ),
    "notices": ("The former prime minister will be buried with military honours.",),
    "kitchen": ("Bakers marched on the parliament in {town} over the price of flour.",),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: its section, titles, and the lines or sentences that it is made of; some of half of them
    are the words of somebody."""

    section: str
    titles: tuple[str, ...]
    lengths: tuple[int, int]
    sentences: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


@functools.cache
def kinds(half: Half) -> dict[str, Kind]:
    """The kinds of one half by their names."""
    rows = tomllib.loads(Path(__file__).with_name(f"offbeat_{half}.toml").read_text("utf-8"))
    return {name: Kind(**{key: _frozen(value) for key, value in row.items()}) for name, row in rows.items()}


def offbeat(count: int, seed: int, half: Half) -> Iterator[Report]:
    """Reports without politics, of all kinds in turn."""
    draw = random.Random(seed)
    names = list(kinds(half))
    for number in range(count):
        name = names[number % len(names)]
        yield _report(draw, f"{half}-{number}-{name}", kinds(half)[name], ())


def in_disguise(count: int, seed: int) -> Iterator[Report]:
    """Reports that look like those, each with one sentence of politics."""
    draw = random.Random(seed)
    names = list(POLITICAL)
    for number in range(count):
        name = names[number % len(names)]
        yield _report(draw, f"disguised-{number}-{name}", kinds("open")[name], (draw.choice(POLITICAL[name]),))


def _report(draw: random.Random, id: str, kind: Kind, more: tuple[str, ...]) -> Report:
    length = draw.randint(*kind.lengths)
    parts = [draw.choice(kind.sentences or kind.lines) for _ in range(length)]
    spoken = (
        [draw.choice(kind.quoted) for _ in range(draw.randint(1, 3))] if kind.quoted and draw.random() < 0.5 else []
    )
    for part in (*spoken, *more):
        parts.insert(draw.randint(0, len(parts)), part)
    told = [_filled(draw, part) for part in parts]
    per_line = 3 if kind.sentences else 1
    paragraphs = [" ".join(told[start : start + per_line]) for start in range(0, len(told), per_line)]
    folder = draw.choice((kind.section, "story"))
    return make_report(
        id,
        ("\n\n" if kind.sentences else "\n").join(paragraphs),
        published="2026-03-10",
        language="en",
        url=f"https://news.example.org/{folder}/{id.split('-')[1]}",
        title=_filled(draw, draw.choice(kind.titles)),
    )


def _filled(draw: random.Random, text: str) -> str:
    return _PLACE.sub(lambda place: draw.choice(FILL[place[1]].split("|")), text)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
