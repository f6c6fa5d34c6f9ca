"""Make a Report from a text and what is known about it, or say why it is none."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime

from toecap.config import settings
from toecap.errors import InputError
from toecap.read.language import language_of
from toecap.read.metadata import web_address
from toecap.records import Report

# spaCy's tokenizer takes time that grows with the square of a run of marks: about a minute for one of this length.
LONGEST_RUN = 10_000
# JSON may hold one half of a surrogate pair, which is no text; spaCy cannot read it.
HALF = re.compile("[\ud800-\udfff]")


def refuse_half_characters(id: str, text: str) -> None:
    """InputError where the text holds half a character."""
    if found := HALF.search(text):
        message = f"{id}: holds half a character (at {found.start():,}); write the whole one, or remove it"
        raise InputError("read", "half-character", message)


def published_day(value: str | None) -> str | None:
    """`value` (a date, or a date and time, ISO 8601) as YYYY-MM-DD; ValueError where it is no date."""
    if value is None or not value.strip():
        return None
    return date.fromisoformat(value.strip()[:10]).isoformat()


def published_time(value: str | None) -> str | None:
    """`value` in ISO 8601 where it tells the time of day as well, and is sound; else None."""
    text = (value or "").strip()
    try:
        return datetime.fromisoformat(text).isoformat() if len(text) > 10 else None
    except ValueError:
        return None


def make_report(
    id: str,
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    url: str | None = None,
    title: str | None = None,
    language: str | None = None,
    byline: str | None = None,
    kind: str | None = None,
) -> Report:
    """A checked Report; InputError where the text is empty, too long, not English or its date impossible."""
    if not text.strip():
        raise InputError("read", "empty", f"{id}: holds no text; check the file or leave it out")
    limit = settings().max_characters
    if len(text) > limit:
        raise InputError(
            "read",
            "too-long",
            f"{id}: {len(text):,} characters, the limit is {limit:,}; split it into reports"
            " (one JSONL row each), or raise TOECAP_MAX_CHARACTERS",
        )
    run = max(map(len, text.split()))
    if run > LONGEST_RUN:
        raise InputError(
            "read",
            "no-spaces",
            f"{id}: {run:,} characters without a space, the limit is {LONGEST_RUN:,}; remove what is no text from it",
        )
    refuse_half_characters(id, text)
    try:
        day = published_day(published)
    except ValueError:
        raise InputError(
            "read", "bad-date", f"{id}: published {published!r} is not a date; give it as YYYY-MM-DD"
        ) from None
    language = language or language_of(text)
    if language is not None and language.split("-")[0].lower() != "en":
        raise InputError(
            "read",
            "language",
            f"{id}: is in language {language!r}; Toecap codes English only, so translate it or leave it out",
        )
    # What is no address of the web, such as javascript:, must not become a link on somebody's screen.
    url = web_address(url)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Report(id, outlet, agency, url, title, day, language, text, digest, published_time(published), byline, kind)
