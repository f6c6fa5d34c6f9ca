"""Feeds -> a store, round after round. No report is coded twice, and a round may be killed at any moment.

What a feed itself holds is noted as done after it is committed. A page that is to be fetched is noted first, with what
the feed told of it, and crossed out when it is committed: so the feed may forget it, or the watch be killed.
"""

from __future__ import annotations

import dataclasses
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Literal

from toecap.errors import FetchError, InputError, StoreError
from toecap.read.fetch import Fetched, Fetcher
from toecap.read.inputs import Given, Unread
from toecap.records import Report
from toecap.run.build import Progress, build
from toecap.run.feed_items import Item, from_feed, from_page, items_of
from toecap.run.feed_state import Seen, Waiting, load, save
from toecap.run.gather import Ask, gather
from toecap.run.linking import is_overdue
from toecap.run.subscriptions import Feed, Subscriptions, read_subscriptions

__all__ = ["Looked", "Round", "Watch", "look_at", "open_watch"]

# Pages of one feed in one round; the rest comes in the next, at once.
MOST_PAGES = 30
# Reports to a commit.
BATCH = 64
# How often a page is tried, at growing intervals, and the longest interval of a feed that is not there.
MOST_TRIES, LONGEST = 5, 86_400.0
# A feed is looked at so much of its interval before its time, if there is a round.
EARLY = 0.1
# After trouble with the store it is left for so long.
REST = 60.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look at a feed gave: how many items, how many of them are new, or why there was nothing."""

    feed: str
    outcome: Literal["read", "unchanged", "failed"]
    items: int = 0
    new: int = 0
    message: str | None = None


@dataclass
class Round:
    """What one round did. `later`: pages that are still to come; `due`: when the next round is."""

    began: float
    looked: list[Looked] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)
    later: int = 0
    due: float = 0.0
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A feed that came in this round, and which of its items it holds itself."""

    feed: Feed
    answer: Fetched
    held: tuple[Item, ...]


