"""Outlets by the host of their address: what readers call the paper, whatever its pages call it."""

from __future__ import annotations

import functools

from toecap.knowledge.loader import DATA, read_rows


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
