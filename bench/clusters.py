"""Which reports tell of the same happening, against reports grouped by people.

    python bench/clusters.py [--errors N] [--incidents]

Needs ../shared (or TOECAP_SHARED). F1 of pairs on BASIL and NewsWCL50; on ECB+ the share of pairs of one happening that
are linked, and the share of look-alikes (same kind of happening, another one) that are; B-cubed F1 on each. Beside it
TF-IDF cosine, with the threshold that is best for it on BASIL and NewsWCL50, and with the one that links no more than
5 % of the look-alikes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import toecap
from toecap.knowledge.words import rarity, words_of
from toecap.link.resemblance import THRESHOLD, Telling, alike, happenings, reasons
from toecap.link.words import cosine, unit
from toecap.read.report import make_report
from toecap.run.linking import derived_of
from toecap.store.rows import Coded, tables_of

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "clusters" / "clusters.dev.jsonl.gz"
PLAIN = ("basil", "newswcl50")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is printed of a way to link."""

    precision: float
    recall: float
    true: float
    look_alikes: float
    plain_b3: float
    ecb_b3: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def line(self, way: str) -> str:
        shown = (self.f1, self.precision, self.recall, self.plain_b3, self.true, self.look_alikes, self.ecb_b3)
        return f"{way:44s}" + "".join(f"{100 * figure:9.1f}" for figure in shown)


