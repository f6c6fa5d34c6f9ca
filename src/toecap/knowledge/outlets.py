"""Outlets by the host of their address, and who owns them."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from toecap.config import settings
from toecap.knowledge.loader import DATA, layered_rows, read_rows
from toecap.knowledge.values import fold


@functools.cache
def _outlets() -> dict[str, str]:
    return {row["host"]: row["outlet"] for row in read_rows(DATA / "outlet_hosts.csv")}


def outlet_of_host(host: str) -> str | None:
    """The outlet of `www.bbc.co.uk` or any other host under a known one; None where none is known."""
    labels = host.lower().rstrip(".").split(".")
    known = _outlets()
    return next((known[name] for i in range(len(labels)) if (name := ".".join(labels[i:])) in known), None)


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(name.casefold() for name in _outlets().values())


def is_known_outlet(name: str) -> bool:
    """Whether an outlet of the table is called so: then its pages are at one of its hosts."""
    return name.casefold() in _names()


def owner_of(outlet: str) -> str:
    """Who owns an outlet, by `owners.csv` and the user's rows over it; the outlet itself where no row says."""
    folder = settings().knowledge
    name = fold(outlet).strip()
    return _owners(folder.resolve() if folder else None).get(name.removeprefix("the "), outlet)


@functools.lru_cache(maxsize=4)
def _owners(folder: Path | None) -> dict[str, str]:
    rows = layered_rows("owners.csv", folder, hashlib.sha256())
    return {fold(row["outlet"]).strip().removeprefix("the "): row["owner"] for row in rows}
