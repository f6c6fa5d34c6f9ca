"""Whom a user means: "RUS", "UNO", "Q7747" and "Russia" -> the code or key that the tables have."""

from __future__ import annotations

from toecap.errors import UsageError
from toecap.store.reader import Store

NEAR = 3


def side(store: Store, given: str) -> str:
    """The code or actor key that a user's word stands for. UsageError where it is nobody, or more than one."""
    if store.sql("SELECT 1 FROM actors WHERE code = $given OR actor_key = $given LIMIT 1", {"given": given}).fetchall():
        return given
    # Two records may name one actor, and one name may be that of two: the key tells.
    named = store.sql(
        "SELECT actor_key, count(*) FROM actors WHERE lower(name) = lower($given) GROUP BY ALL ORDER BY ALL",
        {"given": given},
    ).fetchall()
    if len(named) == 1:
        key: str = named[0][0]
        return key
    if named:
        keys = ", ".join(f"{key} (in {count} reports)" for key, count in named)
        raise UsageError("ambiguous", f"{given!r} may be any of {keys}; give one of these keys")
    raise UsageError("no-actor", f"the store knows no actor {given!r}{_near(store, given)}")


def _near(store: Store, given: str) -> str:
    names = store.sql(
        f"""SELECT name FROM (SELECT name, max(code) AS code, count(*) AS n FROM actors GROUP BY name)
        WHERE jaro_winkler_similarity(lower(name), lower($given)) > 0.85
        ORDER BY jaro_winkler_similarity(lower(name), lower($given)) DESC, n DESC, name LIMIT {NEAR}""",
        {"given": given},
    ).fetchall()
    return (
        f"; did you mean {' or '.join(repr(name) for (name,) in names)}?"
        if names
        else "; give a code such as RUS, a key or a name"
    )
