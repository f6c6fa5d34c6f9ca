"""One connection to one checked address, with a deadline and a number of bytes for all that comes over it.

httpx2 counts time from read to read, so that a server which sends a byte now and then is never late, and it resolves
names itself. Both are decided here instead, below HTTP and TLS: also the drip of a header or of a handshake ends.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

Addresses = Callable[[str, int], list[str]]


@dataclass
class Budget:
    """What is left for one exchange: until when (of `time.monotonic`), and how many bytes off the wire."""

    deadline: float
    bytes: int

    def seconds(self) -> float:
        """The time that is left; httpcore2's own error where there is none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time for it is over")
        return left


class BudgetSpent(httpcore2.ReadError):
    """More bytes came than were asked for."""


class _Stream(httpcore2.NetworkStream):
    """A stream whose every step is held to the budget."""

    def __init__(self, stream: httpcore2.NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        got = self._stream.read(max_bytes, self._budget.seconds())
        self._budget.bytes -= len(got)
        if self._budget.bytes < 0:
            raise BudgetSpent("more bytes than were asked for")
        return got

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._budget.seconds())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._budget.seconds()), self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.SyncBackend):
    """Connects to an address that `addresses` lets pass, never to a name."""

    def __init__(self, addresses: Addresses, budget: Budget) -> None:
        self._addresses = addresses
        self._budget = budget

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port)[:4]:
            try:
                stream = super().connect_tcp(address, port, self._budget.seconds(), local_address, socket_options)
                return _Stream(stream, self._budget)
            except httpcore2.ConnectError as error:
                failed = error
        raise failed


class Transport(httpx2.HTTPTransport):
    """httpx2's transport over such connections, each for one exchange, and never through a proxy."""

    def __init__(self, context: ssl.SSLContext, addresses: Addresses, budget: Budget) -> None:
        super().__init__(verify=context, trust_env=False)
        # The one place where httpx2 has no argument for what httpcore2 offers.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context, max_keepalive_connections=0, network_backend=_Backend(addresses, budget)
        )
