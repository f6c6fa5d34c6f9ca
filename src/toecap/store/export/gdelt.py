"""GDELT 2.0: a line for each pair of actor and recipient of a happening, and a mention for each telling of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

from toecap.store.export.codes import (
    cameo_quad,
    cameo_types,
    countries,
    country_name,
    full_cameo,
    known_group,
    number,
)
from toecap.store.export.told import Happening, Party, Told

Row = dict[str, Any]

# A number for readers that want one, and none for those who count with it.
_NOT_MEASURED = "NaN"
_NOBODY = Party("", "", "unknown", None, None, (), None, None)


def events(happening: Happening) -> Iterator[tuple[Told, Row]]:
    """The lines of a happening; none of what is not known to the day. A side may be empty, as in GDELT."""
    first = happening.first
    if first.day is not None:
        for actor, recipient in _pairs(first):
            yield first, _event(happening, first, actor, recipient)


def mentions(happening: Happening) -> Iterator[tuple[Told, Row]]:
    """A line for each telling, for each line of the events."""
    if happening.first.day is not None:
        for actor, recipient in _pairs(happening.first):
            for told in happening.tellings:
                yield told, _mention(happening, told, actor, recipient)


def _pairs(told: Told) -> Iterator[tuple[Party, Party]]:
    return itertools.product(told.actors or (_NOBODY,), told.recipients or (_NOBODY,))


def _event(happening: Happening, told: Told, actor: Party, recipient: Party) -> Row:
    row, day = told.row, told.day
    assert day is not None
    code = full_cameo(row["cameo"])
    return {
        "GLOBALEVENTID": number(happening.id, actor.key, recipient.key),
        "SQLDATE": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": f"{day:%Y}",
        "FractionDate": f"{day.year + (day.timetuple().tm_yday - 1) / 365:.4f}",
        **_side("Actor1", actor),
        **_side("Actor2", recipient),
        "IsRootEvent": int(row["leads"]),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": cameo_quad(code),
        "GoldsteinScale": row["intensity"],
        "NumMentions": len(happening.tellings),
        "NumSources": len({one.row["outlet"] for one in happening.tellings}),
        "NumArticles": len({one.row["record_id"] for one in happening.tellings}),
        "AvgTone": _NOT_MEASURED,
        **_no_place("Actor1Geo"),
        **_no_place("Actor2Geo"),
        **_place(row),
        "DATEADDED": _time(happening.tellings[0].row["published"]),
        "SOURCEURL": row["url"] or row["name"],
    }


def _side(side: str, party: Party) -> Row:
    country = party.country or ""
    types = cameo_types(party.code, party.sectors)
    group = known_group(party.code)
    kinds = dict(zip((1, 2, 3), [*types, "", "", ""], strict=False))
    return {
        f"{side}Code": (country or group) + "".join(types),
        f"{side}Name": party.name.upper(),
        f"{side}CountryCode": country,
        f"{side}KnownGroupCode": group,
        f"{side}EthnicCode": "",
        f"{side}Religion1Code": "",
        f"{side}Religion2Code": "",
        **{f"{side}Type{place}Code": kind for place, kind in kinds.items()},
    }


def _place(row: Row) -> Row:
    kind = _geo_type(row["place_country"], row["place_precision"])
    if not kind:
        return _no_place("ActionGeo")
    country = countries().get(row["place_country"])
    fips = country.fips if country else ""
    names = (row["place"], country_name(row["place_country"]))
    return {
        "ActionGeo_Type": kind,
        "ActionGeo_FullName": ", ".join(dict.fromkeys(name for name in names if name)),
        "ActionGeo_CountryCode": fips,
        "ActionGeo_ADM1Code": fips if kind == 1 else "",
        "ActionGeo_ADM2Code": "",
        "ActionGeo_Lat": row["lat"],
        "ActionGeo_Long": row["lon"],
        "ActionGeo_FeatureID": fips if kind == 1 else "",
    }


def _geo_type(country: str | None, precision: str | None) -> int:
    """1 country, 2 US state, 3 US city, 4 city and 5 state elsewhere; 0 for what GDELT has no number for."""
    if country == "USA":
        return {"country": 1, "admin1": 2, "city": 3}.get(precision or "", 0)
    return {"country": 1, "city": 4, "admin1": 5}.get(precision or "", 0)


def _no_place(name: str) -> Row:
    ends = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return {f"{name}_{end}": 0 if end == "Type" else "" for end in ends}


def _mention(happening: Happening, told: Told, actor: Party, recipient: Party) -> Row:
    row = told.row
    return {
        "GLOBALEVENTID": number(happening.id, actor.key, recipient.key),
        "EventTimeDate": _time(happening.tellings[0].row["published"]),
        "MentionTimeDate": _time(row["published"]),
        "MentionType": 1 if row["url"] else 2,
        "MentionSourceName": row["outlet"],
        "MentionIdentifier": row["url"] or row["name"],
        "SentenceID": None,
        "Actor1CharOffset": None,
        "Actor2CharOffset": None,
        "ActionCharOffset": row["start"],
        "InRawText": 1,
        "Confidence": round(100 * row["confidence"]),
        "MentionDocLen": row["characters"],
        "MentionDocTone": _NOT_MEASURED,
        "MentionDocTranslationInfo": None,
        "Extras": None,
    }


def _time(day: date | None) -> str | None:
    return f"{day:%Y%m%d}000000" if day else None
