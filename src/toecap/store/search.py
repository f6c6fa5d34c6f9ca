"""Words and phrases in a store's titles, texts and statements."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from toecap.errors import StoreError, UsageError
from toecap.knowledge.values import fold
from toecap.store.index import Progress, discard, first_id, open_index, tag
from toecap.store.reader import Store

Kind = Literal["statement", "report"]

# Words that are in more entries than this say nothing of their rank, and ranking them takes over 0.1 s: they come
# newest first instead. Of 700,000 entries "said" in 150,000 takes 0.4 s to rank, "minister" in 25,000 takes 0.08 s; and
# a phrase of common words, which bm25 looks for a second time, more.
_RANKED = 10_000
_OPEN, _CLOSE = "\ue000", "\ue001"  # private-use characters, around what matched
_TITLE_WEIGHT = 4.0

# A phrase in quotation marks, or a word; a minus before it, a star behind it.
_TERM = re.compile(r'(?P<not>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words (`"a phrase"`, `begin*`, `-not`, `this OR that`), and in which entries."""

    words: str
    actor: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A report or statement that matches; `marks` are the offsets of what matched in `snippet`."""

    kind: Kind
    record_id: str
    statement_id: str | None
    start: int | None
    speaker: str | None
    name: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, the best first, or the newest first where there are too many to rank.

    `total` counts all entries that match, up to a bound: `more` where there are more. `whole` is False while another
    process is still bringing the index up to date.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    ranked: bool
    whole: bool


def search(
    store: Store, wanted: Wanted, limit: int = 20, newest: bool = False, progress: Progress | None = None
) -> Found:
    """What matches in the store at its commit. UsageError where no word is asked for."""
    wanted = _readable(wanted)
    match = _match(wanted.words)
    try:
        return _search(store, wanted, match, (limit, newest), progress)
    except sqlite3.OperationalError as error:
        raise StoreError("index", f"the search index of {store.path} cannot be written: {error}; make room") from None
    except sqlite3.DatabaseError:
        discard(store)
        return _search(store, wanted, match, (limit, newest), progress)


def _readable(wanted: Wanted) -> Wanted:
    """Without what SQLite cannot read: half a surrogate pair, and NUL, which ends a question."""

    def readable(text: str) -> str:
        return text.encode("utf-8", "replace").decode().replace("\0", " ")

    actor, outlet = (readable(name) if name is not None else None for name in (wanted.actor, wanted.outlet))
    return replace(wanted, words=readable(wanted.words), actor=actor, outlet=outlet)


def _search(store: Store, wanted: Wanted, match: str, show: tuple[int, bool], progress: Progress | None) -> Found:
    limit, newest = show
    with open_index(store, progress) as (index, whole):
        filtered = _filtered(index, wanted, match)
        if filtered is None:
            return Found((), 0, False, True, whole)
        span = _span(wanted)
        count = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?)"
        total = index.execute(count, [filtered, *span, _RANKED + 1]).fetchone()[0]
        ranked = total <= _RANKED and not newest
        order = f"bm25(words, {_TITLE_WEIGHT}, 1.0, 0.0), rowid DESC" if ranked else "rowid DESC"
        best = f"SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY {order} LIMIT ?"
        ids = [row[0] for row in index.execute(best, [filtered, *span, limit])]
        hits = [hit for one in ids for hit in _hits(index, match, one)]
        at = index.execute("SELECT value FROM facts WHERE name = 'commit'").fetchone()
    if not at or at[0] != store.commit:
        hits = _shown(store, hits)
    return Found(tuple(hits), min(total, _RANKED), total > _RANKED, ranked, whole)


def _match(words: str) -> str:
    """The words in FTS5's language, with nothing of it open to the caller: every term stands in quotation marks."""
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    either = False
    for term in _TERM.finditer(words):
        text = term["word"] if term["word"] is not None else term["phrase"]
        if term["word"] in ("OR", "AND"):
            either = term["word"] == "OR" and bool(wanted)
            continue
        if not any(character.isalnum() for character in text):
            continue
        quoted = '"' + text.rstrip("*").replace('"', "") + '"' + ("*" if text.endswith("*") else "")
        if term["not"]:
            unwanted.append(quoted)
        elif either:
            wanted[-1].append(quoted)
        else:
            wanted.append([quoted])
        either = False
    if not wanted:
        raise UsageError("no-words", f"no word to look for in {words!r}; name at least one that is wanted")
    match = " AND ".join(f"({' OR '.join(terms)})" for terms in wanted)
    if unwanted:
        match = f"({match}) NOT ({' OR '.join(unwanted)})"
    return f"{{title text}} : ({match})"


def _filtered(index: sqlite3.Connection, wanted: Wanted, match: str) -> str | None:
    """The question with its filters; None where a filter fits nothing that the store knows."""
    parts = [match]
    if wanted.kind:
        parts.append(f"tags : k{wanted.kind}")
    for kind, name in (("a", wanted.actor), ("o", wanted.outlet)):
        if name is None:
            continue
        tags = _named(index, kind, name)
        if kind == "a":
            tags += [tag("a", name), tag("c", name)]
        if not tags:
            return None
        parts.append(f"tags : ({' OR '.join(sorted(set(tags)))})")
    return " AND ".join(f"({part})" for part in parts)


def _named(index: sqlite3.Connection, kind: str, name: str) -> list[str]:
    """The marks of the actors or outlets whose name has these words in a row."""
    looked_for = f" {fold(name).strip()} "
    sql = "SELECT DISTINCT tag FROM names WHERE tag GLOB ? AND instr(' ' || name || ' ', ?)"
    return [row[0] for row in index.execute(sql, [f"{kind}*", looked_for])]


def _span(wanted: Wanted) -> tuple[int, int]:
    """The ids of the days asked for; what is undated is in no span of days."""
    least = first_id(wanted.since) if wanted.since else first_id(date.min + timedelta(1)) if wanted.until else 0
    most = first_id(wanted.until + timedelta(1)) - 1 if wanted.until and wanted.until < date.max else (1 << 62)
    return least, most


def _hits(index: sqlite3.Connection, match: str, entry: int) -> Iterator[Hit]:
    """The entry, if it is still there, with a snippet around the words: the filters' own words are none of its text."""
    sql = (
        "SELECT e.record_id, e.statement_id, e.start, e.speaker, e.name, e.outlet, e.published, e.title, e.url, "
        f"snippet(words, -1, '{_OPEN}', '{_CLOSE}', '…', 24) FROM words JOIN entries AS e ON e.id = words.rowid "
        "WHERE words MATCH ? AND words.rowid = ?"
    )
    for *fields, marked in index.execute(sql, [match, entry]):
        told: list[Any] = ["statement" if fields[1] else "report", *fields, *_unmarked(marked)]
        yield Hit(*told)


def _unmarked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet as one line, and where in it the words are."""
    out, marks, start = "", [], None
    for part in re.split(f"([{_OPEN}{_CLOSE}])", " ".join(marked.split())):
        if part == _OPEN:
            start = len(out)
        elif part == _CLOSE:
            if start is not None:
                marks.append((start, len(out)))
            start = None
        else:
            out += part
    return out, tuple(marks)


def _shown(store: Store, hits: list[Hit]) -> list[Hit]:
    """Without the records that the store does not show at its commit."""
    with store.connection.cursor() as tables:
        ids = [hit.record_id for hit in hits]
        found = tables.execute("SELECT record_id FROM reports WHERE list_contains($1, record_id)", [ids]).fetchall()
    current = {row[0] for row in found}
    return [hit for hit in hits if hit.record_id in current]
