"""Put what `toecap demo` prints now (its first record, at 80 columns) into README.md.

python scripts/write_readme.py
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

import toecap.examples
from toecap.cli.show import show
from toecap.run.code import Given, code_inputs

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"(?<=```text\n).*?(?=```\n)", re.DOTALL)


def first_of_the_demo() -> str:
    """What `toecap demo` prints of its first report, without the spaces that fill its lines."""
    out = io.StringIO()
    show(next(code_inputs([str(toecap.examples.path())], Given(), print)), Console(file=out, width=80))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().rstrip().splitlines())


if __name__ == "__main__":
    shown = first_of_the_demo()
    README.write_text(BLOCK.sub(lambda _: shown, README.read_text("utf-8"), count=1), "utf-8")
