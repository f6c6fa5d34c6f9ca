"""A statement in the making, by token."""

from __future__ import annotations

from dataclasses import dataclass

from toecap.annotate.statements.tokens import Range


@dataclass(frozen=True, slots=True)
class Draft:
    """`cue` is a range of tokens with `cue_head` in it; `content` ranges are sorted and apart."""

    cue_head: int | None
    cue: Range | None
    group: str
    content: tuple[Range, ...]
    source: int | None
    rule: str
    confidence: float
    addressees: tuple[int, ...] = ()
    through: tuple[int, ...] = ()
    continues: int | None = None
    quotations: tuple[int, ...] = ()
