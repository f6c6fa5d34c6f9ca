"""What the commands that read inputs share."""

from __future__ import annotations

from collections.abc import Sequence

from toecap.errors import UsageError


def refuse_options(given: Sequence[str], command: str) -> None:
    """Arguments may begin with a hyphen, for the sake of -; so options that there are not must be found here."""
    options = [name for name in given if name.startswith("-") and name != "-"]
    if options:
        raise UsageError("no-option", f"unknown option {options[0]}; `toecap {command} --help` lists them")
