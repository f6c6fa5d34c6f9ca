"""Writes training sentences from the grammar: each names a source and a target and carries a CAMEO code.

    python training/relations/sentences.py --count 20000 --seed 1 > sentences.jsonl

The grammar's words (grammar_*.txt) were written for this project from the PLOVER and CAMEO codebooks' categories;
the names of states, people and bodies come from the knowledge tables.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TABLES = HERE.parents[1] / "src/toecap/knowledge/data"
WORDS = re.compile(r"\$([A-Za-z_]+\d*)")
INNER = re.compile(r"\(([^()]*\|[^()]*)\)")
SLOT = re.compile(r"\{([@A-Za-z0-9_]+)(?::([a-z0-9]+))?\}")
OFTEN = """USA GBR FRA DEU RUS CHN IND PAK ISR PSE IRN IRQ SYR TUR EGY SAU YEM AFG UKR POL PRK KOR JPN VEN COL MEX BRA
CUB SDN SSD ETH ERI SOM KEN NGA ZWE ZAF LBY TUN LBN JOR QAT IDN MYS PHL MMR THA LKA BGD NPL AUS CAN ITA
GRC ESP SRB HUN"""
# The share of sentences whose target is not marked, as where a pair's target is not named in the sentence.
UNNAMED = 0.03
TAGS = {"S": ("<s>", "</s>"), "T": ("<t>", "</t>")}


@dataclass(frozen=True)
class Grammar:
    """`words`: alternatives by name; `actors`: alternatives by kind; `frames`: sentence frames by CAMEO code."""

    words: dict[str, list[str]]
    actors: dict[str, list[str]]
    frames: dict[str, list[str]]
    names: dict[str, list[str]]


def load() -> Grammar:
    """The grammar of the files beside this one."""
    words: dict[str, list[str]] = defaultdict(list)
    actors: dict[str, list[str]] = defaultdict(list)
    frames: dict[str, list[str]] = defaultdict(list)
    for path in sorted(HERE.glob("grammar_*.txt")):
        code = ""
        for line in path.read_text("utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("["):
                code = line[1:-1]
            elif line[0] in "$@" and " = " in line:
                name, _, right = line.partition(" = ")
                (words if line[0] == "$" else actors)[name[1:]] += _alternatives(right)
            else:
                frames[code].append(line)
    return Grammar(words, actors, frames, _names())


def _alternatives(text: str) -> list[str]:
    """Splits at the bars that stand outside brackets."""
    found, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and not depth:
            found.append(text[start:at].strip(" "))
            start = at + 1
    return [*found, text[start:].strip(" ")]


def _names() -> dict[str, list[str]]:
    def rows(name: str) -> list[dict[str, str]]:
        with (TABLES / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    states = [row for row in rows("states.csv") if row["adjectives"] and row["demonyms"] and row["capitals"]]
    # States that the news is full of come up several times as often as the others.
    states += [row for row in states for _ in range(6) if row["alpha3"] in OFTEN.split()]
    people = [row["person"].split() for row in rows("officials.csv") if len(row["person"]) < 22]
    full = [parts for parts in people if len(parts) > 1]
    chance = random.Random(0)
    return {
        "state": [_with_article(row["name"]) for row in states],
        "adj": [row["adjectives"].split("|")[0] for row in states],
        "people_of": [row["demonyms"].split("|")[0] for row in states],
        "capital": [row["capitals"].split("|")[0] for row in states],
        # Invented: the first name of one, the last name of another.
        "leader_name": [f"{one[0]} {chance.choice(full)[-1]}" for one in full],
        "organisation": [row["name"] for row in rows("organisations.csv") if len(row["name"]) < 40],
        "group": [row["name"] for row in rows("groups_hand.csv") if len(row["name"]) < 30],
    }


def _with_article(name: str) -> str:
    return f"the {name}" if name.endswith(("States", "Kingdom", "Emirates", "Netherlands", "Philippines")) else name


class Writer:
    """Fills frames by chance."""

    def __init__(self, grammar: Grammar, seed: int) -> None:
        self.grammar = grammar
        self.random = random.Random(seed)

    def sentence(self, code: str) -> str:
        """A sentence of the code, the two actors marked as <s>...</s> and <t>...</t>."""
        frame = self.random.choice(self.grammar.frames[code])
        text = self._settle(frame.replace("$end", " " + self._ending()))
        kept: dict[str, str] = {}
        text = SLOT.sub(lambda found: self._slot(found, kept), text)
        if self.random.random() < 0.3:
            text = f"{self._fill(self._settle(self._lead()))} {text}"
        if self.random.random() < UNNAMED:
            text = re.sub(r"</?t>", "", text)
        return tidy(text)

    def _ending(self) -> str:
        return "." if self.random.random() < 0.35 else self.random.choice(self.grammar.words["end"])

    def _lead(self) -> str:
        return self.random.choice(self.grammar.words["lead"])

    def _settle(self, text: str) -> str:
        """Chooses among all alternatives, from the inside out."""
        while True:
            if found := WORDS.search(text):
                text = f"{text[: found.start()]}{self._word(found[1])}{text[found.end() :]}"
            elif found := INNER.search(text):
                text = f"{text[: found.start()]}{self.random.choice(found[1].split('|'))}{text[found.end() :]}"
            else:
                return text

    def _word(self, name: str) -> str:
        return self.random.choice(self.grammar.words[name])

    def _slot(self, found: re.Match[str], kept: dict[str, str]) -> str:
        name, kind = found[1], found[2]
        if name not in ("S", "T"):
            return self._fill(found[0])
        if name not in kept:
            kept[name] = self._fill("{@" + (kind or "any") + "}")
        return self._marked(kept[name], name)

    def _fill(self, text: str) -> str:
        while found := SLOT.search(text):
            name = "@any" if found[1] in ("O", "O2") else found[1]
            pool = self._pool(name)
            text = text[: found.start()] + self._settle(self.random.choice(pool)) + text[found.end() :]
        return self._settle(text)

    def _pool(self, name: str) -> list[str]:
        if name.startswith("@"):
            return self.grammar.actors[name[1:]]
        return self.grammar.names.get(name) or self.grammar.words[name]

    def _marked(self, actor: str, name: str) -> str:
        """The mark goes round the whole phrase, or now and then round the name that leads it."""
        opening, closing = TAGS[name]
        owner, possessive, rest = actor.partition("'s ")
        if possessive and self.random.random() < 0.35:
            return f"{opening}{owner}{closing}'s {rest}"
        article = re.match(r"(?:the|a|an) ", actor)
        if article and self.random.random() < 0.3:
            return f"{article[0]}{opening}{actor[article.end() :]}{closing}"
        return f"{opening}{actor}{closing}"


def tidy(text: str) -> str:
    """Spaces, capitals and full stops as in print."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" (?=[.,;])", "", text)
    text = re.sub(r",+(?=[.,])", "", text)
    text = re.sub(r",(</[st]>)(?=[.,'])", r"\1", text)
    text = re.sub(r",(</[st]>)", r"\1,", text)
    text = re.sub(r"\ba(?= (?:<[st]>)?[AEIOaeio])", "an", text)
    text = re.sub(r"\.+$", ".", text)
    start = re.match(r"(?:<[st]>)?", text)
    assert start
    return text[: start.end()] + text[start.end() : start.end() + 1].upper() + text[start.end() + 1 :]


def sentences(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """`count` pairs of CAMEO code and marked sentence; a code with more frames comes up more often."""
    writer = Writer(load(), seed)
    codes = sorted(writer.grammar.frames)
    weights = [len(writer.grammar.frames[code]) ** 0.5 for code in codes]
    for code in writer.random.choices(codes, weights, k=count):
        yield code, writer.sentence(code)


def main() -> None:
    """Prints the sentences, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for code, marked in sentences(arguments.count, arguments.seed):
        sys.stdout.write(json.dumps({"code": code, "marked": marked}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
