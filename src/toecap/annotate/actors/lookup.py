"""Which actors a token stands for: the question that statements and events ask with an argument's head."""

from __future__ import annotations

from spacy.tokens import Doc

_KEY = "toecap.actors_by_head"


def index_mentions(doc: Doc) -> None:
    """Writes token -> actor indices beside the mentions. The widest mention with a known actor wins."""
    by_head: dict[int, tuple[int, ...]] = {}
    widest: dict[int, int] = {}
    for mention in doc._.mentions:
        width = mention.end - mention.start
        if mention.head not in by_head or (
            mention.actors and (not by_head[mention.head] or width > widest[mention.head])
        ):
            by_head[mention.head] = mention.actors
            widest[mention.head] = width
    doc.user_data[_KEY] = by_head


def actors_at(doc: Doc, token_index: int) -> tuple[int, ...]:
    """Indices into `doc._.actors` of whom the phrase headed by this token names; empty where unknown."""
    by_head = doc.user_data.get(_KEY)
    if by_head is None:
        index_mentions(doc)
        by_head = doc.user_data[_KEY]
    found: tuple[int, ...] = by_head.get(token_index, ())
    return found
