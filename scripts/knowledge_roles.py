"""Role nouns from the agents of PLOVER's coder (NGEC). For build_knowledge.py only."""

from __future__ import annotations

import csv
import re
from pathlib import Path

LINE = re.compile(r"^([A-Z0-9!_.' -]+?)\s*(?:\{([^}]*)\})?\s*\[~([A-Z]+)\]")
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM REB SPY UAF PTY AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
BODIES = frozenset(
    "administration agency airline airlines airway alliance apparatus army assemblies assembly association "
    "authorities authority bank battalion board bodies body branch brigade broadcaster bundesrat bundestag bureau "
    "bureaucracy cabinet chamber chancellery chancery church coalition command commission committee "
    "communications company conglomerate congress consistory consulate corp corporation corps council court "
    "courts delegation department diet directorate division duma echelon embassy enterprise exchange faction "
    "federation firm force forces front gazette gendarmerie gendarmery government group house industry institute "
    "institution intelligence judicature judiciary junta leadership legislature magazine media military ministry "
    "movement navy newspaper office operations organisation organization parliament parties party patrol patrols "
    "phalanx police polity presidency presidium press procuratorate radio regime reserve secretariat secretariate "
    "senate service services supreme system telecom television tribunal troops tv union unit university watchdog "
    "website wing".split()
)
# Many people of one trade.
BANDS_OF_PEOPLE = frozenset(
    "agents chiefs clergy employees families family generals ministers mps officials owners paratroops personnel "
    "presence rangers representatives soldiers soldiery staff troop troops".split()
)
BANDS = frozenset({"REB", "UAF", "PRM", "CRM"})
# Things, places and days that the agents' list codes as if they acted.
NOT_ACTORS = frozenset(
    "activity aerospace aircraft airplane airport ambulance artillery at barracks base battleship battlewagon "
    "bill blog boat bomber bombers budget building capital carrier check city clinic cof college containership "
    "convoy corvette craft cruiser destroyer district drone drones fa facility falcon fleet frigate governance "
    "gun gunship helicopters hmmwv hornet hospital in industrial infirmary information jail jet jumbojet katushya "
    "kfir law machine meeting mig missile monastary monastery monday of pak palace plane planes position post "
    "prison publication region religion rule sanatarium sanatorium sanitarium school schoolhouse seminary ship "
    "state station submarine tank tanker typhoon uav university vehicle vessel war warship".split()
)


def role_nouns(sources: Path, by_hand: Path) -> list[dict[str, str]]:
    """All rows of role_nouns.csv, sorted, less those that role_nouns_hand.csv has."""
    with by_hand.open(encoding="utf-8", newline="") as file:
        hand = {row["noun"] for row in csv.DictReader(file)}
    found: dict[str, dict[str, str]] = {}
    for line in (sources / "plover_agents.txt").read_text("utf-8").splitlines():
        match = LINE.match(line)
        if not match:
            continue
        code = match[3]
        sectors = [code[at : at + 3] for at in range(0, len(code), 3)]
        for noun in _nouns(match[1]):
            if noun not in hand and set(sectors) <= SECTORS and _names_actor(noun):
                row = {"noun": noun, "kind": _kind(noun, sectors), "sectors": "|".join(sectors), "office": ""}
                found.setdefault(noun, row)
    return [found[noun] for noun in sorted(found)]


def _nouns(pattern: str) -> list[str]:
    """The nouns of one entry: `!MINIST!` stands for minister and ministry, `!PERSON!` for man and woman."""
    text = pattern.lower().replace("_", " ")
    sets = {"!minist!": ("minister", "ministry"), "!person!": ("man", "woman")}
    texts = [text]
    for mark, words in sets.items():
        texts = [each.replace(mark, f" {word} " if text.startswith(mark) else word) for each in texts for word in words]
    return list(dict.fromkeys(" ".join(each.split()) for each in texts))


def _names_actor(noun: str) -> bool:
    words = noun.split()
    return bool(
        re.fullmatch(r"[a-z][a-z' -]{2,}", noun) and len(words) <= 4 and words[-1] not in NOT_ACTORS
    ) and not noun.endswith(("minist", " the"))


def _kind(noun: str, sectors: list[str]) -> str:
    head = noun.split(" of ")[0].split(" for ")[0].split()[-1]
    if head in BODIES:
        return "group" if BANDS & set(sectors) else "organisation"
    if head in BANDS_OF_PEOPLE:
        return "group"
    if BANDS & set(sectors) and not head.endswith(("leader", "chief", "commander")):
        return "group"
    return "population" if sectors[0] in {"CVL", "REF"} else "person"
