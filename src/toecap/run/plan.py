"""What of the input is new to a store, in batches that come out the same when a killed run goes on."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from toecap.read.inputs import Unread
from toecap.records import Record, Report
from toecap.store.lookup import codings, find
from toecap.store.rows import Coded, failure_id, record_id, report_id

# Reports and failures to a commit: half a minute's work on one core, and what a kill may cost.
BATCH = 256
# Paragraphs that a new version changed are kept up to this many.
MOST_CHANGES = 40


@dataclass(frozen=True, slots=True)
class Todo:
    """A report to be coded: which version it is, what that changed, and the record that it takes the place of."""

    report: Report
    version: int = 1
    changes: tuple[str, ...] = ()
    instead: str | None = None
    reason: str | None = None

    def coded(self, record: Record) -> Coded:
        """The record on its way into the store."""
        return Coded(record, self.version, self.changes)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit takes: reports to be coded, and the failures that were met on the way to them."""

    todo: tuple[Todo, ...]
    unread: tuple[Unread, ...]
    seen: int
    known: int


@dataclass(frozen=True, slots=True)
class _Had:
    """A version of a report that the store has, or that is on its way there."""

    record_id: str
    text_sha256: str
    version: int


@dataclass
class Planner:
    """Sorts out what the store has; `done` tells it which batches have been committed.

    `look`: what becomes of a report that the store has not, itself or a reason to set it aside. What was coded before
    is not looked at, so a later choice takes nothing out of a store.
    """

    store: Path
    coding: str
    size: int = BATCH
    look: Callable[[Report], Report | Unread] = lambda report: report
    _waiting: dict[str, list[_Had]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _failures: set[str] = field(default_factory=set)
    _committed: list[Todo] = field(default_factory=list)

    def batches(self, items: Iterable[Report | Unread]) -> Iterator[Batch]:
        """The batches of a stream: each has `size` reports and failures that are new, but for the last."""
        todo: list[Todo] = []
        unread: list[Unread] = []
        counts: Counter[str] = Counter()
        rest = iter(items)
        while chunk := list(islice(rest, self.size)):
            self._forget()
            had = self._had(chunk)
            chunk = [
                self.look(item) if isinstance(item, Report) and self._is_new(item, had) else item for item in chunk
            ]
            failed = self._failed(chunk)
            for item in chunk:
                counts["seen"] += 1
                if isinstance(item, Unread):
                    if self._is_new_failure(item, failed):
                        unread.append(item)
                elif found := self._todo(item, had):
                    todo.append(found)
                else:
                    counts["known"] += 1
                if len(todo) + len(unread) == self.size:
                    yield Batch(tuple(todo), tuple(unread), counts["seen"], counts["known"])
                    todo, unread, counts = [], [], Counter()
        if counts["seen"]:
            yield Batch(tuple(todo), tuple(unread), counts["seen"], counts["known"])

    def done(self, batch: Batch) -> None:
        """The batch is in the store now, and need not be remembered from the next look at the store on."""
        self._committed.extend(batch.todo)

    def _forget(self) -> None:
        for one in self._committed:
            own = record_id(one.report, self.coding)
            key = report_id(one.report)
            left = [had for had in self._waiting.get(key, ()) if had.record_id != own]
            self._waiting[key] = left
            if not left:
                del self._waiting[key]
            self._texts.pop(own, None)
        self._committed.clear()

    def _versions(self, report: Report, had: dict[str, list[_Had]]) -> list[_Had]:
        key = report_id(report)
        return had.get(key, []) + self._waiting.get(key, [])

    def _is_new(self, report: Report, had: dict[str, list[_Had]]) -> bool:
        return all(one.text_sha256 != report.text_sha256 for one in self._versions(report, had))

    def _todo(self, report: Report, had: dict[str, list[_Had]]) -> Todo | None:
        if not self._is_new(report, had):
            return None
        key = report_id(report)
        versions = self._versions(report, had)
        last = versions[-1] if versions else None
        own = _Had(record_id(report, self.coding), report.text_sha256, last.version + 1 if last else 1)
        self._waiting.setdefault(key, []).append(own)
        self._texts[own.record_id] = report.text
        if last is None:
            return Todo(report)
        before = self._texts.get(last.record_id) or _text(self.store, last.record_id)
        return Todo(report, own.version, changes(before, report.text), last.record_id, "changed")

    def _is_new_failure(self, item: Unread, stored: set[str]) -> bool:
        key = unread_id(item)
        if key in stored or key in self._failures:
            return False
        self._failures.add(key)
        return True

    def _failed(self, chunk: Sequence[Report | Unread]) -> set[str]:
        """Which of the chunk's failures the store has."""
        failures = [unread_id(item) for item in chunk if isinstance(item, Unread)]
        return {row[0] for row in find(self.store, "failures", "failure_id", failures, ["failure_id"])}

    def _had(self, chunk: Sequence[Report | Unread]) -> dict[str, list[_Had]]:
        """The versions that the store has of the chunk's reports, current records last."""
        reports = sorted({report_id(item) for item in chunk if isinstance(item, Report)})
        columns = ("report_id", "record_id", "text_sha256", "version")
        rows = find(self.store, "reports", "report_id", reports, columns)
        retired = {row[0] for row in find(self.store, "retired", "record_id", [row[1] for row in rows], ["record_id"])}
        had: dict[str, list[_Had]] = {}
        for key, record, digest, version in sorted(rows, key=lambda row: (row[1] not in retired, row[1])):
            had.setdefault(key, []).append(_Had(record, digest, version))
        return had


def unread_id(item: Unread) -> str:
    """The same failure of the same input has the same id in every run."""
    return failure_id(item.name, item.failure.stage, item.failure.code, item.failure.message)


def stale(store: Path, coding: str, size: int = BATCH) -> Iterator[Batch]:
    """The reports that another version, model or knowledge has coded, to be coded anew."""
    keys = [key for key, by in codings(store) if by != coding]
    for start in range(0, len(keys), size):
        wanted = keys[start : start + size]
        found = {
            row[0]: dict(zip(_KEPT, row, strict=True)) for row in find(store, "reports", "record_id", wanted, _KEPT)
        }
        todo = [
            Todo(_report(found[key]), found[key]["version"], tuple(found[key]["changes"] or ()), key, "recoded")
            for key in wanted
        ]
        yield Batch(tuple(todo), (), len(todo), 0)


def changes(before: str, after: str) -> tuple[str, ...]:
    """The paragraphs that are gone, after '- ', and the new ones, after '+ ', in the order of the text."""
    lines = difflib.ndiff(_paragraphs(before), _paragraphs(after))
    found = [line for line in lines if line.startswith(("- ", "+ "))]
    return tuple(found[:MOST_CHANGES])


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


_KEPT = (
    "record_id",
    "name",
    "outlet",
    "agency",
    "url",
    "title",
    "published",
    "language",
    "text",
    "text_sha256",
    "published_at",
    "byline",
    "kind",
    "version",
    "changes",
)


def _report(row: dict[str, Any]) -> Report:
    day = row["published"].isoformat() if row["published"] else None
    kept = {name: row[name] for name in _KEPT if name not in ("record_id", "name", "published", "version", "changes")}
    return replace(Report(row["name"], None, None, None, None, day, None, "", ""), **kept)


def _text(store: Path, key: str) -> str:
    return str(find(store, "reports", "record_id", [key], ["text"])[0][0])
