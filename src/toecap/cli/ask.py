"""`toecap query` and `toecap search`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from toecap.cli.rows import Form, form_of, print_rows
from toecap.errors import UsageError

if TYPE_CHECKING:
    from toecap.store.search import Found, Hit

COLUMNS = (
    "kind", "record_id", "statement_id", "start", "speaker", "name", "outlet", "published", "title", "url", "snippet"
)  # fmt: skip
Csv = Annotated[bool, Parameter(name="--csv", negative=(), help="Print CSV.")]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="Print a JSON object a line.")]


def query(
    store: Path,
    # cyclopts 5.4 takes a lone hyphen for an option unless leading hyphens are allowed.
    sql: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    *,
    as_csv: Csv = False,
    as_json: Json = False,
    rows: Annotated[int, Parameter(help="Print so many rows at most.")] = 1_000,
    seconds: Annotated[float, Parameter(help="Give up after so many seconds.")] = 10,
) -> int:
    """Ask a store in SQL; without a question, list its views and their columns.

    Parameters
    ----------
    store
        Folder of the store.
    sql
        One SELECT over the views, in DuckDB's SQL; - reads it from standard input.
    """
    from toecap.store.query import ask
    from toecap.store.reader import open_store

    form = form_of(as_csv, as_json)
    if rows < 1 or seconds <= 0:
        raise UsageError("no-bound", "--rows and --seconds must be more than 0")
    opened = open_store(store)
    if sql is None:
        _list_views(form)
        return 0
    answer = ask(opened, sys.stdin.read() if sql == "-" else sql, seconds, rows)
    print_rows(answer.columns, answer.rows, form)
    if answer.cut:
        print(f"toecap: only the first {rows:,} rows are shown; --rows NUMBER shows more", file=sys.stderr)
    return 0


def search(
    store: Path,
    *words: Annotated[str, Parameter(allow_leading_hyphen=True)],
    actor: Annotated[str | None, Parameter(help="Said by, or about: name, country code, or Wikidata id.")] = None,
    outlet: Annotated[str | None, Parameter(help="Published by.")] = None,
    since: Annotated[str | None, Parameter(help="Published on this day or later: YYYY-MM-DD.")] = None,
    until: Annotated[str | None, Parameter(help="Published on this day or earlier: YYYY-MM-DD.")] = None,
    kind: Annotated[
        Literal["statement", "report"] | None, Parameter(help="Only statements, or only whole reports.")
    ] = None,
    limit: Annotated[int, Parameter(help="Show so many at most.")] = 20,
    newest: Annotated[bool, Parameter(negative=(), help="The newest first, instead of the best.")] = False,
    as_csv: Csv = False,
    as_json: Json = False,
) -> int:
    """Find words in the titles, texts and statements of a store. Exit 1 where nothing is found.

    Parameters
    ----------
    store
        Folder of the store.
    words
        All of them must be there: word, begin*, "a phrase", -not, this OR that.
    """
    from toecap.store.reader import open_store
    from toecap.store.search import Wanted
    from toecap.store.search import search as find

    form = form_of(as_csv, as_json)
    given = [word for word in words if not word.startswith("--")]
    if len(given) < len(words):
        option = next(word for word in words if word.startswith("--"))
        raise UsageError("no-option", f"unknown option {option}; `toecap search --help` lists them")
    if limit < 1:
        raise UsageError("no-bound", "--limit must be more than 0")
    asked = " ".join(map(_quoted, given))
    wanted = Wanted(asked, actor, outlet, _day(since), _day(until), kind)
    found = find(open_store(store), wanted, limit, newest, _progress())
    if form == "table":
        _print_hits(found.hits)
    else:
        print_rows(COLUMNS, [[getattr(hit, name) for name in COLUMNS] for hit in found.hits], form)
    _tell(found)
    return 0 if found.hits else 1


def _list_views(form: Form) -> None:
    from toecap.store.query import described

    rows = [(view, *column) for view, _, columns in described() for column in columns]
    if form != "table":
        print_rows(("view", "column", "type", "says"), rows, form)
        return
    for view, says, columns in described():
        print(f"{view}: {says}")
        print_rows(("column", "type", "what it says"), columns, form)


def _quoted(word: str) -> str:
    """A word with spaces in it was a phrase in quotation marks, which the shell took away; or a whole question."""
    if " " not in word or '"' in word or {"OR", "AND"} & set(word.split()):
        return word
    return f'-"{word[1:]}"' if word.startswith("-") else f'"{word}"'


def _print_hits(hits: Sequence[Hit]) -> None:
    """Two columns, so that the words have room on 80 characters: where it stands, and what it says."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from toecap.cli.show import plain

    table = Table.grid(padding=(0, 2, 1, 0))
    for hit in hits:
        where = (f"{hit.published or 'undated'} {hit.kind}", hit.outlet, hit.speaker)
        said = Text(plain(hit.snippet))
        for start, end in hit.marks:
            said.stylize("bold", len(plain(hit.snippet[:start])), len(plain(hit.snippet[:end])))
        table.add_row(Text("\n".join(plain(line) for line in where if line)), said)
    Console(highlight=False).print(table)


def _tell(found: Found) -> None:
    if not found.whole:
        print("toecap: another process is bringing the index up to date; some reports may be missing", file=sys.stderr)
    if not found.total:
        print("toecap: nothing found", file=sys.stderr)
        return
    total = f"more than {found.total:,}" if found.more else f"{found.total:,}"
    order = "" if found.ranked else ", the newest first"
    print(f"toecap: {len(found.hits):,} of {total} found{order}", file=sys.stderr)


def _progress() -> Callable[[int, int], None] | None:
    """Tells on a terminal how far the index is."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int) -> None:
        end = "\n" if done == of else ""
        print(f"\rtoecap: indexing {done:,} of {of:,} reports", end=end, file=sys.stderr, flush=True)

    return tell


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError("no-date", f"{given!r} is no date; write YYYY-MM-DD") from None
