"""`toecap run`: one shard of the inputs, for schedulers that start the same command many times."""

from __future__ import annotations

import sys
import time
from typing import Annotated

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
)
from toecap.errors import UsageError


def run(
    *inputs: Inputs,
    out: str,
    shard: Annotated[str, Parameter(help="Which part of the inputs: K/N, counted from 1.")] = "1/1",
    executor: Executor = "serial",
    published: Published = None,
    outlet: Outlet = None,
    map: Columns = None,
    first_look: FirstLook = "safe",
    actors: Actors = None,
    only: Only = "all",
    failures: Failures = None,
) -> int:
    """Code one shard of the inputs into one file of records; `toecap build STORE OUT` makes a store of all of them.

    A shard whose file is there is left alone, so a run that was stopped is run again as it was.

    Parameters
    ----------
    inputs
        Files, folders and places elsewhere, as for `toecap read`: the same for each shard.
    out
        The folder of the records; it is made if there is none. Or a place elsewhere: s3://BUCKET/FOLDER.
    """
    if not inputs:
        raise UsageError("no-input", "nothing to code; name a file or a folder")
    refuse_options(inputs, "run")
    from toecap.cli.summary import summary_of
    from toecap.run.code import given_of
    from toecap.run.shards import run_shard, shard_of

    given = given_of(published, outlet, map, first_look, actors, only)
    began = time.monotonic()
    with summary_of(failures) as summary:
        done = run_shard(inputs, given, out, shard_of(shard), summary.tell, executor)
    if done.was_there:
        print(f"toecap: {done.path} is there already; nothing to do", file=sys.stderr)
        return 0
    parts = [f"{done.coded:,} coded", *summary.lost()]
    print(f"toecap: {done.path}: {', '.join(parts)}, in {time.monotonic() - began:,.0f} s", file=sys.stderr)
    return 1 if summary.failed else 0
