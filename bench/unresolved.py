"""Who stays open in the news corpus: actors of events and statements without a country or code, people told of twice.

    python bench/unresolved.py [--reports N] [--show N]

Needs ../shared (or TOECAP_SHARED). Prints, of the first N reports, how many of those who act, are acted on or speak
have no code, by kind; how many statements have no speaker; and how many people stand in a record twice: one's name is
the end of the other's, or both are the same noun with "the". With --show the most frequent without a code.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import toecap
from toecap.read.report import make_report
from toecap.records import Actor, Record

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))


def involved(record: Record) -> set[str]:
    """Ids of those who act, are acted on or speak."""
    ids = {id for event in record.events for id in (*event.actors, *event.recipients)}
    return ids | {statement.speaker for statement in record.statements if statement.speaker}


def twice(record: Record) -> Iterator[tuple[str, str]]:
    """Pairs of people who are most likely one."""
    people = [actor for actor in record.actors if actor.kind == "person"]
    for one, other in itertools.combinations(people, 2):
        longer, shorter = sorted((one, other), key=lambda actor: -len(actor.name))
        named = _is_named(longer) and _is_named(shorter)
        ends = longer.name.casefold().endswith(" " + shorter.name.casefold())
        if (named and ends) or (_is_the(one) and _is_the(other) and one.name.casefold() == other.name.casefold()):
            yield longer.name, shorter.name


def _is_named(actor: Actor) -> bool:
    return actor.name[:1].isupper() and actor.name.split()[-1][:1].isupper()


def _is_the(actor: Actor) -> bool:
    return any(mention.quote.casefold() == f"the {actor.name.casefold()}" for mention in actor.mentions)


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    with gzip.open(SHARED / "corpus" / "news_open.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in itertools.islice(file, args.reports)]
    reports = [
        make_report(str(row["id"]), row["text"], published=(row.get("published") or "")[:10] or None) for row in rows
    ]
    kinds: Counter[str] = Counter()
    open_kinds: Counter[str] = Counter()
    names: Counter[str] = Counter()
    statements = speakerless = 0
    pairs: list[tuple[str, str]] = []
    for record in toecap.read_many(reports):
        ids = involved(record)
        for actor in (actor for actor in record.actors if actor.id in ids):
            kinds[actor.kind] += 1
            if actor.code is None:
                open_kinds[actor.kind] += 1
                names[f"{actor.name} ({actor.kind})"] += 1
        statements += len(record.statements)
        speakerless += sum(statement.speaker is None for statement in record.statements)
        pairs += twice(record)
    print(f"{'kind':<14}{'involved':>10}{'no code':>10}{'share':>9}")
    for kind, count in [*kinds.most_common(), ("all", kinds.total())]:
        left = open_kinds[kind] if kind != "all" else open_kinds.total()
        print(f"{kind:<14}{count:>10}{left:>10}{100 * left / count:>8.1f}%")
    print(f"statements {statements}, without a speaker {speakerless} ({100 * speakerless / statements:.1f} %)")
    print(f"people who stand in a record twice: {len(pairs)}")
    for name, count in names.most_common(args.show):
        print(f"{count:>4} {name}")
    for longer, shorter in pairs[: args.show]:
        print(f"     {longer} = {shorter}")


if __name__ == "__main__":
    main()
