"""What stands between a page and whoever asks for it: see docs/security.md."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
# The reports are strangers' texts: a page runs the scripts and styles of the package, and nothing that stands in it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # An outlet that a reader follows a link to does not learn what she looked at.
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may ask: the names that the server answers to (empty: any), and the token where it is not this machine."""

    hosts: frozenset[str] = LOOPBACK
    token: str | None = None


class Safety:
    """Refuses a strange host name, a missing token, other methods than GET and questions that another site asks."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app = app
        self.guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse; every answer carries the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        app = self._refusal(scope["method"], Headers(scope=scope)) or self.app
        await app(scope, receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        if self.guard.hosts and _host(headers.get("host", "")) not in self.guard.hosts:
            # A page elsewhere whose name was pointed to 127.0.0.1 would otherwise read everything.
            return PlainTextResponse("This server does not go by that name.\n", 421)
        if method not in ("GET", "HEAD"):
            return PlainTextResponse("Nothing here can be changed.\n", 405, {"allow": "GET, HEAD"})
        if self.guard.token is not None and not _holds(headers.get("authorization", ""), self.guard.token):
            return PlainTextResponse(
                "The token, please: as the password of any name, or as a bearer token.\n",
                401,
                {"www-authenticate": 'Basic realm="toecap", charset="UTF-8"'},
            )
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return PlainTextResponse("Another site may link here, and no more.\n", 403)
        return None


def _host(header: str) -> str:
    name, colon, port = header.rpartition(":")
    return (name if colon and port.isdigit() else header).lower()


def _holds(authorization: str, token: str) -> bool:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            value = base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(value.strip().encode(), token.encode())
