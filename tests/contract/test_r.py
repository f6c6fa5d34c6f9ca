"""R reads what `toecap export --as csv` writes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import toecap
from toecap.run.build import build
from toecap.store.export import export

ASK = """
events <- read.csv("{folder}/events.csv", encoding = "UTF-8")
reports <- read.csv("{folder}/reports.csv", encoding = "UTF-8")
told <- merge(events, reports[, c("record_id", "text")], by = "record_id")
cat(nrow(events), sum(events$certainty == "actual"), all(mapply(grepl, told$predicate, told$text, fixed = TRUE)))
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed (Debian: r-base-core)")
def test_r_reads_the_csv_files(tmp_path: Path):
    record = toecap.read(
        "“We will go, ‘soon’,” Ada Pell said.\n\nRussia shelled Kharkiv on Monday. Peru may attack Chile.",
        published="2022-03-03",
    )
    list(build(tmp_path / "s", [record.report], lambda item: None))
    export(toecap.open_store(tmp_path / "s"), "csv", tmp_path / "out")
    done = subprocess.run(
        ["Rscript", "-e", ASK.format(folder=tmp_path / "out")], capture_output=True, text=True, check=True, timeout=60
    )
    actual = sum(event.certainty == "actual" for event in record.events)
    assert done.stdout.split() == [str(len(record.events)), str(actual), "TRUE"]
