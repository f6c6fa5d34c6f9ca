"""What the tests share. Gold and corpus lie outside the repository; tests that need them skip without, and say so."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.server import Site

ROOT = Path(__file__).parents[1]
MAIN = "import sys; from toecap.cli import main; sys.exit(main())"
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with gold and corpus: `TOECAP_SHARED`, or `shared` beside the repository."""
    folder = Path(os.environ.get("TOECAP_SHARED") or ROOT.parent / "shared")
    if not (folder / "gold").is_dir():
        pytest.skip(f"gold and corpus are not here ({folder}); name their folder in TOECAP_SHARED")
    return folder


@pytest.fixture(scope="session")
def examples() -> list[dict[str, Any]]:
    """The rows of the bundled example reports."""
    import toecap.examples

    return [json.loads(line) for line in toecap.examples.path().read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled example reports, to be read only."""
    import toecap.examples
    from toecap.run.build import Given, build_inputs

    store = tmp_path_factory.mktemp("stores") / "examples"
    for _ in build_inputs(store, [str(toecap.examples.path())], Given(), lambda item: pytest.fail(item.name)):
        pass
    return store


@pytest.fixture(scope="session")
def contract() -> jsonschema.Draft202012Validator:
    """What every record is held against."""
    from toecap.schema import record_schema

    return jsonschema.Draft202012Validator(record_schema())


@pytest.fixture(scope="session")
def cli(contract: jsonschema.Draft202012Validator) -> Run:
    """Run the command line in this process, where spaCy and the tables are loaded once: `cli("read", path, stdin=b"")`.

    As in a process of its own, an error that nothing catches is printed and gives exit code 1. Every record that is
    printed is held against the contract.
    """

    def run(*args: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        from toecap.cli import main

        given = [str(arg) for arg in args]
        streams = [io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)))]
        streams += [io.TextIOWrapper(io.BytesIO(), write_through=True) for _ in range(2)]
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (
                ("argv", ["toecap", *given]),
                *zip(("stdin", "stdout", "stderr"), streams, strict=True),
            ):
                patch.setattr(sys, name, value)
            patch.setenv("NO_COLOR", "1")
            patch.setenv("COLUMNS", "240")
            try:
                main()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
            except Exception:
                traceback.print_exc()
                code = 1
        _, out, err = (stream.detach() for stream in streams)
        for line in out.getvalue().splitlines() if given[:1] == ["read"] and "--json" in given else ():
            contract.validate(json.loads(line))
        return subprocess.CompletedProcess(given, code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session")
def cli_process() -> Run:
    """Run the command line in a process of its own: slower by the seconds that loading takes."""

    def run(
        *args: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None, timeout: float = 180
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", MAIN, *map(str, args)],
            input=stdin,
            capture_output=True,
            timeout=timeout,
            check=False,
            cwd=ROOT,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "240", **(env or {})},
        )

    return run


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server of the test's own on 127.0.0.1; the test is marked with `allow_hosts(["127.0.0.1"])`."""
    server = Site()
    yield server
    server.close()


@pytest.fixture(scope="session")
def generated_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 400 generated reports with families and incidents, or the larger one that TOECAP_GENERATED names."""
    if made := os.environ.get("TOECAP_GENERATED"):
        return Path(made)
    store = tmp_path_factory.mktemp("generated") / "store"
    subprocess.run(
        [sys.executable, str(ROOT / "bench" / "generate.py"), str(store), "--reports", "400"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return store


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store each of whose texts, names and addresses tries to run a script in the page that shows it."""
    store = tmp_path_factory.mktemp("hostile") / "store"
    subprocess.run(
        [sys.executable, str(ROOT / "tests" / "web" / "hostile.py"), str(store)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return store
