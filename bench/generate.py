"""Put the records of generated reports into a store: the same numbers, the same store.

    python bench/generate.py STORE [--reports 100000] [--days 730] [--seed 1] [--unlinked] [--truth FILE]

Events, statements and evidence fit the texts to the character. Families and incidents are those that were generated,
unless `--unlinked` leaves them to `toecap build`. FILE gets what was planted: escalations with their days, as JSON.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from generated.linked import Linked
from generated.render import records
from generated.world import World, make_world

from toecap.store.commit import open_writer
from toecap.store.rows import Coded, table_of, tables_of

CODING, RUN = "generated", "generated"
BATCH = 5000  # reports a commit


def batches(world: World, linked: Linked | None = None, size: int = BATCH) -> Iterator[dict[str, pa.Table]]:
    """The rows of the world's records, ready to be committed."""
    pairs = zip(world.tellings, records(world), strict=True)
    while chunk := list(itertools.islice(pairs, size)):
        for telling, record in chunk if linked else ():
            linked.add(telling, record)
        yield tables_of([Coded(record) for _, record in chunk], CODING, RUN)


def fill(store: Path, world: World, link: bool = True) -> None:
    """Commit the whole world, and its families and incidents if asked."""
    linked = Linked(world, CODING) if link else None
    with open_writer(store) as writer:
        writer.commit(add={"runs": _run(None, 0)})
        for tables in batches(world, linked):
            writer.commit(add=tables)
        writer.commit(add={"runs": _run(datetime(2026, 11, 1, 1, tzinfo=UTC), len(world.tellings))})
        if linked:
            writer.commit(replace=linked.tables())


def truth(world: World) -> str:
    """What was planted, as JSON."""
    pairs = [dataclasses.asdict(pair) for pair in world.pairs]
    return json.dumps(
        {"escalations": [dataclasses.asdict(one) for one in world.escalations], "pairs": pairs}, default=str
    )


def _run(finished: datetime | None, coded: int) -> pa.Table:
    row = {
        "run_id": RUN,
        "command": "build",
        "started": datetime(2026, 11, 1, tzinfo=UTC),
        "finished": finished,
        "version": "generated",
        "model": "none",
        "knowledge": "none",
        "settings": "{}",
        "inputs": ["generated"],
        "coded": coded,
    }
    empty = table_of("runs", [])
    return pa.Table.from_pylist([{name: row.get(name) for name in empty.column_names}], schema=empty.schema)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unlinked", action="store_true", help="no families and incidents")
    parser.add_argument("--truth", type=Path, help="write what was planted to this file")
    args = parser.parse_args()
    begin = time.perf_counter()
    world = make_world(args.reports, args.seed, args.days)
    fill(args.store, world, link=not args.unlinked)
    if args.truth:
        args.truth.write_text(truth(world), "utf-8")
    taken = time.perf_counter() - begin
    print(f"{args.reports:,} reports, {len(world.escalations)} planted escalations, in {taken:.0f} s: {args.store}")


if __name__ == "__main__":
    main()
