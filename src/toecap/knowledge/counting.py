"""The words that count people and things (`data/rules/counts.toml`)."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from dataclasses import dataclass

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True)
class CountWords:
    """`by_predicate`: lemma -> kind; `by_noun`: (event type, noun lemma) -> kind; `by_state`: "dead" -> kind, behind
    the verbs `leaving`; number words, and those that multiply ("million") or stand for many ("dozens"); bounds;
    nouns that leave nobody out (`anybody`), and words for those who come on top (`more`)."""

    by_predicate: dict[str, str]
    by_noun: dict[tuple[str, str], str]
    by_state: dict[str, str]
    leaving: frozenset[str]
    numbers: dict[str, int]
    multiples: dict[str, int]
    plurals: dict[str, int]
    ranges: frozenset[str]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    anybody: frozenset[str]
    more: frozenset[str]


@functools.cache
def load_count_words() -> CountWords:
    """The words, read once."""
    text = importlib.resources.files("toecap.knowledge").joinpath("data/rules/counts.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return CountWords(
        {word: row["kind"] for row in data["predicate"] for word in row["words"]},
        {(row["type"], word): row["kind"] for row in data["noun"] for word in row["words"]},
        {word: row["kind"] for row in data["state"] for word in row["words"]},
        frozenset(data["leaving"]["words"]),
        data["numbers"],
        data["multiples"],
        data["plurals"],
        frozenset(data["bounds"]["ranges"]),
        tuple(data["bounds"]["at_least"]),
        tuple(data["bounds"]["at_most"]),
        frozenset(data["whole"]["anybody"]),
        frozenset(data["whole"]["more"]),
    )


def differ(one: Bounds, other: Bounds) -> bool:
    """Whether two numbers cannot both be true."""
    return any(
        low is not None and high is not None and low > high for low, high in ((one[0], other[1]), (other[0], one[1]))
    )
