"""What a request, promise, refusal or threat is about, as a CAMEO code (`data/cameo_contents.csv`).

CAMEO codes an appeal by what is appealed for: an appeal (02) for military aid (072) is 0232. A row gives for the code
of a content, or for all codes that begin with it, the code of each way to speak of it; empty: CAMEO has none.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources

# The ways to speak of an act, by the first two digits of their codes.
WAYS = {"02": "appeal", "03": "intent", "10": "demand", "12": "reject", "13": "threat"}


@functools.cache
def load_contents() -> dict[str, dict[str, str]]:
    """Rows by content, read once."""
    text = importlib.resources.files("toecap.knowledge").joinpath("data/cameo_contents.csv").read_text("utf-8")
    return {row["content"]: row for row in csv.DictReader(text.splitlines())}


def spoken(way: str, content: str) -> str | None:
    """The code of speaking of `content` in a `way` ("appeal"); None where CAMEO has none."""
    rows = load_contents()
    known = next((content[:length] for length in range(len(content), 1, -1) if content[:length] in rows), None)
    return (rows[known][way] or None) if known else None
