"""Saved pages: body, headline, date, outlet, agency, kind; in every encoding, and with markup made to mislead."""

from __future__ import annotations

import json

import pytest

from toecap.errors import InputError
from toecap.read.credit import agency_of
from toecap.read.metadata import moment, web_address
from toecap.read.pages import Page, pages_of, text_of

FIRST = "The harbour council of Port Elan voted on Monday to close the northern quay to foreign warships."
SECOND = "“We were never asked,” the minister of defence told reporters outside the town hall in the evening."
THIRD = "The vote follows three months of protests by fishermen, who say that the ships have driven away the herring."


def page(body: str, head: str = "", **linked: object) -> bytes:
    """A page with the body's markup; `linked` are fields of its JSON-LD."""
    data = (
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **linked})}</script>'
        if linked
        else ""
    )
    return f"<!doctype html><html lang=en><head>{head}{data}</head><body>{body}</body></html>".encode()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


BODY = f"<article><h1>Quay closed</h1>{paragraphs(FIRST, SECOND, THIRD)}</article>"


def only(raw: bytes, **given: str) -> Page:
    (found,) = pages_of(raw, **given)
    return found


def test_paragraphs_are_kept_apart():
    assert only(page(BODY)).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.mark.parametrize(
    "foreign",
    [
        "<nav><p>Home, politics, sport, culture, weatherand all the other pages of this paper</p></nav>",
        '<div class="newsletter-signup"><p>Get the best of the harbour news every morning in your postbox</p></div>',
        '<div class="related-articles"><p>Herring prices have risen for the fifth month</p></div>',
        "<figure><figcaption>Ships at the northern quay of Port Elan, seen last week in the fog</figcaption></figure>",
        '<div id="onetrust-sdk"><p>We store cookies on your browser as you read on here and elsewhere</p></div>',
        "<p>Read more: all that you need to know about the herring and its enemies</p>",
        '<blockquote class="twitter-tweet"><p>What a day in the harbour! pic.example.org/abc</p></blockquote>',
    ],
)
def test_what_is_no_part_of_the_report_is_left_out(foreign):
    body = f"<article><h1>Quay closed</h1>{paragraphs(FIRST, SECOND)}{foreign}{paragraphs(THIRD)}</article>"
    assert only(page(body)).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Published on Monday, the report of 120 pages says that the harbour is worth more than the town behind it.",
        "Related ministries were told of the vote on the same evening, but none of them would comment on it.",
        "10:30 a.m.: The minister of defence arrives at the harbour with two of his aides and a priest.",
        "Copyright law was the other matter that the council debated before it went home at midnight.",
    ],
)
def test_sentences_that_begin_like_boilerplate_are_kept(sentence):
    assert sentence in only(page(f"<article>{paragraphs(FIRST, sentence, THIRD)}</article>")).text


def test_a_body_in_a_wrapper_that_is_called_a_sidebar_is_kept():
    body = f'<div class="has-sidebar promo">{paragraphs(FIRST, SECOND, THIRD)}</div>'
    assert FIRST in only(page(body)).text


def test_a_body_in_several_pieces_is_whole():
    pieces = "".join(
        f'<div class="article__body">{paragraphs(text)}</div><div class="ad-slot">Buy</div>'
        for text in (FIRST, SECOND, THIRD)
    )
    assert only(page(f"<main>{pieces}</main>")).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_headings_of_nothing_at_the_end_are_left_out():
    body = f"<article>{paragraphs(FIRST, SECOND, THIRD)}<h3>Our topics</h3><h3>Fish and ships</h3></article>"
    assert only(page(body)).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_lines_parted_by_breaks_are_paragraphs():
    assert only(page(f"<div>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</div>")).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_the_text_of_links_stays_in_its_sentence():
    body = BODY.replace("three months of protests", '<a class="topics" href="/x">three months</a> of protests')
    assert THIRD in only(page(body)).text


def test_a_body_that_only_the_metadata_hold_is_read():
    text = only(
        page("<div id=app></div>", articleBody="\n".join([FIRST, SECOND, THIRD] * 2), headline="Quay closed")
    ).text
    assert FIRST in text
    assert "\n\n" in text


@pytest.mark.parametrize(
    ("head", "linked", "title"),
    [
        ("", {"headline": "Quay &amp; harbour closed"}, "Quay & harbour closed"),
        ("<meta property='og:title' content='Quay closed | The Tarn'>", {}, "Quay closed"),
        ("<meta property='og:title' content='War - and peace'>", {}, "War - and peace"),
        ("<title>Quay closed | The Tarn</title>", {}, "Quay closed"),
    ],
)
def test_title(head, linked, title):
    assert only(page(f"<main>{paragraphs(FIRST, SECOND, THIRD)}</main>", head, **linked)).title == title


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-09-16T21:33+0100", "2024-09-16T21:33:00+01:00"),
        ("2024-04-28 07:00:00Z", "2024-04-28T07:00:00+00:00"),
        ("2026-01-06 13:55:27 +01:00", "2026-01-06T13:55:27+01:00"),
        ("Mon, 16 Sep 2024 10:00:00 GMT", "2024-09-16T10:00:00+00:00"),
        ("2024-09-16", "2024-09-16"),
        ("1750680000000", "2025-06-23T12:00:00+00:00"),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_moments(written, read):
    assert moment(written) == read


def test_the_day_of_publication_and_not_of_the_last_change():
    found = only(
        page(BODY, headline="Quay closed", datePublished="2031-03-04T23:30:00+02:00", dateModified="2031-03-09")
    )
    assert found.published == "2031-03-04T23:30:00+02:00"


