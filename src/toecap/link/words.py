"""What tells one report from others: its names, its first lines and its numbers, each word by how rare it is."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse

from toecap.knowledge.words import rarity, words_of

KINDS = ("names", "first lines", "numbers")
LEAD = 70  # words of the text that are taken as its first lines, after the title
RARE = 4.0  # of a word that may be a name where only the beginning of a sentence shows it
COMMON = 1.0  # what every report has says nothing
# Of a store of so many reports it is known which words it has everywhere: those of more than this share count less.
ENOUGH = 2000
EVERYWHERE = 0.01
# The first word of a sentence, of a line or of a quotation: there a capital says nothing.
_FIRST = re.compile(r"(?:^|[.!?:\n\"“‘(`][\s\"'”’`]*)([^\W\d_][\w]*)", re.M)

Weights = npt.NDArray[np.float64]


@dataclass(slots=True)
class Table:
    """How often each word stands in each report, kind by kind; a word of two kinds has two columns."""

    columns: dict[tuple[int, str], int] = field(default_factory=dict)
    found: array[int] = field(default_factory=lambda: array("i"))
    counts: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("q", [0]))

    def add(self, title: str | None, text: str) -> None:
        """The next report."""
        for kind, counted in enumerate(_counted(title, text)):
            self.found.extend(self.columns.setdefault((kind, word), len(self.columns)) for word in counted)
            self.counts.extend(counted.values())
        self.ends.append(len(self.found))

    def vectors(self) -> tuple[sparse.csr_matrix, ...]:
        """For each kind a matrix with a row a report, of length 1: so a product is a cosine."""
        rows = len(self.ends) - 1
        counts = np.array(self.counts, dtype=np.float64)
        shape = (rows, max(len(self.columns), 1))
        all_of = sparse.csr_matrix((counts, np.array(self.found), np.array(self.ends)), shape=shape)
        weights = self._rarities(np.bincount(all_of.indices, minlength=shape[1]), rows)
        kinds = np.fromiter((kind for kind, _ in self.columns), dtype=np.int64, count=len(self.columns))
        return tuple(
            _unit(all_of, np.where(kinds == kind, weights, 0.0) if len(kinds) else np.zeros(1)) for kind in range(3)
        )

    def _rarities(self, reports: npt.NDArray[np.int64], rows: int) -> Weights:
        """Of the shipped counts; in a large store less, where the word stands in too many of its reports.

        Shares are taken in powers of two, so that few new reports rarely change what is known of the old ones.
        """
        weights = np.fromiter((_weight(kind, word) for kind, word in self.columns), np.float64, len(self.columns))
        if rows < ENOUGH:
            return weights
        share = np.maximum(reports, 1) / rows
        everywhere = -np.log(2.0 ** np.round(np.log2(share)))
        return np.where(share > EVERYWHERE, np.minimum(weights, np.maximum(everywhere - COMMON, 0.0)), weights)


def table_of(reports: Iterable[tuple[str | None, str]]) -> Table:
    """The words of reports, given as title and text."""
    table = Table()
    for title, text in reports:
        table.add(title, text)
    return table


def telling(counted: Mapping[str, int]) -> dict[str, float]:
    """Words by how often they stand there and how rare they are, as a vector of length 1."""
    return unit({word: (1 + math.log(count)) * max(rarity(word) - COMMON, 0.0) for word, count in counted.items()})


def unit(weights: Mapping[str, float]) -> dict[str, float]:
    """The same direction, of length 1; words without a weight are left out."""
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items() if weight} if length else {}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two vectors of length 1 are."""
    if len(one) > len(other):
        one, other = other, one
    return math.fsum(weight * other[word] for word, weight in one.items() if word in other)


def _weight(kind: int, word: str) -> float:
    return max(rarity(word) - COMMON, 0.0) if KINDS[kind] == "first lines" else rarity(word)


def _unit(counts: sparse.csr_matrix, weights: Weights) -> sparse.csr_matrix:
    values = (1 + np.log(counts.data)) * weights[counts.indices]
    scaled = sparse.csr_matrix((values, counts.indices, counts.indptr), shape=counts.shape, copy=True)
    scaled.eliminate_zeros()
    lengths = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    scaled.data /= np.repeat(lengths, np.diff(scaled.indptr))
    return scaled


def _counted(title: str | None, text: str) -> Sequence[Mapping[str, int]]:
    """How often each name and each word of the first lines stands there; and which numbers do."""
    written = words_of(text)
    headline = words_of(title or "")
    counted = Counter(written)
    numbers = {word for word in (*counted, *headline) if word[0].isdigit()}
    lead = Counter(word.lower() for word in (*headline, *written[:LEAD]))
    return _names(text, counted), lead, dict.fromkeys(sorted(numbers), 1)


def _names(text: str, counted: Mapping[str, int]) -> dict[str, int]:
    """Words that are written with a capital where they need not be, in lower case, with how often."""
    first = Counter(_bare(word) for word in _FIRST.findall(text))
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for word, count in counted.items():
        if word[0].isupper():
            capital[_bare(word)] += count
        else:
            small[word] += count
    names: Counter[str] = Counter()
    for word, count in capital.items():
        low = word.lower()
        within = count - first[word]
        if within > 0 and within >= small[low]:
            names[low] += count
        elif within <= 0 and not small[low] and rarity(low) > RARE:
            names[low] += 1
    return names


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word
