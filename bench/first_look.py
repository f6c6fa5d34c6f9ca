"""What the first look saves and what it loses, on a mixed archive: python bench/first_look.py REPORTS.jsonl.gz

The archive: the reports of the file, as many made without politics, and a tenth as many that look like those but have a
sentence of politics. All are coded with and without the first look, in one thread; seconds are those of the processor.
What is set aside although it holds events or statements is counted as lost, whoever acts or speaks in it.

    --reports N     of the file, taken evenly; all where it is not given
    --curve         what `--actors` saves on the file for lists of different length, and which of their events it loses
    --statements    what it would save to code no events
    --only-look F   of this file of reports only how many are set aside (JSONL with text; url and title if known)
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

from generated.offbeat import in_disguise, offbeat
from speed import BATCH, rows

import toecap
import toecap.extract.record
from toecap.annotate.pipeline import pipeline
from toecap.knowledge.loader import load
from toecap.knowledge.values import fold
from toecap.read.first_look import topic_of
from toecap.read.named_actors import names_one_of
from toecap.read.report import make_report
from toecap.records import Actor, Record, Report

SEED = 9
LISTS = (
    "Peru",
    "European Union",
    "United Nations",
    "Iran",
    "Russia",
    "Israel,Palestine",
    "Russia,Ukraine,Belarus,Georgia",
    "China,Japan,Taiwan,South Korea,North Korea",
    "United States",
)


def coded(reports: Iterable[Report]) -> tuple[dict[str, Record], float]:
    """The records by name, and the seconds."""
    start = time.process_time()
    found = {record.name: record for record in toecap.read_many(reports, batch_size=BATCH)}
    return found, time.process_time() - start


def report_of(number: int, row: dict[str, str | None]) -> Report:
    return make_report(
        f"file-{number}",
        str(row["text"]),
        published=row.get("published"),
        url=row.get("url"),
        title=row.get("title"),
        language="en",
    )


def read(path: Path, count: int | None) -> list[Report]:
    """The reports of a file, or so many of them, taken evenly."""
    return [report_of(number, row) for number, row in enumerate(rows(path, count or 10**9))]


def looked_at(reports: Iterable[Report]) -> tuple[dict[str, str | None], float]:
    """The topic of each report, and the seconds."""
    start = time.process_time()
    found = {report.id: topic_of(report) for report in reports}
    return found, time.process_time() - start


def measure(archive: dict[str, list[Report]]) -> None:
    """Print a line for each part of the archive, and what is saved over all."""
    reports = [report for part in archive.values() for report in part]
    coded(reports[:BATCH])  # fills the caches
    topics, look = looked_at(reports)
    whole, everything = coded(reports)
    _, rest = coded([report for report in reports if topics[report.id] is None])
    print(f"{'':<34}{'reports':>8}{'set aside':>11}{'events':>8}{'lost':>8}{'statements':>12}{'lost':>9}")
    for name, part in [*archive.items(), ("together", reports)]:
        aside = [report.id for report in part if topics[report.id] is not None]
        events = [sum(len(whole[id].events) for id in ids) for ids in ([one.id for one in part], aside)]
        said = [sum(len(whole[id].statements) for id in ids) for ids in ([one.id for one in part], aside)]
        print(
            f"{name:<34}{len(part):>8,}{len(aside):>11,}{events[0]:>8,}{_share(events):>8}{said[0]:>12,}{_share(said):>9}"
        )
    print("set aside by topic:", dict(Counter(filter(None, topics.values())).most_common()))
    print(
        f"coding all {everything:.1f} s; the look {look:.2f} s and coding the rest {rest:.1f} s:"
        f" {1 - (look + rest) / everything:.1%} of the time saved;"
        f" {1000 * look / len(reports):.2f} ms a report looked at"
    )


def curve(reports: list[Report]) -> None:
    """Print for each list of actors what is saved, and what is lost of the events and statements that are theirs."""
    whole, everything = coded(reports)
    print(f"{'--actors':<44}{'reports':>8}{'saved':>8}{'events':>8}{'lost':>8}{'statements':>12}{'lost':>9}")
    for listed in LISTS:
        actors = tuple(listed.split(","))
        names_one_of(reports[0], actors)  # makes the surfaces
        start = time.process_time()
        kept = [report for report in reports if names_one_of(report, actors)]
        look = time.process_time() - start
        _, rest = coded(kept)
        ids = {report.id for report in kept}
        events, said = [0, 0], [0, 0]
        for record in whole.values():
            theirs = {actor.id for actor in record.actors if is_one_of(actor, actors)}
            for counts, found in (
                (events, sum(not theirs.isdisjoint(event.actors + event.recipients) for event in record.events)),
                (said, sum(one.speaker in theirs for one in record.statements)),
            ):
                counts[0] += found
                counts[1] += found * (record.name not in ids)
        saved = f"{1 - (look + rest) / everything:.1%}"
        print(f"{listed:<44}{len(kept):>8,}{saved:>8}{events[0]:>8,}{_share(events):>8}{said[0]:>12,}{_share(said):>9}")


def without_events(reports: list[Report]) -> None:
    """Print what coding without events saves, medians of three rounds."""
    taken: dict[str, list[float]] = {"all": [], "no events": [], "no events, no places": []}
    for _ in range(3):
        taken["all"].append(coded(reports)[1])
        with patch.object(toecap.extract.record, "events_of", lambda doc, actor_id: []):
            taken["no events"].append(coded(reports)[1])
            with pipeline().select_pipes(disable=["toecap.places"]):
                taken["no events, no places"].append(coded(reports)[1])
    whole = statistics.median(taken["all"])
    for name, times in taken.items():
        print(f"{name:<22}{statistics.median(times):>6.1f} s  saved {1 - statistics.median(times) / whole:.1%}")


def is_one_of(actor: Actor, names: Iterable[str]) -> bool:
    """Whether an actor is one of these, or of one of these states."""
    meant = [entry for name in names for entry in load().named.get(fold(name), ())]
    states = {entry.code for entry in meant if entry.kind == "state"}
    return actor.code in states or actor.name in {entry.name for entry in meant}


def _share(counts: list[int]) -> str:
    return f"{counts[1] / max(1, counts[0]):.2%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--reports", type=int)
    parser.add_argument("--statements", action="store_true")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--only-look", type=Path, action="append", default=[])
    options = parser.parse_args()
    for path in options.only_look:
        topics, _ = looked_at(reports := read(path, None))
        aside = Counter(filter(None, topics.values()))
        print(f"{path.name}: {aside.total():,} of {len(reports):,} set aside {dict(aside.most_common())}")
    political = read(options.file, options.reports)
    if options.curve or options.statements:
        coded(political[:BATCH])  # fills the caches
        (curve if options.curve else without_events)(political)
        return
    measure(
        {
            "the file": political,
            "made, without politics": list(offbeat(len(political), SEED)),
            "made, one sentence of politics": list(in_disguise(len(political) // 10, SEED)),
        }
    )


if __name__ == "__main__":
    main()
