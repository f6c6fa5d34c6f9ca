"""POLECAT: a line for each event of a report, lists joined by '; ', None for what is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from toecap.store.export.codes import country_name
from toecap.store.export.told import Happening, Party, Told

Row = dict[str, Any]

_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
_FEATURES = {"city": "P", "admin1": "A", "country": "A", "region": "L"}


def rows(happening: Happening) -> Iterator[tuple[Told, Row]]:
    """The lines of a happening; none of what is not known to the day."""
    for told in happening.tellings:
        if told.day is not None:
            yield told, _line(told)


def _line(told: Told) -> Row:
    row = told.row
    return {
        "Event ID": told.key,
        "Event Date": told.day,
        "Event Type": row["type"],
        "Event Mode": row["mode"] or "None",
        "Intensity": row["intensity"],
        "Quad Code": _QUADS[row["quad"]],
        "Contexts": "; ".join(row["contexts"] or ()) or "None",
        **_side("Actor", told.actors),
        **_side("Recipient", told.recipients),
        "Placename": row["place"] or "None",
        "City": told.city or "None",
        "District": "None",
        "Province": told.province or "None",
        "Country": country_name(row["place_country"]) or "None",
        "Latitude": "None" if row["lat"] is None else row["lat"],
        "Longitude": "None" if row["lon"] is None else row["lon"],
        "GeoNames ID": row["geonames"] or "None",
        "Raw Placename": next((one["quote"] for one in row["evidence"] or () if one["field"] == "place"), "None"),
        "Feature Type": _FEATURES.get(row["place_precision"], "None"),
        "Source": row["outlet"] or "None",
        "Publication Date": row["published"] or "None",
        "Story People": "None",
        "Story Organizations": "None",
        "Story Locations": "None",
        "Language": row["language"] or "None",
        "Version": "Toecap",
    }


def _side(side: str, parties: Sequence[Party]) -> Row:
    sectors = [sector for party in parties for sector in party.sectors]
    return {
        f"{side} Name": _joined(parties, lambda party: party.name),
        f"{side} Country": _joined(parties, lambda party: party.country),
        f"{side} COW": "None",
        f"Primary {side} Sector": sectors[0] if sectors else "None",
        f"{side} Sectors": "; ".join(dict.fromkeys(sectors)) or "None",
        f"{side} Title": _joined(parties, lambda party: party.role),
        f"{side} Name Raw": "None",
        f"Wikipedia {side} ID": "None",
    }


def _joined(parties: Sequence[Party], field: Callable[[Party], str | None]) -> str:
    """One value for each of the side, so that the lists of a line keep step; None where none is known."""
    values = [field(party) or "None" for party in parties]
    return "; ".join(values) if any(value != "None" for value in values) else "None"
