"""Saved pages and feeds -> reports, by way of the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from toecap.errors import InputError
from toecap.read.inputs import MOST_BYTES, Given, Unread
from toecap.read.pages import Page
from toecap.read.report import make_report
from toecap.read.sandbox import sandbox
from toecap.records import Report


def read_page(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """One page is one report; a live blog one for each post."""
    yield from reports_of_page(name, _bounded(name, stream), given)


def read_feed(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """One item is one report, as far as its text is in the feed."""
    try:
        items = sandbox().pages("feed", _bounded(name, stream))
    except InputError as error:
        raise InputError("read", error.code, f"{name}: {error.message}") from None
    if not items:
        raise InputError("read", "empty", f"{name}: the feed holds no items; leave it out")
    for number, item in enumerate(items, start=1):
        yield report_of(f"{name}:{number}", item, given)


def reports_of_page(
    name: str, raw: bytes, given: Given, address: str | None = None, charset: str | None = None
) -> Iterator[Report | Unread]:
    """The reports of a page's bytes; `address` and `charset` as its server gave them."""
    try:
        pages = sandbox().pages("page", raw, address, charset)
    except InputError as error:
        raise InputError("read", error.code, f"{name}: {error.message}") from None
    for number, page in enumerate(pages, start=1):
        yield report_of(name if len(pages) == 1 else f"{name}:{number}", page, given)


def _bounded(name: str, stream: BinaryIO) -> bytes:
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise InputError(
            "read", "too-long", f"{name}: more than {MOST_BYTES // 1_000_000} MB; no page or feed is, leave it out"
        )
    return raw


def report_of(name: str, page: Page, given: Given) -> Report | Unread:
    """The report of what was read from a page or an item; why there is none, where it is none."""
    try:
        if not page.text:
            message = f"{name}: the feed holds no text of it; let `toecap watch` fetch its page, or leave it out"
            raise InputError("read", "no-content", message)
        return make_report(
            name,
            page.text,
            published=page.published or given.published,
            outlet=page.outlet or given.outlet,
            agency=page.agency,
            url=page.url,
            title=page.title,
            language=page.language,
            byline=page.byline,
            kind=page.kind,
        )
    except InputError as error:
        return Unread(name, error.as_failure())
