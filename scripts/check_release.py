"""Build the wheel, install it into an empty environment, and walk through the tutorial there, without a network.

python scripts/check_release.py

Prints how long each step took and how large the wheel is. Needs the package index for the installation; after that it
runs with an empty home that cannot be written, and, where `unshare` may make one, in a network namespace with nothing
in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_BYTES = 25_000_000


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print what is done, and how long it took."""
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:7.1f} s  {name}", flush=True)


def run(*command: str | Path, **more: object) -> None:
    """Run a command; it must succeed, and what it says is only shown where it does not."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}\n{done.stderr}")


def offline() -> list[str]:
    """What to put before a command so that it has no network; nothing where that may not be done."""
    unshare = ["unshare", "--net", "--map-root-user"]
    able = subprocess.run([*unshare, "true"], capture_output=True).returncode == 0
    if not able:
        print("no network namespace can be made here: the network is left as it is")
    return unshare if able else []


def main() -> None:
    """All steps."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with step("wheel and sdist built"):
            run(sys.executable, "-m", "hatchling", "build", "-d", work / "dist", cwd=ROOT)
        (wheel,) = (work / "dist").glob("*.whl")
        size = wheel.stat().st_size
        print(f"{size / 1e6:7.1f} MB {wheel.name}")
        assert size < MOST_BYTES, "the wheel is too large"
        with step("installed into an empty environment"):
            venv.create(work / "venv", with_pip=True)
            python = work / "venv/bin/python"
            run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
        home = work / "home"
        home.mkdir(mode=0o500)
        env = {**os.environ, "HOME": str(home), "PATH": f"{work / 'venv/bin'}:{os.environ['PATH']}", "PYTHONPATH": ""}
        with step("the tutorial, from start to end"):
            pages = [ROOT / "scripts/run_pages.py", ROOT / "docs/tutorial.md", "--check"]
            run(*offline(), python, *pages, cwd=work, env=env)
    print(f"{time.monotonic() - began:7.1f} s  in all")


if __name__ == "__main__":
    main()
