"""Families, happenings, incidents and origins, on a few reports each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.links import families, report

from toecap.link.blocks import keys
from toecap.link.origins import Origin, of_one_text
from toecap.link.resemblance import Telling, same_happening
from toecap.link.weighing import THRESHOLD, Side, Told, Where, weigh
from toecap.run.linking import SCHEMAS, derived_of
from toecap.store.tables import TABLES

WIRE = " ".join(
    f"The {word} council voted on a budget for {word} schools and roads." for word in ("Ald", "Brack", "Cor")
)
MORE = " ".join(f"Residents of {word} wrote letters about the noise of the new mill." for word in "Dun Esk".split())
OTHER = " ".join(f"A choir from {word} sang for the guests of the annual fair." for word in "Gar Holm Inv".split())
DAY = date(2026, 3, 10)


def family_of(*texts: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {row["record_id"]: (row["family_id"], row["relation"]) for row in families(texts)}


def test_a_copy_an_excerpt_and_an_addition_are_of_one_family():
    found = family_of(
        report("a", WIRE + " " + MORE, "A", published=DAY),
        report("b", WIRE + " " + MORE, "B", published=DAY),
        report("c", WIRE, "C", published=DAY),
        report("d", WIRE + " " + MORE + " " + OTHER, "D", published=date(2026, 3, 11)),
        report("e", OTHER, "E", published=DAY),
    )
    assert found == {
        "a": ("a", "first"),
        "b": ("a", "same"),
        "c": ("a", "excerpt"),
        "d": ("a", "extended"),
        "e": ("e", "first"),
    }


def test_a_later_text_of_the_same_outlet_is_an_update():
    later = report("b", WIRE + " " + MORE, "A", published=date(2026, 3, 11))
    assert family_of(report("a", WIRE, "A", published=DAY), later)["b"] == ("a", "update")


def test_a_round_up_does_not_make_two_families_one():
    round_up = report("c", WIRE + " " + OTHER, published=date(2026, 3, 12))
    found = family_of(report("a", WIRE, published=DAY), report("b", OTHER, published=DAY), round_up)
    assert found["a"][0] != found["b"][0]


def test_the_same_speech_in_two_reports_makes_no_family():
    speech = "“" + WIRE + "”"
    found = family_of(
        report("a", f"{MORE} {speech} {MORE.replace('letters', 'songs')} The mayor of Dun was there with her dog."),
        report(
            "b", f"{OTHER} {speech} {OTHER.replace('choir', 'band')} It rained on the tents until the evening came."
        ),
    )
    assert found["a"][0] != found["b"][0]


def test_an_agency_is_known_by_the_credit_line_of_any_copy():
    credited = report("b", f"PORT SELM, March 10 (Reuters) - {WIRE}", "B", published=DAY)
    assert {one["agency"] for one in families([report("a", WIRE, "A", published=DAY), credited])} == {"Reuters"}


def test_two_reports_of_one_happening_and_one_of_its_like():
    first = Telling("a", "Quake of 6.1 hits Ardesh, 12 dead", "A quake of magnitude 6.1 struck Ardesh. In Ardesh the"
                    " clinic of Doctor Velim Oruk took in 40 people, and Oruk asked for tents.", DAY)  # fmt: skip
    second = Telling("b", "Twelve dead as Ardesh is shaken", "Tents were on their way to Ardesh after a quake of 6.1"
                     " killed 12. Velim Oruk, a doctor, said that 40 people lay in the clinic.", DAY)  # fmt: skip
    like = Telling("c", "Quake of 5.4 hits Tolmar, nobody hurt", "A quake of magnitude 5.4 struck Tolmar. In Tolmar the"
                   " mayor, Besik Anul, said that nobody was hurt, and asked for tents.", DAY)  # fmt: skip
    assert same_happening(first, second)
    assert not same_happening(first, like)


def shelling(record: str, **known: object) -> Told:
    told = Told(
        record=record,
        event="e1",
        type="ASSAULT",
        cameo="194",
        certainty="actual",
        actors=Side(frozenset({"RUS"}), frozenset({"RUS"})),
        recipients=Side(frozenset({"UKR"}), frozenset({"UKR"})),
        start=DAY,
        end=DAY,
        dated=True,
        place=Where("Sumy", "UKR"),
        counts={"killed": (3, 3)},
        quote="Russian guns shelled a bus station in Sumy, killing three",
        family=record,
        happening=record,
    )
    return replace(told, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "linked"),
    [
        ({}, True),
        ({"quote": "A bus station in Sumy came under Russian fire", "counts": {"killed": (5, 5)}}, True),
        ({"start": date(2026, 3, 20), "end": date(2026, 3, 20)}, False),
        ({"place": Where("Kherson", "UKR"), "quote": "Russian drones hit a market in Kherson", "counts": {}}, False),
        ({"recipients": Side(frozenset({"POL"}), frozenset({"POL"}))}, False),
        ({"certainty": "denied"}, True),
        ({"certainty": "planned"}, False),
        ({"type": "AID", "cameo": "071"}, False),
    ],
)
def test_what_makes_two_tellings_one_incident(known, linked):
    one, other = shelling("r1"), shelling("r2", **known)
    weighed = weigh(one, other) if set(keys(one)) & set(keys(other)) else None
    assert (weighed is not None and weighed.score >= THRESHOLD) is linked


def test_the_reasons_of_a_pair_are_kept():
    weighed = weigh(shelling("r1"), shelling("r2", place=Where("Lviv", "UKR")))
    assert weighed is not None
    assert {"code 194", "actors RUS", "recipients UKR", "same day", "the same number killed"} <= set(weighed.for_)
    assert weighed.against == ("places Sumy and Lviv", "reports of different happenings")


def test_events_of_one_report_stay_apart():
    assert weigh(shelling("r1"), shelling("r1", event="e2")) is None


def test_an_empty_store_has_no_incidents():
    empty = {name: TABLES[name].schema.empty_table() for name in ("reports", "events", "statements")}
    assert {name: table.num_rows for name, table in derived_of(**empty).items()} == dict.fromkeys(SCHEMAS, 0)


def test_copies_of_a_passage_have_one_origin_though_only_one_names_the_speaker():
    said, told, own = Origin("actor:x", "x says so", True), Origin("agency:AP", "of AP", True), Origin("owner:B", "B")
    assert [one.key for one in of_one_text([("f", told), ("f", said), ("f", own), ("g", told)])] == [
        "actor:x",
        "actor:x",
        "owner:B",
        "agency:AP",
    ]
