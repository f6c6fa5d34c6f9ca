"""Whether two reports tell of the same happening: by their names, first lines and numbers, and by their days.

A report has one main happening here, whatever else it tells; it need not be an event that the ontology knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from scipy import sparse

from toecap.link.grouping import average_linkage
from toecap.link.words import KINDS, table_of

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
BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Telling:
    """A report as it is compared."""

    id: str
    title: str | None
    text: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of reports by their places, the first the lower; their scores, and what of it each kind of words gave."""

    one: Places
    other: Places
    score: Numbers
    parts: tuple[Numbers, ...]
    days: Places  # between them; -1 where that is not known


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A pair that was weighed, and what spoke for one happening and against it."""

    one: str
    other: str
    score: float
    for_: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def linked(self) -> bool:
        """Whether the pair alone would be taken as one happening."""
        return self.score >= THRESHOLD


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
    order = np.array(
        sorted(range(len(tellings)), key=lambda at: (tellings[at].published or date.min, at)), dtype=np.int64
    )
    days = np.array([(tellings[at].published or date.min).toordinal() for at in order], dtype=np.int64)
    kinds = table_of((tellings[at].title, tellings[at].text) for at in order).vectors()
    scaled = [np.sqrt(weight) * kind for weight, kind in zip(WEIGHTS.values(), kinds, strict=True)]
    found = list(_blocks(sum(scaled[1:], scaled[0]).tocsr(), days))
    rows, others = (np.concatenate([block[side] for block in found] or [order[:0]]) for side in (0, 1))
    score = np.concatenate([block[2] for block in found] or [np.empty(0)])
    swapped = order[rows] > order[others]
    one, other = np.where(swapped, others, rows), np.where(swapped, rows, others)
    by = np.lexsort((order[other], order[one]))
    one, other = one[by], other[by]
    parts = tuple(_products(kind, one, other) for kind in kinds)
    return Pairs(order[one], order[other], score[by], parts, _between(days[one], days[other]))


def told(tellings: Sequence[Telling], pairs: Pairs, least: float) -> Iterator[Resemblance]:
    """The pairs from a score on, with their reasons."""
    for at in np.flatnonzero(pairs.score >= least).tolist():
        likeness = {kind: float(part[at]) for kind, part in zip(KINDS, pairs.parts, strict=True)}
        for_ = [f"{kind} {value:.2f}" for kind, value in likeness.items() if value >= 0.3]
        against = [f"{kind} {value:.2f}" for kind, value in likeness.items() if value < 0.15]
        days = int(pairs.days[at])
        if 0 <= days <= NEAR_DAYS:
            for_.append(f"published {days} days apart" if days else "published on one day")
        elif days > FAR_DAYS:
            against.append(f"published {days} days apart")
        one, other = tellings[pairs.one[at]].id, tellings[pairs.other[at]].id
        yield Resemblance(one, other, float(pairs.score[at]), tuple(for_), tuple(against))


def _blocks(vectors: sparse.csr_matrix, days: Places) -> Iterator[tuple[Places, Places, Numbers]]:
    """Pairs from WEIGHED on, of reports in the order of their days."""
    undated = int(np.searchsorted(days, UNDATED, side="right"))
    for start in range(0, len(days), BLOCK):
        end = min(start + BLOCK, len(days))
        first = int(np.searchsorted(days, days[start] - APART_DAYS)) if start >= undated else 0
        columns = np.r_[0 : min(undated, first), first:end]  # those without a day are compared with all
        content = (vectors[start:end] @ vectors[columns].T).tocoo()
        rows, others = content.row.astype(np.int64) + start, columns[content.col]
        enough = (content.data * NEAR >= WEIGHED) & (others < rows)
        rows, others = rows[enough], others[enough]
        # Rounded, since the order of the words in memory may change the last digits of a sum.
        score = np.round(content.data[enough] * _by_days(_between(days[rows], days[others])), 4)
        yield rows[score >= WEIGHED], others[score >= WEIGHED], score[score >= WEIGHED]


def _between(one: Places, other: Places) -> Places:
    return np.where((one == UNDATED) | (other == UNDATED), -1, np.abs(one - other))


def _by_days(between: Places) -> Numbers:
    """What the days make of a likeness; nothing of it where they are too far apart to be compared."""
    near = (between >= 0) & (between <= NEAR_DAYS)
    return np.select([near, between > APART_DAYS, between > FAR_DAYS], [NEAR, 0.0, FAR], 1.0)


def _products(vectors: sparse.csr_matrix, one: Places, other: Places) -> Numbers:
    found = [
        np.asarray(
            vectors[one[at : at + BLOCK * 64]].multiply(vectors[other[at : at + BLOCK * 64]]).sum(axis=1)
        ).ravel()
        for at in range(0, len(one), BLOCK * 64)
    ]
    return np.concatenate(found or [np.empty(0)])
