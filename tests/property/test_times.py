"""Times hold their law for any text: exact evidence, start before end, in order, apart, never an exception."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from toecap.annotate.times import find_times
from toecap.annotate.times.rules import read_toml

WORDS = read_toml()["words"]
PIECES = sorted(
    {form for forms in WORDS["weekdays"] + WORDS["months"] for form in forms}
    | set(WORDS["numbers"]) | set(WORDS["ordinals"]) | set(WORDS["units"]) | set(WORDS["early"]) | set(WORDS["late"])
    | {"last", "next", "this", "the", "past", "in", "from", "to", "between", "and", "since", "by", "before", "ago"}
    | {"days", "weeks", "months", "years", "later", "earlier", "weekend", "yesterday", "today", "tomorrow", "will"}
    | {"1", "2", "31", "30", "02", "999", "1999", "2022", "1500", "2099", "2022-02-30", "2/2/2022", "1990s", "’80s"}
    | {",", ".", "-", "–", "\n", "’s", "quarter of", "century", "19th", "overnight", "that day", "the same day"}
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))


@given(TEXTS, st.one_of(st.none(), st.dates()))
def test_law_of_evidence(text: str, published: date | None) -> None:
    end = 0
    for span in find_times(text, published):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        assert date.fromisoformat(span.when.start) <= date.fromisoformat(span.when.end)
        assert span.when.evidence is not None
        assert (span.when.evidence.start, span.when.evidence.end) == (span.start, span.end)
        assert span.when.evidence.quote == text[span.start : span.end]


@given(TEXTS)
def test_without_a_publication_date_only_stated_times_are_told(text: str) -> None:
    for span in find_times(text, None):
        assert span.when.basis == "stated" or span.when.start
