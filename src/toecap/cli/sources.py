"""`toecap explain`: how many independent sources stand behind an incident, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

if TYPE_CHECKING:
    from toecap.store.explain import Explanation, Number

MOST = 6  # tellings that are shown of a source, and reasons of pairs


def explain(
    store: Path,
    incident: str,
    *,
    as_json: Annotated[
        bool, Parameter(name="--json", negative=(), help="Print one JSON object, with all pairs.")
    ] = False,
) -> int:
    """Say who stands behind an incident: each independent source with its reports, denials, numbers that differ.

    Parameters
    ----------
    store
        Folder of the store.
    incident
        Its id, or the first letters of it: `incident_id` of the view `incidents`.
    """
    from contextlib import closing

    from toecap.store.explain import explain as explained
    from toecap.store.reader import open_store

    with closing(open_store(store)) as opened:
        found = explained(opened, incident)
    if as_json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, default=str))
        return 0
    from toecap.cli.show import plain

    for line in _lines(found):
        print(plain(line))
    return 0


def _lines(found: Explanation) -> Iterator[str]:
    row = found.incident
    yield row["title"] or row["incident_id"]
    days = f"{row['start']}" if row["start"] == row["end"] else f"{row['start']} to {row['end']}"
    who = " and ".join(row["actors"] or ["somebody"])
    whom = f" to {' and '.join(row['recipients'])}" if row["recipients"] else ""
    where = f", {row['place']}" if row["place"] else ""
    dated = "" if row["dated"] else " (by the day of publication)"
    yield f"  {row['certainty']} {row['type']} {row['cameo']}: {who}{whom}, {days}{dated}{where}"
    sources, reports = _count(len(found.sources), "independent source"), _count(row["reports"], "report")
    yield f"{sources} in {reports}, of {_count(row['families'], 'text')}"
    for number, source in enumerate(found.sources, 1):
        yield f"{number}. {source.origin}"
        for telling in source.tellings[:MOST]:
            yield _telling(telling)
            yield f"       {telling['origin_says']}"
        if len(source.tellings) > MOST:
            yield f"     and {len(source.tellings) - MOST} more"
    if found.denials:
        yield "Denied:"
        yield from map(_telling, found.denials[:MOST])
    yield from _numbers(found)
    yield from _pairs(found)


def _telling(telling: dict[str, Any]) -> str:
    return f"     {telling['published'] or 'no day'} {telling['outlet'] or 'no outlet'}: {telling['quote']}"


def _numbers(found: Explanation) -> Iterator[str]:
    if found.numbers:
        yield "Numbers, which differ:" if found.incident["counts_differ"] else "Numbers:"
        yield from (f"     {one.what} {_bounds(one)}: {', '.join(one.outlets)}" for one in found.numbers)


def _bounds(number: Number) -> str:
    if number.low == number.high:
        return str(number.low)
    if number.low is None:
        return f"up to {number.high}"
    return f"{number.low} or more" if number.high is None else f"{number.low} to {number.high}"


def _pairs(found: Explanation) -> Iterator[str]:
    """The weakest pairs that were taken as one, and the strongest that were not: there a mistake would be."""
    linked = [pair for pair in found.links if pair["linked"]]
    apart = [pair for pair in found.links if not pair["linked"]]
    for title, pairs in (("Weakest pairs taken as one:", linked[::-1][:2]), ("Strongest pairs kept apart:", apart[:2])):
        if pairs:
            yield title
        for pair in pairs:
            against = f"; against: {', '.join(pair['against'])}" if pair["against"] else ""
            yield f"     {pair['score']:.2f} for: {', '.join(pair['for_'])}{against}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
