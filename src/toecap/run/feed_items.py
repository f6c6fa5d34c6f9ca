"""The items of a feed -> what is to be done about each: nothing, take it from the feed, or fetch its page."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toecap.errors import FetchError, InputError
from toecap.read.credit import TEASER_WORDS
from toecap.read.fetch import Fetched
from toecap.read.inputs import Given, Unread
from toecap.read.metadata import same_site
from toecap.read.pages import Page
from toecap.read.report import published_day, published_time
from toecap.read.sandbox import sandbox
from toecap.read.saved import report_of, reports_of_page
from toecap.records import Failure, Report
from toecap.run.subscriptions import Feed

# More than this is no feed of news but an archive, or an attack.
MOST_ITEMS = 5_000
HTML_TYPES = (None, "text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a feed. `key` is the same whatever it looks like today; `page`: the address to fetch, if any."""

    feed: Feed
    key: str
    looks: str
    told: Page
    page: str | None

    @property
    def name(self) -> str:
        """What it is called in the store and in messages."""
        return self.told.url or f"{self.feed.address}#{self.key}"


def items_of(feed: Feed, answer: Fetched) -> list[Item]:
    """The items of a feed that came; InputError where it is none."""
    try:
        told = sandbox().pages("feed", answer.content or b"", answer.address, answer.charset)
    except InputError as error:
        raise InputError("fetch", error.code, f"{feed.address}: {error.message}") from None
    if len(told) > MOST_ITEMS:
        message = f"{feed.address}: {len(told):,} items, the limit is {MOST_ITEMS:,}; leave it out"
        raise InputError("fetch", "too-long", message)
    # What several items share is not the address of any of them.
    shared = {url for url, count in Counter(one.url for one in told).items() if count > 1}
    items = [_item(feed, answer.address, one, one.url if one.url not in shared else None) for one in told]
    return list({item.key: item for item in items}.values())


def _item(feed: Feed, address: str, told: Page, url: str | None) -> Item:
    # A feed's text stands for pages of its own site alone: else it could put words into another outlet's mouth.
    is_own = url is None or same_site(url, address)
    has_enough = is_own and len(told.text.split()) >= TEASER_WORDS
    page = url if feed.text == "page" or (feed.text == "auto" and not has_enough) else None
    said = f"{told.title}\n{told.published}\n{'' if page else told.text}"
    return Item(
        feed=feed,
        key=url or _digest(f"{told.title}\n{told.text}"),
        looks=_digest(said),
        told=dataclasses.replace(told, url=url if is_own or page else None, outlet=feed.outlet or told.outlet),
        page=page,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def from_feed(item: Item) -> list[Report | Unread]:
    """The report that the feed itself holds."""
    return [report_of(item.name, item.told, Given(outlet=item.feed.outlet))]


def from_page(item: Item, answer: Fetched | FetchError) -> list[Report | Unread]:
    """The reports of the item's page, with what the feed tells and the page does not."""
    if isinstance(answer, FetchError):
        return [Unread(item.name, answer.as_failure())]
    if answer.media_type not in HTML_TYPES:
        message = f"{item.name}: is no page but {str(answer.media_type)[:80]!r}; leave it out"
        return [Unread(item.name, Failure("fetch", "no-page", message))]
    try:
        return list(_filled(item, answer))
    except InputError as error:
        return [Unread(item.name, error.as_failure())]


def _filled(item: Item, answer: Fetched) -> Iterator[Report | Unread]:
    given = Given(outlet=item.feed.outlet)
    for found in reports_of_page(item.name, answer.content or b"", given, answer.address, answer.charset):
        if isinstance(found, Unread):
            yield found
            continue
        told = item.told
        when = found.published is None and told.published
        yield dataclasses.replace(
            found,
            title=found.title or told.title,
            byline=found.byline or told.byline,
            published=published_day(told.published) if when else found.published,
            published_at=published_time(told.published) if when else found.published_at,
        )
