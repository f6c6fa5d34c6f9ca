"""What the first look saves and what it loses, on a mixed archive: python bench/first_look.py REPORTS.jsonl.gz

The archive: the reports of the file; as many made without politics of each half of the wordings, the one that words and
thresholds were chosen with and the one that is only measured with; and a tenth as many that look like those but have a
sentence of politics. All are coded; seconds are those of the processor, in one thread. What is set aside although it
holds events or statements is counted as lost, whoever acts or speaks in it. Then the same by share: what is saved and
lost in archives of the file's reports and the held-out ones, so many of them without politics, reckoned by the report.

    --reports N     of the file, taken evenly; all where it is not given
    --curve         what `--actors` saves on the file for lists of different length, and which of their events it loses
    --statements    what `--only statements` saves, and what leaving out more of the pipeline would save and lose
    --only-look F   how many reports of other inputs are set aside, and what is lost of them: files, folders
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from generated.offbeat import in_disguise, offbeat
from speed import BATCH, rows

import toecap
from toecap.annotate.pipeline import pipeline
from toecap.knowledge.loader import load
from toecap.knowledge.values import fold
from toecap.read.files import reports as reports_in
from toecap.read.first_look import topic_of
from toecap.read.inputs import Given, Look, Only
from toecap.read.named_actors import names_one_of
from toecap.read.report import make_report
from toecap.records import Actor, Record, Report, Statement
from toecap.run.code import code

SEED = 9
# What is coded, and which parts of the pipeline are left out besides.
PARTS: tuple[tuple[str, Only, list[str]], ...] = (
    ("all", "all", []),
    ("--only statements", "statements", []),
    ("and without times", "statements", ["toecap.times"]),
    ("and without coreference", "statements", ["toecap.coreference"]),
    ("and without named entities", "statements", ["ner"]),
)
HELD_OUT = "made, wordings held out"
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


def looked_at(reports: Iterable[Report], look: Look) -> tuple[dict[str, str | None], float]:
    """The topic of each report, and the seconds."""
    start = time.process_time()
    found = {report.id: topic_of(report, look) for report in reports}
    return found, time.process_time() - start


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the archive: how many reports, what is coded in them, and the seconds of the coding and the look."""

    reports: int
    events: int
    statements: int
    seconds: float
    look: float = 0.0


def measure(archive: dict[str, list[Report]]) -> None:
    """Print for each look a line for each part of the archive, and what is saved and lost by the share of politics."""
    coded(archive["the file"][:BATCH])  # fills the caches
    records, whole = {}, {}
    for name, part in archive.items():
        records[name], seconds = coded(part)
        whole[name] = part_of(records[name].values(), seconds)
    for look in ("safe", "wide"):
        print(f"\n{look:<34} reports  set aside  events    lost  statements     lost    ms")
        topics: Counter[str] = Counter()
        kept = {}
        looked_at(archive[HELD_OUT], look)  # fills the caches
        for name, part in archive.items():
            found, seconds = looked_at(part, look)
            topics.update(filter(None, found.values()))
            rest = [report for report in part if found[report.id] is None]
            _, saved = coded(report for report in part if found[report.id] is not None)
            kept[name] = part_of((records[name][one.id] for one in rest), whole[name].seconds - saved, seconds)
            print(f"{name:<34}{_line(whole[name], kept[name])}{1000 * seconds / len(part):>6.2f}")
        print(f"{'together':<34}{_line(_sum(whole.values()), _sum(kept.values()))}")
        print("set aside by topic:", dict(topics.most_common()))
        by_share(whole["the file"], kept["the file"], whole[HELD_OUT], kept[HELD_OUT])


def by_share(file: Part, file_kept: Part, made: Part, made_kept: Part) -> None:
    """Print what is saved and lost where so many of 1,000 reports are made ones without politics."""
    print(f"{'without politics':<18}{'set aside':>10}{'time saved':>12}{'events lost':>13}{'statements lost':>17}")
    for share in (0.1, 0.5, 0.9):
        weights = ((1 - share) / file.reports, share / made.reports)

        def mixed(of: Callable[[Part], float], kept: bool, weights: tuple[float, float] = weights) -> float:
            parts = (file_kept, made_kept) if kept else (file, made)
            return sum(weight * of(part) for weight, part in zip(weights, parts, strict=True))

        gone = [1 - mixed(of, True) / mixed(of, False) for of in (_reports, _seconds, _events, _statements)]
        print(f"{share:<18.0%}{gone[0]:>10.1%}{gone[1]:>12.1%}{gone[2]:>13.2%}{gone[3]:>17.2%}")


