"""Groups from weighed pairs by average linkage: no chain of weak links ever makes a group."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

Pair = tuple[int, int, float]


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


def connected(size: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The lowest number that each of `size` things is connected with, over any number of steps."""
    roots = list(range(size))

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
