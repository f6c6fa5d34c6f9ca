"""Families: reports that share their text, by whomever it is printed, cut, reworded or added to.

Each text joins the earlier text that it shares most with; so a family is a tree that grows from its first report, and
a round-up that copies from two families joins one of them and does not make them one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from toecap.link.runs import Hashes, Numbers, shared, told_runs
from toecap.link.scratch import Array, Scratch, array, names, remembered, shelf

COPIED = 0.3  # of the shorter text's runs
COVERED = 0.12  # of the longer's: below, the shorter is no more than a passage of it
SURE = 0.6  # of the shorter's: copied, whatever is quoted; below, what is told must be copied too
TOLD = 0.2
SAME = 0.9
WITHIN = 0.8
FEWEST_RUNS = 12
# Runs of so many reports are found everywhere (credit lines, adverts): each holder is compared with the first and
# the next before it only.
COMMON = 48
PAIRS = 16_384  # to a task
RELATIONS = ("first", "same", "update", "excerpt", "extended", "reworded")
FIRST, SAMES, UPDATE, EXCERPT, EXTENDED, REWORDED = range(len(RELATIONS))

# Pairs worth a comparison, each once, the earlier one first: reports that share two of the runs that they are found by.
# `place` says which came first.
_HELD = """
CREATE TABLE held AS
WITH found AS (SELECT key, place FROM sampled JOIN placed USING (report)),
shared AS (SELECT key, count(*) AS n, min(place) AS first FROM found GROUP BY key HAVING count(*) > 1)
SELECT key, place, n, first FROM found JOIN shared USING (key)
"""
_CANDIDATES = f"""
CREATE TABLE candidates AS SELECT one, other FROM (
    SELECT a.place AS one, b.place AS other FROM held a JOIN held b ON a.key = b.key AND a.place < b.place
    WHERE a.n <= {COMMON}
    UNION ALL SELECT first, place FROM held WHERE n > {COMMON} AND place <> first
    UNION ALL SELECT * FROM (
        SELECT lag(place) OVER (PARTITION BY key ORDER BY place) AS one, place FROM held WHERE n > {COMMON}
    ) WHERE one IS NOT NULL
) GROUP BY one, other HAVING count(*) > 1
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of one text the other has."""

    runs: int
    of_one: float
    of_other: float

    @property
    def overlap(self) -> float:
        """Share of the shorter text's runs that the other has."""
        return max(self.of_one, self.of_other)


def is_copy(found: Likeness) -> bool:
    """Whether one text is copied from the other, if only what they tell were compared."""
    least = min(found.of_one, found.of_other)
    enough = found.runs >= FEWEST_RUNS or found.overlap >= SAME
    return enough and found.overlap >= COPIED and (least >= COVERED or found.overlap >= WITHIN)


@dataclass(slots=True)
class Trees:
    """For each report the earlier one that has most of its text, -1 where none has; and how much each has of both."""

    like: Array
    of_one: Array
    of_other: Array


def find_families(scratch: Scratch, size: int) -> None:
    """Makes the table `related`; saves `family`, `like`, `relation` and `agency`, by the numbers of reports."""
    days, length = array(scratch.folder, "day"), array(scratch.folder, "length")
    # Which came first: by day, the longer first among those of a day, without a day last.
    order = np.lexsort((np.arange(size), -length, days))
    place = np.empty(size, np.int32)
    place[order] = np.arange(size)
    find_candidates(scratch, place)
    trees = _nearest_earlier(scratch, order, place)
    _keep(scratch, trees, order.tolist())


def find_candidates(scratch: Scratch, place: Array) -> None:
    """The table `sampled` -> the table `candidates`, of places."""
    scratch.put("placed", report=np.arange(len(place), dtype=np.int32), place=place)
    for statement in (_HELD, _CANDIDATES, "DROP TABLE held", "DROP TABLE sampled", "DROP TABLE placed"):
        scratch.sql.execute(statement)


def _nearest_earlier(scratch: Scratch, order: Array, place: Array) -> Trees:
    size = len(place)
    trees = Trees(np.full(size, -1, np.int32), np.zeros(size), np.zeros(size))
    tasks = (
        (scratch.folder, order[np.stack([column.to_numpy() for column in batch.columns], axis=1)])
        for batch in scratch.stream("SELECT one, other FROM candidates ORDER BY one, other", PAIRS)
    )
    for copies in scratch.hands(copied, tasks):
        for earlier, later, found in copies:
            best = int(trees.like[later])
            before = Likeness(0, float(trees.of_one[later]), float(trees.of_other[later]))
            if best < 0 or _nearness(found, int(place[earlier])) > _nearness(before, int(place[best])):
                trees.like[later] = earlier
                trees.of_one[later], trees.of_other[later] = found.of_one, found.of_other
    scratch.sql.execute("DROP TABLE candidates")
    return trees


