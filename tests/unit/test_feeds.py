"""Feeds: every item once, with its fields as feedparser reads them."""

from __future__ import annotations

import calendar
import json
from datetime import datetime
from pathlib import Path

import feedparser
import pytest

from toecap.errors import InputError
from toecap.read.feeds import items_of
from toecap.read.metadata import clean

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Tarn</title><language>en-gb</language>
<item><title>Quay &amp; harbour closed</title><link>https://tarn.example.org/1</link>
<pubDate>Tue, 04 Mar 2031 10:00:00 +0200</pubDate><description>Short.</description>
<content:encoded>
<![CDATA[<p>The council voted on Monday.</p>
<p>“We were never asked,” a minister said.</p>]]></content:encoded></item>
<item><title>No link</title><link>javascript:alert(1)</link><description>Plain words only.</description></item>
</channel></rss>""".encode()
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Tarn</title>
<entry><title>Quay closed</title><link href="https://tarn.example.org/1"/>
<published>2031-03-04T10:00:00Z</published>
<author><name>Ann Reed</name></author>
<content type="html">&lt;p&gt;The council voted.&lt;/p&gt;</content></entry></feed>"""


def test_rss():
    first, second = items_of(RSS)
    assert first.text == "The council voted on Monday.\n\n“We were never asked,” a minister said."
    assert (first.title, first.published) == ("Quay & harbour closed", "2031-03-04T10:00:00+02:00")
    assert (first.outlet, first.url, first.language) == ("The Tarn", "https://tarn.example.org/1", "en")
    assert (second.text, second.url, second.published) == ("Plain words only.", None, None)


def test_atom():
    (item,) = items_of(ATOM)
    assert (item.text, item.byline, item.published) == ("The council voted.", "Ann Reed", "2031-03-04T10:00:00+00:00")


def test_json_feed():
    item = {"content_html": "<p>The council voted.</p>", "date_published": "2031-03-04T10:00:00Z"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Tarn", "items": [item, "no item"]}
    (found,) = items_of(json.dumps(feed).encode())
    assert (found.text, found.outlet) == ("The council voted.", "The Tarn")


@pytest.mark.parametrize(
    ("sound", "broken"),
    [(b"dc/elements", b"dc \xed\xa0\x80 elements"), (b'version="1.0"', b'version="1.0" encoding="a\0b"')],
    ids=["namespace with spaces", "encoding with NUL"],
)
def test_feeds_that_feedparser_breaks_over_are_read(sound, broken):
    raw = RSS.replace(b"<rss", b'<rss xmlns:dc="http://purl.org/dc/elements/1.1/"')
    assert sound in raw
    first, _ = items_of(raw.replace(sound, broken))
    assert (first.title, first.url) == ("Quay & harbour closed", "https://tarn.example.org/1")


@pytest.mark.parametrize("charset", ["windows-1251", "utf-8", "no such", None])
def test_the_charset_is_what_the_server_says_or_the_feed_itself(charset):
    feed = "<rss><channel><item><title>Порт закрыт</title></item></channel></rss>"
    declared = f'<?xml version="1.0" encoding="windows-1251"?>{feed}' if charset != "windows-1251" else feed
    (item,) = items_of(declared.encode("windows-1251"), None, charset)
    assert item.title == "Порт закрыт"


_ITEM = (
    "<item><title>Quay closed</title><link>https://tarn.example.org/1</link><description>Words.</description></item>"
)
_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{}"><channel/>' + _ITEM + "</rdf:RDF>"
_ENTRY = '<entry><title>Quay closed</title><link rel="alternate" href="https://tarn.example.org/1"/>{}</entry>'
_JSON = {"title": "Quay closed", "url": "https://tarn.example.org/1", "content_text": "Words."}
VERSIONS = {
    "RSS 0.90": _RDF.format("http://my.netscape.com/rdf/simple/0.9/"),
    "RSS 1.0": _RDF.format("http://purl.org/rss/1.0/"),
    **{f"RSS {v}": f'<rss version="{v}"><channel>{_ITEM}</channel></rss>' for v in ("0.91", "0.92", "2.0")},
    "RSS of no version": f"<rss><channel>{_ITEM}</channel>",
    "Atom 0.3": f'<feed version="0.3" xmlns="http://purl.org/atom/ns#">{_ENTRY.format("<content>Words.</content>")}</feed>',
    "Atom 1.0": f'<feed xmlns="http://www.w3.org/2005/Atom">{_ENTRY.format("<summary>Words.</summary>")}</feed>',
    "JSON Feed 1.0": json.dumps({"version": "https://jsonfeed.org/version/1", "items": [_JSON]}),
    "JSON Feed 1.1": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [_JSON]}),
}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version(version):
    (item,) = items_of(VERSIONS[version].encode())
    assert (item.title, item.url, item.text) == ("Quay closed", "https://tarn.example.org/1", "Words.")


def test_links_are_taken_from_where_the_feed_came_from():
    here = "https://tarn.example.org/feeds/all"
    (item,) = items_of(ATOM.replace(b"https://tarn.example.org/1", b"/1"), here)
    assert item.url == "https://tarn.example.org/1"
    (item,) = items_of(b'{"items": [{"url": "../1", "content_text": "Words."}]}', here)
    assert item.url == "https://tarn.example.org/1"


def test_plain_content_holds_no_control_characters():
    (item,) = items_of(b'{"items": [{"content_text": "The council\\u0000 voted."}]}')
    assert item.text == "The council voted."


@pytest.mark.parametrize(
    ("path", "words", "kind"), [("1", 200, "article"), ("1", 20, "near-empty"), ("opinion/1", 200, "opinion")]
)
def test_items_are_of_a_kind_like_pages(path, words, kind):
    item = {"url": f"https://tarn.example.org/{path}", "content_text": "word " * words}
    (found,) = items_of(json.dumps({"items": [item]}).encode())
    assert found.kind == kind


def test_a_feed_that_is_cut_off_gives_the_items_before_the_cut():
    cut = RSS[: RSS.index(b"<item><title>No link") + 40]
    assert items_of(cut)[0].title == "Quay & harbour closed"


@pytest.mark.parametrize("raw", [b"", b"hello", b"<html><p>x</p></html>", b'{"a": 1}', b"{", b"[]"])
def test_what_is_no_feed_is_refused(raw):
    with pytest.raises(InputError):
        items_of(raw)


def instant(entry):
    """The time of an entry, by feedparser's own reading, as seconds since 1970."""
    parsed = entry.get("published_parsed") or entry.get("created_parsed") or entry.get("updated_parsed")
    return calendar.timegm(parsed) if parsed else None


@pytest.mark.gold
@pytest.mark.filterwarnings("ignore::DeprecationWarning:feedparser")
def test_real_feeds_as_feedparser_reads_them(shared: Path):
    for path in sorted((shared / "gold" / "feeds").glob("*.xml")):
        entries, items = feedparser.parse(path.read_bytes()).entries, items_of(path.read_bytes())
        assert len(items) == len(entries) > 0, path.name
        for entry, item in zip(entries, items, strict=True):
            assert item.url == entry.get("link"), path.name
            assert item.title == clean(entry.get("title")), path.name
            assert item.byline == (entry.get("author") or None), path.name
            at = datetime.fromisoformat(item.published).timestamp() if item.published else None
            assert at == instant(entry), path.name
            told = [part.value for part in entry.get("content", ())] + [entry.get("summary") or ""]
            assert bool(item.text) == bool(clean(max(told, key=len))), path.name
