"""How well the certainty of a predicate agrees with readers' judgement of whether it happened.

    python bench/factuality.py ../shared/gold/factuality/UW_dev.jsonl.gz [--errors N]

Gold gives each predicate a value from -3 (certainly did not happen) to 3 (certainly did). Three ways: above 1 it
happened, below -1 it did not, between them it is uncertain. Here `actual` is "happened", `denied` "did not", and the
rest uncertain, as is what is only asked for. The readers rate what "will" happen nearly as high as what happened, and
Toecap keeps the two apart, so accuracy is told a second time with `planned` taken as they do. Prints accuracy,
Pearson's correlation with each certainty taken at the value below, a table of gold against ours, and F1 of each way.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
from collections import Counter, defaultdict
from pathlib import Path

import spacy

from toecap.annotate.certainty import judge
from toecap.config import settings

WAYS = ("happened", "uncertain", "did not")
WAY = {"actual": "happened", "denied": "did not"}
# Fixed beforehand on the scale of the gold, not fitted to it.
VALUE = {"actual": 3.0, "planned": 1.5, "conditional": 0.5, "hypothetical": 0.5, "asked for": 0.5, "denied": -2.0}


def way_of(value: float) -> str:
    """The way that a gold value means."""
    return "happened" if value > 1 else "did not" if value < -1 else "uncertain"


def main() -> None:
    """Score one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="print so many of the wrong ones")
    args = parser.parse_args()
    nlp = spacy.load(settings().model)
    rows = [json.loads(line) for line in gzip.decompress(args.file.read_bytes()).decode("utf-8").splitlines()]
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    pairs, left, lenient = [], args.errors, 0
    docs = nlp.pipe(row["text"] for row in rows)
    for row, doc in zip(rows, docs, strict=True):
        for target in row["targets"]:
            words = row["text"].split(" ")
            start = len(" ".join(words[: target["span1"][0]])) + bool(target["span1"][0])
            head = doc.char_span(start, start + len(target["span_text"]), alignment_mode="expand").root
            judgement = judge(head)
            certainty = judgement.certainty if judgement is not None else "asked for"
            gold, ours = way_of(target["label"]), WAY.get(certainty, "uncertain")
            table[gold][ours] += 1
            pairs.append((target["label"], VALUE[certainty]))
            lenient += gold == ("happened" if certainty == "planned" else ours)
            if gold != ours and left > 0:
                left -= 1
                print(f"{target['label']:5.1f} {certainty:<12} {head.text:<14} {row['text']}")
    total, right = len(pairs), sum(table[way][way] for way in WAYS)
    golds, found = zip(*pairs, strict=True)
    print(f"{total} predicates, three-way accuracy {100 * right / total:.1f} %,", end=" ")
    print(f"{100 * lenient / total:.1f} % with planned as happened,", end=" ")
    print(f"always 'happened' {100 * sum(table['happened'].values()) / total:.1f} %,", end=" ")
    print(f"correlation {statistics.correlation(golds, found):.3f}")
    print(f"{'gold / ours':<12}" + "".join(f"{way:>11}" for way in WAYS) + f"{'F1':>8}")
    for way in WAYS:
        of, by = sum(table[way].values()), sum(table[gold][way] for gold in WAYS)
        score = f"{200 * table[way][way] / (of + by):8.1f}"
        print(f"{way:<12}" + "".join(f"{table[way][ours]:>11}" for ours in WAYS) + score)


if __name__ == "__main__":
    main()
