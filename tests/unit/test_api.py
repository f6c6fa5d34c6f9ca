"""What `import toecap` offers beside reading."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import toecap
from toecap.records import Record
from toecap.run.build import build


@pytest.fixture(scope="module")
def record() -> Record:
    return toecap.read(
        "“We will withdraw our troops if Kyiv agrees,” Sergei Lavrov said. Russia shelled Kharkiv. <b>More soon.</b>",
        published="2022-03-03",
    )


def test_tables_hold_what_the_record_holds(record: Record):
    found = toecap.tables([record, record])
    events = found["events"].to_pandas()
    assert list(events["type"]) == [event.type for event in record.events] * 2
    assert isinstance(events, pd.DataFrame)
    statements = pl.from_arrow(found["statements"])
    assert isinstance(statements, pl.DataFrame)
    assert statements["content"][0] == record.statements[0].content[0].quote


def test_rendered_text_is_the_text_and_no_markup_of_it_is_kept(record: Record):
    html = toecap.render(record)
    assert html._repr_html_() == html
    assert "<b>" not in html
    shown = re.sub(r"<style>.*?</style>|<sup>.*?</sup>|<[^>]+>", "", html, flags=re.DOTALL)
    assert shown.replace("&lt;", "<").replace("&gt;", ">") == record.report.text
    assert 'title="e' in html
    assert "<sup>conditional</sup>" in html or "<sup>planned</sup>" in html


def test_a_store_is_opened_by_its_folder(tmp_path: Path, record: Record):
    list(build(tmp_path / "s", [record.report], lambda item: None))
    store = toecap.open_store(tmp_path / "s")
    assert len(store.table("events").fetchall()) == len(record.events)
    assert list(store.sql("SELECT type FROM events").df()["type"]) == [event.type for event in record.events]
