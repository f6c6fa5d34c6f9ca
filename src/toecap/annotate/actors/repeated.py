"""One person told of twice by the same noun: "a gunman ... the gunman", "the president ... the president"."""

from __future__ import annotations

from collections.abc import Sequence

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.words import Words

_Noun = tuple[str, str | None]


def join_repeated(words: Words, founds: Sequence[Found]) -> list[Found]:
    """The founds in order; a single person with "the" takes the key of the one told of before by that noun and "the".

    The first with "the" is whoever the noun told of before, when it told of just one.
    """
    before: dict[_Noun, list[Found]] = {}
    definite: dict[_Noun, Found] = {}
    out = []
    for found in founds:
        if found.key is not None or found.kind != "person" or found.plural or not found.noun:
            out.append(found)
            continue
        noun = (found.noun, found.country)
        known = definite.get(noun) or _only(before.get(noun, ()))
        taken_up = known is not None and _is_taken_up(words, found, known)
        key = known.key if known is not None and taken_up else f"single:{found.start}:{found.head}"
        found = found._replace(key=key)
        before.setdefault(noun, []).append(found)
        if words.lower[found.start] == "the":
            definite[noun] = found
        out.append(found)
    return out


def _only(founds: Sequence[Found]) -> Found | None:
    return founds[0] if len({found.key for found in founds}) == 1 else None


def _is_taken_up(words: Words, found: Found, known: Found) -> bool:
    """ "The gunman" after any gunman; with more words only after the same ones, and never within one sentence.

    The holder of an office is one also within a sentence.
    """
    apart = found.form == "title" or words.sent[found.head] != words.sent[known.head]
    same = found.name.lower() in (found.noun, known.name.lower())
    return words.lower[found.start] == "the" and apart and same
