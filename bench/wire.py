"""How many origins are counted behind an incident, in families of texts whose origins are known: python bench/wire.py.

One text of an agency is printed by outlets of several owners: whole, cut, reworded, with paragraphs of their own before
and after; beside it stand outlets that wrote their own report, some of them only from what a ministry said. Each row of
the grid says how many of each; the count of origins must be right in every one. The texts are the project's own.
"""

from __future__ import annotations

import itertools
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toecap.read.report import make_report
from toecap.records import Actor, Event, Evidence, Record, Statement, When
from toecap.run.linking import derived_of
from toecap.store.rows import Coded, tables_of

OUTLETS = [
    f"{place} {paper}"
    for place in (
        "Aldmouth",
        "Brackwell",
        "Corrin",
        "Dunhaven",
        "Eskdale",
        "Farrow",
        "Garth",
        "Holmby",
        "Inver",
        "Jarrow",
    )
    for paper in ("Courier", "Gazette", "Observer")
]
OWNERS = {outlet: f"Group {number % 12 + 1}" for number, outlet in enumerate(OUTLETS)}
DAY = date(2026, 3, 10)
ACT = "The navy of Orland shelled the harbour of Port Selm on Tuesday"
WIRE = (
    ACT + ", setting two warehouses on fire and killing at least twelve people, harbour workers told Reuters.",
    "Three shells fell within a minute of each other shortly after the morning shift had begun, and a fourth sank a"
    " tug that lay at the eastern quay.",
    "Fishermen who were mending nets near the lighthouse ran for the cellars of the old customs house, where some of"
    " them stayed until the afternoon.",
    "Insurance brokers in the capital raised the premium for ships that call at the port to the highest rate in nine"
    " years, and two lines turned their vessels away.",
    "The harbour handles most of the grain that the valley exports, and the mills upstream keep stocks for no more"
    " than three weeks.",
    "Ambulances queued along the coast road, while volunteers carried water and blankets to the schools in which"
    " families were taken in for the night.",
    "Traders said that the price of flour rose by a fifth within hours, and bakers in the old town sold out before"
    " noon.",
)
REWORDED = {
    1: "Within a minute three rounds hit the basin, soon after work had started, and another sent a tug to the bottom"
    " beside the eastern quay.",
    3: "Brokers answered by asking the steepest premium in nine years from ships bound for the port; two lines told"
    " their captains to turn back.",
    5: "The coast road was full of ambulances. In the schools, where families found a bed, helpers handed out blankets"
    " and water.",
}
LOCAL = (
    "Our readers know the port from the regatta that the town council has held each summer since the bridge was"
    " opened, and from the choir that sings at its close.",
    "The council will meet on Thursday evening in the assembly rooms to talk about the twinning of the two towns, the"
    " mayor's office announced, and all residents may attend.",
    "A collection has been opened at the library, where tins of food and warm clothes can be left until the weekend.",
)
OWN = (
    (
        "Shells hit Port Selm before breakfast. ",
        "A reporter of this paper counted seven craters along the mole, the"
        " widest as broad as a lorry, and saw the crane fall into the basin.",
    ),
    (
        "Smoke stood over the docks all day. ",
        "From a hill above the town our correspondent watched four flashes at"
        " sea, and heard windows break in the streets below her.",
    ),
    (
        "There was no warning at Port Selm. ",
        "Dockers whom we reached by telephone described how the floor of the canteen"
        " moved and the lights went out before anybody understood.",
    ),
    (
        "The ferry had just cast off. ",
        "Passengers sent this paper pictures of a burning shed, of a listing tug and of"
        " children being passed from hand to hand over the rail.",
    ),
)
MINISTRY = "The defence ministry said that the navy of Orland shelled the harbour of Port Selm on Tuesday"
HANDOUTS = (
    "It gave no further details in its brief notice, which was read out to reporters at noon in the capital.",
    "The notice, four sentences long, was sent to newsrooms in the early afternoon and named no vessel.",
    "Asked for more, a duty officer referred callers to the notice and hung up.",
    "No other body had confirmed the notice by the time that this edition went to press.",
)


@dataclass(frozen=True, slots=True)
class Case:
    """How many outlets print the wire in which way, how many wrote their own, and how many pass on the ministry."""

    whole: int = 0
    cut: int = 0
    reworded: int = 0
    extended: int = 0
    own: int = 0
    ministry: int = 0
    sisters: bool = False  # those who wrote their own belong to one owner
    credited: bool = True  # the copies carry the credit line

    @property
    def origins(self) -> int:
        wire = self.whole + self.cut + self.reworded + self.extended
        return (wire > 0) + (min(self.own, 1) if self.sisters else self.own) + (self.ministry > 0)

    def name(self) -> str:
        parts = [f"{getattr(self, part)} {part}" for part in self.__slots__[:6] if getattr(self, part)]
        notes = ["own ones of one owner"] * self.sisters + ["one credit line"] * (not self.credited)
        return ", ".join(parts + notes)


