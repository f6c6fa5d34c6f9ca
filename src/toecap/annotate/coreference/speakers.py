""" "I", "we", "my", "our" in a statement's words: its speaker, or the speaker's side."""

from __future__ import annotations

from collections.abc import Sequence

from toecap.annotate.actors.words import Words
from toecap.annotate.layers import Mention, StatementSpan

FIRST = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"))


def first_person(words: Words, mentions: Sequence[Mention], statements: Sequence[StatementSpan]) -> list[Mention]:
    """One mention for each first-person pronoun inside the words of a statement whose speaker is known."""
    if not statements:
        return []
    speakers = _speakers(mentions, statements)
    inside = sorted((start, end, k) for k, s in enumerate(statements) for start, end in s.content)
    taken = {m.head for m in mentions}
    out: list[Mention] = []
    at = 0
    open_: list[tuple[int, int]] = []  # (end, statement) of the contents that reach over this token
    for i, word in enumerate(words.lower):
        while at < len(inside) and inside[at][0] <= words.at[i]:
            open_.append((inside[at][1], inside[at][2]))
            at += 1
        if word not in FIRST or i in taken or not words.tag[i].startswith("PRP"):
            continue
        open_ = [(end, k) for end, k in open_ if end > words.at[i]]
        if open_ and words.quoted[i]:
            out.append(Mention(i, i + 1, i, "pronoun", speakers[open_[-1][1]]))
    return out


def _speakers(mentions: Sequence[Mention], statements: Sequence[StatementSpan]) -> list[tuple[int, ...]]:
    """Each statement's speaker: at its own source, else that of the statement that it continues."""
    at: dict[int, tuple[int, ...]] = {}
    for m in mentions:
        if m.actors:
            at.setdefault(m.head, m.actors)
    out: list[tuple[int, ...]] = []
    for s in statements:
        own = at.get(s.source_head, ()) if s.source_head is not None else ()
        if not own and s.source_head is None and s.continues is not None and s.continues < len(out):
            own = out[s.continues]
        out.append(own)
    return out
