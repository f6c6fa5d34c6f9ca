"""Whether the words that gold names as speakers, actors and recipients resolve to the right actor.

    python bench/actors.py GOLD_DIR... --texts TEXT_DIR [--errors N] [--only CLASS]

For every gold string with a place in the text, the actor at its head token is compared with gold as the scorer of
records does: the same country, or a shared word of the name. Prints right, wrong and unresolved by class.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pathlib
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import toecap.annotate.paragraphs  # noqa: F401
from toecap.annotate import layers
from toecap.annotate.actors.gazetteer import build_gazetteer
from toecap.annotate.actors.lookup import actors_at
from toecap.config import settings
from toecap.knowledge import load

WORD = re.compile(r"\w+")
STOP = set(
    "the and for president minister prime foreign government ministry army party movement united states state people"
    " police forces force military officials".split()
)
PRONOUNS = set("he she they it i we his her their its him them who which whom that this these those".split())


def name_words(name: str | None) -> set[str]:
    return {w.lower() for w in WORD.findall(name or "") if len(w) >= 3 and w.lower() not in STOP}


def same_actor(gold: dict[str, Any], country: str | None, name: str) -> bool:
    if gold.get("country") and gold["country"] == country:
        return True
    return bool(name_words(gold.get("name")) & name_words(name))


def find(text: str, needle: str, nth: int | None, near: int | None = None) -> int:
    """The occurrence that gold counts, else the whole word nearest to the reporting word."""
    if nth is None:
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(needle)}(?!\w)", text)]
        if places:
            return places[0] if near is None else min(places, key=lambda p: abs(p - near))
    at = -1
    for _ in range((nth or 0) + 1):
        at = text.find(needle, at + 1)
        if at < 0:
            return -1
    return at


def questions(gold: dict[str, Any], text: str) -> Iterator[tuple[str, int, int, dict[str, Any]]]:
    """(class, start, end, gold actor) for every string that gold places in the text."""
    for s in gold["statements"]:
        if s.get("source") and s["speaker"] and not s.get("through"):
            content = s["content"][0]["text"] if isinstance(s["content"][0], dict) else s["content"][0]
            at = find(text, s["source"], s.get("source_nth"), max(0, text.find(content)))
            if at >= 0:
                yield "speaker", at, at + len(s["source"]), s["speaker"]
    for e in gold["events"]:
        near = max(0, text.find(e["predicate"]))
        for side in ("actor", "recipient"):
            for a in e[side]:
                if a.get("text"):
                    at = find(text, a["text"], a.get("nth"), near)
                    if at >= 0:
                        yield side, at, at + len(a["text"]), a


def form_of(doc: Doc, head: int) -> str:
    token = doc[head]
    if token.lower_ in PRONOUNS:
        return "pronoun"
    if token.ent_type_ == "PERSON":
        return "person"
    if token.tag_.startswith("NNP") or token.tag_.startswith("JJ"):
        return "proper"
    return "noun"


def judge(doc: Doc, start: int, end: int, gold: dict[str, Any]) -> tuple[str, str, str]:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return "none", "unplaced", ""
    head = span.root.i
    actors = [doc._.actors[i] for i in actors_at(doc, head)]
    told = "; ".join(f"{a.name}/{a.country}/{a.role}" for a in actors)
    if not actors:
        return form_of(doc, head), "unresolved", told
    right = any(same_actor(gold, a.country, a.name) for a in actors)
    if not right and not any(a.country for a in actors) and gold.get("country") and actors[0].kind != "person":
        return form_of(doc, head), "no country", told
    return form_of(doc, head), "right" if right else "wrong", told


def read_docs(
    nlp: Language, folders: list[pathlib.Path], texts: pathlib.Path
) -> Iterator[tuple[str, Doc, dict[str, Any]]]:
    index = json.loads((folders[0].parent / "index.json").read_text())
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            doc = nlp.make_doc((texts / f"{path.stem}.txt").read_text())
            doc._.published = date.fromisoformat(index[path.stem]["published"])
            doc._.outlet = index[path.stem]["outlet"]
            yield path.stem, doc, json.loads(path.read_text())


def load_pipeline() -> Language:
    """spaCy and the annotators that say who is meant, without the others."""
    layers.register()
    nlp = spacy.load(settings().model)
    nlp.add_pipe("toecap.paragraphs", first=True)
    for name in ("toecap.actors", "toecap.statements", "toecap.coreference"):
        importlib.import_module(name.replace("toecap.", "toecap.annotate."))
        nlp.add_pipe(name)
    return nlp


def loading() -> str:
    """Processor seconds and memory for the tables and the gazetteer, in a process that has not read them before."""
    statm = pathlib.Path("/proc/self/statm")
    before = int(statm.read_text().split()[1]) if statm.exists() else 0
    started = time.process_time()
    build_gazetteer(load())
    taken = time.process_time() - started
    after = int(statm.read_text().split()[1]) if statm.exists() else 0
    return f"loading the tables {taken:.2f} s, {(after - before) * resource.getpagesize() / 2**20:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=pathlib.Path)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    print(loading())
    nlp = load_pipeline()
    nlp("The tables are read with the first report.")
    tally: Counter[tuple[str, str]] = Counter()
    spent: Counter[str] = Counter()
    shown = 0
    for stem, doc, gold in read_docs(nlp, args.gold, args.texts):
        for name, pipe in nlp.pipeline:
            started = time.perf_counter()
            doc = pipe(doc)
            spent[name] += time.perf_counter() - started
        for kind, start, end, wanted in questions(gold, doc.text):
            form, verdict, told = judge(doc, start, end, wanted)
            tally[f"{kind} {form}", verdict] += 1
            tally["all", verdict] += 1
            if verdict != "right" and shown < args.errors and args.only in f"{kind} {form} {verdict}":
                shown += 1
                wished = f"{wanted['name']}/{wanted.get('country')}"
                print(f"{stem[:16]} {kind} {form} {verdict}: {doc.text[start:end]!r} wanted {wished} got {told}")
    columns = ("right", "wrong", "no country", "unresolved", "unplaced")
    print(f"{'class':<20}" + "".join(f"{c:>12}" for c in columns))
    for row in sorted({kind for kind, _ in tally}):
        print(f"{row:<20}" + "".join(f"{tally[row, c]:>12}" for c in columns))
    bare = sum(t for name, t in spent.items() if not name.startswith("toecap"))
    print(" ".join(f"{name} {100 * t / bare:.1f}%" for name, t in spent.items() if name.startswith("toecap")))


if __name__ == "__main__":
    main()
