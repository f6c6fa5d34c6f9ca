"""Whether two reports tell of the same happening: by their names, first lines and numbers, and by their days.

A report has one main happening here, whatever else it tells; it need not be an event that the ontology knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from toecap.link.grouping import average_linkage
from toecap.link.runs import Numbers as WordNumbers
from toecap.link.words import KINDS, Everywhere, Vectors, everywhere, stored, vectors, words_in

Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

# What the likeness of each kind of words counts, and from which sum on two reports tell of one happening: see
# docs/quality-linking.md.
WEIGHTS = dict(zip(KINDS, (1.0, 1.0, 0.35), strict=True))
THRESHOLD = 0.83
# Reports of one or two days are rarely about two happenings that are this alike; those of far days often are.
NEAR_DAYS, NEAR = 2, 1.5
FAR_DAYS, FAR = 10, 0.8
APART_DAYS = 30  # further apart they are not compared
WEIGHED = 0.5  # pairs below are left out, and count 0
UNDATED = date.min.toordinal()
KEPT = 0.7  # pairs below are not kept as rows
BLOCK, CHUNK = 1024, 4096  # reports that are compared with so many others at a time
_ROOTS = np.sqrt(np.array(list(WEIGHTS.values())))


@dataclass(frozen=True, slots=True)
class Telling:
    """A report as it is compared."""

    id: str
    title: str | None
    text: str
    published: date | None = None


class Kept(Protocol):
    """What was kept of the words of each report."""

    def __getitem__(self, number: int) -> bytes:
        """Of one."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of reports by their numbers, the first the lower; their scores, and what of it each kind of words gave.

    `parts` are of pairs from KEPT on only. `days` are those between the two; -1 where that is not known.
    """

    one: Places
    other: Places
    score: Numbers
    parts: Numbers
    days: Places


@dataclass(frozen=True, slots=True)
class Window:
    """Reports (in the order of their days) that are compared with all before them that are near enough in time."""

    start: int
    end: int
    first: int  # of the others
    undated: int  # so many have no day, and are compared with all


@dataclass(frozen=True, slots=True)
class Reasons:
    """What spoke for one happening and against it, of a pair."""

    for_: tuple[str, ...]
    against: tuple[str, ...]


def same_happening(one: Telling, other: Telling) -> bool:
    """Whether two reports, seen alone, tell of the same happening. In a store the reports beside them count as well."""
    return bool((alike([one, other]).score >= THRESHOLD).any())


def happenings(tellings: Sequence[Telling], pairs: Pairs) -> dict[str, str]:
    """For each report the first, by id, of those that tell of its main happening."""
    weighed = zip(pairs.one.tolist(), pairs.other.tolist(), pairs.score.tolist(), strict=True)
    groups = average_linkage(len(tellings), weighed, THRESHOLD)
    return {telling.id: tellings[group].id for telling, group in zip(tellings, groups, strict=True)}


def alike(tellings: Sequence[Telling]) -> Pairs:
    """All pairs from WEIGHED on, in order. The tellings are in the order of their ids."""
    words = words_in(((telling.title, telling.text) for telling in tellings), WordNumbers())
    kept = [one.tobytes() for one in np.split(words.counted, np.cumsum(words.sizes)[:-1])]
    common = everywhere(*np.unique(words.counted["key"], return_counts=True), len(tellings))
    days = np.array([(telling.published or date.min).toordinal() for telling in tellings], dtype=np.int64)
    order = np.lexsort((np.arange(len(days)), days))
    found = [pairs_in(window, order, days[order], kept, common) for window in windows(days[order])]
    return in_order(found)


def windows(days: Places) -> Iterator[Window]:
    """All comparisons there are to make, of reports in the order of these days."""
    undated = int(np.searchsorted(days, UNDATED, side="right"))
    for start in range(0, len(days), BLOCK):
        first = int(np.searchsorted(days, days[start] - APART_DAYS)) if start >= undated else 0
        yield Window(start, min(start + BLOCK, len(days)), first, min(undated, first))


def pairs_in(window: Window, order: Places, days: Places, kept: Kept, common: Everywhere) -> Pairs:
    """The pairs of a window. `order` has the number of each report in the order of the days, `days` its day."""
    rows = np.arange(window.start, window.end)
    own = vectors(stored([kept[at] for at in order[rows].tolist()]), common)
    columns = np.unique(own.keys)
    one = _matrix(own, columns)
    before = np.r_[0 : window.undated, window.first : window.end]
    found = []
    for start in range(0, len(before), CHUNK):
        others = before[start : start + CHUNK]
        other = _matrix(vectors(stored([kept[at] for at in order[others].tolist()]), common), columns)
        content = (one @ other.T).tocoo()
        enough = np.flatnonzero(content.data * NEAR >= WEIGHED)
        enough = enough[others[content.col[enough]] < rows[content.row[enough]]]
        left, right = content.row[enough], content.col[enough]
        between = _between(days[rows[left]], days[others[right]])
        # Rounded, since the order of the words in memory may change the last digits of a sum.
        score = np.round(content.data[enough] * _by_days(between), 4)
        left, right, between = (side[score >= WEIGHED] for side in (left, right, between))
        score = score[score >= WEIGHED]
        parts = np.full((len(score), len(KINDS)), np.nan)
        told = score >= KEPT
        parts[told] = _parts(one, other, left[told], right[told], columns)
        numbers = np.stack((order[rows[left]], order[others[right]]))
        found.append(Pairs(numbers.min(axis=0), numbers.max(axis=0), score, parts, between))
    return in_order(found)


def in_order(found: Sequence[Pairs]) -> Pairs:
    """All of them, in the order of the first and of the second."""
    nothing = np.empty(0, np.int64)
    empty = Pairs(nothing, nothing, np.empty(0), np.empty((0, len(KINDS))), nothing)
    columns = [
        np.concatenate([getattr(one, name) for one in (empty, *found)])
        for name in ("one", "other", "score", "parts", "days")
    ]
    by = np.lexsort((columns[1], columns[0]))
    return Pairs(*(column[by] for column in columns))


def reasons(parts: Sequence[float], days: int) -> Reasons:
    """Why a pair was weighed as it was, by its parts and the days between the two."""
    likeness = dict(zip(KINDS, parts, strict=True))
    for_ = [f"{kind} {value:.2f}" for kind, value in likeness.items() if value >= 0.3]
    against = [f"{kind} {value:.2f}" for kind, value in likeness.items() if value < 0.15]
    if 0 <= days <= NEAR_DAYS:
        for_.append(f"published {days} days apart" if days else "published on one day")
    elif days > FAR_DAYS:
        against.append(f"published {days} days apart")
    return Reasons(tuple(for_), tuple(against))


def _matrix(made: Vectors, columns: npt.NDArray[np.uint64]) -> sparse.csr_matrix:
    """A row a report, and of its words those of the columns."""
    at = np.searchsorted(columns, made.keys)
    at[at == len(columns)] = 0
    known = columns[at] == made.keys if len(columns) else np.zeros(len(at), bool)
    values = made.values[known] * _ROOTS[made.kinds[known]]
    ends = np.cumsum(np.bincount(made.rows[known], minlength=len(made.sizes)))
    shape = (len(made.sizes), max(len(columns), 1))
    return sparse.csr_matrix((values, at[known], np.r_[0, ends]), shape=shape)


def _between(one: Places, other: Places) -> Places:
    return np.where((one == UNDATED) | (other == UNDATED), -1, np.abs(one - other))


def _by_days(between: Places) -> Numbers:
    """What the days make of a likeness; nothing of it where they are too far apart to be compared."""
    near = (between >= 0) & (between <= NEAR_DAYS)
    return np.select([near, between > APART_DAYS, between > FAR_DAYS], [NEAR, 0.0, FAR], 1.0)


def _parts(
    one: sparse.csr_matrix, other: sparse.csr_matrix, left: Places, right: Places, columns: npt.NDArray[np.uint64]
) -> Numbers:
    """What each kind of words gives, of pairs."""
    found = np.empty((len(left), len(KINDS)))
    for start in range(0, len(left), BLOCK * 16):
        pairs = slice(start, start + BLOCK * 16)
        both = one[left[pairs]].multiply(other[right[pairs]]).tocoo()
        kinds = (columns[both.col] & np.uint64(3)).astype(np.int64)
        sums = np.bincount(both.row * len(KINDS) + kinds, both.data, minlength=len(left[pairs]) * len(KINDS))
        found[pairs] = sums.reshape(-1, len(KINDS)) / _ROOTS**2
    return found
