"""The headline of a plain text: its first line, where that can be nothing else."""

from __future__ import annotations

import re

LONGEST, FEWEST_WORDS, MOST_WORDS = 160, 3, 25
# A line this long is a paragraph: then lines are not broken to a width, and the first one is whole.
PARAGRAPH = 200
# How a sentence ends, or breaks off; a headline does neither, but for a question.
_ENDS = re.compile(r"[.,;:…—–-][\"”’')\]]?$")
_BEGINS = re.compile(r"[\"“‘'(\[]?[A-Z0-9]")


def headline_of(text: str) -> str | None:
    """The headline at the top of a text, or None where the first line may be part of the body."""
    first, _, rest = text.strip().partition("\n")
    line = " ".join(first.split())
    if not FEWEST_WORDS <= len(line.split()) <= MOST_WORDS or len(line) > LONGEST or not _BEGINS.match(line):
        return None
    if _ENDS.search(line) or not any(len(after) > len(first) for after in rest.splitlines()):
        return None
    apart = rest[:1] == "\n" or rest[:2] == "\r\n"
    return line if apart or max(map(len, rest.splitlines())) >= PARAGRAPH else None
