"""What tells one report from others: its names, its first lines and its numbers, each word by how rare it is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toecap.knowledge.words import rarity, words_of
from toecap.link.runs import Numbers

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
Keys = npt.NDArray[np.uint64]
Sizes = npt.NDArray[np.int64]


# A word as it counts in a report: how often it stands there, dampened, and how rare it is. The key is the number of the
# word, with its kind as the last two bits; so a word of two kinds has two keys.
COUNTED = np.dtype([("key", np.uint64), ("often", np.float64), ("weight", np.float64)])


@dataclass(frozen=True, slots=True)
class Words:
    """The words of reports, as COUNTED, one report behind the other."""

    sizes: Sizes
    counted: npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Keys that a large store has in many of its reports, in order, and the most that each of them counts there."""

    keys: Keys
    most: Weights


@dataclass(frozen=True, slots=True)
class Vectors:
    """Reports as directions: three of length 1 each, one a kind of words; so sums of products are cosines."""

    sizes: Sizes
    keys: Keys
    values: Weights

    @property
    def kinds(self) -> Sizes:
        """The kind of each value."""
        kinds: Sizes = (self.keys & np.uint64(3)).astype(np.int64)
        return kinds

    @property
    def rows(self) -> Sizes:
        """The report of each value."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def words_in(reports: Iterable[tuple[str | None, str]], numbers: Numbers) -> Words:
    """The words of reports, given as title and text."""
    found = [
        np.concatenate([_kept(kind, counted, numbers) for kind, counted in enumerate(_counted(title, text))])
        for title, text in reports
    ]
    return Words(np.array([len(one) for one in found], np.int64), np.concatenate([np.empty(0, COUNTED), *found]))


def stored(words: Sequence[bytes]) -> Words:
    """The same again of what was kept of each report."""
    sizes = np.array([len(one) // COUNTED.itemsize for one in words], np.int64)
    return Words(sizes, np.frombuffer(b"".join(words), COUNTED))


def everywhere(keys: Keys, reports: Sizes, rows: int) -> Everywhere:
    """What counts less in a store of so many reports, where each key stands in some of them.

    Shares are taken in powers of two, so that few new reports rarely change what is known of the old ones.
    """
    share = np.maximum(reports, 1) / max(rows, 1)
    often = (share > EVERYWHERE) & (rows >= ENOUGH)
    most = np.maximum(-np.log(2.0 ** np.round(np.log2(share[often]))) - COMMON, 0.0)
    order = np.argsort(keys[often])
    return Everywhere(keys[often][order], most[order])


def vectors(words: Words, common: Everywhere) -> Vectors:
    """The directions of reports, in a store where some words are everywhere."""
    keys, weights = words.counted["key"], words.counted["weight"].copy()
    if len(common.keys):
        at = np.searchsorted(common.keys, keys)
        at[at == len(common.keys)] = 0
        known = common.keys[at] == keys
        weights[known] = np.minimum(weights[known], common.most[at[known]])
    made = Vectors(words.sizes, keys, words.counted["often"] * weights)
    sides = made.rows * len(KINDS) + made.kinds
    lengths = np.sqrt(np.bincount(sides, made.values * made.values, minlength=len(KINDS) * len(words.sizes)))
    lengths[lengths == 0] = 1.0
    return Vectors(words.sizes, keys, made.values / lengths[sides])


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


def _kept(kind: int, counted: Mapping[str, int], numbers: Numbers) -> npt.NDArray[np.void]:
    """The words of a kind as they count; those without a weight are left out."""
    less = COMMON if KINDS[kind] == "first lines" else 0.0
    weights = {word: weight for word in counted if (weight := max(rarity(word) - less, 0.0))}
    found = np.empty(len(weights), COUNTED)
    found["key"] = numbers.of(list(weights)) & ~np.uint64(3) | np.uint64(kind)
    found["often"] = 1 + np.log(np.array([counted[word] for word in weights], np.float64))
    found["weight"] = list(weights.values())
    return found


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
