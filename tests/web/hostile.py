"""Write a store whose every text is an attack on the page that shows it: `python tests/web/hostile.py STORE`.

Each attack sets `window.struck`, or names what it would load, if it runs.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from toecap.records import Actor, Channel, Count, Event, Evidence, Failure, Place, Record, Report, Statement, When
from toecap.store.commit import open_writer
from toecap.store.rows import Coded, actor_key, record_id, table_of, tables_of
from toecap.store.tables import TABLES

ATTACKS = (
    "<script>window.struck=1</script>",
    '"><img src=x onerror="window.struck=1">',
    "'><svg/onload=window.struck=1>",
    "</textarea></title></style><script>window.struck=1</script>",
    "<svg><script>window.struck=1</script></svg>",
    "<iframe srcdoc='<script>parent.struck=1</script>'></iframe>",
    "javascript:window.struck=1",
    "<a href='javascript:window.struck=1'>x</a>",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    "<style>*{background:url(/struck)}</style><base href='//elsewhere.invalid/'><meta http-equiv=refresh content=0>",
    "\u202e<b onmouseover=window.struck=1>‮\x1b[2J\u2028",
    "<!--<script>window.struck=1//--></script>",
)
ADDRESSES = (
    "javascript:window.struck=1",
    "JaVaScRiPt:window.struck=1//https://example.org",
    "data:text/html,<script>window.struck=1</script>",
    "vbscript:x",
    'https://example.org/"onmouseover="window.struck=1',
    "//example.org/x",
    "http:/\\/javascript:window.struck=1",
    "https://[broken/",
)


def record(number: int) -> Record:
    """A record made of attacks."""
    attack, other = ATTACKS[number % len(ATTACKS)], ATTACKS[(number + 1) % len(ATTACKS)]
    text = f"{attack} said {other} attacked {attack}."
    first = Evidence(0, len(attack), attack)
    start = len(attack) + 6
    second = Evidence(start, start + len(other), other)
    verb = Evidence(start + len(other) + 1, start + len(other) + 9, "attacked")
    when = When("2024-05-01", "2024-05-02", "stated", first)
    place = Place(attack, "FRA", other, 48.9, 2.3, 1, "city", second)
    return Record(
        name=attack,
        report=Report(
            id=f"hostile-{number}",
            outlet=f"Outlet {attack}",
            agency=other,
            url=ADDRESSES[number % len(ADDRESSES)],
            title=f"Title {attack}",
            published="2024-05-02",
            language="en",
            text=text,
            text_sha256=f"{number:064x}",
            byline=other,
        ),
        actors=(
            Actor("a1", f"Actor {attack}", "person", "FRA", "FRA", (other,), other, f"Q1{attack}", (first,)),
            Actor("a2", other, "organisation", None, None, (), None, None, (second,)),
        ),
        statements=(
            Statement(
                id="s1", form="direct", content=(second,), cue=verb, source=first, speaker="a1", addressees=("a2",),
                through=("a2",), channel=Channel("call", first), said=when, rule=attack, confidence=0.5,
            ),
        ),
        events=(
            Event(
                id="e1", type="ASSAULT", mode=attack, contexts=(other,), cameo="190", quad=4, intensity=-10.0,
                actors=("a1",), recipients=("a2",), predicate=verb, evidence=(first, verb), certainty="conditional",
                condition=second, according_to="s1", when=when, background=False, place=place,
                counts={"killed": Count(1, None, first)}, rule=attack, confidence=0.5,
            ),
        ),
        failures=(Failure("extract", attack, other),),
    )  # fmt: skip


def incidents(records: list[Record], coding: str) -> dict[str, pa.Table]:
    """One incident of all events."""
    ids = [record_id(one.report, coding) for one in records]
    attack = ATTACKS[0]
    day = date(2024, 5, 1)
    keys = [actor_key(actor) for actor in records[0].actors]
    rows = {
        "incident_id": f"{ids[0]}:e1", "type": "ASSAULT", "cameo": "190", "quad": 4, "intensity": -10.0,
        "certainty": "actual", "actor_keys": keys[:1], "actors": [attack], "actor_codes": ["FRA"],
        "recipient_keys": keys[1:], "recipients": [ATTACKS[1]], "recipient_codes": ["DEU"], "start": day, "end": day,
        "dated": True, "place": attack, "place_country": "FRA", "lat": 48.9, "lon": 2.3, "title": attack,
        "first_published": day, "last_published": day, "tellings": len(ids), "reports": len(ids), "outlets": len(ids),
        "families": 1, "independent_sources": 1, "denials": 1, "counts_differ": True,
    }  # fmt: skip
    members = [
        {"incident_id": f"{ids[0]}:e1", "record_id": one, "event_id": "e1", "family_id": ids[0],
         "origin": f"agency:{attack}", "origin_says": attack, "denies": True}
        for one in ids
    ]  # fmt: skip
    families = [
        {"record_id": one, "family_id": ids[0], "relation": "same", "like_record_id": ids[0], "overlap": 1.0,
         "agency": attack, "owner": attack}
        for one in ids
    ]  # fmt: skip
    return {
        name: pa.Table.from_pylist(
            [{column.name: row.get(column.name) for column in TABLES[name].columns} for row in made],
            schema=TABLES[name].schema,
        )
        for name, made in (("incidents", [rows]), ("incident_members", members), ("families", families))
    }


def main(store: Path) -> None:
    records = [record(number) for number in range(len(ATTACKS) * 2)]
    stamp = datetime(2024, 5, 3, tzinfo=UTC)
    attack = ATTACKS[0]
    run = (attack, attack, stamp, None, attack, attack, attack, "{}", [attack, ATTACKS[1]], 1, 0, 0, 0)
    with open_writer(store) as writer:
        writer.commit(
            add={**tables_of([Coded(one) for one in records], "coding", attack), "runs": table_of("runs", [run])}
        )
        writer.commit(replace=incidents(records, "coding"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
