"""Actors of our own sentences, 1995 to 2026: the right one with the office of that day, or nobody where it is open.

    python tests/golden/test_actors.py

prints the figures and every mention that is not right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import toecap
from toecap.read.report import make_report
from toecap.records import Actor, Record

GOLDEN = Path(__file__).with_name("actors.tsv")
# Its sentences were written before their output was seen; errors were mended by class, never by sentence.
UNSEEN = Path(__file__).with_name("actors_unseen.tsv")
MENTION = re.compile(r"\[([^\]=]+)=([^\]]+)\]")


@dataclass(frozen=True)
class Case:
    """One mention: its place in the sentence and who is meant; `wanted` is None where nobody may be."""

    day: str
    sentence: str
    start: int
    words: str
    wanted: tuple[str, str, str] | None


def cases(golden: Path) -> Iterator[list[Case]]:
    """The mentions of each sentence."""
    for line in golden.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        day, marked = line.split("\t")
        sentence = MENTION.sub(r"\1", marked)
        found, shift = [], 0
        for match in MENTION.finditer(marked):
            words, wanted = match.groups()
            name, code, role = (*wanted.split("/"), "", "")[:3]
            found.append(
                Case(day, sentence, match.start() - shift, words, None if wanted == "?" else (name, code, role))
            )
            shift += len(match.group()) - len(words)
        yield found


def plain_words(name: str) -> set[str]:
    """The words of a name without case and accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.replace("ø", "o")) if not unicodedata.combining(c))
    return set(re.findall(r"[a-z]{2,}", bare.casefold()))


def named_at(record: Record, case: Case) -> Actor | None:
    """The actor of the widest mention that ends with the words of the case."""
    end = case.start + len(case.words)
    found = [
        (mention.end - mention.start, actor)
        for actor in record.actors
        for mention in actor.mentions
        if mention.start < end and end - 3 <= mention.end <= end + 2 and mention.end > case.start
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def verdict(actor: Actor | None, wanted: tuple[str, str, str] | None) -> str:
    """Right, wrong or unresolved. Without a code and an entry in the tables nobody is named."""
    open_ = actor is None or (actor.code is None and actor.wikidata is None)
    if wanted is None:
        return "right" if open_ else "wrong"
    if actor is None or open_:
        return "unresolved"
    name, code, role = wanted
    person = actor.kind == "person"
    if actor.code == code and person and actor.wikidata is None and name.split()[0] not in actor.name:
        return "right" if plain_words(actor.name) & plain_words(name) else "unresolved"  # described, not named
    if actor.code != code or (person and not plain_words(actor.name) & plain_words(name)):
        return "wrong"
    told = (actor.role or "").lower()
    if role == "-" or role in told or (role == "prime minister" and "premier" in told):
        return "right"
    if role == "foreign minister" and "foreign" in told:
        return "right"
    return "wrong" if person and actor.role else "unresolved"


def judged(golden: Path) -> Iterator[tuple[Case, Actor | None, str]]:
    """Every case with the actor found and the verdict."""
    groups = list(cases(golden))
    reports = [make_report(f"golden-{n}", group[0].sentence, published=group[0].day) for n, group in enumerate(groups)]
    for group, record in zip(groups, toecap.read_many(reports), strict=True):
        for case in group:
            actor = named_at(record, case)
            yield case, actor, verdict(actor, case.wanted)


def test_the_golden_set_is_as_large_as_promised() -> None:
    every = [case for group in cases(GOLDEN) for case in group]
    states = {case.wanted[1] for case in every if case.wanted}
    assert sum(case.wanted is not None for case in every) >= 300
    assert sum(case.wanted is None for case in every) >= 60
    assert len(states) >= 60


@pytest.mark.parametrize(("golden", "floor"), [(GOLDEN, 0.95), (UNSEEN, 0.9)])
def test_actors_are_right_or_open(golden: Path, floor: float) -> None:
    wanted: Counter[str] = Counter()
    left_open: Counter[str] = Counter()
    for case, _, judgement in judged(golden):
        (wanted if case.wanted else left_open)[judgement] += 1
    assert wanted["right"] >= 0.95 * wanted.total()
    assert wanted["wrong"] <= 0.01 * wanted.total()
    assert left_open["right"] >= floor * left_open.total()


def main() -> None:
    """Print what is not right, and the figures, of both sets."""
    for golden in (GOLDEN, UNSEEN):
        print(golden.name)
        report(golden)


def report(golden: Path) -> None:
    """What is not right in one set, and its figures."""
    counts: Counter[tuple[str, str]] = Counter()
    for case, actor, judgement in judged(golden):
        kind = "named" if case.wanted else "must stay open"
        counts[kind, judgement] += 1
        if judgement != "right":
            got = f"{actor.name}/{actor.code}/{actor.role}" if actor else "nobody"
            print(f"{judgement}: {case.day} {case.words!r} wanted {case.wanted} got {got} | {case.sentence}")
    for kind in ("named", "must stay open"):
        row = {j: counts[kind, j] for j in ("right", "wrong", "unresolved")}
        total = sum(row.values())
        print(f"{kind}: {total} mentions,", ", ".join(f"{j} {n} ({100 * n / total:.1f} %)" for j, n in row.items()))


if __name__ == "__main__":
    main()
