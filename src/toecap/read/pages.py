"""A saved web page -> what it holds. Runs in the sandbox: nothing here trusts its input."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Any

from toecap.errors import InputError
from toecap.read.body import body_of
from toecap.read.credit import agency_of, kind_of
from toecap.read.language import language_of
from toecap.read.metadata import Post, metadata_of

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})|encoding=["']([\w.:-]{2,40})""", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# Control characters that no text holds, and that lxml refuses.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page or a feed's item holds; `published` is ISO 8601, with the time and zone where they are told."""

    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    agency: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    kind: str | None = None


def pages_of(raw: bytes, address: str | None = None, charset: str | None = None) -> list[Page]:
    """The report of a page; of a live blog one for each of its dated posts. InputError where there is no text."""
    root = tree_of(text_of(raw, charset))
    about = metadata_of(root, address)
    paragraphs = body_of(root, about.body, about.title)
    text = "\n\n".join(paragraphs)
    if not text:
        raise InputError("read", "no-text", "the page holds no text of a report; save it after it has loaded")
    kind = kind_of(about.types, about.url, about.title, about.section, about.free, text)
    agency = agency_of(about.byline, paragraphs, about.outlet)
    declared = (about.language or "").split("-")[0].lower() or None
    page = Page(
        text=text,
        title=about.title,
        published=about.published,
        outlet=about.outlet,
        agency=agency,
        byline=about.byline,
        url=about.url,
        language=language_of(text) or declared,
        kind=kind,
    )
    if len(about.posts) < 2:
        return [page]
    return [_post(page, post) for post in about.posts]


def _post(page: Page, post: Post) -> Page:
    return replace(
        page,
        text=post.text,
        title=post.title or page.title,
        published=post.published or page.published,
        url=post.url,
        language=language_of(post.text) or page.language,
        agency=None,
    )


def text_of(raw: bytes, charset: str | None = None) -> str:
    """The page's characters: by its byte-order mark, as UTF-8 if it is that, as it says itself, or as windows-1252."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    declared = _CHARSET.search(raw[:4096])
    names = ["utf-8", charset, (declared[1] or declared[2]).decode("ascii") if declared else None]
    for name in filter(None, names):
        try:
            # Browsers read Latin-1 and ASCII as windows-1252, and never the codecs that are none for text.
            info = codecs.lookup(name)
            if info._is_text_encoding and info.name not in ("iso8859-1", "ascii", "utf-7", "idna", "punycode"):
                return raw.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    # Mostly UTF-8 with a few broken bytes, or a page of the nineties.
    guess = raw.decode("utf-8", "replace")
    return guess if guess.count("\ufffd") * 500 < len(guess) else raw.decode("cp1252", "replace")


def without_controls(text: str) -> str:
    """The text without what is no character of any text."""
    return _CONTROLS.sub("", text)


def tree_of(text: str) -> Any:
    """The page's tree, at most as deep as libxml2's own limit; InputError where there is nothing to parse."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        source = without_controls(_DECLARATION.sub("", text)).encode("utf-8")
        return lxml_html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, TypeError) as error:
        raise InputError("read", "no-page", f"is no HTML page ({error})"[:200]) from None
