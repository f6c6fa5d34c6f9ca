"""One person told of twice by the same noun: "a gunman ... the gunman", "the president ... the president"."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.words import Words


def join_repeated(words: Words, founds: Sequence[Found]) -> list[Found]:
    """The founds in order; a single person with "the" takes the key of the only one told of before by that noun.

    With two of them before ("a man ... another man ... the man") it stays open.
    """
    before: dict[tuple[str, str | None], list[Found]] = {}
    out = []
    for found in founds:
        if found.key is not None or found.kind != "person" or found.plural or not found.noun:
            out.append(found)
            continue
        same = before.setdefault((found.noun, found.country), [])
        known = same[0] if len(same) == 1 and _is_taken_up(words, found, same[0]) else None
        key = known.key if known is not None else f"single:{found.start}:{found.head}"
        found = dataclasses.replace(found, key=key)
        if known is None:
            same.append(found)
        out.append(found)
    return out


def _is_taken_up(words: Words, found: Found, known: Found) -> bool:
    """ "The gunman" after any gunman; with more words only after the same ones, and never within one sentence."""
    if words.lower[found.start] != "the" or words.sent[found.head] == words.sent[known.head]:
        return False
    return found.name.lower() in (found.noun, known.name.lower())
