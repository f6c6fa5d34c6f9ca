"""Make data/word_counts.csv.gz: in how many of a corpus's reports each word stands.

    python scripts/build_word_counts.py CORPUS.jsonl.gz OUT.csv.gz

CORPUS: JSONL rows with `text`, of a licence that lets such facts be taken from it (see NOTICE). A word of fewer than
three reports is left out: that it is rare is what its absence says. The first row counts the reports.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections import Counter
from pathlib import Path

from toecap.knowledge.words import ALL, words_of

FEWEST = 3


def main(corpus: Path, out: Path) -> None:
    """Counts the words."""
    found: Counter[str] = Counter()
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            found.update({ALL, *(word.lower() for word in words_of(json.loads(line)["text"]))})
    rows = sorted((-count, word) for word, count in found.items() if count >= FEWEST)
    text = io.BytesIO()
    with gzip.GzipFile(fileobj=text, mode="wb", mtime=0) as packed:  # no time of making: the same bytes each time
        packed.write(("word,reports\n" + "".join(f"{word},{-count}\n" for count, word in rows)).encode())
    out.write_bytes(text.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
