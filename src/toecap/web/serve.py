"""The dashboard as a server, on 127.0.0.1 unless told otherwise."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from toecap.errors import UsageError
from toecap.web.app import make_app
from toecap.web.safety import LOOPBACK, Guard

TOKEN = "TOECAP_TOKEN"
SHORTEST = 16  # characters of a token
# Longer than a reader mostly looks at a page: a connection that is closed while she asks the next is an error to her.
KEEP_ALIVE = 75


def serve(store: Path, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve a store until stopped; `on_ready` gets the address once it answers. Port 0: any that is free.

    UsageError where the host is another than this machine and no token is set; StoreError where there is no store.
    """
    guard = guard_of(host, os.environ.get(TOKEN))
    app = make_app(store, guard)
    listening = _listen(host, port)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=KEEP_ALIVE, lifespan="off"
    )
    name = f"[{host}]" if ":" in host else host
    on_ready(f"http://{name}:{listening.getsockname()[1]}/")
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def guard_of(host: str, token: str | None) -> Guard:
    """Who may ask a server on this host. UsageError where strangers could, and no token keeps them out."""
    if host in ("127.0.0.1", "localhost", "::1"):
        return Guard(LOOPBACK, token)
    if not token:
        raise UsageError(
            "no-token",
            f"--host {host} lets other machines in; set {TOKEN} to a secret of {SHORTEST} characters or more, "
            "which they must then give (and mind that it goes over the network in the clear: put TLS before it)",
        )
    if len(token) < SHORTEST:
        raise UsageError(
            "short-token", f"{TOKEN} is shorter than {SHORTEST} characters; choose one that nobody can guess"
        )
    # On an address of this machine only that name is answered to; on all of them, any: the token is what guards.
    return Guard(frozenset() if host in ("0.0.0.0", "::") else LOOPBACK | {host.lower()}, token)


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError(
            "port", f"cannot listen on {host} port {port} ({error.strerror}); give another with --port, or 0 for any"
        ) from None
    listening.listen(128)
    return listening
