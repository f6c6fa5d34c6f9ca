"""Families: reports that share their text, by whomever it is printed, cut, reworded or added to.

Each text joins the earlier text that it shares most with; so a family is a tree that grows from its first report, and
a round-up that copies from two families joins one of them and does not make them one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from toecap.knowledge.outlets import owner_of
from toecap.link.runs import Numbers, Runs, runs_of, shared, told_runs
from toecap.read.credit import agency_named, agency_of

Whole = npt.NDArray[np.int64]

COPIED = 0.3  # of the shorter text's runs
COVERED = 0.12  # of the longer's: below, the shorter is no more than a passage of it
SURE = 0.6  # of the shorter's: copied, whatever is quoted; below, what is told must be copied too
TOLD = 0.2
SAME = 0.9
WITHIN = 0.8
FEWEST_RUNS = 12
# Runs of so many reports are found everywhere (credit lines, adverts): each holder is compared with two others only.
COMMON = 48


@dataclass(frozen=True, slots=True)
class Text:
    """What families need of a report."""

    id: str
    text: str
    outlet: str | None = None
    agency: str | None = None
    byline: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A report in its family."""

    id: str
    family: str
    relation: str
    like: str | None
    overlap: float | None
    agency: str | None
    owner: str | None


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


def families(texts: Sequence[Text]) -> list[Member]:
    """The family of each report, in the order of their ids; the same for the same reports, however they came."""
    numbers = Numbers()
    ordered = sorted(texts, key=lambda text: text.id)
    runs = [runs_of(text.text, numbers) for text in ordered]
    place = _places(ordered, runs)
    best = _nearest_earlier(ordered, runs, place, numbers)
    roots = _roots(best, place)
    agencies = _agencies(ordered, roots, place)
    return [
        Member(
            text.id,
            ordered[roots[at]].id,
            "first" if at not in best else _relation(text, ordered[best[at][0]], best[at][1]),
            ordered[best[at][0]].id if at in best else None,
            round(best[at][1].overlap, 4) if at in best else None,
            agencies.get(roots[at]),
            owner_of(text.outlet) if text.outlet else None,
        )
        for at, text in enumerate(ordered)
    ]


def likeness(one: Runs, other: Runs) -> Likeness:
    """The comparison itself: of two texts, and of nothing else."""
    both = shared(one.all, other.all)
    return Likeness(both, both / max(len(one.all), 1), both / max(len(other.all), 1))


def is_copy(found: Likeness) -> bool:
    """Whether one text is copied from the other, if only what they tell were compared."""
    least = min(found.of_one, found.of_other)
    enough = found.runs >= FEWEST_RUNS or found.overlap >= SAME
    return enough and found.overlap >= COPIED and (least >= COVERED or found.overlap >= WITHIN)


def candidates(runs: Sequence[Runs]) -> Whole:
    """Pairs worth a comparison (i < j), each once: reports that share two of the runs that they are found by."""
    if not runs:
        return np.empty((0, 2), dtype=np.int64)
    size = len(runs)
    keys = np.concatenate([each.sampled for each in runs])
    owners = np.repeat(np.arange(size), [len(each.sampled) for each in runs])
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(keys)])
    pairs = [_all_pairs(owners, starts[lengths == n], n, size) for n in np.unique(lengths) if 1 < n <= COMMON]
    for at, n in zip(starts[lengths > COMMON], lengths[lengths > COMMON], strict=True):
        group = owners[at : at + n]
        pairs += [group[0] * size + group[1:], group[:-1] * size + group[1:]]
    if not pairs:
        return np.empty((0, 2), dtype=np.int64)
    coded, times = np.unique(np.concatenate(pairs), return_counts=True)
    coded = coded[times > 1]
    return np.stack(np.divmod(coded, size), axis=1)


def _all_pairs(owners: Whole, starts: Whole, length: int, size: int) -> Whole:
    groups = owners[starts[:, None] + np.arange(length)]
    left, right = np.triu_indices(length, 1)
    pairs: Whole = (groups[:, left] * size + groups[:, right]).ravel()
    return pairs


def _places(texts: Sequence[Text], runs: Sequence[Runs]) -> list[int]:
    """Which came first: by day, the longer first among those of a day, without a day last."""
    keys = [(text.published or date.max, -len(own.all), text.id) for text, own in zip(texts, runs, strict=True)]
    place = [0] * len(texts)
    for rank, at in enumerate(sorted(range(len(texts)), key=keys.__getitem__)):
        place[at] = rank
    return place


def _nearest_earlier(
    texts: Sequence[Text], runs: Sequence[Runs], place: Sequence[int], numbers: Numbers
) -> dict[int, tuple[int, Likeness]]:
    """For each text that is copied, the earlier one that has most of it."""
    best: dict[int, tuple[int, Likeness]] = {}
    for pair in candidates(runs).tolist():
        earlier, later = sorted(pair, key=place.__getitem__)
        found = likeness(runs[later], runs[earlier])
        if not is_copy(found) or not _told_alike(texts[later], texts[earlier], found, numbers):
            continue
        if later not in best or _nearness(found, place[earlier]) > _nearness(best[later][1], place[best[later][0]]):
            best[later] = (earlier, found)
    return best


def _nearness(found: Likeness, place: int) -> tuple[float, float, int]:
    return round(found.of_one, 6), round(found.of_other, 6), -place


def _told_alike(one: Text, other: Text, found: Likeness, numbers: Numbers) -> bool:
    if found.overlap >= SURE:
        return True
    told = [told_runs(text.text, numbers) for text in (one, other)]
    least = min(map(len, told))
    return least < FEWEST_RUNS or shared(*told) >= TOLD * least


def _roots(best: Mapping[int, tuple[int, Likeness]], place: Sequence[int]) -> list[int]:
    roots = list(range(len(place)))
    for at in sorted(range(len(place)), key=place.__getitem__):
        if at in best:
            roots[at] = roots[best[at][0]]  # the earlier one has its root already
    return roots


def _relation(text: Text, like: Text, found: Likeness) -> str:
    if found.of_one >= SAME and found.of_other >= SAME:
        return "same"
    if text.outlet and text.outlet == like.outlet:
        return "update"
    if found.of_one >= WITHIN and found.of_one >= found.of_other:
        return "excerpt"
    return "extended" if found.of_other >= WITHIN else "reworded"


def _agencies(texts: Sequence[Text], roots: Sequence[int], place: Sequence[int]) -> dict[int, str]:
    """The agency that the earliest credit line of each family names."""
    named: dict[int, str] = {}
    for at in sorted(range(len(texts)), key=place.__getitem__):
        if roots[at] not in named and (agency := own_agency(texts[at])):
            named[roots[at]] = agency
    return named


def own_agency(text: Text) -> str | None:
    """The agency whose text it is: by a credit line, or because the outlet is that agency."""
    if text.agency:
        return text.agency
    if text.outlet and (own := agency_named(text.outlet)):
        return own
    paragraphs = [line for line in text.text.split("\n") if line.strip()]
    return agency_of(text.byline, paragraphs, text.outlet)
