"""CSV, Parquet, gzipped rows and file lists, with columns called otherwise."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import duckdb
import pytest

from toecap.errors import UsageError
from toecap.read.files import Given, Unread, reports
from toecap.read.tables import columns_of
from toecap.records import Report

TEXT = "The council of Port Elan voted, and the minister said that he was never asked."
MAP = {"text": "body", "published": "date", "id": "key"}


def only(path: Path | str, **columns: str) -> Report:
    (found,) = reports([str(path)], Given(columns=columns))
    assert isinstance(found, Report), found
    return found


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv(tmp_path, mark):
    path = tmp_path / "a.csv"
    path.write_text(
        f'\ufeffkey{mark}body{mark}date\r\nk1{mark}"{TEXT}\n\n“Yes, {mark}no.”"{mark}2031-03-04\r\n', "utf-8"
    )
    report = only(path, **MAP)
    assert (report.id, report.text, report.published) == ("k1", f"{TEXT}\n\n“Yes, {mark}no.”", "2031-03-04")


def test_parquet(tmp_path):
    path = tmp_path / "a[1].parquet"
    duckdb.sql(f"COPY (SELECT 'k1' AS key, '{TEXT}' AS body, DATE '2031-03-04' AS date) TO '{path}'")
    report = only(path, **MAP)
    assert (report.id, report.text, report.published) == ("k1", TEXT, "2031-03-04")


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_rows_of_json(tmp_path, name):
    row = json.dumps({"key": "k1", "body": TEXT, "date": "2031-03-04T10:00:00+02:00"}).encode()
    (tmp_path / name).write_bytes(gzip.compress(row) if name.endswith("gz") else row)
    report = only(tmp_path / name, **MAP)
    assert (report.id, report.published, report.published_at) == ("k1", "2031-03-04", "2031-03-04T10:00:00+02:00")


def test_a_file_list(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "list").write_text(f"# reports\n{tmp_path / 'a.txt'}\n\n@{tmp_path / 'list'}\n")
    assert only(f"@{tmp_path / 'list'}").text == TEXT


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"text\n", "empty"),
        ("a.csv", b"body\nhello\n", "no-text"),
        ("a.csv", b"text\n\xff\xfe\n", "encoding"),
        ("a.parquet", b"PAR1 not", "not-parquet"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}' * 99)[:-9], "damaged"),
        ("a.jsonl.gz", b"not gzip", "damaged"),
    ],
)
def test_broken_tables_are_failures(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    found = list(reports([str(tmp_path / name)]))
    assert code in [item.failure.code for item in found if isinstance(item, Unread)]


def test_maps():
    assert columns_of("text=body, published=date") == {"text": "body", "published": "date"}
    assert columns_of(None) == {}


@pytest.mark.parametrize("written", ["text", "text=", "body=text", "=x"])
def test_maps_that_name_no_field_are_wrong_usage(written):
    with pytest.raises(UsageError):
        columns_of(written)