def grid() -> Iterator[Case]:
    """Copies of each kind by own reports by handouts, with the whole text and without; and all 30 outlets."""
    for copies, own, ministry in itertools.product((0, 1, 2, 5), (0, 1, 3), (0, 1, 2, 4)):
        for kind in ("cut", "reworded", "extended") if copies else ("cut",):
            if copies + own + ministry:
                yield Case(whole=min(copies, 1), own=own, ministry=ministry, **{kind: max(copies - 1, 0)})
    for cut, reworded, extended in ((3, 0, 0), (0, 3, 0), (0, 0, 3), (2, 2, 0), (2, 2, 2)):
        for own, ministry, credited in itertools.product((0, 2), (0, 2), (False, True)):
            yield Case(0, cut, reworded, extended, own, ministry, credited=credited)
    for own, ministry, sisters in itertools.product((0, 1, 2, 3), (0, 2, 4), (False, True)):
        if own > 1 or not sisters:
            full = Case(8, 6, 6, 10 - own - ministry, own, ministry, sisters)
            yield full
            yield replace(full, credited=False)


def records(case: Case, seed: int = 1) -> list[Record]:
    """The case's reports, coded to the character: each tells of the shelling once."""
    draw = random.Random(f"{seed} {case}")
    outlets = iter(_outlets(case, draw))
    made = []
    kinds = [kind for kind in ("whole", "cut", "reworded", "extended") for _ in range(getattr(case, kind))]
    for number, kind in enumerate(kinds):
        credit = "PORT SELM, March 10 (Reuters) - " if case.credited or number == 0 else ""
        made.append(_record(next(outlets), credit + "\n\n".join(_copy(kind, draw))))
    made += [_record(next(outlets), f"{lead}{ACT}. {rest}") for lead, rest in OWN[: case.own]]
    for rest in HANDOUTS[: case.ministry]:
        made.append(_record(next(outlets), f"{MINISTRY}. {rest}", according=True))
    return made


def _outlets(case: Case, draw: random.Random) -> list[str]:
    """Those that print the wire are of any owner; own reports are each of another, or all of one."""
    groups = itertools.groupby(sorted(OUTLETS, key=OWNERS.__getitem__), key=OWNERS.__getitem__)
    papers = [list(group) for _, group in groups]
    papers.sort(key=len, reverse=True)
    own = papers[0][: case.own] if case.sisters else [group[0] for group in papers[: case.own]]
    rest = [outlet for outlet in OUTLETS if outlet not in own]
    draw.shuffle(rest)
    wire = case.whole + case.cut + case.reworded + case.extended
    return [*rest[:wire], *own, *rest[wire:]]


def _copy(kind: str, draw: random.Random) -> Sequence[str]:
    paragraphs = list(WIRE)
    if kind == "cut":
        return paragraphs[: draw.randint(2, 5)]
    if kind == "reworded":
        return [REWORDED.get(at, paragraph) for at, paragraph in enumerate(paragraphs)]
    if kind == "extended":
        added = draw.sample(LOCAL, 2)
        return [added[0], *paragraphs, added[1]] if draw.random() < 0.5 else [*paragraphs, *added]
    return paragraphs


def _record(outlet: str, text: str, according: bool = False) -> Record:
    report = make_report(outlet, text, outlet=outlet, published=DAY.isoformat(), language="en")
    act = text.index("The navy of Orland" if not according else "the navy of Orland")
    words = _at(text, "shelled", act)
    actors = (
        Actor("a1", "Orland", "state", "ORL", "ORL", mentions=(_at(text, "Orland", act),)),
        Actor("a2", "Port Selm", "population", "SEL", "SEL", mentions=(_at(text, "Port Selm", act),)),
        Actor("a3", "defence ministry", "organisation", "SEL", "SEL", ("GOV", "MIL")),
    )
    event = Event(
        *("e1", "ASSAULT", None, (), "194", 4, -10.0, ("a1",), ("a2",), words, (_at(text, ACT[3:], act),)),
        *("actual", None, "s1" if according else None, When("2026-03-10", "2026-03-10", "relative"), False, None),
    )
    said = Statement(*("s1", "indirect", (_at(text, ACT[3:], act),), None, None, "a3", (), (), None, None, "test", 1.0))
    return Record(outlet, report, actors, (said,) if according else (), (event,))


def _at(text: str, words: str, start: int) -> Evidence:
    at = text.index(words, start)
    return Evidence(at, at + len(words), words)


def owners(folder: Path) -> None:
    """The table of owners, for a folder of one's own tables."""
    rows = "".join(f"{outlet},{owner},invented\n" for outlet, owner in sorted(OWNERS.items()))
    (folder / "owners.csv").write_text(f"outlet,owner,source\n{rows}", "utf-8")


def origins(case: Case, seed: int = 1) -> tuple[int, int]:
    """The counts of incidents and of origins that linking gives."""
    tables = tables_of([Coded(record) for record in records(case, seed)], "wire", "wire")
    made = derived_of(tables["reports"], tables["events"], tables["statements"])["incidents"]
    return made.num_rows, max(made.column("independent_sources").to_pylist())


def main() -> None:
    """Prints the grid: what is wrong, and how many cases are right."""
    cases = list(grid())
    right = 0
    with tempfile.TemporaryDirectory() as folder:
        owners(Path(folder))
        os.environ["TOECAP_KNOWLEDGE"] = folder
        for case, seed in itertools.product(cases, range(3)):
            found = origins(case, seed)
            right += found == (1, case.origins)
            if found != (1, case.origins):
                print(f"{case.name()}: {found[1]} origins in {found[0]} incidents, {case.origins} are right")
    print(f"{len(cases)} cases, 3 families each: count of origins right in {right} of {3 * len(cases)}")


if __name__ == "__main__":
    main()
