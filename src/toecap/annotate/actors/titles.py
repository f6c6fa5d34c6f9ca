"""Whom an office names: "the Russian president" by the tables, "the prime minister" by the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.offices import holder
from toecap.annotate.actors.persons import with_offices
from toecap.annotate.actors.vocabulary import vocabulary
from toecap.knowledge.tables import Knowledge

# Offices that one person holds in a state, so that a bare "the president" has one bearer.
_SINGLE = {"president", "prime minister", "monarch", "foreign minister", "defence minister", "interior minister",
    "vice president", "secretary-general", "acting president", "acting prime minister"}  # fmt: skip

# Of these the world has one.
_ONLY = {"pope": "VAT", "pontiff": "VAT", "emperor": "JPN"}


def resolve_titles(
    titles: Sequence[Found],
    people: Sequence[Found],
    knowledge: Knowledge,
    day: str | None,
    home: str | None,
    dominant: str | None,
) -> list[Found]:
    return [_resolve(title, people, knowledge, day, home, dominant) for title in titles]


def _resolve(
    title: Found,
    people: Sequence[Found],
    knowledge: Knowledge,
    day: str | None,
    home: str | None,
    dominant: str | None,
) -> Found:
    """The person in the report who holds the office; else the tables for the state told; else home, then dominant."""
    if title.key is not None or title.plural or not title.role:
        return title
    named = _in_report(title, people, dominant)
    if named is not None:
        return _as_person(title, named)
    if title.office not in _SINGLE:
        return title
    country = title.country or title.code
    if country is None and title.definite:
        country = _ONLY.get((title.role or "").lower().split()[-1]) or dominant or home
    if country is None or title.office is None:
        return title
    row = holder(knowledge, country, title.office, day)
    if row is None or _is_another(title, row.person):
        return title
    return with_offices(knowledge, title, (row,), day)


def _is_another(title: Found, name: str) -> bool:
    """ "The queen" of a state that a king reigns: sure by a title and a first name."""
    lists = vocabulary()
    told, first = set((title.role or "").lower().split()), name.split()[0].lower()
    return (bool(told & lists.female_titles) and first in lists.male_names) or (
        bool(told & lists.male_titles) and first in lists.female_names
    )


def _in_report(title: Found, people: Sequence[Found], dominant: str | None) -> Found | None:
    """The one person of the report with this role (and state, if told); of several, the one of the main state."""
    fitting: dict[str | None, Found] = {}
    for person in people:
        same = person.office == title.office if title.office else _same_role(title, person)
        near = title.country is None or person.country == title.country
        if same and near and person.role is not None and not _is_another(title, person.name):
            fitting.setdefault(person.key, person)
    if title.country is not None and any(p.country == title.country for p in fitting.values()):
        fitting = {k: p for k, p in fitting.items() if p.country == title.country}
    if len(fitting) > 1:
        states = Counter(p.country for p in fitting.values())
        fitting = {k: p for k, p in fitting.items() if p.country == dominant and states[p.country] == 1}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _same_role(title: Found, person: Found) -> bool:
    """ "the spokesperson" after "Interior Ministry spokesperson Julie Hahn"; never former for present."""
    if not person.role or not title.role:
        return False
    told, held = title.role.lower().split(), person.role.lower().split()
    past = vocabulary().past_words
    return title.definite and told[-1] == held[-1] and bool(past & set(told)) == bool(past & set(held))


def _as_person(title: Found, person: Found) -> Found:
    return title._replace(
        key=person.key,
        kind="person",
        name=person.name,
        country=person.country or title.country,
        code=person.code or title.code,
        sectors=person.sectors or title.sectors,
        wikidata=person.wikidata,
        bare=False,
    )
