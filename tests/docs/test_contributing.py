"""The recipes of CONTRIBUTING.md hold: each is done to the letter in a copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from toecap.knowledge.events import parse_file
from toecap.knowledge.loader import DATA
from toecap.knowledge.ontology import load_ontology

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
# <!-- into: FILE, before: LINE --> or "instead of", or nothing: at the end; <!-- new: FILE -->; <!-- tried -->
STEP = re.compile(
    r"^ *<!-- (?P<what>into|new|tried)(?:: (?P<file>[^,\n]+?)(?:, (?P<where>before|instead of): (?P<line>.+?))?)? -->\n"
    r"(?P<block> *```(?P<kind>\w+)\n.*?^ *```)$",
    re.DOTALL | re.MULTILINE,
)
RECIPES = {
    section.splitlines()[0]: list(STEP.finditer(section))
    for section in re.split(r"(?m)^## ", TEXT)[1:]
    if STEP.search(section)
}


def code_of(step: re.Match[str]) -> str:
    """What stands between the fences."""
    return "".join(f"{line}\n" for line in textwrap.dedent(step["block"]).splitlines()[1:-1])


def change(step: re.Match[str], copy: Path) -> None:
    """Write the block where its comment says."""
    path = copy / step["file"]
    if step["what"] == "new":
        assert not path.exists()
        path.parent.mkdir(exist_ok=True)
        path.write_text(code_of(step), "utf-8")
        return
    lines = path.read_text("utf-8").splitlines(keepends=True)
    if step["where"]:
        (at,) = (number for number, line in enumerate(lines) if step["line"] in line)
        lines[at : at + (step["where"] == "instead of")] = [code_of(step)]
    else:
        lines.append(code_of(step))
    path.write_text("".join(lines), "utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository; its model, which no recipe changes, is a link."""

    def copied(source: str, target: str) -> None:
        (os.symlink if source.endswith(".onnx") else shutil.copyfile)(source, target)

    for name in ("src", "tests", "scripts", "docs"):
        ignored = shutil.ignore_patterns("__pycache__", "_build")
        shutil.copytree(ROOT / name, tmp_path / name, copy_function=copied, ignore=ignored)
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_does_what_it_says(recipe: str, copy: Path):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    for step in RECIPES[recipe]:
        if step["what"] != "tried":
            change(step, copy)
            continue
        command = ["bash", "-euo", "pipefail", "-c", code_of(step)]
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def test_every_recipe_is_tried():
    """What needs the model's training or a report of one's own is told, not done."""
    recipes = {line for line in re.findall(r"(?m)^## (.*)$", TEXT) if line.startswith("Add ")}
    assert recipes - set(RECIPES) == {"Add an example report"}
    assert all(any(step["what"] == "tried" for step in steps) for steps in RECIPES.values())


def test_the_rule_shown_is_a_rule():
    (block,) = (code_of(step) for step in RECIPES["Add a rule"] if step["kind"] == "toml")
    (rule,) = parse_file('type = "THREATEN"\n' + block)
    assert load_ontology().codes[rule.cameo] == "THREATEN"
    assert rule.examples
    assert rule.not_examples
    assert rule.mode in (None, *load_ontology().modes["THREATEN"])


def test_the_tables_named_are_there():
    named = set(re.findall(r"`(\w+\.csv)`", TEXT)) - {"evidence.csv"}
    assert named
    assert {name for name in named if not (DATA / name).is_file()} == set()
