"""`toecap score`: how good records are."""

from __future__ import annotations

import json as as_json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

if TYPE_CHECKING:
    from toecap.measure.score import Score


def score(
    gold: Path,
    given: Path,
    /,
    *,
    errors: Annotated[int, Parameter(help="Also print up to this many that were missed, and as many too much.")] = 0,
    json: Annotated[bool, Parameter(negative=(), help="One JSON object.")] = False,
) -> int:
    """Score records against gold ones of the same reports: records that somebody has put right.

    Parameters
    ----------
    gold
        Records as `toecap read --json` prints them, corrected by hand: a .jsonl or .json file, or a folder of them.
    given
        The records to be scored, the same way. They are matched to the gold by name.
    """
    from toecap.measure.score import load
    from toecap.measure.score import score as score_records

    total = score_records(load(gold), load(given))
    if json:
        print(as_json.dumps(_row(total)))
        return 0
    _show(total)
    for title, rows in (("missed", total.missed), ("too much", total.spare)):
        for row in rows[:errors]:
            print(f"{title}: {row}")
    return 0


def _row(total: Score) -> dict[str, object]:
    row: dict[str, object] = {"reports": total.reports}
    for name, figure in total.figures().items():
        row[name] = {
            "precision": figure.precision,
            "recall": figure.recall,
            "f1": figure.f1,
            "gold": figure.gold,
            "given": figure.given,
        }
    for name, (right, of) in total.shares().items():
        row[name] = {"share": right / of if of else None, "of": of}
    return row


def _show(total: Score) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE, title=f"{total.reports:,} reports", title_justify="left")
    for name in ("measure", "precision", "recall", "F1", "gold", "given"):
        table.add_column(name, justify="left" if name == "measure" else "right")
    for name, figure in total.figures().items():
        shown = [_percent(value) for value in (figure.precision, figure.recall, figure.f1)]
        table.add_row(_SAYS[name], *shown, f"{figure.gold:,}", f"{figure.given:,}")
    for name, (right, of) in total.shares().items():
        table.add_row(_SAYS[name], "", _percent(right / of if of else None), "", f"{of:,}", "")
    Console().print(table)


_SAYS = {
    "content": "statements found",
    "attributed": "  and to the right speaker",
    "form": "  and of the right form",
    "type": "events of the right type",
    "triple": "  and both sides right",
    "dated": "events with the right day",
    "certainty": "certainty right",
    "leak": "not done, but told as done",
}


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"
