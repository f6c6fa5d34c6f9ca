"""The laws of the record, over real reports and over texts made to break them.

A sample of the corpus by default; all of it with `TOECAP_ALL=1`.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toecap
from toecap.records import Record, Report

SAMPLE = 24


def evidences(value: Any) -> Iterator[dict[str, Any]]:
    """Every evidence in a record (as a dict), however deep."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "quote"}:
            yield value
        for part in value.values():
            yield from evidences(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from evidences(part)


def broken_laws(record: dict[str, Any]) -> list[str]:
    """What of the laws one record breaks."""
    text = record["report"]["text"]
    actors = {actor["id"] for actor in record["actors"]}
    statements = {statement["id"] for statement in record["statements"]}
    events = [event["id"] for event in record["events"]]
    named = [(s["id"], i) for s in record["statements"] for i in [s["speaker"], *s["addressees"], *s["through"]] if i]
    named += [(e["id"], i) for e in record["events"] for i in [*e["actors"], *e["recipients"]]]
    broken = [f"evidence {e}" for e in evidences(record) if text[e["start"] : e["end"]] != e["quote"]]
    broken += [f"empty evidence {e}" for e in evidences(record) if e["start"] >= e["end"]]
    broken += [f"{owner} names no actor {i}" for owner, i in named if i not in actors]
    broken += [
        f"{e['id']} names no statement" for e in record["events"] if e["according_to"] not in statements | {None}
    ]
    broken += [f"{s['id']} has no content" for s in record["statements"] if not s["content"]]
    broken += [
        f"{e['id']} has no evidence of its predicate"
        for e in record["events"]
        if not any(
            p["start"] <= e["predicate"]["start"] and e["predicate"]["end"] <= p["end"]
            for p in [*e["evidence"], e["predicate"]]
        )
    ]
    if len(actors) != len(record["actors"]) or len(set(events)) != len(events):
        broken.append("an id is given twice")
    return broken


def written(records: Iterator[Record]) -> dict[str, str]:
    return {record.name: json.dumps(record.to_dict(), ensure_ascii=False) for record in records}


@pytest.fixture(scope="module")
def example_reports(examples) -> list[Report]:
    return [report_of(row) for row in examples]


def report_of(row: dict[str, Any]) -> Report:
    from toecap.read.report import make_report

    known = {key: row.get(key) for key in ("published", "outlet", "agency", "url", "title", "language")}
    return make_report(row["id"], row["text"], **known)


@pytest.fixture(scope="module")
def corpus(shared) -> list[Report]:
    with gzip.open(shared / "corpus" / "news_open.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["text"].strip()]
    if not os.environ.get("TOECAP_ALL"):
        rows = rows[:: len(rows) // SAMPLE]
    # The corpus names its source, and some rows are too foreign or short for `read` to take them: that is tested apart.
    # One id stands three times, with different texts.
    return [report_of({**row, "id": f"{number} {row['id']}", "language": "en"}) for number, row in enumerate(rows)]


def assert_laws(reports: list[Report], contract: jsonschema.Draft202012Validator) -> None:
    one_by_one = written(toecap.read_many(reports, batch_size=1))
    assert list(one_by_one) == [report.id for report in reports]
    for name, line in one_by_one.items():
        record = json.loads(line)
        assert not record["failures"], name
        assert not broken_laws(record), name
        assert not [error.message for error in contract.iter_errors(record)], name
    assert written(toecap.read_many(reports, batch_size=64)) == one_by_one
    assert written(toecap.read_many(reports[::-1], batch_size=32)) == one_by_one


def test_laws_over_the_examples(example_reports, contract):
    assert_laws(example_reports, contract)


@pytest.mark.gold
def test_laws_over_the_corpus(corpus, contract):
    assert_laws(corpus, contract)


def test_text_and_hash_are_the_input_s(example_reports):
    import hashlib

    for report, record in zip(example_reports, toecap.read_many(example_reports), strict=True):
        assert record.report.text == report.text
        assert record.report.text_sha256 == hashlib.sha256(report.text.encode()).hexdigest()


PIECES = st.sampled_from(
    [
        *"“”‘’\"'…—-.,;:!?()[]\n\r\t \u00a0\u200b\u202e\ufeff",
        "\n\n",
        "\r\n\r\n",
        " said ",
        " he said",
        " told reporters",
        "Norway",
        "Mr Johnson",
        "the Russian president",
        "Number 10",
        "On Tuesday",
        " would ",
        " not ",
        " if ",
        " warned ",
        " attacked ",
        " because of ",
        "urged",
        " to ",
        "U.S. ",
        "3,000 troops",
        "🇳🇴",
        "O’Brien’s",
        "the leaders",
        "they",
        "who",
    ]
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES | st.text(max_size=6), max_size=60).map("".join))
def test_laws_over_texts_made_to_break_them(text):
    from toecap.errors import InputError

    try:
        record = toecap.read(text, published="2031-03-04")
    except InputError:
        return
    assert not broken_laws(json.loads(json.dumps(record.to_dict())))
    assert record.report.text == text


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_report_s_record_does_not_hang_on_its_neighbours(example_reports, data):
    some = data.draw(st.lists(st.sampled_from(example_reports), min_size=1, max_size=4, unique_by=lambda r: r.id))
    alone = {report.id: written(toecap.read_many([report]))[report.id] for report in some}
    assert written(toecap.read_many(some, batch_size=len(some))) == alone
