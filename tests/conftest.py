"""What the tests share. Gold and corpus lie outside the repository; tests that need them skip without, and say so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

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
def cli() -> Run:
    """Run the command line in a process of its own: `cli("read", path, stdin=b"...", env={...})`."""

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
