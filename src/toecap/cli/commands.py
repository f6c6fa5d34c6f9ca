"""`toecap read`, `toecap schema`, `toecap demo`. Exit 0: all read; 1: some inputs failed; 2: wrong usage."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from toecap import __version__
from toecap.errors import ToecapError, UsageError

if TYPE_CHECKING:
    from toecap.read.files import Unread
    from toecap.records import Report

app = App(
    name="toecap",
    version=__version__,
    help="Reads news reports and keeps a sourced record of political events and statements.",
    # Markdown would import rich.markdown: 0.40 s instead of 0.25 s for `toecap --help`.
    help_format="plaintext",
)


@app.command
def read(
    *inputs: str,
    published: Annotated[str | None, Parameter(help="Day of publication, for inputs that do not say: YYYY-MM-DD.")] = None,
    outlet: Annotated[str | None, Parameter(help="Who published, for inputs that do not say.")] = None,
    json: Annotated[bool, Parameter(negative=(), help="One JSON object a report (see `toecap schema`).")] = False,
) -> int:
    """Print the record of each report.

    Parameters
    ----------
    inputs
        Files (.txt, .md, .jsonl), folders of them, or - for standard input.
    """
    if not inputs:
        raise UsageError("no-input", "nothing to read; name a file, a folder, or - for standard input")
    _check_day(published)
    return _code_and_print(inputs, published, outlet, as_json=json)


@app.command
def schema() -> int:
    """Print the JSON Schema of the record."""
    from toecap.schema import record_schema

    print(json.dumps(record_schema(), indent=2))
    return 0


@app.command
def demo() -> int:
    """Code the bundled example reports and print their records."""
    from toecap.examples import path

    return _code_and_print([str(path())], None, None, as_json=False)


def _check_day(published: str | None) -> None:
    from toecap.read.report import published_day

    try:
        published_day(published)
    except ValueError:
        message = f"--published {published!r} is not a date; give it as YYYY-MM-DD, e.g. 2022-02-02"
        raise UsageError("bad-date", message) from None


def _code_and_print(inputs: tuple[str, ...] | list[str], published: str | None, outlet: str | None, as_json: bool) -> int:
    from toecap import read_many
    from toecap.cli.show import show
    from toecap.read import reports

    unread: list[Unread] = []
    for record in read_many(_readable(reports(inputs, published, outlet), unread)):
        if as_json:
            print(json.dumps(record.to_dict(), ensure_ascii=False))
        else:
            show(record)
    return 1 if unread else 0


def _readable(items: Iterator[Report | Unread], unread: list[Unread]) -> Iterator[Report]:
    """The reports; what is not readable is named on stderr at once and remembered."""
    from toecap.records import Report

    for item in items:
        if isinstance(item, Report):
            yield item
        else:
            unread.append(item)
            print(f"toecap: {item.failure.message}", file=sys.stderr)


def main() -> None:
    """Entry point of the `toecap` command."""
    for stream in (sys.stdout, sys.stderr):
        # Surrogates in a hostile input must not stop the output of the others.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(app(exit_on_error=False, print_error=True, result_action="return_value") or 0)
    except UsageError as error:
        print(f"toecap: {error.message}", file=sys.stderr)
        sys.exit(2)
    except ToecapError as error:
        print(f"toecap: {error.message}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
