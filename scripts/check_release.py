"""Build wheel and sdist, install the wheel into an empty environment, and use it there without a network or a home.

python scripts/check_release.py            # everything, on this Python: types, tutorial from start to end
python scripts/check_release.py --others   # the records and one test file, on each other supported Python found here

Prints how long each step took and how large the wheel is. Needs the package index for the installation. After that, all
runs in a network namespace with nothing in it and with an empty home that cannot be written; where namespaces may not
be made, Python itself refuses every connection but those to this machine, and the home is none. That both hold is tried
first.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pythons import others

ROOT = Path(__file__).parents[1]
MOST_BYTES = 25_000_000
RECORDS = "import toecap.examples, sys; from toecap.cli import main; " + (
    "sys.argv = ['toecap', 'read', str(toecap.examples.path()), '--json']; main()"
)
# What a program that uses the package may look like; it is type-checked against what is installed.
PROGRAM = """
import toecap
from toecap.records import Event, Record

record: Record = toecap.read("Peru urged Chile to talk.", published="2031-03-04")
events: tuple[Event, ...] = record.events
page: str = toecap.render(record)
reveal_type(record.report.published)
"""
SEAL = 'mount -t tmpfs -o ro none "$HOME" && exec "$@"'
# For machines that give no namespace: every connection that Python makes passes this.
GUARD = """
import sys

def refuse(event, args):
    if event == "socket.getaddrinfo" and args[0] not in (None, "", "localhost", "127.0.0.1", "::1"):
        raise OSError("no network")
    if event == "socket.connect" and isinstance(args[1], tuple) and args[1][0] not in ("127.0.0.1", "::1"):
        raise OSError("no network")

sys.addaudithook(refuse)
"""
BREAKS_OUT = """
import pathlib, socket, sys
try:
    socket.create_connection(("192.0.2.1", 443), timeout=2)
except TimeoutError:
    sys.exit("the network was tried, not refused")
except OSError:
    pass
try:
    pathlib.Path.home().joinpath("a").write_text("b")
    sys.exit("the home can be written")
except OSError:
    pass
"""


@dataclass(frozen=True)
class Sealed:
    """An environment with the wheel, run without a network and without a home that can be written."""

    folder: Path
    namespace: bool

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / "bin/python"

    def run(self, *command: str | Path, cwd: Path) -> str:
        """What a command prints; it must succeed."""
        home = self.folder.parent / f"home of {self.folder.name}"
        home.mkdir(mode=0o500, exist_ok=True)
        env = {
            "HOME": str(home if self.namespace else "/dev/null/none"),
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "LANG": os.environ.get("LANG", "C.UTF-8"),
        }
        shut = ["unshare", "--net", "--mount", "--map-root-user", "bash", "-c", SEAL, "sealed"]
        return run(*(shut if self.namespace else []), *command, cwd=cwd, env=env)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print what is done, and how long it took."""
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:7.1f} s  {name}", flush=True)


