"""Print the version and path of one Python for each version that the package supports and this machine has.

python scripts/pythons.py            # "3.12 /usr/bin/python3.12", a line for each
python scripts/pythons.py --others   # without the version that runs this

Looks on the PATH and where pyenv and uv keep theirs. `make pythons` runs the tests on each.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def supported() -> list[str]:
    """The versions that pyproject.toml names: "3.11", "3.12" and so on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = (re.fullmatch(r"Programming Language :: Python :: (\d+\.\d+)", line) for line in project["classifiers"])
    return [version.group(1) for version in found if version]


def places(version: str) -> Iterator[Path]:
    """Where a Python of this version may be, the likeliest first."""
    if this := shutil.which(f"python{version}"):
        yield Path(this)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"), reverse=True)
    yield from sorted(Path.home().glob(f".local/share/uv/python/cpython-{version}.*/bin/python{version}"), reverse=True)


def works(python: Path, version: str) -> bool:
    """It is that version, and can make an environment."""
    code = f"import ensurepip, sys, venv; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"
    return subprocess.run([python, "-c", code], capture_output=True).returncode == 0


def pythons() -> dict[str, Path]:
    """The first Python of each supported version that works."""
    found = {}
    for version in supported():
        if python := next((place for place in places(version) if works(place, version)), None):
            found[version] = python
    return found


def others() -> dict[str, Path]:
    """Those of other versions than the one that runs this."""
    this = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {version: python for version, python in pythons().items() if version != this}


if __name__ == "__main__":
    for version, python in (others() if "--others" in sys.argv else pythons()).items():
        print(version, python)
