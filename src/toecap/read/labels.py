"""Lines that begin with a name and a colon: "Minister: no plans", "WALLACE: Let's start". The layout tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A name of up to eight words, a colon, and the words.
_LABEL = re.compile(r"^[ \t]*([^\n:.?!\"“”]{2,70}):[ \t\u00a0]+(?=\S)", re.MULTILINE)
# So many lines in a row that no mark ends are a list, of scores, programmes, prices; and so are so many labels in all.
# No line of a list is a headline, nor is what has more words behind its label.
LIST = 4
LONGEST = 30


def labels(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Each label, and whether its line may be a headline: the first of the text, or one that no mark ends; no list."""
    found = list(_LABEL.finditer(text))
    listed = _listed(text) if len(found) < LIST else None
    for match in found:
        line = _line_end(text, match.end())
        bare = text[:line].rstrip()[-1:] not in ".!"
        first = not text[: match.start()].strip()
        short = len(text[match.end() : line].split()) <= LONGEST
        yield match, listed is not None and line not in listed and short and (bare or first)


def names_speakers(text: str) -> bool:
    """Whether a speaker is named by layout: before a headline, or several in capitals, as in a play."""
    found = list(labels(text))
    return any(apart for _, apart in found) or sum(match.group(1).strip().isupper() for match, _ in found) > 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _listed(text: str) -> frozenset[int]:
    """Where the lines of lists without marks end."""
    listed: list[int] = []
    run: list[int] = []
    at = 0
    for line in [*text.split("\n"), "."]:
        at += len(line)
        if line.strip():
            if line.rstrip()[-1] not in '.!?"”':
                run.append(at)
            else:
                listed += run if len(run) >= LIST else []
                run = []
        at += 1
    return frozenset(listed)
