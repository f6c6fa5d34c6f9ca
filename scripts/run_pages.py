"""Run the code of the docs' pages, and put what it prints into them.

python scripts/run_pages.py docs/tutorial.md ...          # writes the blocks of text that follow <!-- prints -->
python scripts/run_pages.py docs/tutorial.md --check      # tells whether they are as they should be

Blocks in ```sh and ```python run in the order of their page, in one folder of the page's own. What a block needs and
readers have themselves (their own corpus, say) is made by a comment before it: <!-- before: SHELL -->. A block that
cannot run here (a cluster, the network) is preceded by <!-- not run: REASON -->. A block of ```text behind
<!-- prints --> is what the block before it prints.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(
    r"(?:<!-- (?P<what>before|not run): (?P<says>.*?) -->\s*)?"
    r"^(?P<indent> *)```(?P<kind>sh|python)\n(?P<code>.*?)^ *```$"
    r"(?:\s*<!-- prints -->\s*```text\n(?P<printed>.*?)^ *```$)?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code: what must be there before it, what it is, and where in the page is told what it prints."""

    before: str | None
    kind: str
    code: str
    printed: str | None
    place: tuple[int, int]


def blocks(text: str) -> list[Block]:
    """The blocks of a page that are run."""
    return [
        Block(
            found["says"],
            found["kind"],
            re.sub(rf"^{found['indent']}", "", found["code"], flags=re.MULTILINE),
            found["printed"],
            found.span("printed"),
        )
        for found in FENCE.finditer(text)
        if found["what"] != "not run"
    ]


def run(text: str, folder: Path) -> Iterator[tuple[Block, str]]:
    """Each block of a page with what it prints. AssertionError where one fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "80"}
    shell = ["bash", "-euo", "pipefail", "-c"]
    for block in blocks(text):
        if block.before:
            subprocess.run([*shell, block.before], cwd=folder, env=env, check=True, timeout=120)
        command = [*shell, block.code] if block.kind == "sh" else [sys.executable, "-c", block.code]
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{block.code}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        yield block, "".join(f"{line.rstrip()}\n" for line in done.stdout.rstrip().splitlines())


def with_output(text: str) -> str:
    """The page with what its blocks print now."""
    with tempfile.TemporaryDirectory() as folder:
        found = [(block.place, printed) for block, printed in run(text, Path(folder)) if block.printed is not None]
    for (start, end), printed in reversed(found):
        text = text[:start] + printed + text[end:]
    return text


if __name__ == "__main__":
    check = "--check" in sys.argv
    for name in sys.argv[1:]:
        if name != "--check":
            page = Path(name)
            shown = page.read_text("utf-8")
            found = with_output(shown)
            if not check:
                page.write_text(found, "utf-8")
            elif found != shown:
                sys.exit(f"{page}: what it says is printed is not what is printed")
