"""What became of the inputs: the lines at the end of a run, and the rows of `--failures FILE`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from toecap.cli.show import plain
from toecap.errors import UsageError
from toecap.records import Failure
from toecap.run.code import FIRST_LOOK, Unread

# Sound, but nothing to code: another language, and items that a feed holds no text of; also what the first look takes
# for sport, weather or a list. They make no run fail.
SET_ASIDE = frozenset({"language", "no-content"})


def is_told(failure: Failure) -> bool:
    """Whether a failure is said at once; what is set aside by a look may be half an archive, and is only counted."""
    return failure.stage != FIRST_LOOK


@dataclass
class Summary:
    """Counts while a run goes on; `rows`, if given, takes each failure as one line of JSON."""

    rows: TextIO | None = None
    coded: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def tell(self, item: Unread) -> None:
        """Count a failure, and say it if it is one to be told."""
        self.add(item.name, item.failure)
        if is_told(item.failure):
            print(f"toecap: {plain(item.failure.message)}", file=sys.stderr)

    def add(self, name: str, failure: Failure) -> None:
        """Count one failure, and write its row."""
        is_aside = failure.code in SET_ASIDE or failure.stage == FIRST_LOOK
        (self.aside if is_aside else self.failed)[failure.code] += 1
        if self.rows is not None:
            row = {"name": name, "stage": failure.stage, "code": failure.code, "message": failure.message}
            self.rows.write(json.dumps(row) + "\n")

    def line(self) -> str:
        """All in one line: `12 read: 9 coded, 2 set aside (language 2), 1 failed (encoding 1)`."""
        read = self.coded + self.aside.total() + self.failed.total()
        return f"{read:,} read: {', '.join([f'{self.coded:,} coded', *self.lost()])}"

    def lost(self) -> list[str]:
        """What was set aside and what failed, and why."""
        parts = []
        for word, counts in (("set aside", self.aside), ("failed", self.failed)):
            if counts:
                why = ", ".join(f"{code} {count:,}" for code, count in sorted(counts.items()))
                parts.append(f"{counts.total():,} {word} ({why})")
        return parts


@contextmanager
def summary_of(failures: Path | None) -> Iterator[Summary]:
    """A summary whose rows go to the file of `--failures`, if there is one. UsageError where it cannot be written."""
    if failures is None:
        yield Summary()
        return
    try:
        rows = failures.open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            "failures", f"--failures {failures}: {error.strerror}; name a file that can be written"
        ) from None
    with rows:
        yield Summary(rows)
