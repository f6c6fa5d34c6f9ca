"""What is made from the code is as the code is; and nothing of it is left out of the docs."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from draw_layers import TARGET, drawing
from raised import SOURCE, raised
from write_docs import command_names, field_docs, pages

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


@pytest.mark.parametrize("name", sorted(command_names(app)), ids=" ".join)
def test_every_option_of_a_command_has_words(name: tuple[str, ...]):
    command = functools.reduce(lambda group, word: group[word], name, app)
    options = command.assemble_argument_collection(parse_docstring=True)
    assert [option.name for option in options if option.show and not option.parameter.help] == []


def test_every_variable_of_the_environment_is_told():
    """But for those of the tests, which CONTRIBUTING.md tells."""
    asked = r"environ(?:\.get\(|\[)\s*([\w\"]+)"
    code = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    constants = dict(re.findall(r"^([A-Z_]+) = \"([A-Z_]+)\"$", code, re.MULTILINE))
    named = {constants.get(name, name.strip('"')) for name in re.findall(asked, code)}
    text = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    assert named
    assert {name for name in named if f"`{name}`" not in text} == set()


def test_no_error_is_raised_that_the_docs_cannot_know():
    """Each error's code is found where it is raised; any other way to raise one would be told nowhere."""
    one = re.compile(r"raise (?:\w+\.)?(?:Toecap|Usage|Input|Store|Fetch)Error\((?:\"|$)")
    called = {
        f"{path.relative_to(SOURCE).as_posix()}:{number}"
        for path in SOURCE.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if one.search(line)
    }
    assert called - {error.place for error in raised()} == set()


def test_every_setting_and_field_has_words():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
    rows = [getattr(records, name) for name in ("Report", "Actor", "Statement", "Event", "Record", "Failure")]
    assert [(row, name) for row in rows for name in row.__slots__ if not field_docs(row).get(name)] == []


def test_every_rule_is_in_the_codebook():
    text = "".join(page.read_text("utf-8") for page in (ROOT / "docs/codebook").glob("*.md"))
    assert {rule.id for rule in load_event_rules().rules if f"## {rule.id}\n" not in text} == set()


def test_each_decision_has_a_number_of_its_own():
    heads = {path.name[:4]: path.read_text("utf-8") for path in sorted((ROOT / "docs/decisions").glob("*.md"))}
    assert len(heads) == len(list((ROOT / "docs/decisions").glob("*.md")))
    assert {number for number, text in heads.items() if not text.startswith(f"# {int(number)}. ")} == set()


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
