"""What is usual for a series, told from its past alone, and how far from it a day is.

The usual is the median of the past and its spread the median absolute deviation (MAD), which neither a single bad week
nor an escalation that lasts moves: F. R. Hampel, "The Influence Curve and its Role in Robust Estimation", JASA 69
(1974). How far a week is from it is told in square roots, whose spread is the same for rare and for frequent incidents:
F. J. Anscombe, "The Transformation of Poisson, Binomial and Negative-Binomial Data", Biometrika 35 (1948). Without
that, three incidents where there mostly are none would be as loud as a war.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WINDOW = 7  # days that are summed, so that a weekend does not look like calm
PAST = 180  # days that say what is usual
LEAST_PAST = 60  # with fewer days before it, nothing is said of a day
ENOUGH = LEAST_PAST + WINDOW + 1  # days of a series of which anything is said
TO_SIGMA = 1.4826  # MAD of a normal distribution -> its standard deviation
ANSCOMBE = 3 / 8


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """For each day: the sum of its last seven, what is usual, the highest of the past, and how unusual the sum is.

    `score` counts spreads; the sums that have a score of 0 and of `RISE` are `usual` and `limit(RISE)`. NaN where there
    is too little past. `weight` is what one incident adds to a sum, `unrest` how much wider the spread is than chance.
    """

    sums: Floats
    usual: Floats
    high: Floats
    unrest: Floats
    weight: float

    @property
    def score(self) -> Floats:
        """How many spreads each day's sum is above the usual."""
        return (self._root(self.sums) - self._root(self.usual)) / self.unrest

    def limit(self, score: float) -> Floats:
        """The sums that would have this score."""
        root = np.maximum(0, self._root(self.usual) + score * self.unrest)
        return np.maximum(0, ((root / 2) ** 2 - ANSCOMBE) * self.weight)

    def _root(self, sums: Floats) -> Floats:
        found: Floats = 2 * np.sqrt(sums / self.weight + ANSCOMBE)
        return found


def baseline(values: Floats, weight: float, scale: Floats | None = None) -> Baseline:
    """Of daily values, to which one incident adds about `weight`.

    `scale` says by how much more the store covers now than in the past; the usual grows with it.
    """
    sums = rolling_sums(values)
    usual, mad, high = _past(sums)
    if scale is not None:
        usual, mad, high = usual * scale, mad * scale, high * scale
    return _made(sums, usual, mad, high, weight)


def latest(values: Floats, weight: float) -> Baseline:
    """Of the last day alone, for many series at once: `values` has a row for each, and at least `ENOUGH` columns."""
    sums = rolling_sums(values)
    past = sums[:, max(WINDOW - 1, sums.shape[1] - WINDOW - PAST) : -WINDOW]
    usual = np.median(past, axis=1)
    mad = np.median(np.abs(past - usual[:, None]), axis=1)
    return _made(sums[:, -1], usual, mad, past.max(axis=1), weight)


def rolling_sums(values: Floats) -> Floats:
    """The sum of each day and the six before it; of those that there are, at the beginning. Days are the last axis."""
    total = np.cumsum(values, axis=-1)
    sums: Floats = total.copy()
    sums[..., WINDOW:] -= total[..., :-WINDOW]
    return sums


def _made(sums: Floats, usual: Floats, mad: Floats, high: Floats, weight: float) -> Baseline:
    # Incidents that come by chance at a steady rate, each adding `weight`, have the variance `usual * weight`.
    chance = np.sqrt(np.maximum(usual, weight) * weight)
    return Baseline(sums, usual, high, np.maximum(1.0, TO_SIGMA * mad / chance), weight)


def _past(sums: Floats) -> tuple[Floats, Floats, Floats]:
    """Median, MAD and maximum of each day's past, which ends before the seven days that its own sum is of."""
    usual, mad, high = (np.full(len(sums), np.nan) for _ in range(3))
    first = LEAST_PAST + WINDOW
    if len(sums) <= first:
        return usual, mad, high
    # Whole sums only. NaN stands for days before the first, and is sorted behind all others.
    padded = np.concatenate([np.full(PAST, np.nan), sums[WINDOW - 1 : len(sums) - WINDOW]])
    windows = sliding_window_view(padded, PAST)[first - 2 * WINDOW + 2 :]
    ordered = np.sort(windows, axis=1)
    known = np.minimum(np.arange(first, len(sums)) - 2 * WINDOW + 2, PAST)
    usual[first:] = _middle(ordered, known)
    mad[first:] = _middle(np.sort(np.abs(windows - usual[first:, None]), axis=1), known)
    high[first:] = np.take_along_axis(ordered, known[:, None] - 1, axis=1)[:, 0]
    return usual, mad, high


def _middle(ordered: Floats, known: NDArray[np.int64]) -> Floats:
    """The median of the first `known` of each row."""
    low, high = (np.take_along_axis(ordered, at[:, None], axis=1)[:, 0] for at in ((known - 1) // 2, known // 2))
    middle: Floats = (low + high) / 2
    return middle
