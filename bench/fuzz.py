"""Pages and feeds that nobody would write: pages or an input error come out, in time, and nothing else.

    python bench/fuzz.py [--inputs 50000] [--seed 7] [--log FILE]
    python bench/fuzz.py --atheris [--seconds 600]      # guided by coverage; pip install atheris first

Half of the inputs are pages, half feeds: fragments put together, random bytes, and sound ones with parts taken out, put
in and repeated. Each must give pages whose fields are what they should be, or an InputError, within the seconds that a
page has. Seconds are of the processor. The log takes a line for every
thousand inputs, and one for each that was slow or broke something.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from toecap.errors import InputError
from toecap.read.feeds import items_of
from toecap.read.pages import Page, pages_of

DEADLINE = 20.0  # as TOECAP_PAGE_SECONDS
SLOW = 1.0
PIECES = (
    "<p>|</p>|<div class='related'>|</div>|<article>|<br>|<a href=x>|</a>|<!--|-->|<![CDATA[|]]>|</script>|null|}|{|"
    "<script type='application/ld+json'>|"
    '{"@type":"NewsArticle","headline":|["x"]|"datePublished":"99999-01-01"|{"items":[|{"content_html":1}|]}|'
    "&amp;|&#0;|&#xD800;|\0|\ud800|<rss><channel>|<item>|</item>|<title>|</title>|<pubDate>|</pubDate>|<feed>|<entry>|"
    "<!DOCTYPE a [<!ENTITY b 'c'>]>|&b;|<meta charset=utf-16>|<meta property='og:title' content='|'>|"
    "<time datetime='0000-00-00'>|<html>|<frameset>|<svg><p>|<template>|The council voted on Monday. |\u202e|é|"
    '<?xml version="1.0" encoding="zlib"?>|<link rel=canonical href=\'http://[::1\'>|javascript:alert(1)|'
    "<script>alert(1)</script>|<base href='//'>|<table><tr><td>|<li>|<blockquote>|-1|1e999|[[[[|0000-00-00T99:99:99Z"
).split("|")
PAGE = """<!doctype html><html lang="en"><head><title>Quay closed | The Tarn</title><meta charset="utf-8">
<link rel="canonical" href="https://tarn.example.org/1"><meta property="og:site_name" content="The Tarn">
<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Quay closed", "datePublished":
"2031-03-04T10:00:00+02:00", "author": [{"name": "Ann Reed"}], "liveBlogUpdate": [{"articleBody": "The council voted.",
"headline": "A vote"}, {"articleBody": "It was close.", "datePublished": "2031-03-04"}]}</script></head><body>
<nav><a href="/">Home</a></nav><article><h1>Quay closed</h1><p>PORT ELAN (Reuters) - The council voted on Monday.</p>
<p>“We were never asked,” a minister said.</p><ul><li>One</li></ul></article>
<footer>Contact us</footer></body></html>"""
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Tarn</title><language>en</language><item><title>Quay &amp; harbour</title>
<link>https://tarn.example.org/1</link><pubDate>Tue, 04 Mar 2031 10:00:00 +0200</pubDate>
<author>a@example.org (Ann)</author><description>Short.</description>
<content:encoded><![CDATA[<p>The council voted.</p>]]></content:encoded></item></channel></rss>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "The Tarn", "items": [
{"id": "1", "title": "Quay", "url": "https://tarn.example.org/1", "authors": [{"name": "Ann"}],
"content_html": "<p>The council voted.</p>", "date_published": "2031-03-04T10:00:00Z"}]}"""

_FRAGMENTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=40).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)
_EDIT = st.tuples(
    st.floats(0, 1), st.integers(0, 80), st.sampled_from(PIECES) | st.text(max_size=8), st.sampled_from((1, 1, 1, 50))
)


def edited(sound: str, edits: list[tuple[float, int, str, int]]) -> bytes:
    """A text with stretches of it replaced, each by something once or many times."""
    for where, length, piece, times in edits:
        place = int(where * len(sound))
        sound = sound[:place] + piece * times + sound[place + length :]
    return sound.encode("utf-8", "surrogatepass")


def _broken(*sound: str) -> st.SearchStrategy[bytes]:
    return st.builds(edited, st.sampled_from(sound), st.lists(_EDIT, min_size=1, max_size=8))


