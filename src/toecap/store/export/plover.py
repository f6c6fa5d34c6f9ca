"""PLOVER JSON: an object a line for each event of a report, with both sides as lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toecap.store.export.codes import country_name
from toecap.store.export.told import Happening, Party, Told

Row = dict[str, Any]


def rows(happening: Happening) -> Iterator[tuple[Told, Row]]:
    """The objects of a happening; none of what is undated, since PLOVER wants a date."""
    for told in happening.tellings:
        if told.row["when_start"] is not None:
            yield told, _object(told)


def _object(told: Told) -> Row:
    row = told.row
    start, end = row["when_start"].isoformat(), row["when_end"].isoformat()
    size = {name: told.count(what)[0] for name, what in _SIZES}
    return {
        "id": told.key,
        "has_event": True,
        "date": start,
        "time": None,
        "enddate": end if end != start else None,
        "endtime": None,
        "actor": [_entity(party) for party in told.actors],
        "recipient": [_entity(party) for party in told.recipients],
        "event": row["type"],
        "event_loc": _location(told),
        "event_text": row["predicate"],
        "quad_code": row["quad"],
        "event_scale": row["intensity"],
        "mode": row["mode"],
        "context": row["contexts"],
        "link": row["url"],
        "text": row["quote"],
        "text_info": {"sequence": None, "start": row["start"], "end": None, "text_story": None},
        "cite_info": {
            "corpus": None,
            "citation": row["name"],
            "url": row["url"],
            "title": row["title"],
            "language": row["language"],
            "publication": row["outlet"],
            "license": None,
            "copyright": None,
            "coder": "Toecap",
            "codebook": "PLOVER 2.0",
            "version": None,
        },
        "coder": "Toecap",
        "coded_date": None,
        "coded_time": None,
        "comment": None,
        **({"size": size} if any(value is not None for value in size.values()) else {}),
    }


_SIZES = (("dead", "killed"), ("injured", "injured"), ("arrested", "arrested"))


def _entity(party: Party) -> Row:
    return {
        "code": party.code,
        "sector": list(party.sectors),
        "entity_text": party.name,
        "identifier_id": party.wikidata,
        "identifier_text": "Wikidata" if party.wikidata else None,
        "religion": None,
        "ethnicity": None,
        "office": party.role,
        "gender": None,
        "age": None,
    }


def _location(told: Told) -> Row | None:
    row = told.row
    if row["place"] is None:
        return None
    return {
        "extracted_place": next((one["quote"] for one in row["evidence"] or () if one["field"] == "place"), None),
        "resolved_place": row["place"],
        "geonameid": row["geonames"],
        "lat": row["lat"],
        "lon": row["lon"],
        "city": told.city,
        "district": None,
        "province": told.province,
        "country": country_name(row["place_country"]),
        "country_code": row["place_country"],
        "feature_class": None,
        "feature_code": None,
        "resolution": row["place_precision"],
    }
