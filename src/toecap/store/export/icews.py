"""ICEWS: a line for each pair of actor and recipient of an event of a report."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from toecap.store.export.codes import cameo_names, country_name, full_cameo, number
from toecap.store.export.told import Happening, Party, Told

Row = dict[str, Any]


def rows(happening: Happening) -> Iterator[tuple[Told, Row]]:
    """The lines of a happening; none of what is not known to the day, or has one side only."""
    for told in happening.tellings:
        if told.day is not None:
            for actor, recipient in itertools.product(told.actors, told.recipients):
                yield told, _line(told, actor, recipient)


def _line(told: Told, actor: Party, recipient: Party) -> Row:
    row = told.row
    code = full_cameo(row["cameo"])
    return {
        "Event ID": number(told.key, actor.key, recipient.key),
        "Event Date": told.day,
        "Source Name": actor.name,
        "Source Sectors": ",".join(actor.sectors),
        "Source Country": country_name(actor.country),
        "Event Text": cameo_names().get(code) or cameo_names().get(row["cameo"]),
        "CAMEO Code": code,
        "Intensity": row["intensity"],
        "Target Name": recipient.name,
        "Target Sectors": ",".join(recipient.sectors),
        "Target Country": country_name(recipient.country),
        "Story ID": number(row["record_id"]),
        "Sentence Number": None,
        "Publisher": row["outlet"],
        "City": told.city,
        "District": None,
        "Province": told.province,
        "Country": country_name(row["place_country"]),
        "Latitude": row["lat"],
        "Longitude": row["lon"],
    }
