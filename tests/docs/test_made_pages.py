"""What is made from the code is as the code is; and nothing of it is left out of the docs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scripts.draw_layers import TARGET, drawing
from scripts.write_docs import command_names, field_docs, pages

from toecap import records
from toecap.cli.commands import app
from toecap.config import Settings
from toecap.knowledge.events import load_event_rules

ROOT = Path(__file__).parents[2]
MADE = pages()


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_a_page_is_as_the_code_is(path: Path):
    """`python scripts/write_docs.py` brings it up to date."""
    assert path.read_text("utf-8") == MADE[path]


def test_the_drawing_is_as_the_imports_are():
    """`python scripts/draw_layers.py` draws it anew."""
    assert TARGET.read_text("utf-8") == drawing()


def test_every_command_says_what_it_does():
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    assert {name for name in command_names(app) if f"## toecap {' '.join(name)}\n" not in text} == set()


def test_every_setting_and_field_has_words():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
    rows = [getattr(records, name) for name in ("Report", "Actor", "Statement", "Event", "Record", "Failure")]
    assert [(row, name) for row in rows for name in row.__slots__ if not field_docs(row).get(name)] == []


def test_every_rule_is_in_the_codebook():
    text = "".join(page.read_text("utf-8") for page in (ROOT / "docs/codebook").glob("*.md"))
    assert {rule.id for rule in load_event_rules().rules if f"## {rule.id}\n" not in text} == set()


@pytest.mark.slow
def test_the_docs_are_built_without_a_warning(tmp_path: Path):
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        str(ROOT / "docs"),
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "index.html").exists()