def read() -> list[Row]:
    with gzip.open(GOLD, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def tellings_of(rows: Sequence[Row], dated: bool = True) -> list[Telling]:
    """As they would be read from a store."""
    return [
        Telling(f"{at:05}", row["title"], row["text"], _day(row["published"]) if dated else None)
        for at, row in enumerate(rows)
    ]


def linked(tellings: Sequence[Telling]) -> list[str]:
    found = happenings(tellings, alike(tellings))
    return [found[each.id] for each in tellings]


def score(rows: Sequence[Row], same: Any) -> Figures:
    """`same(i, j)`: whether two rows are linked. B-cubed is of the linked pairs as they are, without any closure."""
    counts: Counter[str] = Counter()
    for at, other in pairs_of(rows):
        one, two = rows[at], rows[other]
        kind = "plain" if one["set"] in PLAIN else "ecb"
        gold = one["cluster"] == two["cluster"]
        look = kind == "ecb" and not gold and one["topic"] == two["topic"]
        found = same(at, other)
        counts[f"{kind} gold"] += gold
        counts[f"{kind} found"] += found
        counts[f"{kind} both"] += gold and found
        counts["look"] += look
        counts["look found"] += look and found
    return Figures(
        counts["plain both"] / max(counts["plain found"], 1),
        counts["plain both"] / counts["plain gold"],
        counts["ecb both"] / counts["ecb gold"],
        counts["look found"] / counts["look"],
        b_cubed(rows, same, PLAIN),
        b_cubed(rows, same, ("ecb+",)),
    )


def pairs_of(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Pairs within BASIL and NewsWCL50, and within ECB+."""
    for sets in (PLAIN, ("ecb+",)):
        yield from combinations([at for at, row in enumerate(rows) if row["set"] in sets], 2)


def b_cubed(rows: Sequence[Row], same: Any, sets: Sequence[str]) -> float:
    own = [at for at, row in enumerate(rows) if row["set"] in sets]
    right, found, gold = Counter(own), Counter(own), Counter(own)
    for one, other in combinations(own, 2):
        is_gold, is_found = rows[one]["cluster"] == rows[other]["cluster"], same(one, other)
        for at in (one, other):
            gold[at] += is_gold
            found[at] += is_found
            right[at] += is_gold and is_found
    precision = math.fsum(right[at] / found[at] for at in own) / len(own)
    recall = math.fsum(right[at] / gold[at] for at in own) / len(own)
    return 2 * precision * recall / (precision + recall)


def baseline(rows: Sequence[Row]) -> list[list[float]]:
    """TF-IDF cosine of title and text, with the same counts of words."""
    vectors = []
    for row in rows:
        counted = Counter(word.lower() for word in words_of(f"{row['title'] or ''}\n{row['text']}"))
        vectors.append(unit({word: (1 + math.log(count)) * rarity(word) for word, count in counted.items()}))
    found = [[0.0] * len(rows) for _ in rows]
    for one, other in pairs_of(rows):
        found[one][other] = cosine(vectors[one], vectors[other])
    return found


def thresholds(rows: Sequence[Row], scores: list[list[float]]) -> tuple[float, float]:
    """Best F1 on the plain sets; and 5 % of the look-alikes."""
    plain = [(scores[one][other], one, other) for one, other in pairs_of(rows) if rows[one]["set"] in PLAIN]
    gold = sum(rows[one]["cluster"] == rows[other]["cluster"] for _, one, other in plain)
    best, right = (0.0, 1.0), 0
    for number, (value, one, other) in enumerate(sorted(plain, reverse=True), 1):
        right += rows[one]["cluster"] == rows[other]["cluster"]
        best = max(best, (2 * right / (number + gold), value))
    looks = sorted(
        scores[one][other]
        for one, other in pairs_of(rows)
        if rows[one]["set"] == "ecb+"
        and rows[one]["topic"] == rows[other]["topic"]
        and rows[one]["cluster"] != rows[other]["cluster"]
    )
    return best[1], looks[math.ceil(0.95 * len(looks))]


def show_errors(rows: Sequence[Row], tellings: Sequence[Telling], groups: Sequence[str], most: int) -> None:
    """Pairs that are wrongly linked or wrongly not, a few of each topic."""
    shown: defaultdict[tuple[str, bool], int] = defaultdict(int)
    for one, other in pairs_of(rows):
        gold, found = rows[one]["cluster"] == rows[other]["cluster"], groups[one] == groups[other]
        topic = str(rows[one]["topic"])
        if gold == found or shown[topic, gold] >= most:
            continue
        shown[topic, gold] += 1
        both = [tellings[one], tellings[other]]
        pairs = alike(both)
        why = [reasons(*each) for each in zip(pairs.parts.tolist(), pairs.days.tolist(), strict=True)]
        print(f"{'MISSED' if gold else 'WRONG '} {topic} {pairs.score} {why}")
        for at in (one, other):
            print(f"    {rows[at]['published']} {str(rows[at]['title'])[:110]}")


def show_incidents(rows: Sequence[Row]) -> None:
    """How many pairs of tellings of one incident, in two reports, are of reports that people grouped together."""
    reports = [
        make_report(row["doc_id"], row["text"], published=row["published"], outlet=row["source"], title=row["title"])
        for row in rows
    ]
    tables = tables_of([Coded(record) for record in toecap.read_many(reports)], "bench", "bench")
    made = derived_of(tables["reports"], tables["events"], tables["statements"])
    names = dict(zip(*(tables["reports"].column(name).to_pylist() for name in ("record_id", "name")), strict=True))
    clusters = {row["doc_id"]: row["cluster"] for row in rows}
    incidents: defaultdict[str, list[str]] = defaultdict(list)
    for member in made["incident_members"].to_pylist():
        incidents[member["incident_id"]].append(member["record_id"])
    pairs = [pair for each in incidents.values() for pair in combinations(each, 2) if pair[0] != pair[1]]
    within = sum(clusters[names[one]] == clusters[names[other]] for one, other in pairs)
    told = sum(len(set(each)) > 1 for each in incidents.values())
    print(
        f"{tables['events'].num_rows:,} events, {len(incidents):,} incidents, {told:,} of them told by several reports"
    )
    print(f"{within:,} of {len(pairs):,} pairs of tellings of one incident are of one group of reports")


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso[:10]) if iso else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", type=int, default=0, help="show this many of each topic and kind")
    parser.add_argument("--incidents", action="store_true", help="code the reports as well, which takes minutes")
    args = parser.parse_args()
    rows = read()
    print(f"{'':44s}{'BASIL and NewsWCL50':>36s}{'ECB+':>27s}")
    print(f"{'':44s}{'F1':>9s}{'P':>9s}{'R':>9s}{'B3 F1':>9s}{'true':>9s}{'look-al.':>9s}{'B3 F1':>9s}")
    scores = baseline(rows)
    for way, least in zip(
        ("TF-IDF, best for BASIL and NewsWCL50", "TF-IDF, 5 % of look-alikes"), thresholds(rows, scores), strict=True
    ):
        print(score(rows, lambda one, other, least=least: scores[one][other] >= least).line(f"{way} ({least:.2f})"))
    for way, dated in (("toecap, without days of publication", False), ("toecap", True)):
        tellings = tellings_of(rows, dated)
        pairs = alike(tellings)
        above = pairs.score >= THRESHOLD
        alone = set(zip(pairs.one[above].tolist(), pairs.other[above].tolist(), strict=True))
        print(score(rows, lambda i, j, alone=alone: (i, j) in alone).line(f"{way}, pairs alone"))
        groups = linked(tellings)
        print(score(rows, lambda i, j, groups=groups: groups[i] == groups[j]).line(way))
    show_errors(rows, tellings, groups, args.errors)
    if args.incidents:
        show_incidents(rows)


if __name__ == "__main__":
    main()
