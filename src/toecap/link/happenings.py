"""Reports of a store that tell of one happening: one report of each text, compared in windows of days."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from toecap.link.grouping import find_groups
from toecap.link.reading import NO_DAY
from toecap.link.resemblance import KEPT, THRESHOLD, UNDATED, Pairs, Window, pairs_in, reasons, windows
from toecap.link.runs import Numbers
from toecap.link.scratch import Array, Filling, Scratch, array, shelf
from toecap.link.words import COUNTED, EVERYWHERE, Everywhere, everywhere, words_in

BATCH = 256  # texts to a task
EPOCH = 719_163  # the ordinal of 1970-01-01
TEXTS = pa.list_(pa.string())
ROWS = pa.schema(
    [
        *((name, pa.int32()) for name in ("one", "other")),
        ("score", pa.float64()),
        *((name, TEXTS) for name in ("for_", "against")),
    ]
)
_TEXTS = """
SELECT report, title, text FROM reports JOIN numbered USING (record_id) JOIN related USING (report)
WHERE stands = report
"""


def find_happenings(scratch: Scratch, size: int) -> None:
    """Makes the table `happened` (the happening of each report), and `report_pairs` of those that are kept as rows."""
    told = scratch.columns("SELECT report FROM related WHERE stands = report ORDER BY report")[0].astype(np.int64)
    _count_words(scratch, size, len(told))
    day = array(scratch.folder, "day")[told].astype(np.int64)
    days = np.where(day == NO_DAY, UNDATED, day + EPOCH)
    order = np.lexsort((told, days))
    scratch.save("told_order", told[order])
    scratch.save("told_days", days[order])
    scratch.sql.execute("CREATE TABLE alike (one INTEGER, other INTEGER, score DOUBLE)")
    scratch.put_table("report_pairs", ROWS.empty_table())
    for pairs, rows in scratch.hands(compared, ((scratch.folder, window) for window in windows(days[order]))):
        scratch.put("alike", one=pairs.one, other=pairs.other, score=pairs.score)
        scratch.put_table("report_pairs", rows)
    groups = find_groups(scratch, "alike", size, THRESHOLD)
    scratch.sql.execute("DROP TABLE alike")
    stands = scratch.columns("SELECT stands FROM related ORDER BY report")[0]
    scratch.put("happened", report=np.arange(size, dtype=np.int32), happening=groups[stands])


def _count_words(scratch: Scratch, size: int, told: int) -> None:
    """Fills the shelf `words`, and saves what is everywhere."""
    shelf_of_words = Filling(scratch.folder, "words", size)
    scratch.sql.execute("CREATE TABLE worded (key UBIGINT)")
    for reports, sizes, counted in scratch.hands(words_counted, scratch.stream(_TEXTS, BATCH)):
        shelf_of_words.put(reports, sizes * COUNTED.itemsize, counted.tobytes())
        scratch.put("worded", key=counted["key"])
    shelf_of_words.close()
    many = f"SELECT key, count(*) FROM worded GROUP BY key HAVING count(*) > {EVERYWHERE * told}"
    keys, counts = scratch.columns(many)
    common = everywhere(keys, counts, told)
    scratch.sql.execute("DROP TABLE worded")
    scratch.save("everywhere", common.keys)
    scratch.save("everywhere_most", common.most)


_numbers = Numbers()  # of this process


def words_counted(batch: pa.RecordBatch) -> tuple[Array, Array, Array]:
    """The task: the numbers of reports, how many words of each count, and these."""
    titles, texts = batch.column("title").to_pylist(), batch.column("text").to_pylist()
    words = words_in(zip(titles, texts, strict=True), _numbers)
    return batch.column("report").to_numpy(), words.sizes, words.counted


def compared(task: tuple[Path, Window]) -> tuple[Pairs, pa.Table]:
    """The task: the pairs of a window, and the rows of those that are kept."""
    folder, window = task
    order, days, keys, most = (
        array(folder, name) for name in ("told_order", "told_days", "everywhere", "everywhere_most")
    )
    pairs = pairs_in(window, order, days, shelf(folder, "words"), Everywhere(keys, most))
    kept = np.flatnonzero(pairs.score >= KEPT)
    why = [
        reasons(parts, days) for parts, days in zip(pairs.parts[kept].tolist(), pairs.days[kept].tolist(), strict=True)
    ]
    columns = (
        *(side[kept] for side in (pairs.one, pairs.other, pairs.score)),
        [one.for_ for one in why],
        [one.against for one in why],
    )
    return pairs, pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, ROWS, strict=True)], schema=ROWS
    )