def only_look(inputs: Iterable[str]) -> None:
    """Print of each input how many of its reports are set aside, for which topics, and what is coded in those."""
    for name in inputs:
        found = [item for item in reports_in([name], Given()) if isinstance(item, Report)]
        for look in ("safe", "wide"):
            topics, _ = looked_at(found, look)
            aside = part_of(coded(one for one in found if topics[one.id] is not None)[0].values(), 0.0)
            why = dict(Counter(filter(None, topics.values())).most_common())
            lost = f"{aside.events:,} events and {aside.statements:,} statements lost"
            print(f"{name}, {look}: {aside.reports:,} of {len(found):,} reports set aside {why}, {lost}")


def part_of(records: Iterable[Record], seconds: float, look: float = 0.0) -> Part:
    """The figures of some records."""
    found = list(records)
    events, said = sum(len(one.events) for one in found), sum(len(one.statements) for one in found)
    return Part(len(found), events, said, seconds, look)


def _sum(parts: Iterable[Part]) -> Part:
    rows = [(one.reports, one.events, one.statements, one.seconds, one.look) for one in parts]
    return Part(*map(sum, zip(*rows, strict=True)))


def _line(whole: Part, kept: Part) -> str:
    events = _share([whole.events, whole.events - kept.events])
    said = _share([whole.statements, whole.statements - kept.statements])
    aside = whole.reports - kept.reports
    return f"{whole.reports:>8,}{aside:>11,}{whole.events:>8,}{events:>8}{whole.statements:>12,}{said:>9}"


def _reports(part: Part) -> float:
    return part.reports


def _seconds(part: Part) -> float:
    return part.seconds + part.look


def _events(part: Part) -> float:
    return part.events


def _statements(part: Part) -> float:
    return part.statements


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


def statements_alone(reports: list[Report]) -> None:
    """Print what `--only statements` saves, medians of five rounds, and what leaving out more would save and lose."""
    taken: dict[str, list[float]] = {}
    found: dict[str, list[Record]] = {}
    for turn in range(len(PARTS)):
        for name, only, without in (*PARTS[turn:], *PARTS[:turn]):  # each is first once, and has cold caches
            with pipeline().select_pipes(disable=without):
                start = time.process_time()
                found[name] = list(code(reports, BATCH, only))
                taken.setdefault(name, []).append(time.process_time() - start)
    whole = statistics.median(taken["all"])
    print(f"{'':<34}{'seconds':>8}{'saved':>8}{'words lost':>12}{'speaker lost':>14}{'day lost':>10}")
    for name, _, _ in PARTS:
        seconds = statistics.median(taken[name])
        lost = [_lost(found["all"], found[name], of) for of in (_words, _speaker, _day)]
        print(f"{name:<34}{seconds:>8.1f}{1 - seconds / whole:>8.1%}{lost[0]:>12.1%}{lost[1]:>14.1%}{lost[2]:>10.1%}")


def _lost(whole: list[Record], records: list[Record], of: Callable[[Record, Statement], object]) -> float:
    """The share of what all statements have that those of the records have not."""
    had = kept = 0
    for one, other in zip(whole, records, strict=True):
        before = {of(one, statement) for statement in one.statements} - {None}
        had += len(before)
        kept += len(before & {of(other, statement) for statement in other.statements})
    return 1 - kept / max(1, had)


def _words(record: Record, statement: Statement) -> object:
    return statement.content


def _speaker(record: Record, statement: Statement) -> object:
    name = next((actor.name for actor in record.actors if actor.id == statement.speaker), None)
    return name and (statement.content, name)


def _day(record: Record, statement: Statement) -> object:
    return statement.said and (statement.content, statement.said.start, statement.said.end)


def is_one_of(actor: Actor, names: Iterable[str]) -> bool:
    """Whether an actor is one of these, or of one of these states."""
    meant = [entry for name in names for entry in load().named.get(fold(name), ())]
    states = {entry.code for entry in meant if entry.kind == "state"}
    return actor.code in states or actor.name in {entry.name for entry in meant}


def _share(counts: list[int]) -> str:
    return f"{counts[1] / max(1, counts[0]):.2%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--reports", type=int)
    parser.add_argument("--statements", action="store_true")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--only-look", nargs="+")
    options = parser.parse_args()
    if options.only_look:
        only_look(options.only_look)
        return
    political = read(options.file, options.reports)
    if options.curve or options.statements:
        coded(political[:BATCH])  # fills the caches
        (curve if options.curve else statements_alone)(political)
        return
    measure(
        {
            "the file": political,
            "made, wordings chosen with": list(offbeat(len(political), SEED, "open")),
            HELD_OUT: list(offbeat(len(political), SEED, "held_out")),
            "made, one sentence of politics": list(in_disguise(len(political) // 10, SEED)),
        }
    )


if __name__ == "__main__":
    main()
