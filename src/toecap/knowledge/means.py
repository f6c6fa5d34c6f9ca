"""Things that act for people (`data/rules/means.toml`)."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib


@functools.cache
def load_means() -> frozenset[str]:
    """Lemmas of weapons and attacks, read once."""
    text = importlib.resources.files("toecap.knowledge").joinpath("data/rules/means.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["words"])
