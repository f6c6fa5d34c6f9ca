"""A headline is the first line of a plain text, where it can be nothing else."""

from __future__ import annotations

import pytest

from toecap.read.files import reports
from toecap.read.headline import headline_of

BODY = "The harbour council of Port Elan voted on Monday to close the northern quay to foreign warships."
LONG = f"{BODY} {BODY} {BODY}"


@pytest.mark.parametrize(
    "text",
    [
        f"Quay closed to foreign warships\n\n{BODY}",
        f"\n  Quay closed   to foreign warships  \r\n\r\n{BODY}",
        f"Quay closed to foreign warships\nMonday, March 3, 2031\n{LONG}\n",
    ],
)
def test_a_first_line_that_stands_apart_or_before_whole_paragraphs(text):
    assert headline_of(text) == "Quay closed to foreign warships"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\n\n{LONG}",
        "Quay closed to foreign warships",
        "Quay closed\n\n" + BODY,
        "The harbour council of Port Elan voted on Monday to close\nthe northern quay to foreign warships, it said.\n",
        f"the quay is closed to warships\n\n{BODY}",
        f"PORT ELAN, March 3 (Reuters) -\n\n{BODY}",
        "",
    ],
    ids=["one line", "a sentence", "nothing else", "two words", "wrapped", "small", "dateline", "empty"],
)
def test_what_may_be_part_of_the_body(text):
    assert headline_of(text) is None


def test_texts_and_rows_have_it_as_their_title(tmp_path):
    text = f"Quay closed to foreign warships\n\n{BODY}"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.csv").write_text(f'text,title\n"{text}",Given\n"{text}",\n', "utf-8")
    found = list(reports([str(tmp_path)]))
    assert [report.title for report in found] == [
        "Quay closed to foreign warships",
        "Given",
        "Quay closed to foreign warships",
    ]
    assert {report.text for report in found} == {text}
