"""What is remembered of a feed between rounds: a small file each in the store's folder, put in place as a whole.

Losing it loses no report: items are then looked at again, and the store knows what it has.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from toecap.read.pages import Page
from toecap.store.commit import refused

FOLDER = "watch"
# An item that a feed has not shown for so long is forgotten.
KEPT = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class Seen:
    """An item of a feed that is done with, or waits: what it looked like, and when it was last there."""

    looks: str
    at: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item whose page is to be fetched at `due` or later; the feed may have forgotten it."""

    told: Page
    page: str
    due: float
    tries: int = 0


@dataclass
class FeedState:
    """Where a feed stands. `due`: when it is looked at next; `failures`: how often in a row it was not there."""

    address: str
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    items: dict[str, Seen] = field(default_factory=dict)
    waiting: dict[str, Waiting] = field(default_factory=dict)

    def next(self) -> float:
        """When there is something to do about the feed, or about a page of it."""
        return min([self.due, *(one.due for one in self.waiting.values())])

    def forget(self, now: float) -> None:
        """Drop items that are long gone from the feed."""
        self.items = {key: seen for key, seen in self.items.items() if now - seen.at < KEPT}


def load(store: Path, feed: str) -> FeedState:
    """What is known of the feed; a new state where there is none, or it is damaged."""
    try:
        row = json.loads(_path(store, feed).read_text("utf-8"))
        items = {str(key): Seen(**seen) for key, seen in row.pop("items").items()}
        waiting = {str(key): Waiting(**{**one, "told": Page(**one["told"])}) for key, one in row.pop("waiting").items()}
        row.pop("feed")
        return FeedState(**row, items=items, waiting=waiting)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return FeedState(feed)


def save(store: Path, feed: str, state: FeedState) -> None:
    """Write the state aside, and put it in place. StoreError where the disk refuses; then the old one is there."""
    path = _path(store, feed)
    aside = path.with_suffix(".aside")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8") as out:
            json.dump({"feed": feed, **dataclasses.asdict(state)}, out)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    except OSError as error:
        raise refused(store, error) from error


def _path(store: Path, feed: str) -> Path:
    return store / FOLDER / f"{hashlib.sha256(feed.encode()).hexdigest()[:24]}.json"
