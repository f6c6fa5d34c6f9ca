"""The derived tables of a store, made anew from its records."""

from __future__ import annotations

from toecap.link.api import link
from toecap.store.commit import Writer
from toecap.store.reader import open_store


def relink(writer: Writer) -> int:
    """Families, incidents and what belongs to them, in a commit of their own; its number."""
    store = open_store(writer.path)
    try:
        reports, events, statements = (
            store.table(name).to_arrow_table() for name in ("reports", "events", "statements")
        )
    finally:
        store.close()
    return writer.commit(replace=link(reports, events, statements))
