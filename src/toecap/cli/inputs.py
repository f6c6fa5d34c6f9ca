"""What the commands that read inputs share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from toecap.errors import UsageError

# cyclopts 5.4 takes a lone hyphen for an option unless leading hyphens are allowed.
Inputs = Annotated[str, Parameter(allow_leading_hyphen=True)]
Published = Annotated[str | None, Parameter(help="Day of publication, for inputs that do not say: YYYY-MM-DD.")]
Outlet = Annotated[str | None, Parameter(help="Who published, for inputs that do not say.")]
Columns = Annotated[
    str | None, Parameter(help="Columns of tables and rows that are called otherwise: text=body,published=date.")
]
FirstLook = Annotated[
    Literal["none", "safe", "wide"],
    Parameter(help="Sport, weather, listings set aside unparsed: none, those without a thing to code, or all of them."),
]
Only = Annotated[
    Literal["all", "statements"], Parameter(help="What is coded: statements alone take a little less time than all.")
]
Failures = Annotated[Path | None, Parameter(help="Write what failed or was set aside to this file, as JSONL.")]
Actors = Annotated[
    str | None, Parameter(help="Only reports that name one of these: Russia,Hamas. The rest is set aside unparsed.")
]
Executor = Annotated[str, Parameter(help="What does the coding: serial, process:N, ray:HOST:PORT, dask://HOST:PORT.")]


def start_workers(executor: str) -> None:
    """The model of `--executor process:N` loads beside the imports of the command: a second less to wait."""
    if executor.startswith("process"):
        from toecap.run.forked import worker_context

        worker_context()


def refuse_options(given: Sequence[str], command: str) -> None:
    """Arguments may begin with a hyphen, for the sake of -; so options that there are not must be found here."""
    options = [name for name in given if name.startswith("-") and name != "-"]
    if options:
        raise UsageError("no-option", f"unknown option {options[0]}; `toecap {command} --help` lists them")
