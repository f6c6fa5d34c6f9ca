"""The five-word runs of a text as numbers: what near-duplicates are found by, and compared by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toecap.knowledge.words import words_of

Hashes = npt.NDArray[np.uint64]

LENGTH = 5
# One run of so many is kept to find a text by: of 60 that two texts share, two are missed once in a million times.
SAMPLED = 4
MOST_KNOWN = 300_000  # words whose numbers are kept
FEWEST = 16  # of a short text, those of the lowest numbers are kept beside
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_QUOTED = re.compile(r"“[^”]{1,900}”|\"[^\"\n]{1,900}\"|``.{1,900}?''|«[^»]{1,900}»")


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of a text, sorted, each once; and those that it is found by."""

    all: Hashes
    sampled: Hashes


class Numbers:
    """The number of each word, worked out once: the same in every process and on every machine."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, words: Sequence[str]) -> Hashes:
        """Their numbers, in the order of the words."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        known = self._known
        for word in set(words).difference(known):
            known[word] = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())
        return np.fromiter((known[word] for word in words), dtype=np.uint64, count=len(words))


def runs_of(text: str, numbers: Numbers) -> Runs:
    """The runs of a text; a text of fewer words is one run."""
    found = _hashed(text, numbers)
    sampled = found[_mixed(found) % np.uint64(SAMPLED) == 0]
    if len(sampled) < FEWEST:
        sampled = np.union1d(sampled, found[np.argsort(_mixed(found), kind="stable")[:FEWEST]])
    return Runs(found, sampled)


def told_runs(text: str, numbers: Numbers) -> Hashes:
    """The runs outside quotation marks: a speech that two reports quote makes neither a copy of the other."""
    return _hashed(_QUOTED.sub("\n", text), numbers)


def shared(one: Hashes, other: Hashes) -> int:
    """How many runs both have."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return 0
    at = np.searchsorted(other, one)
    at[at == len(other)] = 0
    return int(np.count_nonzero(other[at] == one))


def _hashed(text: str, numbers: Numbers) -> Hashes:
    words = numbers.of(words_of(text.lower()))
    if not len(words):
        return words
    length = min(LENGTH, len(words))
    mixed = np.zeros(len(words) - length + 1, dtype=np.uint64)
    for at in range(length):
        mixed = mixed * _FACTOR + words[at : len(words) - length + 1 + at]
    return np.unique(mixed)


def _mixed(values: Hashes) -> Hashes:
    """Numbers without the order of the given ones."""
    values = (values ^ (values >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return values ^ (values >> np.uint64(29))
