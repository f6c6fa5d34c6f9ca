"""Texts whose lines are broken at a width: there a line break is a space, and only an empty line ends a paragraph."""

from __future__ import annotations

import re

# Plain texts are wrapped at 60 to 80 characters; a longer line is a paragraph, and shorter ones are a list.
NARROWEST, WIDEST = 40, 130
# Of the breaks in a wrapped text, so many stand where the next word would not have fitted: nearly all, since a title
# or a list may stand among the paragraphs.
FULL = 0.9

_BREAK = re.compile(r"(?<=[^\s])[ \t]*\r?\n(?=[^\s])")
_WORD = re.compile(r"\S+")
_ENDED = (".", "!", "?", ":", "”", '"', "’")


def unwrapped(text: str) -> str:
    """The text with a space for each break of a wrapped line, so of the same length; the text itself if it has none.

    A text is wrapped when a break comes where the next word would have made the line longer than the longest, and when
    most lines end amid a sentence. One that has a paragraph a line fits neither.
    """
    breaks = [found.span() for found in _BREAK.finditer(text)]
    widest = max(map(len, text.splitlines()), default=0)
    if not breaks or not NARROWEST <= widest <= WIDEST:
        return text
    full = ended = 0
    for start, end in breaks:
        line = start - (text.rfind("\n", 0, start) + 1)
        word = _WORD.match(text, end)
        full += line + 1 + len(word.group() if word else "") > widest
        ended += text[start - 1] in _ENDED
    if full < FULL * len(breaks) or ended > len(breaks) / 2:
        return text
    parts, last = [], 0
    for start, end in breaks:
        parts += [text[last:start], " " * (end - start)]
        last = end
    return "".join([*parts, text[last:]])
