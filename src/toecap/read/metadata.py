"""What a page says about itself: title, date, outlet, byline, address; JSON-LD before OpenGraph before the page."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlog\w*|VideoObject)$")
DATE_KEYS = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
    "publish-date", "publication_date", "citation_publication_date", "citation_online_date",
    "cxenseparse:recs:publishtime",
)  # fmt: skip
# Ends of titles that name the site: " | Globalnews.ca", " - Taipei Times".
_SITE_END = re.compile(r"\s+(?:[|*·»–—-]|::)\s+([^|]{2,40})$")
_TAG = re.compile(r"<[^<>]{1,200}>")
_NON_WORD = re.compile(r"[\W_]+")
MOST_JSON = 2_000_000


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a live blog. Its address is its own, for an address is what a report is known by."""

    title: str | None
    published: str | None
    url: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; `published` is ISO 8601 with the time and zone where they are given."""

    title: str | None
    published: str | None
    outlet: str | None
    byline: str | None
    url: str | None
    language: str | None
    body: str | None
    section: str | None
    types: tuple[str, ...]
    free: bool
    posts: tuple[Post, ...]


def metadata_of(root: Any, address: str | None) -> Metadata:
    """Everything that the page's metadata tell; `address` is where the page was fetched from, if that is known."""
    metas = _metas(root)
    articles = [node for node in _linked_data(root) if _is_article(node)]
    url = _url(root, metas, articles, address)
    outlet = _outlet(metas, articles, url, seen=address is not None)
    types = tuple(kind for node in articles for kind in _types(node))
    languages = [_one(node.get("inLanguage")) for node in articles] + [root.get("lang")]
    return Metadata(
        title=_title(root, metas, articles, outlet),
        published=_published(root, metas, articles),
        outlet=outlet,
        byline=_byline(metas, articles),
        url=url,
        language=next((language for language in languages if language), None),
        body=max((_one(node.get("articleBody")) or "" for node in articles), key=len, default="") or None,
        section=next(
            (s for s in [_one(node.get("articleSection")) for node in articles] if s), metas.get("article:section")
        ),
        types=types,
        free=not any(str(node.get("isAccessibleForFree")).lower() == "false" for node in articles),
        posts=tuple(_posts(articles, url)),
    )


def clean(value: object) -> str | None:
    """One line of plain text from what may hold entities, tags and NULs; None where nothing is left."""
    if not isinstance(value, str):
        return None
    text = _TAG.sub("", html.unescape(html.unescape(value[:5_000])))
    text = " ".join(text.replace("\0", "").split())
    return text if re.search(r"\w", text) else None


def moment(value: object) -> str | None:
    """A date or a time as pages write them (ISO 8601, RFC 2822, seconds since 1970) in ISO 8601; None if it is none."""
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    if not text or len(text) > 60:
        return None
    read: datetime | None = None
    if re.fullmatch(r"\d{10}|\d{13}", text):
        read = datetime.fromtimestamp(int(text[:10]), UTC)
    for parse in (datetime.fromisoformat, parsedate_to_datetime, _spaced_zone):
        if read is None:
            try:
                read = parse(text)
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
    if read is None or not 1980 <= read.year <= 2100:
        return None
    return read.date().isoformat() if len(text) <= 10 else read.isoformat()


def _spaced_zone(text: str) -> datetime:
    """2026-01-06 13:55:27 +01:00, with a space before the zone."""
    return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text))


def web_address(value: object) -> str | None:
    """An http or https address with a host; None for anything else (`javascript:`, `file:`, paths)."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) < 2_000
    except ValueError:
        return None
    return text if good and not re.search(r"[\s\x00-\x1f<>\"]", text) else None


# Names under which a site has its feeds, and its pages for other screens.
_SITE_PREFIX = re.compile(r"^(?:(?:www\d?|m|mobile|amp|edition|rss|feeds?)\.)+(?=[^.]+\.)")


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, but for prefixes such as www. and m."""
    a, b = (_SITE_PREFIX.sub("", (urlsplit(address).hostname or "").lower()) for address in (one, other))
    return bool(a) and a == b


def _metas(root: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if key and content:
            metas.setdefault(key.strip().lower(), content)
    return metas


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > MOST_JSON:
            continue
        try:
            yield from _nodes(json.loads(script.text.strip().rstrip(";"), strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value[:200]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict) and depth < 8:
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), dict | list):
                yield from _nodes(value[key], depth + 1)


def _types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]


def _is_article(node: dict[str, Any]) -> bool:
    return any(ARTICLE_TYPES.search(kind) for kind in _types(node)) and bool(
        node.get("headline") or node.get("articleBody")
    )


