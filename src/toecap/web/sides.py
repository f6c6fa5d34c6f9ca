"""The name of a side, which addresses give as a code or an actor's key."""

from __future__ import annotations

from toecap.web.page import NotFoundError
from toecap.web.shapes import Named
from toecap.web.snapshot import Snapshot

_NAME = """SELECT mode(name) AS name FROM actors WHERE actor_key = $key OR (code = $key AND kind <> 'person')
GROUP BY actor_key ORDER BY actor_key = $key DESC, count(*) DESC LIMIT 1"""


def side_named(snapshot: Snapshot, key: str) -> Named:
    """A side by its key or code: of a code the actor that bears it itself, where the store has one."""
    named = code_named(snapshot, key)
    if named.name == key and not snapshot.rows(
        "SELECT 1 AS n FROM actors WHERE actor_key = $key OR code = $key LIMIT 1", {"key": key}
    ):
        raise NotFoundError("no-actor", f"the store has no actor {key}; look for the name on /actors")
    return named


def code_named(snapshot: Snapshot, key: str) -> Named:
    """The same, where the name may be unknown: then the code stands for it."""

    def name() -> str:
        row = snapshot.row(_NAME, {"key": key})
        return row["name"] if row else key

    return Named(key, snapshot.kept(("name", key), name))
