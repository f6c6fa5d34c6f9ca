"""Where the events of the gold reports go wrong: python bench/events.py [dev|train|all] [--table] [--sides] [--events]

Matches gold and found events as the record scorer does, and sorts every error by cause. Alone or with --table it
prints how many errors of each cause each type has; --sides lists the events of the right type whose actors or
recipients are wrong, --events those that are missing, spare, or of the wrong certainty or day.
Needs ../shared (or TOECAP_SHARED).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import toecap
from toecap.read.report import make_report

SHARED = Path(os.environ.get("TOECAP_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "records"
CONTEXT = 170


@dataclass(frozen=True, slots=True)
class Error:
    """One error: its type of event, its cause, and the words that show it."""

    type: str
    cause: str
    report: str
    shown: str


def load_scorer() -> ModuleType:
    """The record scorer as a module, so that errors are counted as it counts."""
    spec = importlib.util.spec_from_file_location("score_record", SHARED / "tools" / "score_record.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"the record scorer is not under {SHARED}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def side_cause(
    gold: list[dict[str, Any]], found: list[dict[str, Any]], other_gold: list[dict[str, Any]], right: Any
) -> str:
    """Why a side is wrong."""
    if not gold:
        return "should be empty"
    if not found:
        return "is empty"
    if other_gold and right(other_gold, found):
        return "holds the other side"
    if not any(actor.get("country") for actor in found):
        return "somebody without a country"
    return "somebody else"


def errors_of(scorer: ModuleType, name: str, text: str, gold: Path, record: dict[str, Any]) -> Iterator[Error]:
    """Every error of one report."""
    _, wanted = scorer.load_gold(gold, text)
    _, found = scorer.load_pred(record, text)
    wanted_actual = [event for event in wanted if event["certainty"] == "actual"]
    found_actual = [event for event in found if event["certainty"] == "actual"]
    pairs = scorer.pair_up(wanted_actual, found_actual, scorer.nearness)
    for event, ours in pairs:
        if event["optional"]:
            continue
        yield from _side_errors(scorer, name, text, event, ours)
        if event["date"] and str(ours["date"])[: len(event["date"])] != event["date"]:
            cause = "day is wrong" if ours["date"] else "day is unknown"
            yield Error(ours["type"], cause, name, f"{event['date']} ours {ours['date']} {_around(text, ours['at'])}")
    matched = {id(side) for pair in pairs for side in pair}
    sure = {id(event): ours for event, ours in scorer.pair_up(wanted, found, scorer.nearness)}
    for event in wanted_actual:
        if id(event) not in matched and not event["optional"]:
            cause = f"told as {sure[id(event)]['certainty']}" if id(event) in sure else _miss(event, found)
            yield Error(min(event["types"]), cause, name, f"'{event['text']}' {_around(text, event['at'][0])}")
    for event in found_actual:
        if id(event) not in matched:
            uncertain = [g for g in wanted if g["certainty"] != "actual" and sure.get(id(g)) is event]
            cause = f"spare: gold says {uncertain[0]['certainty']}" if uncertain else "spare"
            yield Error(event["type"], cause, name, f"'{event['text']}' {_around(text, event['at'])}")


def _miss(event: dict[str, Any], found: list[dict[str, Any]]) -> str:
    near = [ours for ours in found if min(abs(ours["at"] - at) for at in event["at"]) <= 25]
    return f"coded as {near[0]['type']}" if near else "missed"


def _side_errors(
    scorer: ModuleType, name: str, text: str, event: dict[str, Any], ours: dict[str, Any]
) -> Iterator[Error]:
    for side, other in (("actors", "recipients"), ("recipients", "actors")):
        if scorer.same_side(event[side], ours[side]) or (event[f"loose_{side[:-1]}"] and not ours[side]):
            continue
        cause = side_cause(event[side], ours[side], event[other], scorer.same_side)
        shown = f"gold {_names(event['actors'])} -> {_names(event['recipients'])}\n"
        shown += (
            f"      ours {_names(ours['actors'])} -> {_names(ours['recipients'])}\n      {_around(text, ours['at'])}"
        )
        yield Error(ours["type"], f"{side[:-1]} {cause}", name, shown)


def _names(side: list[dict[str, Any]]) -> str:
    return ", ".join(f"{actor.get('name')} ({actor.get('country')})" for actor in side) or "nobody"


def _around(text: str, at: int) -> str:
    return (text[max(0, at - CONTEXT) : at] + "<<" + text[at : at + CONTEXT]).replace("\n", " ")


def errors(part: str) -> list[Error]:
    """Every error of dev or train."""
    scorer = load_scorer()
    index = json.loads((GOLD / "index.json").read_text("utf-8"))
    names = sorted(path.stem for path in (GOLD / part).glob("*.json"))
    texts = {name: (GOLD / "texts" / f"{name}.txt").read_text("utf-8") for name in names}
    reports = [
        make_report(name, texts[name], published=index[name]["published"], outlet=index[name]["outlet"])
        for name in names
    ]
    found: list[Error] = []
    for record in toecap.read_many(reports):
        name = record.name
        found += errors_of(scorer, name, texts[name], GOLD / part / f"{name}.json", record.to_dict())
    return found


def print_table(found: list[Error]) -> None:
    """Errors by cause and type, as Markdown."""
    types = sorted({error.type for error in found})
    counts = Counter((error.cause, error.type) for error in found)
    print("| cause | all | " + " | ".join(types) + " |")
    print("| --- | ---: |" + " ---: |" * len(types))
    for cause, total in Counter(error.cause for error in found).most_common():
        print(f"| {cause} | {total} | " + " | ".join(str(counts[cause, type] or "") for type in types) + " |")


def main() -> None:
    """Print the table, and the errors of the kinds asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="all", choices=("dev", "train", "all"))
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--sides", action="store_true")
    parser.add_argument("--events", action="store_true")
    options = parser.parse_args()
    found = [e for part in ("dev", "train") if options.part in (part, "all") for e in errors(part)]
    if options.table or not (options.sides or options.events):
        print_table(found)
    for error in sorted(found, key=lambda error: (error.cause, error.type)):
        of_side = error.cause.startswith(("actor ", "recipient "))
        if (options.sides and of_side) or (options.events and not of_side):
            print(f"{error.cause}: {error.type} {error.report}\n      {error.shown}")


if __name__ == "__main__":
    main()
