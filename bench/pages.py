"""Pages -> text, title, day, outlet: Toecap beside trafilatura, resiliparse and bare BeautifulSoup text.

    python bench/pages.py [--shared FOLDER] [--errors]

Token F1 is over the multisets of lower-case words of each page, averaged over pages. A title is right if its words are
the gold's; an outlet if its letters hold the gold's source's (without "the") or the other way round.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura
from bs4 import BeautifulSoup
from resiliparse.extract.html2text import extract_plain_text

from toecap.errors import InputError
from toecap.read.pages import Page, pages_of, text_of

Reader = Callable[[bytes], Page]


def toecap(raw: bytes) -> Page:
    """Toecap, without the sandbox."""
    try:
        return pages_of(raw)[0]
    except InputError:
        return Page("")


def trafilatura_with(**settings: Any) -> Reader:
    """A reader by trafilatura with these settings, and its metadata."""

    def read(raw: bytes) -> Page:
        found = trafilatura.bare_extraction(raw, with_metadata=True, **settings)
        if found is None:
            return Page("")
        return Page(found.text or "", found.title, found.date, found.sitename)

    return read


def resiliparse(raw: bytes) -> Page:
    """The main content by resiliparse; it reads no title, date or outlet from metadata."""
    return Page(extract_plain_text(text_of(raw), main_content=True) or "")


def soup(raw: bytes) -> Page:
    """All text of the page, and its <title>."""
    tree = BeautifulSoup(raw, "lxml")
    return Page(tree.get_text("\n"), tree.title.get_text() if tree.title else None)


READERS: dict[str, Reader] = {
    "Toecap": toecap,
    "trafilatura, fast": trafilatura_with(fast=True, include_comments=False, include_tables=False),
    "trafilatura, default": trafilatura_with(),
    "resiliparse, main content": resiliparse,
    "BeautifulSoup, all text": soup,
}


def words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").lower())


def token_f1(found: str, gold: str) -> float:
    """F1 of the multisets of words."""
    a, b = Counter(words(found)), Counter(words(gold))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def is_outlet(found: str | None, source: str) -> bool:
    a, b = ("".join(words(name)).removeprefix("the") for name in (found, source))
    return bool(a) and (a in b or b in a)


def breaks_kept(found: str, gold: str) -> float:
    """The share of gold's paragraphs that begin at a line of ours."""
    starts = {tuple(words(line)[:4]) for line in found.splitlines()}
    paragraphs = [tuple(words(part)[:4]) for part in gold.split("\n\n") if len(words(part)) >= 4]
    return sum(start in starts for start in paragraphs) / max(1, len(paragraphs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[1].parent / "shared")
    parser.add_argument("--errors", action="store_true", help="list what Toecap has wrong")
    a = parser.parse_args()
    folder = a.shared / "gold" / "pages"
    rows = [json.loads(line) for line in (folder / "pages.dev.jsonl").read_text("utf-8").splitlines()]
    pages = [gzip.decompress((folder / row["file"]).read_bytes()) for row in rows]
    print(f"{len(rows)} pages           body F1  breaks   title     day  outlet  pages/s")
    for name, read in READERS.items():
        read(pages[0])
        start = time.process_time()
        found = [read(page) for page in pages]
        rate = len(pages) / (time.process_time() - start)
        both = list(zip(found, rows, strict=True))
        shares = [
            statistics.mean(token_f1(page.text, row["text"]) for page, row in both),
            statistics.mean(breaks_kept(page.text, row["text"]) for page, row in both),
            statistics.mean(words(page.title) == words(row["title"]) for page, row in both),
            statistics.mean((page.published or "")[:10] == row["published"][:10] for page, row in both),
            statistics.mean(is_outlet(page.outlet, row["source"]) for page, row in both),
        ]
        print(f"{name:26}" + "".join(f"{100 * share:8.1f}" for share in shares) + f"{rate:9.0f}")
        if a.errors and name == "Toecap":
            show_errors(both)


def show_errors(both: list[tuple[Page, dict[str, Any]]]) -> None:
    for page, row in sorted(both, key=lambda pair: token_f1(pair[0].text, pair[1]["text"])):
        f1 = token_f1(page.text, row["text"])
        print(f"  {row['source']} {row['file']}  F1 {100 * f1:.1f}" if f1 < 0.96 else f"  {row['source']}")
        if words(page.title) != words(row["title"]):
            print(f"    title  {page.title!r}, gold {row['title']!r}")
        if (page.published or "")[:10] != row["published"][:10]:
            print(f"    day    {page.published}, gold {row['published']}")
        if not is_outlet(page.outlet, row["source"]):
            print(f"    outlet {page.outlet}")


if __name__ == "__main__":
    main()
