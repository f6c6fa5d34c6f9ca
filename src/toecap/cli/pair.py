"""`toecap pair` and `toecap chart`: what one side does to another, as rows and as pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from toecap.cli.rows import Form, form_of, print_rows
from toecap.errors import UsageError
from toecap.records import Certainty

if TYPE_CHECKING:
    from toecap.measure.alerts import Alert
    from toecap.measure.charts.draw import Chart
    from toecap.measure.series import Asked
    from toecap.store.reader import Store

Both = Annotated[bool, Parameter(negative=(), help="Count what either does to the other.")]
Since = Annotated[date | None, Parameter(help="From this day on: YYYY-MM-DD.")]
Until = Annotated[date | None, Parameter(help="Up to this day: YYYY-MM-DD.")]
Certainties = Annotated[
    tuple[Certainty, ...], Parameter(negative_iterable=(), help="What to count; may be given more than once.")
]
By = Annotated[
    Literal["incidents", "rows"], Parameter(help="Count incidents, or every report's telling of one (rows).")
]
# Where no step is given: days where there are at most so many.
FEW_DAYS = 62
# Columns that a terminal has no room for.
LEFT_TO_FILES = {
    "days",
    "intensity",
    "verbal_cooperation",
    "material_cooperation",
    "verbal_conflict",
    "material_conflict",
}


def pair(
    store: Path,
    actor: str,
    recipient: str,
    *,
    both: Both = False,
    since: Since = None,
    until: Until = None,
    certainty: Certainties = ("actual",),
    by: By = "incidents",
    step: Annotated[
        Literal["day", "week"] | None, Parameter(help="A row a day or a week; else what fits the time.")
    ] = None,
    alerts: Annotated[bool, Parameter(negative=(), help="Only the alerts, with what drives each.")] = False,
    as_csv: Annotated[bool, Parameter(name="--csv", negative=(), help="Print CSV.")] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="Print a JSON object a line.")] = False,
) -> int:
    """Print what one side did to another, day by day or week by week, and the alerts.

    Parameters
    ----------
    store
        Folder of the store.
    actor
        Who acts: a country's code (RUS), another code (UNO), a name (Russia), or a key of the table actors.
    recipient
        To whom.
    """
    form = form_of(as_csv, as_json)
    from toecap.measure.series import daily, weekly
    from toecap.store.reader import open_store

    opened = open_store(store)
    asked = _asked(opened, (actor, recipient), both, since, until, certainty, by)
    if alerts:
        return _print_alerts(opened, asked, form)
    days = daily(opened, asked)
    weeks = step == "week" or (step is None and len(days.starts) > FEW_DAYS)
    rows = list((weekly(days) if weeks else days).rows())
    columns = list(rows[0]) if form != "table" else [name for name in rows[0] if name not in LEFT_TO_FILES]
    print_rows(columns, [[row[name] for name in columns] for row in rows], form)
    if form == "table":
        _print_alerts(opened, asked, form)
    if days.left_out:
        print(f"toecap: {days.left_out:,} {by} of no known day are left out", file=sys.stderr)
    elif not days.total.any() and by == "incidents":
        print("toecap: no incident of this pair; --by rows counts what each report tells", file=sys.stderr)
    return 0


def chart(
    store: Path,
    actor: str | None = None,
    recipient: str | None = None,
    *,
    output: Annotated[Path, Parameter(name=["-o", "--output"], help="File to write: .svg, .png, .html or .json.")],
    of: Annotated[
        Literal["series", "types", "map", "coverage", "origins"],
        Parameter(
            help="A pair's series or types; a map of all or of a pair; reports by outlet; who tells an incident."
        ),
    ] = "series",
    incident: Annotated[str | None, Parameter(help="The incident, for origins.")] = None,
    both: Both = False,
    since: Since = None,
    until: Until = None,
    certainty: Certainties = ("actual",),
    by: By = "incidents",
    dark: Annotated[bool, Parameter(negative=(), help="For a dark page.")] = False,
) -> int:
    """Draw a chart into a file. An .html page works offline; .json is Vega-Lite.

    Parameters
    ----------
    store
        Folder of the store.
    actor
        Who acts, as in `toecap pair`.
    recipient
        To whom.
    """
    from toecap.measure.charts.draw import check_kind, save
    from toecap.store.reader import open_store

    check_kind(output)
    opened = open_store(store)
    if of == "origins":
        made = _origins(opened, incident)
    elif of == "coverage":
        from toecap.measure.charts.coverage import count_reports, coverage

        made = coverage(count_reports(opened, since, until))
    else:
        sides = (actor, recipient) if actor and recipient else None
        asked = _asked(opened, sides, both, since, until, certainty, by) if sides else None
        made = _of_pair(opened, of, asked, since, until)
    save(made, output, "dark" if dark else "light")
    return 0


def _of_pair(store: Store, of: str, asked: Asked | None, since: date | None, until: date | None) -> Chart:
    if of == "map":
        from toecap.measure.charts.map import count_places, world

        return world(count_places(store, asked, since, until), asked.name if asked else "all incidents")
    if asked is None:
        raise UsageError("no-pair", f"--of {of} is about a pair; name who acts and to whom, such as RUS UKR")
    if of == "types":
        from toecap.measure.charts.types import count_types, types

        return types(count_types(store, asked), asked.name, asked.by)
    from toecap.measure.charts.pair import pair, past_of
    from toecap.measure.series import weekly

    past = past_of(store, asked)
    days = past.series.since(asked.start)
    return pair(past, days if len(days.starts) <= FEW_DAYS else weekly(days))


def _origins(store: Store, incident: str | None) -> Chart:
    from toecap.measure.charts.origins import origins, tellers

    if incident is None:
        raise UsageError("no-incident", "--of origins is about an incident; name it with --incident")
    return origins(tellers(store, incident))


def _asked(
    store: Store,
    sides: tuple[str, str],
    both: bool,
    since: date | None,
    until: date | None,
    certainty: tuple[Certainty, ...],
    by: Literal["incidents", "rows"],
) -> Asked:
    from toecap.measure.series import Asked
    from toecap.measure.sides import side

    actor, recipient = (side(store, given) for given in sides)
    return Asked(actor, recipient, both, since, until, certainty, by)


def _print_alerts(store: Store, asked: Asked, form: Form) -> int:
    from toecap.cli.show import plain
    from toecap.measure.alerts import alerts
    from toecap.measure.baseline import LEAST_PAST, PAST
    from toecap.measure.series import period, reports_by_day

    found = alerts(store, asked)
    if form != "table":
        rows = [alert.row() for alert in found]
        print_rows(list(rows[0]) if rows else [], [list(row.values()) for row in rows], form)
        return 0
    for line in _lines(found):
        print(f"  {plain(line)}" if line.startswith(" ") else plain(line))
    if not found:
        known = int((reports_by_day(store, *period(store, None, asked.end))[-PAST:] > 0).sum())
        few = f"no alerts: {known} of the last {PAST} days have reports, too few to say what is usual"
        print("no alert" if known >= LEAST_PAST else few)
    return 0


def _lines(alerts: list[Alert]) -> Iterator[str]:
    for alert in alerts:
        yield alert.headline
        for driver in alert.drivers:
            sources = f", {driver.independent_sources} independent sources" if driver.independent_sources else ""
            place = f", {driver.place}" if driver.place else ""
            yield f"  {driver.day} {driver.type}{place}{sources}: {driver.title}"
