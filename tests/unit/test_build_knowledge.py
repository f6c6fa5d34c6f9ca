"""The generated tables are what their script makes of the sources."""

from __future__ import annotations

import filecmp
import subprocess
import sys
from pathlib import Path

import pytest

from toecap.knowledge.loader import DATA

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_knowledge.py"
TABLES = ("officials.csv", "given_names.csv", "groups.csv", "role_nouns.csv")


@pytest.mark.slow
def test_the_script_makes_the_tables_that_are_shipped_and_tells_what_changed(shared: Path, tmp_path: Path) -> None:
    command = [sys.executable, SCRIPT, shared / "knowledge", "--out", tmp_path, "--diff"]
    row = "Nobody Known,FRA,president,1999,2000,President,Known,,,me"
    (tmp_path / "officials.csv").write_text(f"header\n{row}\n", encoding="utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"- {row}" in done.stdout
    assert [name for name in TABLES if not filecmp.cmp(DATA / name, tmp_path / name, shallow=False)] == []
