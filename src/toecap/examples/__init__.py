"""Example reports, written for the project: the demo, the tutorial and the golden tests."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

REPORTS = "reports.jsonl"


def path() -> Path:
    """The JSONL file of the example reports. The package is installed unzipped, so it is a file on disk."""
    return Path(str(resources.files(__name__) / REPORTS))
