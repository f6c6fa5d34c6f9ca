"""What one annotator leaves on the Doc for the next: plain frozen rows, by token or character offset.

`doc._.actors` tuple[Actor, ...] (without mentions) · `doc._.mentions` tuple[Mention, ...] sorted by start ·
`doc._.statements` tuple[StatementSpan, ...] · `doc._.times` tuple[TimeSpan, ...] ·
`doc._.published` date | None (set before the pipeline runs) · `doc._.outlet` str | None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Span, Token

from toecap.records import ChannelKind, Form, When

MentionForm = Literal["name", "title", "noun", "adjective", "pronoun"]
Chars = tuple[int, int]

_TEXT = "toecap.text"
_SENTENCES = "toecap.sentences"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names an actor. `start`, `end`, `head` are token indices (end exclusive).

    `actors` holds indices into `doc._.actors`: none where unresolved, several for a plural ("the leaders").
    """

    start: int
    end: int
    head: int
    form: MentionForm
    actors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatementSpan:
    """A statement before its speaker is resolved; character offsets, except the token heads.

    `source_head` is the token that names the source ("Johnson" of "Mr Johnson emphasised"), `through_heads` those
    that relayed it, `addressee_heads` those it was addressed to, `cue_head` the reporting word's token.
    `continues` is the index of an earlier statement whose speaker this one takes when it has no source of its own.
    """

    form: Form
    content: tuple[Chars, ...]
    cue: Chars | None
    source: Chars | None
    cue_head: int | None
    source_head: int | None
    through_heads: tuple[int, ...]
    addressee_heads: tuple[int, ...]
    channel: tuple[ChannelKind, Chars] | None
    continues: int | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression (character offsets) and the closed interval of days it means."""

    start: int
    end: int
    when: When


def text_of(doc: Doc) -> str:
    """The text that the Doc was made of; else joined from the tokens once: each `doc.text` joins them anew."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def set_text(doc: Doc, text: str) -> None:
    """Tell what text the Doc was made of."""
    doc.user_data[_TEXT] = text


def sentence_of(token: Token) -> Span:
    """The token's sentence; the bounds of all are read once, while each `token.sent` looks for them anew."""
    bounds: list[tuple[int, int]] | None = token.doc.user_data.get(_SENTENCES)
    if bounds is None:
        bounds = []
        for sentence in token.doc.sents:
            bounds += [(sentence.start, sentence.end)] * len(sentence)
        token.doc.user_data[_SENTENCES] = bounds
    start, end = bounds[token.i]
    return token.doc[start:end]


def register() -> None:
    """Declare the attributes of Doc that the annotators fill."""
    for name in ("actors", "mentions", "statements", "times", "places"):
        Doc.set_extension(name, default=(), force=True)
    for name in ("published", "outlet"):
        Doc.set_extension(name, default=None, force=True)
