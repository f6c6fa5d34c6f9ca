"""A web server on 127.0.0.1 for tests: what each path answers is set by the test, and what was asked is kept."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Paths and their answers; `asked` holds each request's path and headers, first to last."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.ended = threading.Event()
        self._asked = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def put(self, path: str, content: bytes | str, kind: str = "text/html", status: int = 200, **headers: str) -> str:
        """Answer a path with this content, and 304 where its `ETag` is known to the client; returns the address."""
        raw = content.encode() if isinstance(content, str) else content
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        def answer(handler: BaseHTTPRequestHandler) -> None:
            known = named.get("ETag")
            unchanged = known is not None and handler.headers.get("If-None-Match") == known
            handler.send_response(304 if unchanged else status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(raw)), **named}.items():
                if not (unchanged and name.startswith("Content")):
                    handler.send_header(name, value)
            handler.end_headers()
            if not unchanged:
                handler.wfile.write(raw)

        self.answers[path] = answer
        return self.address + path

    def drip(self, path: str, head: bytes, piece: bytes, every: float) -> str:
        """Answer a path with `head`, then with `piece` for ever, one every so many seconds."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(head)
            while not self.ended.wait(every):
                handler.wfile.write(piece)

        self.answers[path] = answer
        return self.address + path

    def wait_for_request(self, seconds: float) -> None:
        """Until something is asked, at most so long."""
        self._asked.wait(seconds)
        self._asked.clear()

    def serve_tls(self, certificate: Path, key: Path) -> None:
        """Speak TLS from now on."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        # The handshake is made by the thread that answers, so that one that fails holds up no other.
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)

    def paths(self) -> list[str]:
        """The paths that were asked for, without those of robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def close(self) -> None:
        """End the server and whatever it still sends."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                site._asked.set()
                answer = site.answers.get(self.path)
                try:
                    if answer is None:
                        self.send_error(404)
                    else:
                        answer(self)
                except OSError:  # the client has had enough
                    self.close_connection = True

            def log_message(self, *args: Any) -> None:
                return

        return Handler
