"""What linking costs as a store grows, and how it compares with what was generated.

    python bench/linking.py STORE... [--workers 1 2] [--megabytes 600]

Each is linked in processes of its own, and left as it is. Memory is that of all of them, shared memory divided (PSS),
looked at five times a second. Where a store of `bench/generate.py` was made without `--unlinked`, its incidents and
families are the truth, and pairs of tellings and of reports are scored against it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from growth import watched

from toecap.run.linking import MEGABYTES, derived
from toecap.store.reader import open_store

COMPARED = (("families", "family_id", ["record_id"]), ("incident_members", "incident_id", ["record_id", "event_id"]))


def pairs_f1(truth: pa.Table, found: pa.Table, group: str, keys: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs that stand in one group."""
    groups = [
        dict(
            zip(
                zip(*(table.column(key).to_pylist() for key in keys), strict=True),
                table.column(group).to_pylist(),
                strict=True,
            )
        )
        for table in (truth, found)
    ]
    gold, ours = (_pairs(Counter(each.values())) for each in groups)
    both = _pairs(Counter((groups[0][key], groups[1][key]) for key in groups[0].keys() & groups[1].keys()))
    precision, recall = both / max(ours, 1), both / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _pairs(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def link(store: Path, target: Path, workers: int, megabytes: int) -> None:
    """The derived tables into a folder, batch by batch."""
    with closing(open_store(store)) as opened, derived(opened.connection, target, workers, megabytes) as tables:
        for name, rows in tables.items():
            with pq.ParquetWriter(target / f"{name}.parquet", rows.schema) as writer:
                for batch in rows:
                    writer.write_batch(batch)


def measure(store: Path, workers: int, megabytes: int) -> None:
    """Prints a line of the costs, and two of how good the outcome is where that is known."""
    with tempfile.TemporaryDirectory() as folder, closing(open_store(store)) as opened:
        command = [sys.executable, __file__, str(store), "--into", folder]
        command += ["--workers", str(workers), "--megabytes", str(megabytes)]
        began = time.monotonic()
        most, spent = watched(subprocess.Popen(command, start_new_session=True), store, None)
        seconds = time.monotonic() - began
        reports, events = (
            opened.sql(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in ("reports", "events")
        )
        print(f"{reports:,} reports, {events:,} events, {workers} processes: ", end="")
        print(f"{spent:.0f} s of processor time, {seconds:.0f} s by the clock, {most / 1e6:,.0f} MB at most")
        for name, group, keys in COMPARED:
            truth = opened.table(name).to_arrow_table()
            if truth.num_rows:
                figures = pairs_f1(truth, pq.read_table(Path(folder) / f"{name}.parquet"), group, keys)
                shown = ", ".join(f"{what} {100 * x:.1f}" for what, x in zip("PRF", figures, strict=True))
                print(f"    {name}: pairs {shown}")


def main() -> None:
    """Links the stores' records."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path, nargs="+")
    parser.add_argument("--workers", type=int, nargs="+", default=[1])
    parser.add_argument("--megabytes", type=int, default=MEGABYTES, help="of the database that joins")
    parser.add_argument("--into", type=Path, help="link the store, put the tables there, and measure nothing")
    args = parser.parse_args()
    for store in args.store:
        for workers in args.workers:
            if args.into:
                link(store, args.into, workers, args.megabytes)
            else:
                measure(store, workers, args.megabytes)


if __name__ == "__main__":
    main()
