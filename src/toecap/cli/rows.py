"""Rows for people and programs: a table, CSV, or a JSON object a line."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from toecap.errors import UsageError

Form = Literal["table", "csv", "json"]


def form_of(as_csv: bool, as_json: bool) -> Form:
    """The form that the flags ask for."""
    if as_csv and as_json:
        raise UsageError("two-forms", "--csv and --json ask for two forms of one answer; give one of them")
    return "csv" if as_csv else "json" if as_json else "table"


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Form) -> None:
    """Print rows to standard output, in their order."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)
    elif form == "json":
        for row in rows:
            print(
                json.dumps({name: _json(value) for name, value in zip(columns, row, strict=True)}, ensure_ascii=False)
            )
    else:
        _table(columns, rows)


# Narrower columns break words and numbers.
NARROWEST = 10


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from toecap.cli.show import plain

    console = Console()
    cells = [[Text(plain(_shown(value))) for value in row] for row in rows]
    heads = [Text(plain(name)) for name in columns]
    wide = [max(cell.cell_len for cell in column) for column in zip(heads, *cells, strict=True)]
    if sum(min(width, NARROWEST) + 2 for width in wide) > console.width:
        # One value a line: so many columns would leave none the room for a word.
        for row in cells:
            grid = Table.grid(padding=(0, 2, 0, 0))
            for head, cell in zip(heads, row, strict=True):
                grid.add_row(Text(head.plain, style="bold"), cell)
            console.print(grid, Text())
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head, width in zip(heads, wide, strict=True):
        table.add_column(head, overflow="fold", min_width=min(width, NARROWEST))
    for row in cells:
        table.add_row(*row)
    console.print(table)


def _shown(value: Any) -> str:
    """A value for people: a list as its parts, without the marks of JSON."""
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return str(_cell(value))


def _cell(value: Any) -> Any:
    """A value in one cell: empty for what is unknown, JSON for what has parts."""
    value = _json(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _json(value: Any) -> Any:
    """A value as JSON knows it: days and times in ISO 8601, and no number that is none."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _json(one) for name, one in value.items()}
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)