def _one(value: Any) -> str | None:
    """The first text in a value that may be a text, a list, or a thing with a name."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value")
    return value.strip() or None if isinstance(value, str) else None


def _title(root: Any, metas: dict[str, str], articles: list[dict[str, Any]], outlet: str | None) -> str | None:
    short = clean(metas.get("og:title"))
    for node in articles:
        if title := clean(_one(node.get("headline"))):
            # The one that is the other's beginning is the headline, the rest its second line.
            return short if short and len(short.split()) > 3 and title.startswith(short) else title
    for value in (metas.get("og:title"), metas.get("twitter:title")):
        if title := clean(value):
            return _without_site(title, outlet)
    shown = [" ".join(heading.itertext()) for heading in root.iter("h1")]
    written = ["".join(element.itertext()) for element in root.iter("title")]
    for value in (*(shown if len(shown) == 1 else []), *written[:1], *shown):
        if title := clean(value):
            return _without_site(title, outlet)
    return None


def _without_site(title: str, outlet: str | None) -> str:
    end = _SITE_END.search(title)
    if end is None:
        return title
    said, known = _NON_WORD.sub("", end[1].lower()), _NON_WORD.sub("", (outlet or "").lower())
    is_site = bool(known) and (said in known or known in said)
    return title[: end.start()] if is_site or "|" in end[0] else title


def _published(root: Any, metas: dict[str, str], articles: list[dict[str, Any]]) -> str | None:
    found = [moment(_one(node.get("datePublished"))) for node in articles]
    found += [moment(metas.get(key)) for key in DATE_KEYS]
    if read := next((value for value in found if value), None):
        return read
    times = (element.get("datetime") for element in root.iter("time"))
    return next((value for value in map(moment, times) if value), None) or _found_date(root)


def _found_date(root: Any) -> str | None:
    from htmldate import find_date

    try:
        return find_date(root, original_date=True, extensive_search=False, max_date="2100-01-01")
    except (ValueError, TypeError, OverflowError):
        return None


def _outlet(metas: dict[str, str], articles: list[dict[str, Any]], url: str | None, seen: bool) -> str | None:
    """By the host, or else as the page calls itself. `seen`: it was fetched from there, so that another's name is
    none of its own."""
    from toecap.knowledge.outlets import is_known_outlet, outlet_of_host

    host = (urlsplit(url).hostname or "") if url else ""
    if known := outlet_of_host(host):
        return known
    said = [clean(metas.get("og:site_name")), *(clean(_one(node.get("publisher"))) for node in articles)]
    said += [clean(metas.get("application-name")), clean(metas.get("al:ios:app_name"))]
    names = [name for name in said if name and len(name) <= 60 and not (seen and is_known_outlet(name))]
    # A name in words before one that is an address.
    plain = [name for name in names if not re.fullmatch(r"\S+\.\w{2,}", name)]
    return next(iter(plain or names), None) or (host.removeprefix("www.") or None)


def _byline(metas: dict[str, str], articles: list[dict[str, Any]]) -> str | None:
    names: list[str] = []
    for node in articles[:1]:
        authors = node.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = clean(_one(author))
            if name and name not in names and not web_address(name) and len(name) <= 100:
                names.append(name)
    if not names:
        name = clean(metas.get("author") or metas.get("byl") or metas.get("parsely-author"))
        names = [name] if name and not web_address(name) and len(name) <= 200 else []
    return ", ".join(names[:20]) or None


def _url(root: Any, metas: dict[str, str], articles: list[dict[str, Any]], address: str | None) -> str | None:
    """The page's own address. Where it is known from where it came, it may name itself only within that site, and not
    as the site's front page, as some sites do of all their pages."""
    links = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    declared = [node.get("url") for node in articles]
    good = [found for value in (*links, metas.get("og:url"), address, *declared) if (found := web_address(value))]
    fetched = web_address(address)
    if fetched is None:
        return next(iter(good), None)
    return next((found for found in good if same_site(found, fetched) and urlsplit(found).path.strip("/")), fetched)


def _posts(articles: list[dict[str, Any]], page: str | None) -> Iterator[Post]:
    for node in articles:
        updates = node.get("liveBlogUpdate")
        for post in updates if isinstance(updates, list) else []:
            text = post.get("articleBody") if isinstance(post, dict) else None
            if isinstance(text, str) and clean(text):
                title, published = clean(_one(post.get("headline"))), moment(_one(post.get("datePublished")))
                paragraphs = "\n\n".join(filter(None, map(clean, text.splitlines())))
                said = web_address(post.get("url")) or web_address(post.get("@id"))
                yield Post(title, published, _post_address(said, page, f"{published}\n{title}"), paragraphs)


def _post_address(said: str | None, page: str | None, about: str) -> str | None:
    """The address that a post gives itself within the site; else the page's, with a mark of its time and headline."""
    if page is None:
        return said
    if said and said != page and same_site(said, page):
        return said
    return f"{page.partition('#')[0]}#{hashlib.sha256(about.encode('utf-8', 'replace')).hexdigest()[:12]}"
