"""Pages and feeds of any bytes: pages or an input error, and nothing else; `bench/fuzz.py` tries more of them."""

from __future__ import annotations

import pytest
from fuzz import CHARSETS, FEEDS, PAGES, read_feed, read_page
from hypothesis import HealthCheck, given, settings

BOUNDED = settings(max_examples=150, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])


@BOUNDED
@given(PAGES, CHARSETS)
def test_pages_of_any_bytes(raw, charset):
    read_page(raw, charset)


@BOUNDED
@given(FEEDS)
def test_feeds_of_any_bytes(raw):
    read_feed(raw)


@pytest.mark.parametrize("raw", [b"<p>" * 5_000 + b"x", b'{"items":[' * 5_000])
def test_deep_nesting(raw):
    for read in (read_page, read_feed):
        read(raw)
