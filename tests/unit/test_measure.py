"""Series, baselines, change points and alerts over stores of a few incidents."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.stores import FIRST, escalating, incident, store_of

from toecap.errors import UsageError
from toecap.measure.alerts import alerts, usual_conflict
from toecap.measure.baseline import baseline, latest
from toecap.measure.changes import changes
from toecap.measure.overview import moved, recent_alerts
from toecap.measure.series import Asked, daily, weekly
from toecap.measure.sides import side
from toecap.store.reader import Store

Make = Callable[..., Store]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A store of incidents, with a report on each of so many days."""
    return functools.partial(store_of, tmp_path / "store")


def test_a_day_has_its_incidents_and_the_sums_of_their_scores(make: Make) -> None:
    series = daily(make([incident(2), incident(2, 7.0), incident(2, -2.0)]), Asked("PER", "CHL"))

    assert list(series.rows())[2] == {
        "day": "2026-01-03",
        "days": 1,
        "reports": 1,
        "incidents": 3,
        "verbal_cooperation": 0,
        "material_cooperation": 1,
        "verbal_conflict": 1,
        "material_conflict": 1,
        "cooperation": 7.0,
        "conflict": 12.0,
        "balance": -5.0,
        "intensity": -1.67,
    }


def test_a_day_without_incidents_has_zeros_and_no_intensity(make: Make) -> None:
    first = next(daily(make([incident(2)]), Asked("PER", "CHL")).rows())

    assert (first["incidents"], first["balance"], first["intensity"]) == (0, 0, None)


def test_the_other_direction_is_another_series(make: Make) -> None:
    store = make([incident(2)])

    assert daily(store, Asked("CHL", "PER")).total.sum() == 0
    assert daily(store, Asked("CHL", "PER", both=True)).total.sum() == 1


@pytest.mark.parametrize("certainty", ["planned", "conditional", "hypothetical", "denied"])
def test_only_what_happened_is_counted_unless_asked(make: Make, certainty: Any) -> None:
    store = make([incident(2, certainty=certainty)])

    assert daily(store, Asked("PER", "CHL")).total.sum() == 0
    assert daily(store, Asked("PER", "CHL", certainty=(certainty,))).total.sum() == 1


def test_an_incident_of_no_known_day_is_left_out_and_counted(make: Make) -> None:
    series = daily(make([incident(2, end=FIRST + timedelta(40))]), Asked("PER", "CHL"))

    assert (series.total.sum(), series.left_out) == (0, 1)


def test_five_rows_of_one_incident_count_once_unless_rows_are_asked_for(make: Make) -> None:
    one = incident(2)
    events = [
        one | {"record_id": f"r{day}", "event_id": "e1", "when_start": one["start"], "when_end": one["end"], "start": 0}
        for day in range(5)
    ]
    store = make([one], events=events)

    assert daily(store, Asked("PER", "CHL")).total.sum() == 1
    assert daily(store, Asked("PER", "CHL", by="rows")).total.sum() == 5


def test_weeks_begin_on_monday_and_lose_nothing(make: Make) -> None:
    days = daily(make([incident(day) for day in range(10)]), Asked("PER", "CHL"))
    weeks = weekly(days)

    assert [day.isoformat() for day in weeks.starts] == ["2026-01-01", "2026-01-05"]
    assert (weeks.days.tolist(), weeks.total.tolist()) == ([4, 6], [4, 6])
    assert weeks.conflict.sum() == days.conflict.sum()


def test_a_store_without_dates_says_so(make: Make) -> None:
    with pytest.raises(UsageError, match="--published"):
        daily(make([incident(2)], days=0), Asked("PER", "CHL"))


def test_an_unknown_certainty_is_refused() -> None:
    with pytest.raises(UsageError, match="actual, planned"):
        Asked("PER", "CHL", certainty=("sure",))  # type: ignore[arg-type]


def test_a_single_bad_week_does_not_move_the_usual() -> None:
    values = np.ones(300)
    values[100:107] = 50

    assert baseline(values, weight=1).usual[200] == 7


def test_the_past_of_a_day_ends_before_its_week() -> None:
    values = np.zeros(200)
    values[150:157] = 10
    found = baseline(values, weight=5)

    assert found.high[156] == 0
    assert found.high[170] == 70


def test_the_limit_of_a_score_has_that_score() -> None:
    found = baseline(np.random.default_rng(1).poisson(2, 300).astype(float), weight=1)
    at_limit = baseline(np.zeros(300), weight=1)

    assert found.limit(0.0)[250] == pytest.approx(found.usual[250])
    assert at_limit.limit(3.5)[250] == pytest.approx(5.2, abs=0.1)


def test_many_series_at_once_give_what_each_gives_alone() -> None:
    values = np.random.default_rng(1).poisson(2, (4, 250)).astype(float)
    together = latest(values, weight=1)

    for row in range(4):
        alone = baseline(values[row], weight=1)
        assert together.usual[row] == alone.usual[-1]
        assert together.score[row] == pytest.approx(alone.score[-1])


