"""Who held which office on a day, from the tables of officials."""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from toecap.knowledge.lookup import OPEN_UNTIL
from toecap.knowledge.tables import Knowledge, Official

# Of several offices held at once, the first of these is the role that a report means.
_RANK = (
    "president",
    "prime minister",
    "monarch",
    "secretary-general",
    "vice president",
    "foreign minister",
    "defence minister",
    "interior minister",
)
_STALE_YEARS = 25
# A leader's full name is plausible in any report from the year before the first term to this long after the last.
_FRESH_YEARS = 15
_HOME_OF_REALMS = "GBR"  # fourteen other states share its monarch


@functools.lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """A name without case, accents and points, one space between words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace(".", " ").replace("’", "'").split())


def in_office(row: Official, day: str | None) -> bool:
    """Who has no last day is in office as long as the tables can know: a year after their youngest source."""
    return day is not None and (row.start is None or row.start <= day) and day <= (row.end or OPEN_UNTIL)


def held_role(rows: Iterable[Official], day: str | None) -> Official | None:
    """The office held that day; the weightiest of several, and of a monarch's realms the one where they live."""
    held = [row for row in rows if in_office(row, day)]

    def weight(row: Official) -> tuple[int, bool]:
        return _RANK.index(row.office) if row.office in _RANK else len(_RANK), row.country != _HOME_OF_REALMS

    return min(held, key=weight, default=None)


def holder(knowledge: Knowledge, country: str, office: str, day: str | None) -> Official | None:
    """Who held an office that day, when just one person did. A handover day has two: the later one is meant."""
    held = [row for row in knowledge.offices.get((country, office), ()) if in_office(row, day) and row.start]
    if len({row.person for row in held}) > 1:
        held = [row for row in held if row.end != day]
    return held[0] if len({row.person for row in held}) == 1 else None


def _under(index: Mapping[str, tuple[Official, ...]], name: str) -> tuple[Official, ...]:
    """The rows of a name as written, without accents or hyphens, or with "oe" for an "ö" undone (Schroeder, Stoere)."""
    bare = folded(name)
    spelt = bare.replace("oe", "o").replace("ae", "a").replace("ue", "u")
    return index.get(name.casefold()) or index.get(bare) or index.get(bare.replace("-", " ")) or index.get(spelt) or ()


def known_person(
    knowledge: Knowledge,
    name: str,
    country: str | None,
    office: str | None,
    countries: Counter[str],
    day: str | None,
) -> tuple[Official, ...]:
    """All offices of the one official that a full name means in this report, or nothing.

    `office` is the one that the report gives the person: who held it once is plausible wherever the report is from.
    """
    rows = _under(knowledge.officials, name)
    people: dict[str, list[Official]] = {}
    for row in rows:
        people.setdefault(row.wikidata or row.person, []).append(row)
    fitting = [
        offices
        for offices in people.values()
        if _plausible(offices, country, countries, day) or (country is None and _held_before(offices, office, day))
    ]
    if len(fitting) > 1:
        fitting = [offices for offices in fitting if held_role(offices, day)] or fitting
    return tuple(fitting[0]) if len(fitting) == 1 else ()


def _plausible(offices: list[Official], country: str | None, countries: Counter[str], day: str | None) -> bool:
    """A namesake from another state or age is not meant."""
    states = {row.country for row in offices}
    if country is not None:
        return country in states
    near = any(countries[state] for state in states if len(state) == 3)
    if day is None:
        return near
    years = [_years_away(row, day) for row in offices]
    leads = any(row.office in _RANK[:2] and -1 <= _years_away(row, day) <= _FRESH_YEARS for row in offices)
    known = leads or held_role(offices, day) is not None
    return any(abs(away) <= _STALE_YEARS for away in years) and (near or known)


def _years_away(row: Official, day: str) -> int:
    """Years from the term to the day; before it they count below zero."""
    year = int(day[:4])
    if row.start is not None and day < row.start:
        return year - int(row.start[:4])
    return max(0, year - int(row.end[:4])) if row.end is not None else 0


def _held_before(offices: list[Official], office: str | None, day: str | None) -> bool:
    """Whether one of these is the office told, held in the years before the day."""
    return day is not None and any(
        row.office == office
        and row.start is not None
        and row.start <= day
        and int(day[:4]) - int((row.end or day)[:4]) <= _STALE_YEARS
        for row in offices
    )


def known_surname(
    knowledge: Knowledge,
    surname: str,
    country: str | None,
    office: str | None,
    countries: Counter[str],
    day: str | None,
) -> Official | None:
    """The official in office that day whom a bare surname means; none where two fit, or none is near the report."""
    rows = _under(knowledge.surnames, surname)
    held = [row for row in rows if in_office(row, day)]
    if office is not None and not any(row.office == office for row in held):
        # "President Reagan" in a report of 2000: people keep their highest title. Nobody is called by a later one.
        held = [row for row in rows if row.office == office and _held_before([row], office, day)]
    elif office is None and not any(countries[row.country] for row in held):
        # "Mr Milosevic", months after his fall, in a report about Serbia.
        former = [row for row in rows if row.office in _RANK[:2] and countries[row.country]]
        held = [row for row in former if _held_before([row], row.office, day)] or held
    if office is not None:
        held = [row for row in held if row.office == office]
    if country is not None:
        held = [row for row in held if row.country == country]
    elif len({row.person for row in held}) > 1 or (office is None and not any(countries[r.country] for r in held)):
        held = [row for row in held if countries[row.country]]
    if len({row.person for row in held}) != 1:
        return None
    return held_role(held, day) or max(held, key=lambda row: row.end or row.start or "")
