"""What tells one report from others: its names, its first lines and its numbers, each word by how rare it is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from toecap.knowledge.words import rarity, words_of

LEAD = 70  # words of the text that are taken as its first lines, after the title
RARE = 4.0  # of a word that may be a name where only the beginning of a sentence shows it
COMMON = 1.0  # what every report has says nothing
# The first word of a sentence, of a line or of a quotation: there a capital says nothing.
_FIRST = re.compile(r"(?:^|[.!?:\n\"“‘(`][\s\"'”’`]*)([^\W\d_][\w]*)", re.M)


@dataclass(frozen=True, slots=True)
class Words:
    """Three sets of words with their weights, each of length 1 as a vector: so a product is a cosine."""

    names: Mapping[str, float]
    lead: Mapping[str, float]
    numbers: Mapping[str, float]


def words_in(title: str | None, text: str) -> Words:
    """The telling words of a report."""
    written = words_of(text)
    counted = Counter(written)
    lead = Counter(word.lower() for word in (*words_of(title or ""), *written[:LEAD]))
    told = Counter({word for word in (*written, *words_of(title or "")) if word[0].isdigit()})
    return Words(
        unit({word: (1 + math.log(count)) * rarity(word) for word, count in _names(text, counted).items()}),
        telling(lead),
        unit({word: rarity(word) for word in told}),
    )


def telling(counted: Mapping[str, int]) -> dict[str, float]:
    """Words by how often they stand there and how rare they are, as a vector of length 1."""
    weights = {word: (1 + math.log(count)) * (rarity(word) - COMMON) for word, count in counted.items()}
    return unit({word: weight for word, weight in weights.items() if weight > 0})


def unit(weights: Mapping[str, float]) -> dict[str, float]:
    """The same direction, of length 1."""
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two vectors of length 1 are."""
    if len(one) > len(other):
        one, other = other, one
    return math.fsum(weight * other[word] for word, weight in one.items() if word in other)


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