class Watch:
    """The feeds of a store. `on_unread` is told what failed or was set aside, each time that it is met."""

    def __init__(
        self,
        store: Path,
        subscriptions: Subscriptions,
        fetcher: Fetcher,
        on_unread: Callable[[Unread], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._fetcher = fetcher
        self._on_unread = on_unread
        self._clock = clock
        self._states = {feed.address: load(store, feed.address) for feed in subscriptions.feed}

    def due(self) -> float:
        """When there is something to do."""
        return min(state.next() for state in self._states.values())

    def round(self) -> Round:
        """Look at the feeds that are due, and code what is new in them."""
        done = Round(self._clock())
        feeds = [feed for feed in self._subscriptions.feed if self._is_due(feed, done.began)]
        try:
            read, dead = self._look_at(feeds, done)
            self._code(read, dead, done)
            for one in read:
                self._finish(one)
        except StoreError as error:
            done.trouble = error.message
        done.later = sum(len(state.waiting) for state in self._states.values())
        done.due = max(self.due(), self._clock() + REST) if done.trouble else self.due()
        return done

    def _look_at(self, feeds: Sequence[Feed], done: Round) -> tuple[list[_Read], list[Unread]]:
        """The feeds that came, and those that will not come again."""
        read: list[_Read] = []
        dead: list[Unread] = []
        states = [self._states[feed.address] for feed in feeds]
        for place, answer in gather(self._fetcher, [Ask(s.address, s.etag, s.modified) for s in states]):
            try:
                done.looked.append(self._look(feeds[place], answer, read))
            except InputError as error:
                done.looked.append(self._failed(feeds[place], error))
                if not (isinstance(error, FetchError) and error.passing):
                    dead.append(Unread(feeds[place].address, error.as_failure()))
        return read, dead

    def _is_due(self, feed: Feed, now: float) -> bool:
        """Whether a feed is looked at; a little early is better than a whole round late."""
        return self._states[feed.address].due <= now + self._subscriptions.seconds_of(feed) * EARLY

    def _look(self, feed: Feed, answer: Fetched | FetchError, read: list[_Read]) -> Looked:
        """Notes the pages that are to be fetched; what the feed holds goes to `read`."""
        if isinstance(answer, FetchError):
            raise answer
        if answer.content is None:
            read.append(_Read(feed, answer, ()))
            return Looked(feed.address, "unchanged")
        items = items_of(feed, answer)
        new = [item for item in items if self._is_new(item)]
        now, state = self._clock(), self._states[feed.address]
        for item in new:
            if item.page is not None:
                state.items[item.key] = Seen(item.looks, now)
                state.waiting[item.key] = Waiting(dataclasses.replace(item.told, text=""), item.page, now)
        save(self._store, feed.address, state)
        read.append(_Read(feed, answer, tuple(item for item in new if item.page is None)))
        return Looked(feed.address, "read", len(items), len(new))

    def _is_new(self, item: Item) -> bool:
        """Whether there is something to do about an item; notes that it was there."""
        now, own = self._clock(), self._states[item.feed.address].items
        seen = own.get(item.key)
        if seen is not None:
            own[item.key] = Seen(seen.looks, now)
            return seen.looks != item.looks
        if any(item.key in state.items for state in self._states.values()):
            own[item.key] = Seen(item.looks, now)  # another feed has shown it
            return False
        return True

    def _failed(self, feed: Feed, error: InputError) -> Looked:
        """Look at the feed later, and the later the longer it is not there."""
        state = self._states[feed.address]
        if error.code != "stopped":
            state.failures += 1
            wait = min(LONGEST, self._subscriptions.seconds_of(feed) * 2.0 ** min(state.failures - 1, 12))
            asked = error.wait if isinstance(error, FetchError) and error.wait else 0.0
            state.due = self._clock() + max(wait, asked)
            save(self._store, feed.address, state)
        return Looked(feed.address, "failed", message=error.message)

    def _code(self, read: Sequence[_Read], dead: Sequence[Unread], done: Round) -> None:
        """Fetch the pages that are due, code everything, and note what has been committed; link what waits for it."""
        whole: deque[tuple[int, Item]] = deque()
        arrivals = self._arrivals(read, dead, whole)
        if (first := next(arrivals, None)) is None and not is_overdue(self._store):
            return
        items = arrivals if first is None else chain([first], arrivals)
        inputs = tuple(feed.address for feed in self._subscriptions.feed)
        given = Given(first_look=self._subscriptions.first_look)
        for step in build(self._store, items, self._on_unread, inputs=inputs, command="watch", size=BATCH, given=given):
            done.progress = step
            touched = set()
            while whole and whole[0][0] <= step.seen:
                _, item = whole.popleft()
                state = self._states[item.feed.address]
                state.items[item.key] = Seen(item.looks, self._clock())
                state.waiting.pop(item.key, None)
                touched.add(item.feed.address)
            for address in sorted(touched):
                save(self._store, address, self._states[address])

    def _arrivals(
        self, read: Sequence[_Read], dead: Sequence[Unread], whole: deque[tuple[int, Item]]
    ) -> Iterator[Report | Unread]:
        """The reports of all items as they come; `whole` tells after how many of them each item is complete."""
        yield from dead
        count = len(dead)
        pages = list(self._pages())
        answers = gather(self._fetcher, [Ask(item.page or "") for item in pages])
        for item, answer in chain(
            ((item, None) for one in read for item in one.held), ((pages[place], answer) for place, answer in answers)
        ):
            if isinstance(answer, FetchError) and self._is_later(item, answer):
                continue
            reports = from_feed(item) if answer is None else from_page(item, answer)
            count += len(reports)
            whole.append((count, item))
            yield from reports

    def _pages(self) -> Iterator[Item]:
        """The items whose pages are to be fetched now."""
        now = self._clock()
        for feed in self._subscriptions.feed:
            state = self._states[feed.address]
            due = [key for key, one in state.waiting.items() if one.due <= now]
            for key in due[:MOST_PAGES]:
                one = state.waiting[key]
                yield Item(feed, key, state.items[key].looks if key in state.items else "", one.told, one.page)

    def _is_later(self, item: Item, error: FetchError) -> bool:
        """Whether a page that did not come is tried again; notes when."""
        state = self._states[item.feed.address]
        one = state.waiting[item.key]
        if error.code == "stopped":
            return True
        if not error.passing or one.tries + 1 == MOST_TRIES:
            return False
        wait = self._subscriptions.seconds_of(item.feed) * 2.0**one.tries
        state.waiting[item.key] = dataclasses.replace(
            one, tries=one.tries + 1, due=self._clock() + max(wait, error.wait or 0.0)
        )
        return True

    def _finish(self, one: _Read) -> None:
        """Note where a feed stands after all that it holds has been committed."""
        state, now = self._states[one.feed.address], self._clock()
        state.failures = 0
        state.address = one.answer.moved or state.address
        state.due = now + self._subscriptions.seconds_of(one.feed)
        if one.answer.content is not None:
            state.etag, state.modified = one.answer.etag, one.answer.modified
            state.forget(now)
        save(self._store, one.feed.address, state)


def open_watch(
    store: Path,
    feeds: Path,
    on_unread: Callable[[Unread], None],
    pause: Callable[[float], object],
    own_network: bool = False,
) -> Watch:
    """The watch over the feeds of a file. `pause` waits so many seconds, or raises what ends a request."""
    subscriptions = read_subscriptions(feeds)
    return Watch(store, subscriptions, Fetcher(subscriptions.manners(own_network), sleep=pause), on_unread)


def look_at(feeds: Path, own_network: bool = False) -> Iterator[Looked]:
    """Each feed of a file once, without a store; `new` is how many items it holds with their text."""
    subscriptions = read_subscriptions(feeds)
    fetcher = Fetcher(subscriptions.manners(own_network))
    for place, answer in gather(fetcher, [Ask(feed.address) for feed in subscriptions.feed]):
        feed = subscriptions.feed[place]
        try:
            if isinstance(answer, FetchError):
                raise answer
            items = items_of(feed, answer)
            yield Looked(feed.address, "read", len(items), sum(item.page is None for item in items))
        except InputError as error:
            yield Looked(feed.address, "failed", message=error.message)
