"""Every block of code in the docs runs as it stands, and prints what the page says that it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from run_pages import blocks, run

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page.read_text("utf-8"))], ids=name)
def test_the_code_of_a_page_runs(page: Path, tmp_path: Path):
    """`python scripts/run_pages.py PAGE` brings what is printed up to date."""
    for block, printed in run(page.read_text("utf-8"), tmp_path):
        assert block.printed in (None, printed), block.code


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_block_says_in_which_language_it_is(page: Path):
    """A block of no language would be run by nobody, whatever it says."""
    fences = re.findall(r"^ *```([^\n`]*)$", page.read_text("utf-8"), re.MULTILINE)
    assert [number for number, kind in enumerate(fences[::2]) if not kind] == []


# Any other name of a shell, or a command that is passed off as its output, would be run by nobody.
UNRUN = re.compile(
    r"^ *```(?:bash|shell|console|text\n *(?:toecap [a-z]|python [a-z]|pip install|export |make [a-z]))", re.MULTILINE
)


# The scripts for clusters in how-to/cluster.md have tests/docs/test_cluster_page.py.
@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "cluster.md"], ids=name)
def test_a_command_stands_in_a_block_that_is_run(page: Path):
    assert UNRUN.findall(page.read_text("utf-8")) == []
