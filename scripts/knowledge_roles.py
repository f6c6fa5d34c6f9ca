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
    "administration agency army assembly authority bank brigade bureau cabinet chamber church coalition command "
    "commission committee company congress corporation council court department directorate division embassy "
    "federation firm force front government group house institute judiciary junta legislature media military ministry "
    "movement navy newspaper office organisation organization parliament party police presidency press regime "
    "secretariat senate service tribunal troops union university wing".split()
)
BANDS = frozenset({"REB", "UAF", "PRM", "CRM"})
# Things, places and days that the agents' list codes as if they acted.
NOT_ACTORS = frozenset(
    "aircraft airplane airport base bill boat bomber budget carrier clinic college convoy cruiser destroyer district "
    "fleet frigate hospital in jail jet law mig missile monday of plane post prison rule school seminary ship station "
    "submarine tank tanker university vessel vehicle war".split()
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
    if BANDS & set(sectors) and not head.endswith(("leader", "chief", "commander")):
        return "group"
    return "population" if sectors[0] in {"CVL", "REF"} else "person"
