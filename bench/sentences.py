"""Code the manuals' example sentences and score them: python bench/sentences.py [--raw] [--errors N] [--show WORD]

Each sentence is read as a report published on its date, and its record is written as the scorer wants it: a line for
each pair of source and target. A manual's sentence holds an event between two actors, so the writer adds the
conventions of CAMEO that follow from the record and that a record leaves out:

- it exemplifies one event: the first that a verb tells, before nouns and what is only thought of;
- an act that is only planned is an intent (03x) where it is kind, a threat (13x) where it is not; what is denied of
  help or concession is a refusal (12x);
- talks, visits and joint agreements run both ways;
- a side that the words leave open is the other actor of the sentence, else the country of the event's place, else the
  actor's own country;
- a sentence that only tells a statement is a comment (010) of the speaker on the first actor that its content names,
  and a demand (100) where the content says what must be done.

With --raw only the first and the third are kept: planned acts, open sides and plain statements are as the record
has them. The difference between both figures is what a reader of the record has to know of CAMEO.

Needs ../shared (or TOECAP_SHARED). Prints what its scorer prints.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import toecap
from toecap.knowledge.contents import spoken
from toecap.knowledge.events import load_event_rules
from toecap.read.report import make_report
from toecap.records import Actor, Event, Record, Statement

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "events" / "sentences.dev.jsonl"
Coded = tuple[str, str, str]

# In which way a planned or denied act is spoken of; help and concessions are intended, the rest is threatened.
KIND = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
MUTUAL = frozenset({"04", "05", "06", "19"})
MIRRORED = {"042": "043", "043": "042"}
UNCERTAIN = {"planned", "conditional"}


def actor_code(actor: Actor) -> str:
    """The actor as the manuals code it: country or kind, then its first sector."""
    code = {"UNO": "IGO", "EUR": "IGO"}.get(actor.code or "", actor.code or "---")
    return code + (actor.sectors[0] if actor.sectors else "")


def coded(record: Record) -> list[Coded]:
    """Source, target and code for every event of a sentence."""
    actors = {actor.id: actor for actor in record.actors}
    found = [line for event in leading(record)[:1] for line in _of_event(event, record, actors)]
    return list(dict.fromkeys(found or [line for s in record.statements for line in _of_statement(s, record, actors)]))


def uncoded(record: Record) -> list[Coded]:
    """Source, target and code of the leading event as the record has it; a side that is open is `---`."""
    actors = {actor.id: actor for actor in record.actors}
    found = []
    for event in leading(record)[:1]:
        sources = [actor_code(actors[id]) for id in event.actors] or ["---"]
        targets = [actor_code(actors[id]) for id in event.recipients] or ["---"]
        for source, target in itertools.product(sources, targets):
            found.append((source, target, event.cameo))
            if event.type == "CONSULT":
                found.append((target, source, MIRRORED.get(event.cameo, event.cameo)))
    return list(dict.fromkeys(found))


def leading(record: Record) -> list[Event]:
    """The events, the one that a sentence is about first."""
    return sorted(record.events, key=lambda e: (e.certainty == "hypothetical", -e.confidence, e.predicate.start))


def _of_event(event: Event, record: Record, actors: dict[str, Actor]) -> Iterator[Coded]:
    code = event.cameo
    if event.certainty in UNCERTAIN:
        code = spoken("intent" if event.type in KIND else "threat", code) or code
    elif event.certainty == "denied" and event.type in KIND:
        code = spoken("reject", code) or code
    sources = [actor_code(actors[id]) for id in event.actors] or _open_side(event.recipients, event, record, actors)
    targets = [actor_code(actors[id]) for id in event.recipients] or _open_side(event.actors, event, record, actors)
    mutual = any(rule.id == event.rule and rule.reciprocal for rule in load_event_rules().rules)
    both_ways = mutual and code[:2] in MUTUAL
    for source in sources:
        for target in targets:
            yield source, target, code
            if both_ways or event.type == "CONSULT":
                yield target, source, MIRRORED.get(code, code)


def _open_side(known: tuple[str, ...], event: Event, record: Record, actors: dict[str, Actor]) -> list[str]:
    """Who stands on the side that the event's words leave open, where the other side is `known`."""
    codes = {actor_code(actors[id])[:3] for id in known}
    others = [a for a in record.actors if a.id not in known and a.code and a.code not in codes and a.mentions]
    after = [a for a in others if a.mentions[0].start > event.predicate.start]
    if known and after:
        return [actor_code(after[0])]
    if event.place and event.place.country:
        return [event.place.country]
    if known and others:
        return [actor_code(others[0])]
    return [min(codes)] if codes else ["---"]


def _of_statement(statement: Statement, record: Record, actors: dict[str, Actor]) -> Iterator[Coded]:
    if statement.speaker is None:
        return
    content = " ".join(part.quote for part in statement.content)
    for actor in record.actors:
        named = any(part.start <= mention.start < part.end for mention in actor.mentions for part in statement.content)
        if (named or actor.id in statement.addressees) and actor.id != statement.speaker and actor.code:
            yield actor_code(actors[statement.speaker]), actor_code(actor), "100" if " must " in content else "010"
            return


def predict() -> Iterator[tuple[str, Record]]:
    """The record of every gold sentence, by its id."""
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    reports = [
        make_report(
            id=row["id"],
            text=row["text"],
            published=f"{row['date'][:4]}-{row['date'][4:6]}-{row['date'][6:]}",
            outlet=None,
        )
        for row in rows
    ]
    for record in toecap.read_many(reports):
        yield record.name, record


def main() -> None:
    """Write, score, and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, help="print this many sentences that are wrong")
    parser.add_argument("--raw", action="store_true", help="the record as it is, without the conventions of CAMEO")
    parser.add_argument("--show", help="print the events of the sentences whose id holds this word")
    options = parser.parse_args()
    scorer = SHARED / "tools" / "score_events.py"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "sentences.jsonl"
        with out.open("w", encoding="utf-8") as file:
            for name, record in predict():
                lines = uncoded(record) if options.raw else coded(record)
                events = [dict(zip(("source", "target", "code"), line, strict=True)) for line in lines]
                file.write(json.dumps({"id": name, "events": events}) + "\n")
                if options.show and options.show in name:
                    print(name, record.report.text, *record.events, sep="\n   ")
        subprocess.run([sys.executable, scorer, GOLD, out, "--errors", str(options.errors)], check=True)


if __name__ == "__main__":
    main()
