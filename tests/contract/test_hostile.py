"""Inputs made to do harm: each costs itself, in little memory, and nothing of it reaches a screen as markup."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import brotli
import pytest

from toecap.read.feeds import items_of
from toecap.read.files import Unread, reports
from toecap.read.pages import pages_of
from toecap.records import Report

TEXT = "The harbour council of Port Elan voted on Monday to close the northern quay to foreign warships."
SCRIPT = "<script>alert(1)</script>"


def packed(head: bytes, piece: bytes, megabytes: int = 100) -> bytes:
    """A gzip file of so many megabytes that takes a thousandth of that."""
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    whole = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    return b"".join([packer.compress(head), *(packer.compress(whole) for _ in range(megabytes)), packer.flush()])


def response(body: bytes, coding: bytes) -> bytes:
    """A WARC record of a page."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: " + coding + b"\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Target-URI: https://tarn.example.org/1\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


BOMBS = {
    "a page of 100 MB": ("a.html", lambda: b"<p>" + b"x " * 50_000_000),
    "a packed page": ("a.html.gz", lambda: packed(b"<p>", b" ")),
    "a packed text": ("a.txt.gz", lambda: packed(b"", b"x ")),
    "a packed feed": ("a.xml.gz", lambda: packed(b"<rss><channel>", b"<item>")),
    "a packed row": ("a.jsonl.gz", lambda: packed(b'{"text": "', b"x")),
    "a packed table of one line": ("a.csv.gz", lambda: packed(b'text\n"', b"x")),
    "a packed archive": ("a.warc.gz", lambda: gzip.compress(response(bytes(100_000_000), b"identity"), 1)),
    "gzip in an archive": ("a.warc", lambda: response(packed(b"<p>", b" "), b"gzip")),
    "brotli in an archive": ("a.warc", lambda: response(brotli.compress(bytes(100_000_000), quality=1), b"br")),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_unopened(tmp_path, bomb):
    name, make = BOMBS[bomb]
    path = tmp_path / name
    path.write_bytes(make())
    found = list(reports([str(path)]))
    assert found
    assert all(isinstance(item, Unread) for item in found)
    assert all(str(path) in item.failure.message for item in found)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//a.example.org/"]
)
def test_addresses_that_are_no_links_are_dropped_wherever_they_come_from(tmp_path, address):
    item = f"<item><title>Quay</title><link>{address}</link><description>{TEXT}</description></item>"
    inputs = {
        "a.jsonl": json.dumps({"text": TEXT, "url": address}),
        "a.csv": f'text,url\n"{TEXT}","{address}"\n',
        "a.rss": f"<rss><channel>{item}</channel></rss>",
        "a.html": f"<link rel=canonical href='{address}'><meta property='og:url' content='{address}'><p>{TEXT}</p>",
        "a.json": json.dumps({"items": [{"url": address, "content_text": TEXT}]}),
    }
    for name, content in inputs.items():
        (tmp_path / name).write_text(content, "utf-8")
        (found,) = reports([str(tmp_path / name)])
        assert isinstance(found, Report), name
        assert found.url is None, name


def test_scripts_in_titles_and_authors_are_no_markup():
    data = {"@type": "NewsArticle", "headline": f"Quay {SCRIPT}", "author": {"name": f"Ann {SCRIPT}"}}
    linked = json.dumps(data).replace("</", "<\\/")
    (page,) = pages_of(f"<script type='application/ld+json'>{linked}</script><p>{TEXT}</p>".encode())
    told = f"<title>T{SCRIPT}</title><author>A{SCRIPT}</author><description>{TEXT}</description>"
    items = [
        items_of(f"<rss><channel><item>{told.replace(SCRIPT, written)}</item></channel></rss>".encode())[0]
        for written in (f"<![CDATA[{SCRIPT}]]>", SCRIPT.replace("<", "&lt;"))
    ]
    assert page.title == "Quay alert(1)"
    for found in (page, *items):
        assert "<" not in f"{found.title} {found.byline} {found.text}"


@pytest.mark.parametrize(
    "raw",
    [
        b"<meta charset=utf-7><p>+ADw-script+AD4- " + TEXT.encode(),
        b"<meta charset=zlib><p>" + TEXT.encode(),
        b"<meta charset=unicode_escape><p>\\x3cb\\x3e \xff " + TEXT.encode(),
        b"<?xml version='1.0' encoding='undefined'?><p>" + TEXT.encode(),
        b"<p>\x00" + TEXT.encode().replace(b"o", b"o\x00"),
        b"<p>\xc0\xbcscript\xc0\xbe " + TEXT.encode(),
        ("<p>" + TEXT).encode("utf-16"),
    ],
    ids=["utf-7", "a codec of no text", "escapes", "undefined", "null bytes", "overlong", "utf-16"],
)
def test_charset_tricks_make_no_markup(raw):
    for charset in (None, "utf-7", "idna", "rot13", "unicode_escape"):
        (found,) = pages_of(raw, None, charset)
        assert "harbour council of Port Elan" in found.text
        assert "<" not in found.text
        assert "\0" not in found.text


def test_entities_fetch_nothing_and_grow_to_nothing(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    declared = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    raw = f"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "grow"><!ENTITY x SYSTEM "file://{secret}">{declared}]>
    <rss><channel><item><title>Quay &x;</title><description>{TEXT} &j;</description></item></channel></rss>"""
    for read in (items_of, pages_of):
        for found in read(raw.encode()):
            told = f"{found.title} {found.text}"
            assert "secret" not in told.replace(str(secret), "")
            assert len(told) < 10_000
