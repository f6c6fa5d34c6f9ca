"""Reports -> records, in one process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from toecap.config import settings
from toecap.errors import UsageError
from toecap.read.estimate import estimate
from toecap.read.files import Given, Unread, reports
from toecap.read.inputs import FIRST_LOOK, Look, Only
from toecap.read.report import published_day
from toecap.read.selection import selected
from toecap.read.tables import columns_of
from toecap.records import Failure, Record, Report

__all__ = ["FIRST_LOOK", "Given", "Look", "Unread", "code", "code_inputs", "estimate", "given_of"]


def code(reports: Iterable[Report], batch_size: int | None = None, only: Only = "all") -> Iterator[Record]:
    """The record of each report, in order. `batch_size`: reports to a batch of the parser; changes no record."""
    from toecap.annotate.pipeline import annotate
    from toecap.extract.record import record_of

    # Only events have places.
    without = ("toecap.places",) if only == "statements" else ()
    for report, doc in annotate(reports, batch_size or settings().batch_size, without):
        if isinstance(doc, Failure):
            yield Record(report.id, report, failures=(doc,))
            continue
        try:
            yield record_of(report, doc, events=only == "all")
        except Exception as error:  # one report never stops the others: what broke is kept in its record
            failure = Failure("extract", type(error).__name__, f"{report.id}: {error}")
            yield Record(report.id, report, failures=(failure,))


def given_of(
    published: str | None,
    outlet: str | None,
    map: str | None,
    first_look: Look = "none",
    actors: str | None = None,
    only: Only = "all",
) -> Given:
    """What the options say of inputs that do not say it themselves. UsageError where one of them is wrong."""
    try:
        published_day(published)
    except ValueError:
        message = f"--published {published!r} is not a date; give it as YYYY-MM-DD, e.g. 2022-02-02"
        raise UsageError("bad-date", message) from None
    named = tuple(name.strip() for name in (actors or "").split(",") if name.strip())
    if actors is not None and not named:
        raise UsageError("actors", "--actors names nobody; give names with commas between them, e.g. Russia,Ukraine")
    return Given(published, outlet, columns_of(map), first_look=first_look, actors=named, only=only)


def code_inputs(inputs: Iterable[str], given: Given, on_unread: Callable[[Unread], None]) -> Iterator[Record]:
    """The record of every report of the inputs, in order; what cannot be read goes to `on_unread` at once."""
    return code(_readable(selected(reports(inputs, given), given), on_unread), only=given.only)


def _readable(items: Iterable[Report | Unread], on_unread: Callable[[Unread], None]) -> Iterator[Report]:
    for item in items:
        if isinstance(item, Report):
            yield item
        else:
            on_unread(item)