def run(*command: str | Path, **more: object) -> str:
    """What a command prints; it must succeed, and all that it says is shown where it does not."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}\n{done.stderr}")
    return str(done.stdout)


def contents(wheel: Path) -> dict[str, str]:
    """The hash of each file in a wheel."""
    with zipfile.ZipFile(wheel) as files:
        return {name: hashlib.sha256(files.read(name)).hexdigest() for name in files.namelist()}


def build(work: Path) -> Path:
    """The wheel. The sdist gives the same one, types ship, and the names of the extras are those of pyproject.toml."""
    with step("wheel and sdist built, and the same wheel from the sdist"):
        run(sys.executable, "-m", "hatchling", "build", "-d", work / "dist", cwd=ROOT)
        (wheel,) = (work / "dist").glob("*.whl")
        (source,) = (work / "dist").glob("*.tar.gz")
        with tarfile.open(source) as files:
            files.extractall(work / "source", filter="data")
        (unpacked,) = (work / "source").iterdir()
        run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", work / "again", cwd=unpacked)
        (again,) = (work / "again").glob("*.whl")
        assert contents(wheel) == contents(again), "the sdist builds another wheel"
    size = wheel.stat().st_size
    print(f"{size / 1e6:7.1f} MB {wheel.name}")
    assert size < MOST_BYTES, "the wheel is too large"
    assert "toecap/py.typed" in contents(wheel), "the wheel has no py.typed"
    with zipfile.ZipFile(wheel) as files:
        (name,) = (name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        told = files.read(name).decode().splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {line.removeprefix("Provides-Extra: ") for line in told if line.startswith("Provides-Extra: ")}
    assert extras == set(project["optional-dependencies"]), extras
    asked = next(line for line in told if line.startswith("Requires-Python: "))
    # Hatchling may write the bounds in another order.
    assert set(asked.removeprefix("Requires-Python: ").split(",")) == set(project["requires-python"].split(","))
    return wheel


def sealed(folder: Path) -> Sealed:
    """An environment with nothing between it and the world but what it is given; that it holds is tried."""
    attempt = ["unshare", "--net", "--mount", "--map-root-user", "bash", "-c", "mount -t tmpfs -o ro none /tmp"]
    namespace = subprocess.run(attempt, capture_output=True).returncode == 0
    made = Sealed(folder, namespace)
    if not namespace:
        print("no namespaces can be made here: Python refuses connections instead, and there is no home")
        (packages,) = folder.glob("lib/python*/site-packages")
        (packages / "sitecustomize.py").write_text(GUARD, "utf-8")
    made.run(made.python, "-c", BREAKS_OUT, cwd=folder)
    return made


def whole(work: Path, wheel: Path) -> None:
    """Into an empty environment with pip alone, types, the tutorial."""
    folder = work / "venv"
    with step("installed into an empty environment"):
        venv.create(folder, with_pip=True)
        run(folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
        run(folder / "bin/python", "-m", "pip", "check")
    with step("a program that uses it, type-checked"):
        (work / "program.py").write_text(PROGRAM, "utf-8")
        said = run(
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-executable",
            folder / "bin/python",
            "program.py",
            cwd=work,
        )
        assert 'Revealed type is "str | None"' in said.replace("builtins.", ""), said
    made = sealed(folder)
    print(made.run("toecap", "--version", cwd=work), end="")
    with step("the tutorial, from start to end"):
        made.run(made.python, ROOT / "scripts/run_pages.py", ROOT / "docs/tutorial.md", "--check", cwd=work)


def elsewhere(work: Path, wheel: Path, version: str, python: Path) -> None:
    """Into an environment of another Python, from the locks: the same records, and the tests of the contract."""
    folder = work / f"venv-{version}"
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", folder / "bin/python"]
    with step(f"Python {version}: installed from the locks"):
        run(python, "-m", "venv", "--without-pip", folder)
        run(*uv, "--require-hashes", "-r", ROOT / "requirements.lock")
        run(*uv, "--no-deps", wheel)
        run(*uv, "pytest", "pytest-socket", "jsonschema", "--constraint", ROOT / "requirements-dev.lock")
    made = sealed(folder)
    with step(f"Python {version}: the same records, and tests/contract/test_schema.py"):
        here = run(sys.executable, "-c", RECORDS, cwd=work)
        assert made.run(made.python, "-c", RECORDS, cwd=work) == here, f"other records on Python {version}"
        test = [made.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/contract/test_schema.py"]
        print(made.run(*test, cwd=ROOT).splitlines()[-1])


def main() -> None:
    """All steps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--others", action="store_true", help="on the other supported Pythons that are found here")
    asked = parser.parse_args()
    found = others() if asked.others else {}
    if asked.others and not found:
        print("skipped: no other Python that the package supports was found here")
        return
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        for version, python in found.items():
            elsewhere(Path(folder), wheel, version, python)
        if not asked.others:
            whole(Path(folder), wheel)
    print(f"{time.monotonic() - began:7.1f} s  in all")


if __name__ == "__main__":
    main()
