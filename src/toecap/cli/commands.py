"""The commands: read, relate, schema, demo. Exit 0: all read or set aside; 1: some inputs failed; 2: wrong usage."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from toecap.cli.ask import query, search
from toecap.cli.bench import bench
from toecap.cli.export import export
from toecap.cli.inputs import Actors, Columns, Failures, Inputs, Only, Outlet, Published, refuse_options
from toecap.cli.pair import chart, pair
from toecap.cli.run import run
from toecap.cli.score import score
from toecap.cli.serve import serve
from toecap.cli.sources import explain
from toecap.cli.store import build
from toecap.cli.tables import knowledge
from toecap.cli.watch import watch
from toecap.errors import ToecapError, UsageError

if TYPE_CHECKING:
    from toecap.run.code import Given

How = Literal["json", "plain", "explained"]


def _versions() -> str:
    from toecap.run.knowledge import versions

    return versions()


app = App(
    name="toecap",
    version=_versions,
    help="Reads news reports and keeps a sourced record of political events and statements.",
    # Markdown would import rich.markdown: 0.40 s instead of 0.25 s for `toecap --help`.
    help_format="plaintext",
)
app.command(bench)
app.command(build)
app.command(run)
app.command(serve)
app.command(export)
app.command(score)
app.command(pair)
app.command(chart)
app.command(knowledge)
app.command(query)
app.command(search)
app.command(explain)
app.command(watch)


@app.command
def read(
    *inputs: Inputs,
    published: Published = None,
    outlet: Outlet = None,
    json: Annotated[bool, Parameter(negative=(), help="One JSON object a report (see `toecap schema`).")] = False,
    explain: Annotated[
        bool, Parameter(negative=(), help="Under each event its rule, why there is one, and each place that tells it.")
    ] = False,
    map: Columns = None,
    actors: Actors = None,
    only: Only = "all",
    failures: Failures = None,
) -> int:
    """Print the record of each report.

    Parameters
    ----------
    inputs
        Files, folders of them, @LIST (a file that names inputs, one a line), or - for standard input. Kinds: .txt, .md,
        .jsonl, .csv, .parquet; saved pages (.html), feeds (.rss, .atom, .xml, .json), archives (.warc); also gzipped.
        With fsspec and its driver also s3://BUCKET/KEY, gs://BUCKET/FOLDER/ and the like.
    """
    if not inputs:
        raise UsageError("no-input", "nothing to read; name a file, a folder, or - for standard input")
    refuse_options(inputs, "read")
    from toecap.run.code import given_of

    if json and explain:
        raise UsageError("explain", "--explain is for people, --json for programs; give one of them")
    given = given_of(published, outlet, map, actors=actors, only=only)
    how: How = "json" if json else "explained" if explain else "plain"
    return _code_and_print(inputs, given, how, failures)


@app.command
def relate(
    *pairs: Annotated[str, Parameter(allow_leading_hyphen=True)],
    json: Annotated[bool, Parameter(negative=(), help="One JSON object a pair, also on a terminal.")] = False,
) -> int:
    """Print the PLOVER type of what a source does to a target in a sentence: JSON rows, or lines on a terminal.

    Parameters
    ----------
    pairs
        JSONL files, or - for standard input. A row: sentence, source and target, and if you like an id.
    """
    if not pairs:
        raise UsageError("no-input", "nothing to relate; name a JSONL file, or - for standard input")
    refuse_options(pairs, "relate")
    return _relate_and_print(pairs, as_json=json or not sys.stdout.isatty())


@app.command
def schema() -> int:
    """Print the JSON Schema of the record."""
    from toecap.schema import record_schema

    print(json.dumps(record_schema(), indent=2))
    return 0


@app.command
def demo(
    *,
    serve: Annotated[bool, Parameter(help="Whether to show the dashboard; it is shown on a terminal alone.")] = True,
    open: Annotated[bool, Parameter(help="Whether to open the browser too.")] = True,
    port: Annotated[int, Parameter(help="Where to listen; 0: any port that is free.")] = 0,
) -> int:
    """Code the bundled example reports, print their records, and open the dashboard over them."""
    from toecap.cli.serve import build_demo, run_dashboard
    from toecap.examples import path
    from toecap.run.code import Given

    code = _code_and_print([str(path())], Given(), "plain", None)
    store = build_demo()
    if serve and sys.stdout.isatty():
        run_dashboard(store, "127.0.0.1", port, open_browser=open)
    else:
        print(f"toecap: the same in a store: `toecap serve {store}` shows it", file=sys.stderr)
    return code


def _code_and_print(inputs: Sequence[str], given: Given, how: How, failures: Path | None) -> int:
    from toecap.cli.explain import explained
    from toecap.cli.progress import with_progress
    from toecap.cli.show import show
    from toecap.cli.summary import summary_of
    from toecap.run.code import Unread, code_inputs

    with summary_of(failures) as summary:
        for record in with_progress(code_inputs(inputs, given, summary.tell)):
            for failure in record.failures:
                summary.tell(Unread(record.name, failure))
            summary.coded += not record.failures
            if how == "json":
                print(json.dumps(record.to_dict(), ensure_ascii=False))
            else:
                show(record, notes=explained if how == "explained" else None)
    bad = summary.failed.total() + summary.aside.total()
    if summary.coded + bad > 1:
        print(f"toecap: {summary.line()}", file=sys.stderr)
    return 1 if summary.failed else 0


def _relate_and_print(pairs: Sequence[str], as_json: bool) -> int:
    from toecap.cli.show import plain
    from toecap.run.relate import Unread, relate_inputs

    failed: list[str] = []

    def name_failure(item: Unread) -> None:
        failed.append(item.name)
        print(f"toecap: {plain(item.failure.message)}", file=sys.stderr)

    for found in relate_inputs(pairs, name_failure):
        if as_json:
            print(json.dumps(found.to_dict(), ensure_ascii=False))
        else:
            print(f"{plain(found.id)}: {found.type} (CAMEO {found.cameo}, {found.confidence:.2f} by {found.rule})")
    return 1 if failed else 0


def main() -> None:
    """Entry point of the `toecap` command."""
    for stream in (sys.stdout, sys.stderr):
        # Surrogates in a hostile input must not stop the output of the others.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(app(sys.argv[1:], exit_on_error=False, print_error=True, result_action="return_value") or 0)
    except CycloptsError:
        sys.exit(2)  # cyclopts has printed what is wrong
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
