"""The shape of ACLED's export: a line for each violent happening, demonstration, arrest or truce of one country.

The rows are Toecap's coding alone; none of ACLED's data is in them.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from toecap.store.export.codes import countries, number
from toecap.store.export.told import Happening, Party, Told

Row = dict[str, Any]

_VIOLENCE, _DEMONSTRATIONS, _STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
_REMOTE, _CIVILIANS = "Explosions/Remote violence", "Violence against civilians"

# By PLOVER type and mode; a type alone where the mode tells nothing. What is not here ACLED does not code.
_KINDS: dict[tuple[str, str | None], tuple[str, str | None, str | None]] = {
    ("ASSAULT", "aerial"): (_VIOLENCE, _REMOTE, "Air/drone strike"),
    ("ASSAULT", "drone"): (_VIOLENCE, _REMOTE, "Air/drone strike"),
    ("ASSAULT", "heavy-weapons"): (_VIOLENCE, _REMOTE, "Shelling/artillery/missile attack"),
    ("ASSAULT", "explosives"): (_VIOLENCE, _REMOTE, "Remote explosive/landmine/IED"),
    ("ASSAULT", "suicide-attack"): (_VIOLENCE, _REMOTE, "Suicide bomb"),
    ("ASSAULT", "abduct"): (_VIOLENCE, _CIVILIANS, "Abduction/forced disappearance"),
    ("ASSAULT", "sexual"): (_VIOLENCE, _CIVILIANS, "Sexual violence"),
    ("ASSAULT", "torture"): (_VIOLENCE, _CIVILIANS, "Attack"),
    ("ASSAULT", "destroy"): (_STRATEGIC, "Strategic developments", "Looting/property destruction"),
    ("ASSAULT", None): (_VIOLENCE, None, None),
    ("PROTEST", "riot"): (_DEMONSTRATIONS, "Riots", None),
    ("PROTEST", "vandalize"): (_DEMONSTRATIONS, "Riots", None),
    ("PROTEST", None): (_DEMONSTRATIONS, "Protests", None),
    ("COERCE", "arrest"): (_STRATEGIC, "Strategic developments", "Arrests"),
    ("RETREAT", "ceasefire"): (_STRATEGIC, "Strategic developments", "Agreement"),
}
_ANY_MODE = {"ASSAULT", "PROTEST"}
_NOT_CODED = {("PROTEST", "strike"), ("PROTEST", "hunger"), ("PROTEST", "boycott")}
_ARMED = {"MIL", "REB", "UAF", "PRM", "COP", "SPY"}
_PRECISION = {"city": 1, "admin1": 2, "country": 3, "region": 3}


def rows(happening: Happening) -> Iterator[tuple[Told, Row]]:
    """The line of a happening; none of what ACLED does not code, or whose month or country is unknown."""
    told = happening.first
    row = told.row
    kind = _kind(row["type"], row["mode"])
    precision = _time_precision(row["when_start"], row["when_end"])
    if kind and precision and row["place_country"] in countries():
        yield told, _line(happening, told, kind, precision)


def _kind(plover: str, mode: str | None) -> tuple[str, str | None, str | None] | None:
    if (plover, mode) in _NOT_CODED:
        return None
    return _KINDS.get((plover, mode)) or (_KINDS[plover, None] if plover in _ANY_MODE else None)


def _line(happening: Happening, told: Told, kind: tuple[str, str | None, str | None], precision: int) -> Row:
    row = told.row
    country = countries()[row["place_country"]]
    disorder, event, sub_event = kind
    if event is None:
        event, sub_event = _fight(told)
    inter = [_inter(party, country.alpha3, event) for party in (told.actors[:1] + told.recipients[:1])]
    inter1 = inter[0] if told.actors else None
    inter2 = inter[-1] if told.recipients else None
    aimed = disorder == _VIOLENCE and bool(told.recipients) and all(_civilian(party) for party in told.recipients)
    return {
        "event_id_cnty": f"{country.alpha3}{number(happening.id)}",
        "event_date": row["when_start"],
        "year": row["when_start"].year,
        "time_precision": precision,
        "disorder_type": disorder,
        "event_type": event,
        "sub_event_type": sub_event,
        "actor1": _names(told.actors[:1]),
        "assoc_actor_1": _names(told.actors[1:]),
        "inter1": inter1,
        "actor2": _names(told.recipients[:1]),
        "assoc_actor_2": _names(told.recipients[1:]),
        "inter2": inter2,
        "interaction": "-".join(one for one in (inter1, inter2) if one) or None,
        "civilian_targeting": "Civilian targeting" if aimed else None,
        "iso": country.numeric,
        "region": country.subregion,
        "country": country.name,
        "admin1": told.province,
        "admin2": None,
        "admin3": None,
        "location": row["place"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "geo_precision": _PRECISION[row["place_precision"]],
        "source": "; ".join(dict.fromkeys(one.row["outlet"] for one in happening.tellings if one.row["outlet"])),
        "source_scale": None,
        "notes": row["quote"],
        "fatalities": _fatalities(happening),
        "tags": None,
        "timestamp": _stamp(happening.tellings[-1].row["published"]),
    }


def _time_precision(start: date | None, end: date | None) -> int | None:
    """1 a day, 2 a week, 3 a month; None for what is known less well."""
    if start is None or end is None:
        return None
    days = (end - start).days + 1
    return 1 if days == 1 else 2 if days <= 7 else 3 if days <= 31 else None


def _fight(told: Told) -> tuple[str | None, str | None]:
    """Whether an attack by unknown means was a battle or hit civilians; nothing where the recipients do not tell."""
    if told.recipients and all(_civilian(party) for party in told.recipients):
        return _CIVILIANS, "Attack"
    if told.recipients and all(_ARMED & set(party.sectors) for party in (*told.actors, *told.recipients)):
        return "Battles", "Armed clash"
    return None, None


def _civilian(party: Party) -> bool:
    return party.kind == "population" or "CVL" in party.sectors or "REF" in party.sectors


def _inter(party: Party, country: str, event: str | None) -> str | None:
    """ACLED's kind of a party, where its sectors tell it."""
    sectors = set(party.sectors)
    if event in ("Protests", "Riots") and _civilian(party):
        return "Protesters" if event == "Protests" else "Rioters"
    if _civilian(party):
        return "Civilians"
    if "REB" in sectors:
        return "Rebel group"
    if sectors & {"MIL", "COP", "GOV", "SPY"} or party.kind == "state":
        return "State forces" if party.country == country else "External/Other forces"
    return "Political militia" if "PRM" in sectors else None


def _names(parties: Sequence[Party]) -> str | None:
    return "; ".join(party.name for party in parties) or None


def _fatalities(happening: Happening) -> int | None:
    """The least that any telling gives; nothing where none gives a number: that is not the same as none killed."""
    told = [low for one in happening.tellings if (low := one.count("killed")[0]) is not None]
    return min(told, default=None)


def _stamp(day: date | None) -> int | None:
    return calendar.timegm(day.timetuple()) if day else None
