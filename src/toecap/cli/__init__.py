"""The command line. Commands live in `commands.py`; `main` starts them and turns errors into exit codes."""

from toecap.cli.commands import main

__all__ = ["main"]
