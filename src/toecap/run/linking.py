"""The derived tables of a store, made anew from its records."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from toecap.link.api import link
from toecap.store.commit import Writer
from toecap.store.reader import open_store

_UNLINKED = """
SELECT count(*) FROM (SELECT record_id FROM reports) AS now FULL JOIN (SELECT record_id FROM families) AS linked
USING (record_id) WHERE now.record_id IS NULL OR linked.record_id IS NULL
"""


def is_linked(path: Path) -> bool:
    """Whether the derived tables are of just the records that are there: also false after a kill before linking."""
    with closing(open_store(path)) as store:
        return store.sql(_UNLINKED).fetchall() == [(0,)]


def relink(writer: Writer) -> int:
    """Families, incidents and what belongs to them, in a commit of their own; its number."""
    with closing(open_store(writer.path)) as store:
        read = {name: store.table(name).to_arrow_table() for name in ("reports", "events", "statements")}
    return writer.commit(replace=link(**read))
