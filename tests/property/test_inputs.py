"""Pages and feeds of any bytes: pages or an input error, and nothing else; `FUZZ_INPUTS=N` tries N of each."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toecap.errors import InputError
from toecap.read.feeds import items_of
from toecap.read.pages import Page, pages_of

TRIES = int(os.environ.get("FUZZ_INPUTS", "150"))
PIECES = [
    "<p>",
    "</p>",
    "<div class='related'>",
    "</div>",
    "<article>",
    "<br>",
    "<a href=x>",
    "</a>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<script type='application/ld+json'>",
    "</script>",
    '{"@type":"NewsArticle","headline":',
    '["x"]',
    "null",
    "}",
    "{",
    "&amp;",
    "&#0;",
    "&#xD800;",
    "\0",
    "\ud800",
    "<rss><channel>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<pubDate>",
    "</pubDate>",
    "<feed>",
    "<entry>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "&b;",
    "<meta charset=utf-16>",
    "<meta property='og:title' content='",
    "'>",
    "<time datetime='0000-00-00'>",
    '"datePublished":"99999-01-01"',
    "<html>",
    "<frameset>",
    "<svg><p>",
    "<template>",
    "The council voted on Monday. ",
    "\u202e",
    "é",
    '<?xml version="1.0" encoding="zlib"?>',
    "<link rel=canonical href='http://[::1'>",
    '{"items":[',
    '{"content_html":1}',
    "]}",
]
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=40).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)
ANY = MARKUP | st.binary(max_size=300)
BOUNDED = settings(max_examples=TRIES, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])


def held(pages: list[Page]) -> None:
    """What every page must be, whatever it was made from."""
    for page in pages:
        assert "\0" not in page.text + (page.title or "") + (page.byline or "")
        assert page.url is None or page.url.startswith(("http://", "https://"))
        assert page.published is None or page.published[4] == "-"


@BOUNDED
@given(ANY, st.sampled_from([None, "utf-8", "utf-16", "cp1252", "zlib", "no such"]))
def test_pages_of_any_bytes(raw, charset):
    try:
        held(pages_of(raw, None, charset))
    except InputError:
        return


@BOUNDED
@given(ANY)
def test_feeds_of_any_bytes(raw):
    try:
        held(items_of(raw))
    except InputError:
        return


@pytest.mark.parametrize("raw", [b"<p>" * 5_000 + b"x", b'{"items":[' * 5_000])
def test_deep_nesting(raw):
    for read in (pages_of, items_of):
        try:
            held(read(raw))
        except InputError:
            continue
