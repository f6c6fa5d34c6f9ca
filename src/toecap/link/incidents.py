"""Events of many reports -> incidents: tellings that are weighed as one happening.

Nothing depends on the order of the events. A pair is weighed where the reports tell of one happening or share their
text, or where type, both sides and days agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toecap.link.grouping import average_linkage
from toecap.link.weighing import THRESHOLD, Told, Weighed, near_types, weigh

WINDOW = 3  # days; tellings up to twice as far apart may meet
LARGEST = 600  # tellings of one block; of a larger one only those of one code and one day are weighed
KEPT = 0.5  # pairs below are not kept, and count 0

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of tellings that was weighed. `one` and `other` are places in the list of tellings."""

    one: int
    other: int
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Incidents:
    """The incident of each telling, as the place of one of its tellings; and what was weighed."""

    of: tuple[int, ...]
    links: tuple[Link, ...]


def incidents(tellings: Sequence[Told]) -> Incidents:
    """Which tellings are of one happening. The tellings are in the order of record and event."""
    first = _first_copies(tellings)
    alone = sorted(set(first))
    links = []
    for one, other in _pairs(tellings, alone):
        weighed = weigh(tellings[one], tellings[other])
        if weighed is not None and weighed.score >= KEPT:
            links.append(Link(one, other, weighed))
    groups = average_linkage(len(tellings), ((link.one, link.other, link.weighed.score) for link in links), THRESHOLD)
    return Incidents(tuple(groups[at] for at in first), tuple(links))


def _first_copies(tellings: Sequence[Told]) -> list[int]:
    """For each telling the first that tells the same in the same words in a report of its family: it goes with that."""
    seen: dict[Key, int] = {}
    return [
        seen.setdefault((told.family or told.record, told.certainty, told.cameo, *_sides(told), told.quote), at)
        for at, told in enumerate(tellings)
    ]


def _sides(told: Told) -> tuple[frozenset[str], frozenset[str]]:
    return told.actors.keys, told.recipients.keys


def _pairs(tellings: Sequence[Told], alone: Sequence[int]) -> Iterator[tuple[int, int]]:
    size = len(tellings)
    coded = [_coded(np.array(block, dtype=np.int64), size) for block in _blocks(tellings, alone) if len(block) > 1]
    for pair in np.unique(np.concatenate(coded)).tolist() if coded else ():
        yield divmod(pair, size)


def _coded(block: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    one, other = np.triu_indices(len(block), 1)
    return block[one] * size + block[other]


def _blocks(tellings: Sequence[Told], alone: Sequence[int]) -> Iterator[list[int]]:
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    for at in alone:
        for key in _keys(tellings[at]):
            blocks[key].append(at)
    for block in blocks.values():
        if len(block) <= LARGEST:
            yield block
            continue
        parts: defaultdict[Key, list[int]] = defaultdict(list)
        for at in block:
            parts[tellings[at].cameo, tellings[at].start, tellings[at].place].append(at)
        yield from (part[:LARGEST] for part in parts.values())


def _keys(told: Told) -> Iterator[Key]:
    """The blocks that a telling stands in: of its happening and family; of who did such a thing to whom and when."""
    types = [told.type, *sorted(other for pair in near_types() if told.type in pair for other in pair - {told.type})]
    for report in {told.family, told.happening} - {""}:
        yield from (("report", report, told.kind, *sorted((told.type, other))) for other in types)
    if told.start is None:
        return
    days = told.start.toordinal() // WINDOW
    for window in (days, days + 1):
        for actor in sorted(told.actors.codes) or [""]:
            for recipient in sorted(told.recipients.codes) or [""]:
                if actor and recipient:
                    yield ("sides", told.kind, told.type, actor, recipient, window)
                elif (actor or recipient) and told.place is not None:
                    yield ("side and place", told.kind, told.type, actor, recipient, told.place, window)
        for actor in sorted(told.actors.keys - told.actors.codes):
            yield ("actor", told.kind, told.type, actor, window)
