"""A feed (RSS 0.9 to 2.0, Atom, JSON Feed; broken ones too) -> what its items hold. Runs in the sandbox."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from toecap.errors import InputError
from toecap.knowledge.outlets import outlet_of_host
from toecap.read.blocks import Block, blocks_of
from toecap.read.body import paragraphs
from toecap.read.credit import agency_of, kind_of
from toecap.read.language import language_of
from toecap.read.metadata import clean, moment, web_address
from toecap.read.pages import Page, tree_of, without_controls

# feedparser breaks over references to what is no character.
_REFERENCE = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]{1,8})|0*(\d{1,10}));?")


def _sound(reference: re.Match[bytes]) -> bytes:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else b""


def items_of(raw: bytes, address: str | None = None, charset: str | None = None) -> list[Page]:
    """One page for each item; InputError where the file is no feed."""
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_items(raw, address)
    feed = _parsed(_REFERENCE.sub(_sound, raw), address, charset)
    if not feed.entries and not feed.get("version"):
        raise InputError("read", "no-feed", "is no RSS, Atom or JSON feed")
    outlet, language = clean(feed.feed.get("title")), feed.feed.get("language")
    return [_item(entry, outlet, language) for entry in feed.entries]


def _parsed(raw: bytes, address: str | None, charset: str | None) -> Any:
    """What feedparser reads. What its strict parser breaks over goes to its lenient one, which takes what is no XML."""
    import feedparser

    # Links of items are taken from where the feed came from, as far as it does not say otherwise.
    heads = {"content-location": address} if address else {}
    if charset and re.fullmatch(r"[\w.:-]{2,40}", charset):
        heads["content-type"] = f"application/xml; charset={charset}"
    # Given as bytes: a name would be opened, and an address fetched.
    for given in (raw, b"<>" + raw.replace(b"\0", b"")):
        try:
            return feedparser.parse(given, sanitize_html=False, resolve_relative_uris=False, response_headers=heads)
        except Exception:  # ValueError, AttributeError and others, wherever its input is odd
            continue
    raise InputError("read", "no-feed", "is no feed that can be taken apart; leave it out")


def _item(entry: Mapping[str, Any], outlet: str | None, language: str | None) -> Page:
    contents = [str(part.get("value") or "") for part in entry.get("content") or []]
    source, link = entry.get("source") or {}, web_address(entry.get("link"))
    return _page(
        title=clean(entry.get("title")),
        markup=max([*contents, str(entry.get("summary") or "")], key=len),
        published=_time(entry, "published") or _time(entry, "created") or _time(entry, "updated"),
        outlet=outlet_of_host(urlsplit(link).hostname or "" if link else "") or clean(source.get("title")) or outlet,
        byline=", ".join(dict.fromkeys(filter(None, (clean(a.get("name")) for a in entry.get("authors") or []))))
        or None,
        url=link,
        language=language,
    )


def _time(entry: Mapping[str, Any], field: str) -> str | None:
    if read := moment(entry.get(field)):
        return read
    parsed = entry.get(f"{field}_parsed")
    if not parsed or not 1980 <= parsed[0] <= 2100:
        return None
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat()


def _json_items(raw: bytes, address: str | None) -> list[Page]:
    try:
        feed = json.loads(raw.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise InputError("read", "no-feed", "is no JSON feed (not JSON)") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise InputError("read", "no-feed", 'is no JSON feed (lacks "items")')
    return [_json_item(item, feed, address) for item in items if isinstance(item, dict)]


def _json_item(item: Mapping[str, Any], feed: Mapping[str, Any], address: str | None) -> Page:
    authors = item.get("authors") or [item.get("author")]
    names = [clean(a.get("name")) for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
    markup = next(
        (m for m in map(item.get, ("content_html", "content_text", "summary")) if isinstance(m, str) and m), ""
    )
    return _page(
        title=clean(item.get("title")),
        markup=markup,
        published=moment(item.get("date_published")) or moment(item.get("date_modified")),
        outlet=clean(feed.get("title")),
        byline=", ".join(filter(None, names)) or None,
        url=web_address(_joined(address, item.get("url"))),
        language=item.get("language") or feed.get("language"),
    )


def _joined(address: str | None, link: object) -> str | None:
    """A link of an item, from where its feed came from if it is relative."""
    try:
        return urljoin(address or "", link) if isinstance(link, str) and link.strip() else None
    except ValueError:
        return None


def _page(
    *,
    title: str | None,
    markup: str,
    published: str | None,
    outlet: str | None,
    byline: str | None,
    url: str | None,
    language: Any,
) -> Page:
    kept = _paragraphs(markup, title)
    text = "\n\n".join(kept)
    declared = language.split("-")[0].lower() if isinstance(language, str) and language.strip() else None
    return Page(
        text=text,
        title=title,
        published=published,
        outlet=outlet,
        agency=agency_of(byline, kept, outlet),
        byline=byline,
        url=url,
        language=language_of(text) or declared,
        kind=kind_of((), url, title, None, True, text),
    )


def _paragraphs(markup: str, title: str | None) -> list[str]:
    if "<" not in markup and "&" not in markup:
        plain = without_controls(markup)
        blocks = [Block(" ".join(part.split()), "p", 0.0) for part in plain.split("\n\n")]
    elif not markup.strip():
        return []
    else:
        blocks = [block for block, _ in blocks_of(tree_of(f"<div>{markup}</div>"))]
    return paragraphs([Block(block.text, "p", block.linked) for block in blocks], title)
