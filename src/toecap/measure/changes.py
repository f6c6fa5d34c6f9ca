"""The days on which a series changes its level.

PELT (R. Killick, P. Fearnhead, I. Eckley, "Optimal Detection of Changepoints with a Linear Computational Cost", JASA
107, 2012) finds the cut into stretches of steady level that costs least, as ruptures implements it. Square roots are
taken first, since counts vary the more the higher they are (M. S. Bartlett, "The Square Root Transformation in Analysis
of Variance", 1936).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

import numpy as np
import ruptures
from numpy.typing import NDArray

LEAST = 7  # days that a level holds
# What a change must explain, in variances of the noise times the logarithm of the length. Two is the usual penalty
# (BIC: a level and a day more a change); the sums here have longer tails than the normal distribution that it is for.
PENALTY = 4.0


@dataclass(frozen=True, slots=True)
class Change:
    """From `day` on the level is `after` a day, where it was `before`."""

    day: date
    before: float
    after: float


def changes(days: tuple[date, ...], values: NDArray[np.float64]) -> list[Change]:
    """The changes of level of daily values, in order."""
    if len(values) < 2 * LEAST or not np.any(values):
        return []
    roots = np.sqrt(values)
    # Of two days that follow each other, whose difference no change of level widens but once.
    noise = float(np.var(np.diff(roots))) / 2
    if not noise:
        return []
    found = ruptures.KernelCPD(kernel="linear", min_size=LEAST).fit(roots.reshape(-1, 1))
    cuts = [int(cut) for cut in found.predict(pen=PENALTY * noise * np.log(len(values)))]
    edges = [0, *cuts]
    levels = [float(values[start:end].mean()) for start, end in itertools.pairwise(edges)]
    steps = zip(cuts[:-1], itertools.pairwise(levels), strict=True)
    return [Change(days[cut], before, after) for cut, (before, after) in steps]