def test_a_change_of_level_is_found_on_its_day() -> None:
    days = tuple(FIRST + timedelta(i) for i in range(200))
    values = np.random.default_rng(1).poisson(2, 200).astype(float)
    values[120:] += 10

    found = changes(days, values)

    assert [change.day for change in found] == [days[120]]
    assert found[0].before < 3 < 11 < found[0].after


def test_steady_noise_has_no_change() -> None:
    days = tuple(FIRST + timedelta(i) for i in range(730))
    found = [changes(days, np.random.default_rng(seed).poisson(1, 730).astype(float)) for seed in range(20)]

    assert sum(len(each) for each in found) <= 1


def test_an_escalation_gives_one_alert_with_what_drives_it(make: Make) -> None:
    store = make(escalating(), days=200)
    (alert,) = alerts(store, Asked("PER", "CHL"))

    assert FIRST + timedelta(150) < alert.start < FIRST + timedelta(155)
    assert FIRST + timedelta(170) <= alert.end < FIRST + timedelta(185)  # type: ignore[operator]
    assert alert.highest_in > 150
    assert [driver.independent_sources for driver in alert.drivers] == [2] * 5
    assert "PER to CHL at its highest in" in alert.headline


def test_what_is_usual_is_told_from_days_before_those_asked_for(make: Make) -> None:
    store = make(escalating(), days=200)
    within, after = (Asked("PER", "CHL", start=FIRST + timedelta(day)) for day in (160, 190))

    assert alerts(store, within) == alerts(store, Asked("PER", "CHL"))
    assert alerts(store, after) == []


def test_a_second_escalation_is_one_though_the_first_was_worse(make: Make) -> None:
    again = [incident(day, incident_id=f"y{day}{n}") for day in range(230, 240) for n in (1, 2)]
    worse = [incident(day, incident_id=f"w{day}") for day in range(155, 165)]
    found = alerts(make([*escalating(), *worse, *again], days=260), Asked("PER", "CHL"))

    assert [alert.highest_in > 100 for alert in found] == [False, True]


def test_days_without_reports_are_not_calm(make: Make) -> None:
    late = [{"record_id": f"late{day}", "published": FIRST + timedelta(day)} for day in range(150, 200)]
    early = [{"record_id": "early", "published": FIRST}]

    assert alerts(make(escalating(), reports=[*early, *late]), Asked("PER", "CHL")) == []


def test_an_appeal_is_no_incident_of_conflict_though_its_class_is(make: Make) -> None:
    """Requests are of the class of verbal conflict and score above 0."""
    appeals = [incident(day, 3.4, quad=3, incident_id=f"a{day}") for day in range(0, 200, 2)]
    store = make([*appeals, incident(190)], days=200)

    assert alerts(store, Asked("PER", "CHL")) == recent_alerts(store) == []


def test_who_only_appeals_has_no_conflict(make: Make) -> None:
    store = make([incident(day, 3.4, quad=3, incident_id=f"a{day}") for day in range(0, 200, 2)], days=200)

    usual = usual_conflict(daily(store, Asked("PER", "CHL")))
    assert usual.score[-1] == 0


def test_an_escalation_that_goes_on_has_no_end(make: Make) -> None:
    store = make([row for row in escalating() if row["start"] < FIRST + timedelta(160)], days=160)

    assert [alert.end for alert in alerts(store, Asked("PER", "CHL"))] == [None]


def test_the_recent_alerts_of_all_pairs_are_those_of_each(make: Make) -> None:
    store = make(escalating(), days=180)

    assert [(alert.actor, alert.recipient) for alert in recent_alerts(store)] == [("PER", "CHL")]
    assert recent_alerts(store, on=FIRST + timedelta(140)) == []


def test_a_second_feed_is_no_escalation(make: Make) -> None:
    others = [
        incident(day, incident_id=f"o{day}{n}", actor_codes=["FRA"], actor_keys=["FRA"])
        for day in range(300)
        for n in range(2 if day < 200 else 12)
    ]
    rows = [incident(day, incident_id=f"p{day}{n}") for day in range(300) for n in range(1 if day < 200 else 5)]

    assert alerts(make([*rows, *others], days=300), Asked("PER", "CHL")) == []


def test_the_pair_that_moved_most_comes_first(make: Make) -> None:
    steady = [incident(day, 5.0, actor_codes=["FRA"], incident_id=f"f{day}") for day in range(160)]
    store = make([*escalating(), *steady], days=160)
    first, second = moved(store)

    assert (first.actor, first.direction) == ("PER", "more conflict")
    assert (second.actor, second.score) == ("FRA", 0.0)


def test_a_side_may_be_a_code_a_key_or_a_name(make: Make) -> None:
    actors = [
        {"record_id": "r1", "actor_key": "PER", "code": "PER", "name": "Peru"},
        {"record_id": "r1", "actor_key": "Q1", "code": "PER", "name": "Ana Mora"},
        {"record_id": "r2", "actor_key": "Q2", "code": "CHL", "name": "Ana Mora"},
    ]
    store = make([], actors=actors)

    assert [side(store, given) for given in ("PER", "Q1", "peru")] == ["PER", "Q1", "PER"]
    with pytest.raises(UsageError, match=r"Q1 .*, Q2 "):
        side(store, "Ana Mora")
    with pytest.raises(UsageError, match="did you mean 'Peru'"):
        side(store, "Perou")
