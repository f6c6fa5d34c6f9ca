"""Draw statements found in the corpus, and quotation marks that no statement covers, to be judged by hand.

python bench/statements_sample.py [--seed 1] [--count 100] [--shared ../shared]
"""

from __future__ import annotations

import argparse
import gzip
import json
import pathlib
import random

import toecap
from toecap.annotate.statements.marks import find_quotations
from toecap.errors import ToecapError
from toecap.knowledge.cues import load_cues
from toecap.read.report import make_report
from toecap.records import Record, Report, Statement

AROUND = 160


def reports(path: pathlib.Path) -> list[Report]:
    """The corpus, without what is refused as too long or not English."""
    found = []
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        row = json.loads(line)
        try:
            found.append(make_report(row["id"], row["text"], published=row["published"] or None))
        except ToecapError:
            continue
    return found


def uncovered(record: Record) -> list[tuple[int, int]]:
    """The quotations of a report that touch no statement's content."""
    contents = [(part.start, part.end) for statement in record.statements for part in statement.content]
    quotations = find_quotations(record.report.text, load_cues().elisions)
    spans = [(quotation.pieces[0][0], quotation.pieces[-1][1]) for quotation in quotations]
    return [(a, b) for a, b in spans if not any(start < b and a < end for start, end in contents)]


def context(text: str, start: int, end: int) -> str:
    """The words, in brackets, with some around them."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"{before}[[{text[start:end]}]]{after}".replace("\n", " / ")


def show(record: Record, statement: Statement) -> str:
    names = {actor.id: actor.name for actor in record.actors}
    source = statement.source.quote if statement.source else None
    head = f"{statement.form} {statement.rule} {statement.confidence} | {source} = {names.get(statement.speaker or '')}"
    words = " ... ".join(part.quote for part in statement.content)
    around = context(record.report.text, statement.content[0].start, statement.content[-1].end)
    return f"{head}\n   {words}\n   << {around}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    a = parser.parse_args()
    records = list(toecap.read_many(reports(a.shared / "corpus" / "news_open.jsonl.gz")))
    statements = [(record, statement) for record in records for statement in record.statements]
    quotations = [(record, span) for record in records for span in uncovered(record)]
    print(f"{len(records)} reports, {len(statements)} statements, {len(quotations)} quotations that none covers")
    draw = random.Random(a.seed)
    for number, (record, statement) in enumerate(draw.sample(statements, min(a.count, len(statements))), start=1):
        print(f"S{number} {record.name} {show(record, statement)}")
    for number, (record, (start, end)) in enumerate(draw.sample(quotations, min(a.count, len(quotations))), start=1):
        print(f"Q{number} {record.name} {context(record.report.text, start, end)}")


if __name__ == "__main__":
    main()
