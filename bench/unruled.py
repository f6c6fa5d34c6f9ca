"""Would the relation model find events at verbs that no rule knows? python bench/unruled.py [dev|train|all]

Every verb of the gold reports that no rule fits, that is told as done, and that ties one actor to another is put to the
model of `toecap relate`. Printed is, for each threshold of its confidence, how many events it would add and how many of
those the readers have and the rules miss. Needs ../shared (or TOECAP_SHARED).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from events import GOLD, load_scorer
from spacy.tokens import Doc, Token

from toecap.annotate.certainty import judge
from toecap.annotate.layers import sentence_of
from toecap.annotate.pipeline import annotate
from toecap.extract import arguments
from toecap.extract.matching import matches
from toecap.extract.record import record_of
from toecap.knowledge.events import load_event_rules
from toecap.read.report import make_report
from toecap.relate.labels import type_of
from toecap.relate.model import guess
from toecap.relate.pairs import Pair

THRESHOLDS = (0.99, 0.97, 0.95, 0.9, 0.8, 0.7, 0.5)
NEAR = 40  # characters between the verb and the readers' predicate


def candidates(doc: Doc) -> Iterator[tuple[Token, Pair]]:
    """Verbs without a rule that tie one actor to another."""
    ruled = {match.head.i for match in matches(doc, load_event_rules())}
    cues = {span.cue_head for span in doc._.statements}
    for verb in doc:
        judgement = judge(verb) if verb.pos_ == "VERB" and verb.i not in ruled | cues else None
        if judgement is None or judgement.certainty != "actual":
            continue
        subject = arguments.logical_subject(verb)
        actors = set(arguments.actors_of(doc, subject))
        behind = [c for prep in verb.children if prep.dep_ == "prep" for c in prep.children if c.dep_ == "pobj"]
        others = (t for t in (arguments.logical_object(verb), *behind) if t is not None and arguments.actors_of(doc, t))
        other = next(others, None)
        if subject is not None and other is not None and actors and not actors & set(arguments.actors_of(doc, other)):
            yield verb, Pair("", sentence_of(verb).text, subject.text, other.text)


def answers(part: str) -> Iterator[tuple[float, bool]]:
    """For each candidate the model's confidence, and whether it finds an event that the rules miss."""
    scorer: Any = load_scorer()
    index = json.loads((GOLD / "index.json").read_text("utf-8"))
    for path in sorted((GOLD / part).glob("*.json")):
        text = (GOLD / "texts" / f"{path.stem}.txt").read_text("utf-8")
        report = make_report(path.stem, text, published=index[path.stem]["published"])
        for _, doc in annotate([report], 1):
            if not isinstance(doc, Doc):
                continue
            _, wanted = scorer.load_gold(path, text)
            _, found = scorer.load_pred(record_of(report, doc).to_dict(), text)
            happened = [event for event in wanted if event["certainty"] == "actual"]
            told = [event for event in found if event["certainty"] == "actual"]
            had = {id(event) for event, _ in scorer.pair_up(happened, told, scorer.nearness)}
            missed = [event for event in happened if id(event) not in had]
            for verb, pair in candidates(doc):
                answer = guess(pair)
                near = [e for e in missed if min(abs(at - verb.idx) for at in e["at"]) <= NEAR]
                yield answer.confidence, any(type_of(answer.cameo) in event["types"] for event in near)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="all", choices=("dev", "train", "all"))
    part = parser.parse_args().part
    found = [answer for each in ("dev", "train") if part in (each, "all") for answer in answers(each)]
    print(f"{'confidence':<12}{'added':>6}{'right':>6}")
    for least in THRESHOLDS:
        added = [right for confidence, right in found if confidence >= least]
        print(f">= {least:<9}{len(added):>6}{sum(added):>6}")


if __name__ == "__main__":
    main()
