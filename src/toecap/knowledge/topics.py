"""Topics of whole reports that hold no politics (`data/rules/topics.toml`)."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Whole words, and beginnings of words."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def holds(self, word: str) -> bool:
        """Whether a word (lower case) is among them."""
        return word in self.whole or word.startswith(self.beginnings)


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """What tells of a topic: parts of an address, and words, or with `numbers` numbers too.

    `kept_by`: words that keep a report all the same. `everyday`: words that may carry a statement or an event, and do
    not in reports of the topic. `share`: which share of all words the topic's are at least; None: that of all topics.
    """

    id: str
    sections: frozenset[str]
    words: Words
    numbers: bool
    share: float | None
    kept_by: Words
    everyday: Words
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]

    def holds(self, word: str) -> bool:
        """Whether a word (lower case) is one of the topic's."""
        return self.words.holds(word) or (self.numbers and word.isdecimal())


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics in the order of the file, and the words that keep a report whatever its topic."""

    topics: tuple[Topic, ...]
    politics: Words


@functools.cache
def load_topics() -> Topics:
    """The topics, read once."""
    text = importlib.resources.files("toecap.knowledge").joinpath("data/rules/topics.toml").read_text("utf-8")
    rows = tomllib.loads(text)
    topics = tuple(
        Topic(
            row["id"],
            frozenset(row["sections"]),
            _words(row["words"]),
            row.get("numbers", False),
            row.get("share"),
            _words(row.get("kept_by", ())),
            _words((*rows["everyday"]["words"], *row["everyday"])),
            tuple(row["examples"]),
            tuple(row["not_examples"]),
        )
        for row in rows["topic"]
    )
    return Topics(topics, _words(rows["politics"]["words"]))


def _words(rows: Iterable[str]) -> Words:
    beginnings = tuple(row.removesuffix("*") for row in rows if row.endswith("*"))
    return Words(frozenset(row for row in rows if not row.endswith("*")), beginnings)
