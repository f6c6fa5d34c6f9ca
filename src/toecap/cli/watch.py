"""`toecap watch`: feeds into a store, until stopped."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from toecap.errors import FetchError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from toecap.run.code import Unread
    from toecap.run.watch import Looked, Round


def watch(
    store: Path | None = None,
    feeds: Path | None = None,
    *,
    once: Annotated[bool, Parameter(negative=(), help="One round, then end: for cron and the like.")] = False,
    check: Annotated[
        Path | None, Parameter(help="Only say whether the feeds of this file are there and can be read; no store.")
    ] = None,
    own_network: Annotated[
        bool, Parameter(negative=(), help="Ask servers of this machine and of the network around it as well.")
    ] = False,
) -> int:
    """Read feeds into a store, again and again until stopped (Ctrl-C). Exit 0: stopped; 1: with --once or --check, a
    feed was not there.

    Parameters
    ----------
    store
        The folder of the store; it is made if there is none.
    feeds
        A TOML file: a table [[feed]] with an address for each; see docs/how-to/feeds.md.
    """
    if check is not None:
        return _check(check, own_network)
    if store is None or feeds is None:
        raise UsageError("no-feeds", "name a store and a file with feeds: toecap watch STORE feeds.toml")
    from rich.console import Console

    from toecap.cli.summary import is_told
    from toecap.run.watch import open_watch

    stopped = threading.Event()

    def pause(seconds: float) -> None:
        if stopped.wait(seconds):
            raise FetchError("stopped", "stopped before it was asked for", passing=True)

    console = Console(stderr=True, highlight=False)
    unread: list[str] = []

    def note(item: Unread) -> None:
        if is_told(item.failure):
            unread.append(item.failure.message)

    watching = open_watch(store, feeds, note, pause, own_network)
    with _stopping(stopped):
        while not stopped.is_set():
            done = watching.round()
            _show(done, unread, console)
            unread.clear()
            if once:
                return 1 if done.trouble or any(one.outcome == "failed" for one in done.looked) else 0
            stopped.wait(max(0.0, done.due - time.time()))
    return 0


@contextmanager
def _stopping(stopped: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM end the watch after the commit that is under way; a second one ends it at once."""

    def stop(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show(done: Round, unread: list[str], console: Console) -> None:
    """What failed or was set aside, each once; one line a round; on a terminal the feeds that told something."""
    feeds = [one.message for one in done.looked if one.message]
    in_table = set(feeds) if console.is_terminal else set()
    for message in dict.fromkeys([*unread, *feeds]):
        if message not in in_table:
            print(f"toecap: {_plain(message)}", file=sys.stderr)
    told = [one for one in done.looked if one.new or one.outcome == "failed"]
    if console.is_terminal and told:
        console.print(_table(told))
    print(_line(done), file=sys.stderr)


def _line(done: Round) -> str:
    """`12:00:00 12 feeds: 9 unchanged, 2 read, 1 failed; 14 new items: 13 coded, ...; next look 12:15:00`."""
    counts = {word: sum(one.outcome == word for one in done.looked) for word in ("read", "unchanged", "failed")}
    feeds = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "none due"
    step = done.progress
    parts = [f"{step.coded} coded"]
    parts += [
        f"{number} {word}"
        for number, word in (
            (step.changed, "of them new versions"),
            (step.known, "known before"),
            (step.failed, "failed or set aside"),
            (done.later, "pages still to come"),
        )
        if number
    ]
    trouble = f"; {_plain(done.trouble)}" if done.trouble else ""
    return (
        f"{_clock(done.began)} {len(done.looked)} feeds: {feeds}; {', '.join(parts)}; next look {_clock(done.due)}"
        + trouble
    )


def _table(told: list[Looked]) -> object:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading in ("feed", "items", "new", ""):
        table.add_column(heading, justify="right" if heading in ("items", "new") else "left")
    for one in told:
        numbers = (str(one.items), str(one.new)) if one.outcome == "read" else ("", "")
        # Text, for brackets in an address are no markup.
        why = (one.message or "").removeprefix(f"{one.feed}: ")
        table.add_row(Text(_plain(one.feed)), *numbers, Text(_plain(why)))
    return table


def _check(feeds: Path, own_network: bool) -> int:
    from toecap.run.watch import look_at

    failed = False
    for one in look_at(feeds, own_network):
        failed = failed or one.outcome == "failed"
        if one.outcome == "failed":
            print(f"failed  {_plain(one.message or one.feed)}")
        else:
            print(f"good    {_plain(one.feed)}: {one.items} items, {one.new} of them with their text")
    return 1 if failed else 0


def _clock(seconds: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))


def _plain(text: str) -> str:
    from toecap.cli.show import plain

    return plain(text)
