"""The README's commands work as they stand, and what it shows is what they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
# Installing is left to whoever runs the tests.
BEFORE = ("make demo", "source .venv/bin/activate")


def block(language: str, number: int = 0) -> str:
    """A block of code in the language, the first unless another is asked for."""
    return str(re.findall(rf"```{language}\n(.*?)```\n", README, re.DOTALL)[number])


def run(code: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "80"}
    return subprocess.run(code, cwd=folder, env=env, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_quick_start(tmp_path):
    lines = [line for line in block("sh").splitlines() if not line.startswith(BEFORE)]
    assert len(block("sh").splitlines()) <= 10
    shown = run(["bash", "-euo", "pipefail", "-c", "\n".join(lines)], tmp_path)
    assert "“We are neighbours,”" in shown
    assert shown.endswith("REQUEST\n")
    assert (tmp_path / "records.jsonl").read_text("utf-8").count("\n") == 1


def test_python(tmp_path):
    assert run([sys.executable, "-c", block("python")], tmp_path) == "REQUEST actual urged\n"


def test_annotators_in_a_pipeline_of_one_s_own(tmp_path):
    assert run([sys.executable, "-c", block("python", 1)], tmp_path) == "['Peru', 'Chile']\n"


def test_the_output_shown_is_the_demo_s(tmp_path):
    """`python scripts/write_readme.py` brings the README up to date."""
    shown = [line.rstrip() for line in run(["toecap", "demo"], tmp_path).splitlines()]
    told = block("text").splitlines()
    assert told == shown[: len(told)]


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_extra_is_named():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = re.findall(r"(?m)^\| (`\w+`(?:, `\w+`)*) \|", README.partition("| extra |")[2].partition("\n\n")[0])
    assert sorted(re.findall(r"\w+", " ".join(named))) == sorted(extras)


def test_what_is_cited_is_this_version():
    cited = dict(
        line.split(": ", 1) for line in (ROOT / "CITATION.cff").read_text("utf-8").splitlines() if ": " in line
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])
    assert cited["cff-version"] == "1.2.0"
