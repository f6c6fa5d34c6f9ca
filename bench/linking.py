"""How long linking takes, and how it compares with what was generated: python bench/linking.py STORE.

STORE: of `bench/generate.py`. If it was made without `--unlinked`, its incidents and families are the truth, and pairs
of tellings and of reports are scored against it.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from toecap.link.api import link
from toecap.store.reader import open_store


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


def main() -> None:
    """Links the store's records, and leaves the store as it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    args = parser.parse_args()
    names = ("reports", "events", "statements", "families", "incident_members")
    with closing(open_store(args.store)) as store:
        tables = {name: store.table(name).to_arrow_table() for name in names}
    begin, used = time.perf_counter(), time.process_time()
    made = link(tables["reports"], tables["events"], tables["statements"])
    print(f"{tables['reports'].num_rows:,} reports, {tables['events'].num_rows:,} events: ", end="")
    print(
        f"{time.process_time() - used:.0f} s of processor time, {time.perf_counter() - begin:.0f} s by the clock, ",
        end="",
    )
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB at most")
    print(", ".join(f"{name} {table.num_rows:,}" for name, table in made.items()))
    for name, group, keys in (
        ("families", "family_id", ["record_id"]),
        ("incident_members", "incident_id", ["record_id", "event_id"]),
    ):
        if tables[name].num_rows:
            figures = pairs_f1(tables[name], made[name], group, keys)
            print(
                f"{name}: pairs " + ", ".join(f"{what} {100 * x:.1f}" for what, x in zip("PRF", figures, strict=True))
            )


if __name__ == "__main__":
    main()