def test_the_outlet_is_known_by_its_host():
    head = (
        "<link rel=canonical href='https://www.bbc.co.uk/news/1'><meta property='og:site_name' content='BBC Homepage'>"
    )
    assert only(page(BODY, head)).outlet == "BBC News"


def test_the_outlet_is_what_the_page_says():
    assert only(page(BODY, "<meta property='og:site_name' content='The Tarn'>")).outlet == "The Tarn"


def test_a_page_that_was_fetched_names_itself_only_within_its_site():
    here = "https://m.tarn.example.org/news/1?from=feed"
    said = {
        "https://www.tarn.example.org/news/1": "https://www.tarn.example.org/news/1",
        "https://www.bbc.co.uk/news/1": here,
        "https://example.org/news/1": here,
        "https://www.tarn.example.org/": here,
    }
    for canonical, url in said.items():
        (found,) = pages_of(page(BODY, f"<link rel=canonical href='{canonical}'>"), here)
        assert found.url == url


def test_a_page_that_was_fetched_is_not_another_outlet():
    head = "<meta property='og:site_name' content='BBC News'>"
    assert only(page(BODY, head)).outlet == "BBC News"
    (fetched,) = pages_of(page(BODY, head), "https://tarn.example.org/news/1")
    assert fetched.outlet == "tarn.example.org"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "/news/1", "http://", "https://a b/"])
def test_addresses_that_are_none_are_not_kept(address):
    assert web_address(address) is None


def test_scripts_in_titles_and_names_are_no_text():
    head = "<meta property='og:title' content='<script>alert(1)</script>Quay closed'>"
    found = only(page(BODY, head, author={"name": "<b>Ann</b>\0 Reed"}, headline=""))
    assert "<" not in (found.title or "") + (found.byline or "")


@pytest.mark.parametrize(
    ("byline", "first", "last", "outlet", "agency"),
    [
        ("Ann Reed, AP", "x", "y", None, "AP"),
        ("AFP, MANILA", "x", "y", None, "AFP"),
        ("Ann Reed", "PORT ELAN, March 3 (Reuters) - The council voted.", "y", None, "Reuters"),
        ("Ann Reed", "PORT ELAN, March 3 (Reuters) - The council voted.", "y", "Reuters", None),
        ("Ann Reed", "The council (AP is its acronym) voted.", "y", None, None),
        ("Paul Apted", "x", "y", None, None),
        (None, "x", "With reporting by Reuters.", None, "Reuters"),
    ],
)
def test_agency(byline, first, last, outlet, agency):
    assert agency_of(byline, [first, "Middle.", last], outlet) == agency


@pytest.mark.parametrize(
    ("linked", "body", "kind"),
    [
        ({"headline": "Quay closed"}, BODY * 3, "article"),
        ({"headline": "Quay closed", "@type": "OpinionNewsArticle"}, BODY * 3, "opinion"),
        ({"headline": "Quay closed", "url": "https://tarn.example.org/live/quay"}, BODY * 3, "live blog"),
        ({"headline": "Quay closed", "isAccessibleForFree": False}, BODY, "paywalled"),
        ({"headline": "Quay closed"}, BODY, "near-empty"),
    ],
)
def test_kind(linked, body, kind):
    text = body.replace("herring", "herring, the cod, and the other fish of the bay that the people here have lived on")
    assert only(page(text if kind != "near-empty" else body, **linked)).kind == kind


def test_a_live_blog_is_cut_into_its_posts():
    posts = [
        {"headline": "Vote", "datePublished": "2031-03-04T10:00:00Z", "articleBody": FIRST},
        {"headline": "Protest", "datePublished": "2031-03-04T11:00:00Z", "articleBody": THIRD},
    ]
    found = pages_of(page(BODY, **{"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": posts}))
    assert [(p.title, p.published, p.text) for p in found] == [
        ("Vote", "2031-03-04T10:00:00+00:00", FIRST),
        ("Protest", "2031-03-04T11:00:00+00:00", THIRD),
    ]


def test_each_post_of_a_live_blog_has_an_address_of_its_own():
    """Else they would be taken for versions of one report."""
    here = "https://tarn.example.org/live/quay"
    posts = [
        {"headline": "Vote", "datePublished": "2031-03-04T10:00:00Z", "articleBody": FIRST},
        {"headline": "Protest", "url": f"{here}?post=2", "articleBody": THIRD},
        {"headline": "Storm", "url": "https://www.bbc.co.uk/live/1", "articleBody": SECOND},
    ]

    def addresses(posts):
        blog = page(BODY, **{"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": posts})
        return [found.url for found in pages_of(blog, here)]

    vote, protest, storm = addresses(posts)
    assert protest == f"{here}?post=2"
    assert vote.startswith(f"{here}#")
    assert storm.startswith(f"{here}#")
    # The newest post comes first; the others are still what they were.
    assert addresses([{"headline": "New", "articleBody": FIRST}, *posts])[1:] == [vote, protest, storm]


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("“Ä”".encode(), None),
        ("“Ä”".encode("utf-8-sig"), None),
        ("“Ä”".encode("utf-16"), None),
        ("“Ä”".encode("cp1252"), "iso-8859-1"),
        ("“Ä”".encode("cp1252"), None),
        ("“Ä”".encode("cp1252"), "no-such-charset"),
        ("“Ä”".encode("cp1252"), "zlib"),
        (b'<meta charset="windows-1251">' + "Ж".encode("cp1251"), None),
    ],
)
def test_charsets(raw, charset):
    assert text_of(raw, charset)[-3:] in ("“Ä”", '1">Ж'[-3:])


@pytest.mark.parametrize("raw", [b"", b"   ", b"\0\0\0", b"<html></html>", b"<!-- only -->"])
def test_pages_without_text_are_refused(raw):
    with pytest.raises(InputError):
        pages_of(raw)
