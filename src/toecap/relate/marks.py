"""A sentence and two actors in it -> the numbers that the model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# Tokens that the encoder's vocabulary keeps free: where the source opens and closes, and the target.
SOURCE = ("[unused1]", "[unused2]")
TARGET = ("[unused3]", "[unused4]")
# More than any sentence of news has; of a longer one the part round the first of the two actors is read.
MOST_TOKENS = 112
BEFORE = 15


class Tokenizer(Protocol):
    """What is used of tokenizers.Tokenizer."""

    def encode(self, sequence: str) -> Encoding: ...
    def token_to_id(self, token: str) -> int | None: ...


class Encoding(Protocol):
    """What is used of tokenizers.Encoding."""

    @property
    def ids(self) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Marked:
    """Token ids, and at which of them source and target open (0, the start, where one is not named)."""

    ids: tuple[int, ...]
    source: int
    target: int


def spans(sentence: str, source: str, target: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Where the two stand, the target clear of the source if it can; None for one that the sentence does not name."""
    first = _find(sentence, source, None)
    return first, _find(sentence, target, first)


def _find(sentence: str, name: str, taken: tuple[int, int] | None) -> tuple[int, int] | None:
    found = None
    at = sentence.find(name) if name else -1
    while at >= 0:
        found = found or (at, at + len(name))
        if taken is None or at >= taken[1] or at + len(name) <= taken[0]:
            return (at, at + len(name))
        at = sentence.find(name, at + 1)
    return found


def tagged(sentence: str, source: str, target: str) -> str:
    """The sentence with the four tokens in it."""
    marks: list[tuple[int, int, str]] = []
    for span, (opening, closing) in zip(spans(sentence, source, target), (SOURCE, TARGET), strict=True):
        if span is not None:
            # At one place what closes comes before what opens.
            marks += [(span[0], 1, opening), (span[1], 0, closing)]
    out, last = [], 0
    for at, _, token in sorted(marks):
        out += [sentence[last:at], f" {token} "]
        last = at
    return "".join([*out, sentence[last:]])


def encoded(tokenizer: Tokenizer, sentence: str, source: str, target: str) -> Marked:
    """The tokens of the sentence with its two actors marked."""
    return cut(tokenizer, tokenizer.encode(tagged(sentence, source, target)).ids)


def cut(tokenizer: Tokenizer, ids: Sequence[int]) -> Marked:
    """At most MOST_TOKENS of the ids, the first and the last kept, and where the two actors open in them."""
    openings = [tokenizer.token_to_id(token) for token in (SOURCE[0], TARGET[0])]
    if len(ids) > MOST_TOKENS:
        named = [ids.index(id) for id in openings if id in ids]
        start = max(1, min(min(named, default=1) - BEFORE, len(ids) - MOST_TOKENS + 1))
        ids = [ids[0], *ids[start : start + MOST_TOKENS - 2], ids[-1]]
    places = [ids.index(id) if id in ids else 0 for id in openings]
    return Marked(tuple(ids), places[0], places[1])
