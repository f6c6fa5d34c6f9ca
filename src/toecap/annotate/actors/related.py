"""People told by whose they are: "supporters of President Ben Bella", "Mr Mugabe's wife" share that person's state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import Words


def of_persons(words: Words, founds: Sequence[Found]) -> list[Found]:
    """The founds, nouns that belong to a named person with the person's state; rivals and allies may be of any."""
    person_at = {f.head: f for f in founds if f.country and f.kind == "person" and f.form == "name"}
    outsiders = vocabulary().outsider_nouns
    out = []
    for found in founds:
        owner = None
        if found.country is None and found.code is None and found.form == "noun" and found.noun not in outsiders:
            owner = next((person_at[j] for j in _owners(words, found.head) if j in person_at), None)
        out.append(found if owner is None else found._replace(country=owner.country, code=owner.code))
    return out


def _owners(words: Words, head: int) -> Iterator[int]:
    """Heads of the possessives and of the "of" phrase beside a noun."""
    for kid in words.kids[head]:
        if words.dep[kid] == "poss":
            yield kid
        elif words.dep[kid] == "prep" and words.lower[kid] == "of":
            yield from (k for k in words.kids[kid] if words.dep[k] == "pobj")