def copied(task: tuple[Path, Array]) -> list[tuple[int, int, Likeness]]:
    """The task: of pairs in the order of the earlier one, those whose later one is copied from it."""
    folder, pairs = task
    runs = shelf(folder, "runs")
    found = []
    for group in np.split(pairs, np.flatnonzero(np.diff(pairs[:, 0])) + 1) if len(pairs) else ():
        earlier, laters = int(group[0, 0]), group[:, 1].tolist()
        own, theirs = _runs(runs[earlier]), [_runs(runs[later]) for later in laters]
        for later, their, both in zip(laters, theirs, _shared(own, theirs), strict=True):
            likeness = Likeness(both, both / max(len(their), 1), both / max(len(own), 1))
            if is_copy(likeness) and _told_alike(folder, later, earlier, likeness):
                found.append((earlier, later, likeness))
    return found


def _shared(own: Hashes, theirs: list[Hashes]) -> list[int]:
    """How many runs each has of one's own."""
    together = np.concatenate(theirs)
    at = np.searchsorted(own, together)
    at[at == len(own)] = 0
    ends = np.cumsum([len(their) for their in theirs])
    hits = np.r_[0, np.cumsum(own[at] == together)][ends]
    counts: list[int] = np.diff(np.r_[0, hits]).tolist()
    return counts


def _runs(stored: bytes) -> Hashes:
    return np.frombuffer(stored, np.uint64)


def _nearness(found: Likeness, place: int) -> tuple[float, float, int]:
    return round(found.of_one, 6), round(found.of_other, 6), -place


def _told_alike(folder: Path, one: int, other: int, found: Likeness) -> bool:
    if found.overlap >= SURE:
        return True
    told = [_told(folder, at) for at in (one, other)]
    least = min(map(len, told))
    return least < FEWEST_RUNS or shared(*told) >= TOLD * least


_numbers = Numbers()  # of this process


@remembered(1024)
def _told(folder: Path, report: int) -> Hashes:
    return told_runs(shelf(folder, "texts")[report].decode("utf-8"), _numbers)


def _keep(scratch: Scratch, trees: Trees, order: list[int]) -> None:
    like = trees.like.tolist()
    outlet, own = (array(scratch.folder, name).tolist() for name in ("outlet", "own_agency"))
    family, stands = list(range(len(like))), list(range(len(like)))
    relation = [FIRST] * len(like)
    overlap: list[float | None] = [None] * len(like)
    agencies: dict[int, int] = {}
    for at in order:  # the earlier one is done already
        if (before := like[at]) >= 0:
            found = Likeness(0, float(trees.of_one[at]), float(trees.of_other[at]))
            relation[at] = relation_of(found, is_one_outlet=outlet[at] >= 0 and outlet[at] == outlet[before])
            overlap[at] = round(found.overlap, 4)
            family[at] = family[before]
            if relation[at] == SAMES:
                stands[at] = stands[before]
        if own[at] >= 0:
            agencies.setdefault(family[at], own[at])
    agency = [agencies.get(root, -1) for root in family]
    agency_names = pa.array(names(scratch.folder, "agencies"), pa.string())
    scratch.put(
        "related",
        report=pa.array(range(len(like)), pa.int32()),
        family=pa.array(family, pa.int32()),
        stands=pa.array(stands, pa.int32()),
        relation=pa.array(RELATIONS).take(pa.array(relation, pa.int8())),
        like_=pa.array(like, pa.int32()),
        overlap=pa.array(overlap, pa.float64()),
        agency=agency_names.take(pa.array([None if one < 0 else one for one in agency], pa.int32())),
    )
    for name, values in (("family", family), ("like", like), ("relation", relation), ("agency", agency)):
        scratch.save(name, np.array(values, np.int32))


def relation_of(found: Likeness, is_one_outlet: bool) -> int:
    """How a text came from the earlier one."""
    if found.of_one >= SAME and found.of_other >= SAME:
        return SAMES
    if is_one_outlet:
        return UPDATE
    if found.of_one >= WITHIN and found.of_one >= found.of_other:
        return EXCERPT
    return EXTENDED if found.of_other >= WITHIN else REWORDED
