"""Instructions a token, which other programs on the machine do not change: each part of Toecap, and bare spaCy.

    python bench/instructions.py [REPORTS.jsonl[.gz]] [--reports 8] [--networks] [--json]

Counted by Valgrind's callgrind, in which this script starts itself: half a minute, and the same to 0.2 % in each run.
The reports are parsed before, and coded once, so the caches hold their words. With --networks the parse is counted too,
beside bare spaCy: minutes, for two reports; Valgrind knows no AVX-512, so that is other code than this machine runs.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from speed import BATCH, rows

from toecap.annotate.pipeline import ANNOTATORS, blank, pipeline
from toecap.config import settings
from toecap.extract.record import record_of
from toecap.read.report import make_report
from toecap.records import Report

BARE = "bare spaCy"
MARK = re.compile(r"^desc: Trigger: dump (.+)$", re.M)
TOTAL = re.compile(r"^totals: (\d+)", re.M)


def counted(given: Path, networks: bool) -> dict[str, int]:
    """The instructions of each part, in the order of the pipeline, by running this script under callgrind."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/part"]
        command += [sys.executable, __file__, "--inside", str(given), *(["--networks"] if networks else [])]
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        found = {}
        for path in sorted(Path(folder).glob("part.*"), key=lambda path: int(path.suffix[1:])):
            told = path.read_text(errors="replace")
            named, total = MARK.search(told), TOTAL.search(told)
            if named and total:
                found[named[1].replace("_", " ")] = int(total[1])
    return found


def inside(given: Path, networks: bool) -> None:
    """Under callgrind: everything once to fill the caches, then each part by itself."""
    gc.disable()  # when it looks for garbage hangs on all that came before
    pairs: list[tuple[Report, bytes]] = pickle.loads(given.read_bytes())
    for part in (lambda name, work: work(), measured):
        (whole if networks else own)(pairs, part)


def measured(name: str, work: Callable[[], Any]) -> Any:
    """Run and count a part."""
    control("--zero")
    control("--instr=on")
    found = work()
    control("--instr=off")
    control(f"--dump={name.replace(' ', '_')}")
    return found


def control(argument: str) -> None:
    """Tell callgrind, in which this process runs, to count, to stop, or to write what it has counted."""
    subprocess.run(["callgrind_control", argument, str(os.getpid())], check=True, stdout=subprocess.DEVNULL)


def own(pairs: list[tuple[Report, bytes]], part: Callable[[str, Callable[[], Any]], Any]) -> None:
    """Toecap's annotators over parsed Docs, and what is made of them."""
    nlp = pipeline()
    docs = []
    for report, words in pairs:
        docs.append(Doc(nlp.vocab).from_bytes(words))
        docs[-1].user_data.update(blank(nlp, report).user_data)
    for name in ANNOTATORS:
        docs = part(name, lambda name=name, docs=docs: [nlp.get_pipe(name)(doc) for doc in docs])
    coded([report for report, _ in pairs], docs, part)


def whole(pairs: list[tuple[Report, bytes]], part: Callable[[str, Callable[[], Any]], Any]) -> None:
    """Bare spaCy, and then the whole of Toecap."""
    import spacy

    reports = [report for report, _ in pairs]
    bare, nlp = spacy.load(settings().model), pipeline()
    part(BARE, lambda: list(bare.pipe([report.text for report in reports], batch_size=BATCH)))
    docs = part("tokenizer", lambda: [blank(nlp, report) for report in reports])
    for name, component in nlp.pipeline:
        docs = part(name, lambda component=component, docs=docs: applied(component, docs))
    coded(reports, docs, part)


def applied(component: Any, docs: list[Any]) -> list[Any]:
    """The Docs behind a component."""
    return list(component.pipe(docs, batch_size=BATCH)) if hasattr(component, "pipe") else [component(d) for d in docs]


def coded(reports: list[Report], docs: list[Any], part: Callable[[str, Callable[[], Any]], Any]) -> None:
    """The records of annotated Docs, and their JSON."""
    records = part("extract", lambda: [record_of(*pair) for pair in zip(reports, docs, strict=True)])
    part("as JSON", lambda: [json.dumps(record.to_dict()) for record in records])


def parsed(report: Report) -> bytes:
    """The Doc of a report as it comes to Toecap's annotators."""
    nlp = pipeline()
    with nlp.select_pipes(disable=list(ANNOTATORS)):
        doc = nlp(blank(nlp, report))
    return bytes(doc.to_bytes(exclude=["user_data"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--reports", type=int)
    parser.add_argument("--networks", action="store_true", help="count the parse too, beside bare spaCy")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        inside(args.inside, args.networks)
        return
    reports = [
        make_report(str(row["id"]), str(row["text"]), published=row.get("published"), language="en")
        for row in rows(args.file, args.reports or (2 if args.networks else 8))
    ]
    with tempfile.NamedTemporaryFile() as given:
        given.write(pickle.dumps([(report, parsed(report)) for report in reports]))
        given.flush()
        found = counted(Path(given.name), args.networks)
    tokens = sum(len(pipeline().make_doc(report.text)) for report in reports)
    if args.json:
        print(json.dumps({"reports": len(reports), "tokens": tokens, "parts": found}))
        return
    print(f"{len(reports)} reports, {tokens:,} tokens; instructions a token")
    bare = found.pop(BARE, None)
    for name, instructions in {**({BARE: bare} if bare else {}), **found, "together": sum(found.values())}.items():
        print(f"{name:<22}{instructions / tokens:>12,.0f}")


if __name__ == "__main__":
    main()
