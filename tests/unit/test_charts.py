"""Charts: what they show is what the store has, in every kind of file, by day and by night, with nothing fetched."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Run
from tests.stores import FIRST, escalating, incident, store_of

from toecap.errors import UsageError
from toecap.measure.charts.coverage import count_reports, coverage
from toecap.measure.charts.draw import drawing, specification
from toecap.measure.charts.map import count_places, shapes, world
from toecap.measure.charts.origins import origins, tellers
from toecap.measure.charts.pair import Past, pair, past_of
from toecap.measure.charts.theme import COLOURS, config
from toecap.measure.charts.types import count_types, types
from toecap.measure.series import Asked, weekly
from toecap.store.reader import Store

ASKED = Asked("PER", "CHL")
HOSTILE = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """An escalation, and an incident that three papers tell by one text and a fourth by its own, in one place."""
    known = {"incident_id": "told", "place": HOSTILE, "place_country": "CHL", "lat": -33.4, "lon": -70.7}
    members = [
        {
            "incident_id": "told",
            "record_id": f"r{day}",
            "event_id": "e1",
            "family_id": "r3" if day == 3 else "r0",
            "origin": "family:r3" if day == 3 else "agency:Meridian Press",
            "origin_says": "says so",
            "denies": False,
        }
        for day in range(4)
    ]
    incidents = [*escalating(), incident(5, 3.4, **known)]
    actors = [{"record_id": "r0", "actor_key": code, "code": code, "name": code.title()} for code in ("PER", "CHL")]
    path = tmp_path_factory.mktemp("charts") / "store"
    return store_of(path, incidents, days=200, incident_members=members, actors=actors)


@pytest.fixture(scope="module")
def past(store: Store) -> Past:
    return past_of(store, ASKED)


def rows_of(spec: dict[str, Any], *having: str) -> list[dict[str, Any]]:
    """The rows of the data sets that have these columns."""
    sets = [
        rows for rows in spec["datasets"].values() if isinstance(rows, list) and rows and set(having) <= set(rows[0])
    ]
    return [row for rows in sets for row in rows]


def test_bars_are_the_weeks_that_something_happened_in(past: Past) -> None:
    weeks = weekly(past.series)
    rows = rows_of(specification(pair(past, weeks)), "cooperation", "below")

    assert len(rows) == int((weeks.total > 0).sum())
    assert sum(row["conflict"] for row in rows) == pytest.approx(float(weeks.conflict.sum()))


def test_alerts_and_changes_of_level_are_drawn(past: Past) -> None:
    spec = specification(pair(past, weekly(past.series)))

    assert [row["headline"] for row in rows_of(spec, "headline")] == [alert.headline for alert in past.alerts]
    assert len(rows_of(spec, "before", "after")) == len(past.changes) > 0


def test_days_before_those_asked_for_are_not_drawn(store: Store) -> None:
    start = FIRST + timedelta(150)
    late = past_of(store, Asked("PER", "CHL", start=start))
    spec = specification(pair(late, late.series.since(start)))

    assert len(rows_of(spec, "usual", "limit")) == 50
    assert all(row["usual"] is not None for row in rows_of(spec, "usual", "limit"))


@pytest.mark.parametrize(("kind", "begins"), [(".svg", b"<svg"), (".png", b"\x89PNG"), (".html", b"<!DOCTYPE html>")])
def test_a_pair_is_drawn_as_each_kind(past: Past, kind: str, begins: bytes) -> None:
    assert drawing(specification(pair(past, weekly(past.series))), kind).lstrip().startswith(begins)


def test_a_page_fetches_nothing(past: Past) -> None:
    page = drawing(specification(pair(past, weekly(past.series))), ".html").decode()

    assert not re.search(r"<(script|link)[^>]*\s(src|href)=", page)


def test_names_cannot_break_out_of_a_page(store: Store) -> None:
    page = drawing(specification(world(count_places(store), "all", url="x")), ".html").decode()

    assert "alert(1)" in page
    assert HOSTILE not in page


def test_a_pair_of_which_nothing_is_known_is_drawn_empty(store: Store) -> None:
    none = past_of(store, Asked("FRA", "DEU"))

    assert drawing(specification(pair(none, none.series)), ".svg").startswith(b"<svg")


def test_types_are_counted_by_class(store: Store) -> None:
    counts = count_types(store, ASKED)

    assert [(one.type, one.quad) for one in counts] == [("AID", 1), ("ASSAULT", 3), ("ASSAULT", 4)]
    assert sum(one.count for one in counts) == len(escalating()) + 1
    assert drawing(specification(types(counts, ASKED.name)), ".svg").startswith(b"<svg")


def test_a_map_has_the_places_that_are_known(store: Store) -> None:
    (place,) = count_places(store)
    svg = drawing(specification(world([place], "all incidents")), ".svg").decode()

    assert (place.country, place.incidents, place.conflict) == ("CHL", 1, 0)
    assert svg.startswith("<svg")
    assert "<script" not in svg


def test_a_map_may_leave_its_shapes_to_the_page(store: Store) -> None:
    spec = json.dumps(specification(world(count_places(store), "all", url="/static/countries.json")))

    assert "/static/countries.json" in spec
    assert len(spec) < 20_000


def test_the_shapes_have_the_codes_of_countries() -> None:
    codes = {shape.get("id") for shape in shapes()["objects"]["countries"]["geometries"]}

    assert {"PER", "CHL", "RUS", "UKR", "XKX"} <= codes
    assert len(codes) > 170


def test_coverage_has_a_cell_a_week_and_outlet(store: Store) -> None:
    found = count_reports(store)

    assert (found.step, found.outlets) == ("week", 3)
    assert sum(cell.reports for cell in found.cells) == 200
    assert drawing(specification(coverage(found)), ".svg").startswith(b"<svg")


def test_three_papers_of_one_text_are_one_origin(store: Store) -> None:
    spec = specification(origins(tellers(store, "told")))

    assert spec["description"] == "4 tellings, 2 texts, 2 origins"
    names = [row["name"] for row in rows_of(spec, "column", "name") if row["column"] == "origins"]
    assert sorted(names) == ["Meridian Press", "Paper 0"]
    assert drawing(spec, ".svg").startswith(b"<svg")


def test_an_incident_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(UsageError, match="'gone'"):
        tellers(store, "gone")


def test_charts_name_no_colour_of_their_own(past: Past, store: Store) -> None:
    specs = [
        specification(chart, mode=None)
        for chart in (
            pair(past, weekly(past.series)),
            types(count_types(store, ASKED), ASKED.name),
            world(count_places(store), "all", url="x"),
            coverage(count_reports(store)),
            origins(tellers(store, "told")),
        )
    ]

    assert not re.search(r'"#[0-9a-f]{3,6}"', json.dumps(specs))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_stand_out_from_the_paper(mode: Any) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    colours = COLOURS[mode]
    for ink in ("ink", "quiet"):
        pale, deep = sorted((light(colours[ink]), light(colours["paper"])), reverse=True)
        assert (pale + 0.05) / (deep + 0.05) > 4.5  # WCAG 2.2, AA
    assert config(mode)["background"] == colours["paper"]


def test_the_commands_print_and_draw(store: Store, cli: Run, tmp_path: Path) -> None:
    rows = cli("pair", store.path, "PER", "CHL", "--json")
    alerts = cli("pair", store.path, "PER", "CHL", "--alerts")
    drawn = cli("chart", store.path, "PER", "CHL", "-o", tmp_path / "pair.svg", "--dark")

    assert json.loads(rows.stdout.splitlines()[0])["week"] == "2026-01-01"
    assert alerts.stdout.startswith(b"Conflict intensity PER to CHL at its highest in ")
    assert (drawn.returncode, drawn.stderr) == (0, b"")
    assert COLOURS["dark"]["paper"] in (tmp_path / "pair.svg").read_text("utf-8")


def test_too_few_days_are_not_called_calm(cli: Run, tmp_path: Path) -> None:
    actors = [{"record_id": "r0", "actor_key": code, "code": code, "name": code} for code in ("PER", "CHL")]
    young = store_of(tmp_path / "young", [incident(2)], actors=actors)

    assert cli("pair", young.path, "PER", "CHL", "--alerts").stdout.startswith(
        b"no alerts: 10 of the last 180 days have reports"
    )


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["PER", "CHL", "-o", "x.gif"], b"end the name in .svg"),
        (["-o", "x.svg"], b"name who acts"),
        (["-o", "x.svg", "--of", "origins"], b"--incident"),
        (["PER", "Narnia", "-o", "x.svg"], b"no actor 'Narnia'"),
        (["-o", "no/folder/x.svg", "--of", "coverage"], b"No such file"),
    ],
)
def test_what_cannot_be_drawn_says_why(store: Store, cli: Run, args: list[str], says: bytes) -> None:
    done = cli("chart", store.path, *args)

    assert done.returncode == 2
    assert says in done.stderr
