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


@dataclass(frozen=True, slots=True)
class Topic:
    """What tells of a topic: parts of an address, and words; `kept_by`: words that keep a report all the same."""

    id: str
    sections: frozenset[str]
    words: Words
    kept_by: Words
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


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
            _words(row.get("kept_by", ())),
            tuple(row["examples"]),
            tuple(row["not_examples"]),
        )
        for row in rows["topic"]
    )
    return Topics(topics, _words(rows["politics"]["words"]))


def _words(rows: Iterable[str]) -> Words:
    beginnings = tuple(row.removesuffix("*") for row in rows if row.endswith("*"))
    return Words(frozenset(row for row in rows if not row.endswith("*")), beginnings)
