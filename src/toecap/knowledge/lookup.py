"""Who held an office on a day, and who is meant by a name. None wherever the tables leave it open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from toecap.knowledge.tables import Knowledge, Official
from toecap.knowledge.values import fold

# Offices in the order in which a person's roles, and people of one surname, are told.
RANK = (
    "supreme leader",
    "president",
    "chancellor",
    "prime minister",
    "monarch",
    "secretary-general",
    "vice president",
    "foreign minister",
    "defence minister",
    "interior minister",
    "finance minister",
    "acting president",
    "acting prime minister",
    "deputy prime minister",
)
# "Kim" in Pyongyang and "Johnson" in London are the leaders, whoever else of that name sits in an office there.
LEADERS = frozenset(RANK[:5])
# Month of the tables' youngest source; who is still in office more than a year later they do not know.
YOUNGEST = "2026-06"
OPEN_UNTIL = "2027-06-30"


def holder(knowledge: Knowledge, country: str, office: str, on: date) -> Official | None:
    """The one person in the office on that day; None where the tables know none, or two different people."""
    held = [official for official in knowledge.offices.get((country, office), ()) if in_office(official, on)]
    return held[0] if len(_people(held)) == 1 else None


def person(
    knowledge: Knowledge, name: str, on: date | None, country: str | None, office: str | None = None
) -> Official | None:
    """The person whom a full name or a surname means, in the office that is nearest to the day.

    A full name outweighs a surname. Of several people with the name, those of the country (and of the office, where
    one is given) count, then those in office on the day, then the leader among them; where two are left, nobody is
    meant. Without a country a leader does not outweigh the others: nothing tells that the report is about that state.
    """
    key = fold(name)
    candidates: Iterable[Official] = knowledge.officials.get(key) or knowledge.surnames.get(key) or ()
    candidates = [official for official in candidates if country in (None, official.country)]
    candidates = [official for official in candidates if office in (None, official.office)]
    if on is not None and len(_people(candidates)) > 1:
        candidates = [official for official in candidates if in_office(official, on)]
    if country is not None and len(_people(candidates)) > 1:
        leaders = [official for official in candidates if official.office in LEADERS]
        candidates = [official for official in leaders if official.office == RANK[0]] or leaders
    if len(_people(candidates)) != 1:
        return None
    return min(candidates, key=lambda official: (_distance(official, on), _rank(official)))


def role_on(knowledge: Knowledge, official: Official, on: date) -> Official | None:
    """The office that the person of this row held on the day: the first in rank, None where he held none."""
    held = [
        other
        for other in knowledge.officials.get(fold(official.person), ())
        if _identity(other) == _identity(official) and in_office(other, on)
    ]
    return min(held, key=_rank, default=None)


def in_office(official: Official, on: date) -> bool:
    """Whether the day lies within the term, first and last day included. A term without a start is never sure."""
    day = on.isoformat()
    return official.start is not None and official.start <= day <= (official.end or OPEN_UNTIL)


def _people(officials: Iterable[Official]) -> set[str]:
    return {_identity(official) for official in officials}


def _identity(official: Official) -> str:
    return official.wikidata or fold(official.person)


def _rank(official: Official) -> int:
    return RANK.index(official.office) if official.office in RANK else len(RANK)


def _distance(official: Official, on: date | None) -> int:
    """Days between the day and the term; without a day, the latest term counts as nearest."""
    start = date.fromisoformat(official.start) if official.start else date.min
    end = date.fromisoformat(official.end) if official.end else date.max
    if on is None:
        return date.max.toordinal() - end.toordinal()
    if start <= on <= end:
        return 0
    return min(abs((on - start).days), abs((on - end).days))
