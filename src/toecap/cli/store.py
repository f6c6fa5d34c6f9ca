"""`toecap build`: everything into a store."""

from __future__ import annotations

import json as as_json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from toecap.cli.inputs import (
    Actors,
    Columns,
    Executor,
    Failures,
    FirstLook,
    Inputs,
    Only,
    Outlet,
    Published,
    refuse_options,
    start_workers,
)
from toecap.errors import UsageError

if TYPE_CHECKING:
    from toecap.cli.summary import Summary
    from toecap.run.build import Progress


def build(
    store: Path,
    /,
    *inputs: Inputs,
    published: Published = None,
    outlet: Outlet = None,
    map: Columns = None,
    first_look: FirstLook = "safe",
    actors: Actors = None,
    only: Only = "all",
    failures: Failures = None,
    executor: Executor = "serial",
    recode: Annotated[
        bool, Parameter(negative=(), help="Code anew what an older version, model or knowledge has coded.")
    ] = False,
    json: Annotated[bool, Parameter(negative=(), help="Print the summary as one JSON object.")] = False,
) -> int:
    """Code everything into a store. Run it again after a kill, or with more inputs: nothing is coded twice.

    Parameters
    ----------
    store
        The folder of the store; it is made if there is none.
    inputs
        As for `toecap read`. None are needed with --recode.
    """
    if not inputs and not recode:
        raise UsageError("no-input", "nothing to build from; name a file, a folder, or - for standard input")
    refuse_options(inputs, "build")
    start_workers(executor)
    from toecap.cli.summary import summary_of
    from toecap.run.build import build_inputs
    from toecap.run.code import given_of

    given = given_of(published, outlet, map, first_look, actors, only)
    began = time.monotonic()
    last = None
    with summary_of(failures) as summary:
        try:
            for step in _shown(build_inputs(store, inputs, given, summary.tell, executor, recode), inputs):
                last = step
        except KeyboardInterrupt:
            print(f"toecap: stopped; {store} holds all up to the last commit: run this again to go on", file=sys.stderr)
            return 130
    _print_summary(store, last, summary, time.monotonic() - began, json)
    return 1 if summary.failed else 0


def _shown(steps: Iterable[Progress], inputs: tuple[str, ...]) -> Iterator[Progress]:
    """The same steps, with a bar on a terminal: how far, how fast, how long still."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from toecap.run.code import estimate

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from steps
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left about"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("loading the model and the tables", total=estimate(inputs))
        for step in steps:
            what = "linking reports" if step.linking else f"{step.coded:,} coded, {step.known:,} known"
            bar.update(task, completed=step.seen, description=what)
            yield step


def _print_summary(store: Path, last: Progress | None, summary: Summary, seconds: float, json: bool) -> None:
    coded, known, changed, recoded = (
        (last.coded, last.known, last.changed, last.recoded) if last is not None else (0, 0, 0, 0)
    )
    if json:
        row = {
            "store": str(store),
            "coded": coded,
            "known": known,
            "changed": changed,
            "recoded": recoded,
            "set_aside": dict(sorted(summary.aside.items())),
            "failed": dict(sorted(summary.failed.items())),
            "seconds": round(seconds, 1),
        }
        print(as_json.dumps(row))
        return
    parts = [f"{coded:,} coded"]
    parts += [
        f"{number:,} {word}"
        for number, word in ((changed, "of them new versions"), (recoded, "of them coded anew"))
        if number
    ]
    parts += [f"{known:,} known before"] if known else []
    parts += summary.lost()
    print(f"toecap: {store}: {', '.join(parts)}, in {seconds:,.0f} s", file=sys.stderr)
    print(f"toecap: look at it with `toecap serve {store}`, or ask: `toecap query {store}`", file=sys.stderr)
