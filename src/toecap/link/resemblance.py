"""Whether two reports tell of the same happening: by their names, first lines and numbers, and by their days.

A report has one main happening here, whatever else it tells; it need not be an event that the ontology knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from scipy import sparse

from toecap.link.grouping import average_linkage
from toecap.link.words import Words, cosine, words_in

# What each likeness counts, and from which sum on two reports tell of one happening; see docs/quality-linking.md.
NAMES, LEAD, NUMBERS = 1.0, 1.0, 0.35
THRESHOLD = 0.83
# Reports of one or two days are rarely about two happenings that are this alike; those of far days often are.
NEAR_DAYS, NEAR = 2, 1.5
FAR_DAYS, FAR = 10, 0.8
APART_DAYS = 30  # further apart they are not compared
WEIGHED = 0.3  # pairs below are left out, and count 0
FOUND_BY = 20  # of a report's heaviest words; those worth a comparison share two
BLOCK = 2048


@dataclass(frozen=True, slots=True)
class Telling:
    """A report as it is compared."""

    id: str
    words: Words
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A pair of reports that was weighed, and what spoke for one happening and against it."""

    one: str
    other: str
    score: float
    for_: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def linked(self) -> bool:
        """Whether the pair alone would be taken as one happening."""
        return self.score >= THRESHOLD


def telling(id: str, title: str | None, text: str, published: date | None = None) -> Telling:
    """A report, ready to be compared."""
    return Telling(id, words_in(title, text), published)


def resemblance(one: Telling, other: Telling) -> Resemblance:
    """How alike two reports are, and by what."""
    parts = (
        ("names", cosine(one.words.names, other.words.names), NAMES),
        ("first lines", cosine(one.words.lead, other.words.lead), LEAD),
        ("numbers", cosine(one.words.numbers, other.words.numbers), NUMBERS),
    )
    days = days_between(one.published, other.published)
    score = math.fsum(weight * found for _, found, weight in parts) * _by_days(days)
    for_ = [f"{what} {found:.2f}" for what, found, _ in parts if found >= 0.3]
    against = [f"{what} {found:.2f}" for what, found, _ in parts if found < 0.15]
    if days is not None and days <= NEAR_DAYS:
        for_.append(f"published {days} days apart" if days else "published on one day")
    elif days is not None and days > FAR_DAYS:
        against.append(f"published {days} days apart")
    return Resemblance(one.id, other.id, round(score, 4), tuple(for_), tuple(against))


def same_happening(one: Telling, other: Telling) -> bool:
    """Whether two reports, seen alone, tell of the same happening. In a store the reports beside them count as well."""
    return resemblance(one, other).linked


def days_between(one: date | None, other: date | None) -> int | None:
    """How many days lie between two, if both are known."""
    return None if one is None or other is None else abs((one - other).days)


def alike(tellings: Sequence[Telling]) -> Iterator[Resemblance]:
    """All pairs that are worth weighing, from WEIGHED on. The tellings are in the order of their ids."""
    for one, other in candidates(tellings):
        found = resemblance(tellings[one], tellings[other])
        if found.score >= WEIGHED:
            yield found


def happenings(tellings: Sequence[Telling], pairs: Iterable[Resemblance]) -> dict[str, str]:
    """For each report the first, by id, of those that tell of its main happening."""
    place = {telling.id: at for at, telling in enumerate(tellings)}
    weighed = [(place[pair.one], place[pair.other], pair.score) for pair in pairs]
    groups = average_linkage(len(tellings), weighed, THRESHOLD)
    return {telling.id: tellings[group].id for telling, group in zip(tellings, groups, strict=True)}


def _by_days(days: int | None) -> float:
    if days is None:
        return 1.0
    return NEAR if days <= NEAR_DAYS else FAR if days > FAR_DAYS else 1.0


def candidates(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs that share two of their heaviest words and do not lie too many days apart."""
    order = sorted(range(len(tellings)), key=lambda at: (tellings[at].published or date.min, tellings[at].id))
    days = np.array([(tellings[at].published or date.min).toordinal() for at in order], dtype=np.int64)
    undated = int(np.searchsorted(days, 1, side="right"))
    found_by = _matrix([tellings[at] for at in order])
    places = np.array(order, dtype=np.int64)
    for start in range(0, len(order), BLOCK):
        end = min(start + BLOCK, len(order))
        first = int(np.searchsorted(days, days[start] - APART_DAYS)) if start >= undated else 0
        columns = np.r_[0 : min(undated, first), first:end]  # those without a day are compared with all
        shared = (found_by[start:end] @ found_by[columns].T).tocoo()
        rows, others = shared.row + start, columns[shared.col]
        near = (days[rows] - days[others] <= APART_DAYS) | (others < undated)
        kept = (shared.data > 1) & (others < rows) & near
        yield from _sorted(places[rows[kept]], places[others[kept]])


def _sorted(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    pairs = np.sort(np.stack([one, other], axis=1), axis=1)
    for left, right in pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].tolist():
        yield left, right


def _matrix(tellings: Sequence[Telling]) -> sparse.csr_matrix:
    columns: dict[str, int] = {}
    found: list[int] = []
    ends = [0]
    for each in tellings:
        weights = {word: NAMES * weight for word, weight in each.words.names.items()}
        for word, weight in each.words.lead.items():
            weights[word] = weights.get(word, 0.0) + LEAD * weight
        heaviest = sorted(weights, key=lambda word: (-weights[word], word))[:FOUND_BY]
        found += [columns.setdefault(word, len(columns)) for word in heaviest]
        ends.append(len(found))
    ones = np.ones(len(found), dtype=np.float32)
    return sparse.csr_matrix((ones, found, ends), shape=(len(tellings), max(len(columns), 1)))