PAGES = _FRAGMENTS | st.binary(max_size=300) | _broken(PAGE)
FEEDS = _FRAGMENTS | st.binary(max_size=300) | _broken(FEED, JSON_FEED)
CHARSETS = st.sampled_from([None, "utf-8", "utf-16", "cp1252", "utf-7", "zlib", "unicode_escape", "no such"])


def held(pages: list[Page]) -> None:
    """What every page must be, whatever it was made from."""
    for page in pages:
        assert "\0" not in page.text + (page.title or "") + (page.byline or "")
        assert page.url is None or page.url.startswith(("http://", "https://"))
        assert page.published is None or page.published[4] == "-"


def read_page(raw: bytes, charset: str | None = None) -> str:
    """Read a page and hold it to what it must be; what came of it."""
    return _came_of(lambda: pages_of(raw, None, charset))


def read_feed(raw: bytes, charset: str | None = None) -> str:
    """Read a feed and hold its items to what they must be; what came of it."""
    return _came_of(lambda: items_of(raw, "https://tarn.example.org/feed"))


def _came_of(read: Callable[[], list[Page]]) -> str:
    try:
        found = read()
    except InputError as error:
        return error.code
    held(found)
    return "read"


class Log:
    """Counts what came of the inputs, and writes it down as it goes."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.told: Counter[str] = Counter()
        self.slowest = 0.0

    def run(self, kind: str, raw: bytes, charset: str | None) -> None:
        """Read one input; AssertionError where it takes too long."""
        start = time.process_time()
        try:
            came = (read_page if kind == "page" else read_feed)(raw, charset)
        except BaseException as error:
            self.write(kind=kind, broke=repr(error)[:300], input=repr(raw), charset=charset)
            raise
        seconds = time.process_time() - start
        self.slowest = max(self.slowest, seconds)
        self.told[f"{kind} {came}"] += 1
        if seconds > SLOW:
            self.write(kind=kind, seconds=round(seconds, 2), input=repr(raw), charset=charset)
        assert seconds < DEADLINE, f"{kind} took {seconds:.1f} s"
        if self.told.total() % 1_000 == 0:
            self.write(inputs=self.told.total(), told=dict(self.told), slowest=round(self.slowest, 3))

    def write(self, **row: object) -> None:
        """A line of the log."""
        self._out.write(json.dumps(row) + "\n")
        self._out.flush()


def by_hypothesis(inputs: int, number: int, out: TextIO) -> None:
    """So many inputs, half of them pages; raises at the first that breaks something."""
    log = Log(out)
    bounded = settings(
        max_examples=inputs // 2, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    for kind, strategy in (("page", PAGES), ("feed", FEEDS)):
        case = given(st.just(kind), strategy, CHARSETS)(log.run)
        start = time.perf_counter()
        seed(number)(bounded(case))()
        print(f"{kind}s: {inputs // 2:,} inputs in {time.perf_counter() - start:.0f} s, none broke anything")
    print(f"read or refused: {dict(sorted(log.told.items()))}; the slowest took {log.slowest:.2f} s")


def by_atheris(seconds: int) -> None:
    """Inputs guided by the coverage of all Python code, for so long; from sound ones on."""
    import atheris

    def one(raw: bytes) -> None:
        (read_page if raw.startswith(b"p") else read_feed)(raw[1:])

    with tempfile.TemporaryDirectory() as folder:
        for number, sound in enumerate(("p" + PAGE, "f" + FEED, "f" + JSON_FEED)):
            (Path(folder) / str(number)).write_text(sound, "utf-8")
        limits = [f"-max_total_time={seconds}", "-max_len=8192", f"-timeout={DEADLINE:.0f}"]
        atheris.Setup([sys.argv[0], *limits, folder], one)
        atheris.instrument_all()
        atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--log", type=Path, default=None)
    parser.add_argument("--atheris", action="store_true")
    parser.add_argument("--seconds", type=int, default=600)
    a = parser.parse_args()
    if a.atheris:
        by_atheris(a.seconds)
        return
    with (a.log or Path("/dev/null")).open("w", encoding="utf-8") as out:
        by_hypothesis(a.inputs, a.seed, out)


if __name__ == "__main__":
    main()
