"""Code the manuals' sentences and score source, target and CAMEO code: python bench/sentences.py [--errors N].

Needs ../shared (or TOECAP_SHARED). Each sentence is coded as a report of its own, published on its date. An actor is
written as its country or code and its first sector, as the manuals do ("USAMIL"). Prints what its scorer prints; `dyad`
is source and target alone.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import toecap
from toecap.read.report import make_report
from toecap.records import Actor, Record

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "events" / "sentences.dev.jsonl"
AS_TOLD = {"UNO": "IGO"}  # the manuals have one code for the United Nations and all other international bodies


def code_of(actor: Actor | None) -> str:
    """The manuals' code of an actor; three dashes where it is unknown."""
    if actor is None:
        return "---"
    place = actor.code or actor.country or ""
    return (AS_TOLD.get(place, place) + "".join(actor.sectors[:1])) or "---"


def coded(record: Record) -> Iterator[dict[str, str]]:
    """Every source with every target of each event that the sentence tells."""
    actors = {actor.id: actor for actor in record.actors}
    for event in record.events:
        for source, target in itertools.product(event.actors or (None,), event.recipients or (None,)):
            yield {
                "source": code_of(actors.get(source or "")),
                "target": code_of(actors.get(target or "")),
                "code": event.cameo,
            }


def main() -> None:
    """Score the development half."""
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    reports = [
        make_report(row["id"], row["text"], published=f"{row['date'][:4]}-{row['date'][4:6]}-{row['date'][6:]}")
        for row in rows
    ]
    out = Path(tempfile.gettempdir()) / "toecap-sentences.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for record in toecap.read_many(reports):
            file.write(json.dumps({"id": record.name, "events": list(coded(record))}) + "\n")
    scorer = [sys.executable, str(SHARED / "tools" / "score_events.py"), str(GOLD), str(out)]
    subprocess.run([*scorer, *sys.argv[1:]], check=True)


if __name__ == "__main__":
    main()
