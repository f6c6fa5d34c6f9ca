"""The derived tables of a store, made anew from its records."""

from __future__ import annotations

import json
import time
from contextlib import closing, suppress
from pathlib import Path

from toecap.link.api import link
from toecap.store.commit import Writer
from toecap.store.manifest import MANIFESTS
from toecap.store.reader import open_store

# A store that is written all the time is linked in a tenth of the time at most; what came since waits unlinked.
SHARE = 0.1
LAST = "linked.json"

_UNLINKED = """
SELECT count(*) FROM (SELECT record_id FROM reports) AS now FULL JOIN (SELECT record_id FROM families) AS linked
USING (record_id) WHERE now.record_id IS NULL OR linked.record_id IS NULL
"""


def is_linked(path: Path) -> bool:
    """Whether the derived tables are of just the records that are there: also false after a kill before linking."""
    with closing(open_store(path)) as store:
        return store.sql(_UNLINKED).fetchall() == [(0,)]


def is_due(path: Path, now: float) -> bool:
    """Whether the last linking is long enough ago for a store that is written all the time."""
    try:
        last = json.loads((path / LAST).read_text("utf-8"))
        return bool(now - last["ended"] >= last["seconds"] / SHARE)
    except (OSError, ValueError, KeyError, TypeError):
        return True


def is_overdue(path: Path) -> bool:
    """Whether a store that is written all the time has what is unlinked, and may be linked now."""
    if not (path / MANIFESTS).is_dir():
        return False
    return is_due(path, time.time()) and not is_linked(path)


def relink(writer: Writer) -> int:
    """Families, incidents and what belongs to them, in a commit of their own; its number."""
    begin = time.time()
    with closing(open_store(writer.path)) as store:
        read = {name: store.table(name).to_arrow_table() for name in ("reports", "events", "statements")}
    commit = writer.commit(replace=link(**read))
    _note(writer.path, begin, time.time())
    return commit


def _note(path: Path, begin: float, end: float) -> None:
    aside = path / f"{LAST}.aside"
    with suppress(OSError):  # without it the next linking comes sooner
        aside.write_text(json.dumps({"ended": end, "seconds": round(end - begin, 3)}), "utf-8")
        aside.replace(path / LAST)
