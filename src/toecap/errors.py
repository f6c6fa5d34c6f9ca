"""One exception tree. Each error says what, where and the next step."""

from __future__ import annotations

from toecap.records import Failure


class ToecapError(Exception):
    """Anything that Toecap refuses to do; `code` is stable, `message` is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class UsageError(ToecapError):
    """The command or call itself is wrong (exit 2)."""


class InputError(ToecapError):
    """One input could not be read or coded; the others go on (exit 1)."""

    def __init__(self, stage: str, code: str, message: str) -> None:
        super().__init__(code, message)
        self.stage = stage

    def as_failure(self) -> Failure:
        """The row that is kept in place of the record's content."""
        return Failure(self.stage, self.code, self.message)


class StoreError(ToecapError):
    """A store cannot be opened, read or written; nothing that was committed is lost (exit 1)."""


class ClusterError(ToecapError):
    """The cluster that does the coding is no longer there; nothing that was committed is lost (exit 1)."""


class FetchError(InputError):
    """Something could not be fetched over the network.

    `passing`: it may work later, at the earliest after `wait` seconds where the server said so.
    """

    def __init__(self, code: str, message: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__("fetch", code, message)
        self.passing = passing
        self.wait = wait
