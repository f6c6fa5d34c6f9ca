"""How rare a word is in news, by a table of counts (`data/word_counts.csv.gz`) that no report ever changes."""

from __future__ import annotations

import functools
import gzip
import math
import re

from toecap.knowledge.loader import DATA

ALL = "*"  # the row that counts the reports
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
UNSEEN = 0.5  # reports that a word without a row is taken to stand in


def words_of(text: str) -> list[str]:
    """The words of a text as they are written, with what stands behind an apostrophe; numbers too."""
    return _WORD.findall(text)


@functools.cache
def _counts() -> dict[str, int]:
    rows = gzip.decompress((DATA / "word_counts.csv.gz").read_bytes()).decode("utf-8").splitlines()[1:]
    return {word: int(count) for word, _, count in (row.rpartition(",") for row in rows)}


@functools.lru_cache(maxsize=1 << 18)
def rarity(word: str) -> float:
    """How much a word (lower case) tells: 0 where it stands in every report, about 7 where it is hardly ever seen."""
    counts = _counts()
    return math.log((counts[ALL] + UNSEEN) / (counts.get(word, 0) + UNSEEN))
