"""Groups from weighed pairs by average linkage: no chain of weak links ever makes a group."""

from __future__ import annotations

import heapq
import itertools
from array import array
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from toecap.link.scratch import Array, Scratch

Pair = tuple[int, int, float]
PAIRS = 16_384  # to a task, or one part's


def average_linkage(size: int, pairs: Iterable[Pair], threshold: float) -> list[int]:
    """The group of each of `size` things, as the lowest number in it.

    Two groups are joined, best first, while the mean over all pairs between them is at the threshold or above; a pair
    that is not given counts 0. Where two are equally good the lower numbers go first, so the order of the pairs does
    not matter. Only pairs at the threshold can start a join: what they do not connect is grouped apart.
    """
    pairs = list(pairs)
    parts = connected(size, ((one, other) for one, other, score in pairs if score >= threshold))
    inside: dict[int, list[Pair]] = {}
    for pair in pairs:
        if parts[pair[0]] == parts[pair[1]]:
            inside.setdefault(parts[pair[0]], []).append(pair)
    groups = list(range(size))
    for each in inside.values():
        for at, group in _joined(each, threshold).items():
            groups[at] = group
    return groups


def find_groups(scratch: Scratch, table: str, size: int, threshold: float) -> Array:
    """The same, of the pairs of a table (one, other, score), a few connected parts at a time."""
    above = scratch.stream(f"SELECT one, other FROM {table} WHERE score >= {threshold}", PAIRS)
    parts = np.array(
        connected(size, (pair for rows in above for pair in zip(*_lists(rows), strict=True))), dtype=np.int32
    )
    scratch.sql.execute("CREATE TABLE inside (part INTEGER, one INTEGER, other INTEGER, score DOUBLE)")
    for rows in scratch.stream(f"SELECT one, other, score FROM {table}", PAIRS):
        one, other, score = (column.to_numpy() for column in rows.columns)
        within = parts[one] == parts[other]
        scratch.put("inside", part=parts[one[within]], one=one[within], other=other[within], score=score[within])
    inside = "SELECT part, one, other, score FROM inside ORDER BY part, one, other"
    groups = np.arange(size, dtype=np.int32)
    for done in scratch.hands(joined, ((threshold, rows) for rows in scratch.whole(inside, "part", PAIRS))):
        groups[list(done)] = list(done.values())
    scratch.sql.execute("DROP TABLE inside")
    return groups


def joined(task: tuple[float, pa.Table]) -> dict[int, int]:
    """The task: the group of each thing of some connected parts."""
    threshold, rows = task
    part, *pairs = _lists(rows)
    starts = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(part)]
    found: dict[int, int] = {}
    for start, end in itertools.pairwise(starts):
        found |= _joined(list(zip(*(side[start:end] for side in pairs), strict=True)), threshold)
    return found


def _lists(rows: pa.Table | pa.RecordBatch) -> list[list[int]]:
    return [column.to_numpy(zero_copy_only=False).tolist() for column in rows.columns]


def connected(size: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The lowest number that each of `size` things is connected with, over any number of steps."""
    roots = array("q", range(size))

    def root(at: int) -> int:
        while roots[at] != at:
            roots[at] = roots[roots[at]]
            at = roots[at]
        return at

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        roots[high] = low
    return [root(at) for at in range(size)]


def _joined(pairs: Sequence[Pair], threshold: float) -> dict[int, int]:
    """Joins within one connected part. A group bears its lowest number."""
    sums: dict[int, dict[int, float]] = {}
    for one, other, score in pairs:
        sums.setdefault(one, {})[other] = score
        sums.setdefault(other, {})[one] = score
    members = {at: [at] for at in sums}
    heap = [(-score, min(one, other), max(one, other), 1, 1) for one, other, score in pairs if score >= threshold]
    heapq.heapify(heap)
    while heap:
        _, keep, gone, kept_size, gone_size = heapq.heappop(heap)
        still = keep in members and gone in members
        if not still or len(members[keep]) != kept_size or len(members[gone]) != gone_size:
            continue  # one of the two has grown or is gone since: the new mean is in the heap
        members[keep] += members.pop(gone)
        for other, score in sums.pop(gone).items():
            del sums[other][gone]
            if other != keep:
                sums[keep][other] = sums[other][keep] = sums[keep].get(other, 0.0) + score
        for other, score in sums[keep].items():
            low, high = sorted((keep, other))
            mean = round(score / (len(members[keep]) * len(members[other])), 9)
            if mean >= threshold:
                heapq.heappush(heap, (-mean, low, high, len(members[low]), len(members[high])))
    return {at: group for group, each in members.items() for at in each}
