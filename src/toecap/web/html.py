"""Pages as HTML: the templates, and the few words and forms that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from toecap.version import VERSION
from toecap.web.page import Page
from toecap.web.shapes import Named
from toecap.web.snapshot import Snapshot

NAVIGATION = (
    ("overview", "Overview"),
    ("incidents", "Incidents"),
    ("actors", "Actors"),
    ("statements", "Statements"),
    ("reports", "Reports"),
    ("query", "Query"),
    ("runs", "Runs"),
)
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def rendered(page: Page, snapshot: Snapshot, asked: Any, answer: Any) -> bytes:
    """The page as HTML."""
    given = _given(page, asked)
    text = (
        _environment()
        .get_template(f"{page.name}.html")
        .render(
            page=page,
            here=page.name,
            asked=asked,
            given=given,
            it=answer,
            store=snapshot.store.path.name,
            commit=snapshot.commit,
            **page.extras(snapshot, asked, answer),
        )
    )
    return text.encode("utf-8", "replace")


def error_page(status: int, message: str) -> bytes:
    """A page that says what is wrong and where to go on."""
    text = (
        _environment()
        .get_template("error.html")
        .render(page=None, here="", given={}, status=status, message=message, store=None, commit=None)
    )
    return text.encode("utf-8", "replace")


def address(path: str, given: dict[str, Any] | None = None, **values: Any) -> str:
    """An address with its question; what is None or empty is left out."""
    query = {name: value for name, value in {**(given or {}), **values}.items() if value not in (None, "")}
    return f"/{path}?{urlencode(query)}" if query else f"/{path}"


def outward(url: str | None) -> str | None:
    """The address of a report, where it is one that may be followed; others are shown as text."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def day(value: date | None) -> str:
    """A day as people write it; an en rule where it is unknown."""
    return f"{value.day} {value:%b} {value.year}" if value else "–"


def days(start: date | None, end: date | None) -> str:
    """A closed interval of days."""
    if start is None or end is None or start == end:
        return day(start or end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{day(start)} – {day(end)}"


def number(value: float | None) -> str:
    """With separators."""
    return "–" if value is None else f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def several(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def closed(words: str) -> str:
    """Words of a statement in which a quotation was opened and, as it ends with them, not closed."""
    return f"{words}”" if words.count("“") > words.count("”") else words


def heading(words: str | None) -> str:
    """The first of the sentences that tell an incident; the others stand with its tellings."""
    return words.partition(" ... ")[0] if words else "an incident without words"


def names(actors: Sequence[Named]) -> str:
    """Names in a row."""
    return ", ".join(actor.name for actor in actors) or "unknown"


def _given(page: Page, asked: Any) -> dict[str, Any]:
    """What was asked, as an address has it: what is as it would be anyway is left out."""
    given = ((field, getattr(asked, field.name)) for field in fields(page.asks))
    return {field.name: value for field, value in given if value is not None and value != field.default}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("toecap.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": day,
        "closed": closed,
        "heading": heading,
        "number": number,
        "outward": outward,
        "names": names,
    }
    made.globals |= {
        "address": address,
        "days": days,
        "several": several,
        "NAVIGATION": NAVIGATION,
        "QUADS": QUADS,
        "version": VERSION,
    }
    return made
