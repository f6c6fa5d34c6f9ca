"""A sample of people with a political title in the news corpus, to be judged by hand.

    python bench/officials.py [--size N] [--seed N]

Needs ../shared (or TOECAP_SHARED). Prints the day, the words around the mention, and whom the record names: name,
country or code, role, and the entry of the tables. The same seed draws the same mentions while the text is the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import toecap
from toecap.read.report import make_report
from toecap.records import Actor, Evidence, Record

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))
TITLES = (
    "president,minister,chancellor,premier,secretary,king,queen,senator,governor,ambassador,spokesman,spokeswoman,"
    "spokesperson,mayor,commissioner,taoiseach,congressman,congresswoman,lawmaker,mp,general,speaker,leader"
).split(",")


def titled(record: Record) -> Iterator[tuple[Actor, Evidence]]:
    """Mentions of several words, the first of them or the one before the name a title."""
    for actor in record.actors:
        for mention in actor.mentions:
            words = mention.quote.lower().split()
            if actor.kind == "person" and len(words) > 1 and set(words[:-1]) & set(TITLES):
                yield actor, mention


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with gzip.open(SHARED / "corpus" / "news_open.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row.get("published")]
    dice = random.Random(args.seed)
    chosen = dice.sample(rows, len(rows))
    reports = [
        make_report(str(row["id"]), row["text"], published=row["published"][:10], outlet=row.get("outlet"))
        for row in chosen
    ]
    shown = 0
    for record in toecap.read_many(reports):
        found = list(titled(record))
        for actor, mention in dice.sample(found, min(len(found), 1)) if shown < args.size else ():
            shown += 1
            text = record.report.text
            around = " ".join(text[max(0, mention.start - 30) : mention.end + 40].split())
            told = f"{actor.name} / {actor.code} / {actor.role} / {actor.wikidata}"
            print(f"{shown} {record.report.published} «{mention.quote}» = {told} | {around}")


if __name__ == "__main__":
    main()
