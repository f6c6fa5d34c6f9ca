"""Feeds and pages over HTTP: politely, and trusting nothing that comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from urllib.parse import urldefrag, urljoin, urlsplit

import httpcore2
import httpx2
from protego import Protego

from toecap.errors import FetchError
from toecap.read.addresses import public_addresses
from toecap.read.connection import Addresses, Budget, BudgetSpent, Transport
from toecap.read.metadata import web_address

AGENT = "Toecap"
MOST_REDIRECTS = 5
# What robots.txt may hold (RFC 9309 asks readers to take 500 KiB), and how long it is believed.
ROBOTS_BYTES, ROBOTS_SECONDS, NO_ROBOTS_SECONDS = 512_000, 86_400, 600
# No server may hold the next request back for longer than this.
LONGEST_WAIT, LONGEST_DELAY = 86_400.0, 60.0
# A host that asks for more patience than this is left for another round.
PATIENCE = 120.0
MOST_HOSTS = 2_000
CODINGS = ("", "identity", "gzip", "x-gzip", "deflate", "br")


@dataclass(frozen=True, slots=True)
class Manners:
    """How servers are asked. `addresses` gives the addresses of a host, and refuses those that are not public."""

    agent: str = AGENT  # the User-Agent: it begins with the name that robots.txt knows us by
    delay: float = 2.0  # seconds from one request of a host to the next
    seconds: float = 30.0  # for an answer as a whole
    most_bytes: int = 10_000_000  # of an answer, on the wire and unpacked
    addresses: Addresses = public_addresses


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `content` is None where it has not changed; `moved`: the address to ask from now on."""

    address: str
    content: bytes | None
    charset: str | None = None
    media_type: str | None = None
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None


class Hosts:
    """When each host may be asked next. Safe for several threads, each of which waits for its own turn."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._free: dict[str, float] = {}
        self._lock = threading.Lock()

    def turn(self, host: str, delay: float) -> None:
        """Wait until the host may be asked; FetchError where that is too long."""
        with self._lock:
            now = self._clock()
            start = max(now, self._free.get(host, now))
            if start - now > PATIENCE:
                message = f"{host}: asked to be left alone for {start - now:.0f} seconds more; it is asked later"
                raise FetchError("busy", message, passing=True, wait=start - now)
            if len(self._free) > MOST_HOSTS:
                self._free = {name: free for name, free in self._free.items() if free > now}
            self._free[host] = start + delay
        if start > now:
            self._sleep(start - now)

    def leave_alone(self, host: str, seconds: float) -> None:
        """Ask the host nothing for so long."""
        with self._lock:
            self._free[host] = max(self._free.get(host, 0.0), self._clock() + seconds)


class Fetcher:
    """Fetches addresses, one redirect after another, each checked like the first. Safe for several threads."""

    def __init__(
        self,
        manners: Manners | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.manners = manners or Manners()
        self._clock = clock
        self._hosts = Hosts(clock, sleep)
        self._context = httpx2.create_ssl_context()
        self._robots: dict[str, tuple[float, Protego | FetchError]] = {}

    def fetch(self, address: str, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What is at the address; FetchError where it may not be fetched, or does not come."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in asked.items() if value}
        here, moved, permanent = _checked(address), None, True
        for _ in range(MOST_REDIRECTS + 1):
            delay = self._delay_by_robots(here)
            with self._exchange(here, conditions, delay, self.manners.most_bytes) as answer:
                if answer.has_redirect_location:
                    permanent = permanent and answer.status_code in (301, 308)
                    here = _redirected(here, answer.headers["location"])
                    moved = here if permanent else moved
                    continue
                self._refuse_status(here, answer, bool(conditions))
                return replace(_fetched(here, answer, self.manners.most_bytes), moved=moved)
        message = f"{address}: more than {MOST_REDIRECTS} redirects; check the address"
        raise FetchError("redirects", message)

    @contextmanager
    def _exchange(
        self, address: str, headers: Mapping[str, str], delay: float, most_bytes: int
    ) -> Iterator[httpx2.Response]:
        """One request and its answer, of which the head has come; every error of the network is a FetchError."""
        host = urlsplit(address).hostname or ""
        self._hosts.turn(host, delay)
        # Heads and the frames of TLS come on top of the content.
        budget = Budget(time.monotonic() + self.manners.seconds, most_bytes + 500_000)
        about = {"User-Agent": self.manners.agent, "Accept-Encoding": "gzip, deflate, br", "Accept": "*/*"}
        transport = Transport(self._context, self.manners.addresses, budget)
        try:
            with (
                httpx2.Client(transport=transport, trust_env=False, follow_redirects=False) as client,
                client.stream("GET", address, headers={**about, **headers}) as answer,
            ):
                yield answer
        except (httpx2.TimeoutException, httpcore2.TimeoutException):
            message = f"{address}: did not come within {self.manners.seconds:g} seconds; it is tried again"
            raise FetchError("timeout", message, passing=True) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, UnicodeError, ValueError) as error:
            if isinstance(error.__cause__, BudgetSpent):
                raise _too_long(address, most_bytes) from None
            why = str(error)[:200] or type(error).__name__
            message = f"{address}: the connection failed ({why}); it is tried again"
            raise FetchError("connection", message, passing=True) from None

    def _refuse_status(self, address: str, answer: httpx2.Response, conditional: bool) -> None:
        """FetchError where the answer is neither content nor, if it was asked for, "not modified"."""
        status = answer.status_code
        if status == 200 or (status == 304 and conditional):
            return
        wait = _retry_after(answer.headers.get("retry-after"), self._clock())
        if status in (429, 503):
            wait = min(LONGEST_WAIT, PATIENCE if wait is None else wait)
            self._hosts.leave_alone(urlsplit(address).hostname or "", wait)
            message = f"{address}: the server is busy ({status}); it is asked again after {wait:.0f} seconds"
            raise FetchError("busy", message, passing=True, wait=wait)
        passing = status >= 500 or status in (408, 425)
        step = "it is tried again" if passing else "check the address, or leave it out"
        raise FetchError(f"http-{status}", f"{address}: the server answers {status}; {step}", passing=passing)

    def _delay_by_robots(self, address: str) -> float:
        """The seconds to leave before the host is asked again; FetchError where its robots.txt keeps us out."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._robots.get(origin, (0.0, None))
        if rules is None or self._clock() >= until:
            rules = self._read_robots(origin)
            kept = NO_ROBOTS_SECONDS if isinstance(rules, FetchError) else ROBOTS_SECONDS
            if len(self._robots) > MOST_HOSTS:
                self._robots.clear()
            self._robots[origin] = (self._clock() + kept, rules)
        if isinstance(rules, FetchError):
            raise rules
        if not rules.can_fetch(address, AGENT):
            message = f"{address}: the site's robots.txt asks not to fetch it; leave it out, or ask the site"
            raise FetchError("robots", message)
        return max(self.manners.delay, min(LONGEST_DELAY, rules.crawl_delay(AGENT) or 0.0))

    def _read_robots(self, origin: str) -> Protego | FetchError:
        """The rules of a site (RFC 9309): none where there is no such file, no entry where it does not come."""
        here = f"{origin}/robots.txt"
        try:
            for _ in range(MOST_REDIRECTS + 1):
                with self._exchange(here, {}, self.manners.delay, ROBOTS_BYTES) as answer:
                    if answer.has_redirect_location:
                        here = _redirected(here, answer.headers["location"])
                        continue
                    if 400 <= answer.status_code < 500 and answer.status_code != 429:
                        return Protego.parse("")
                    self._refuse_status(here, answer, conditional=False)
                    content = _fetched(here, answer, ROBOTS_BYTES).content or b""
                    return Protego.parse(content.decode("utf-8", "replace"))
            return Protego.parse("")
        except FetchError as error:
            return error


def _checked(address: str) -> str:
    """The address without its fragment; FetchError where it is not of the web, or holds a password."""
    good = web_address(urldefrag(address)[0])
    if good is None:
        message = f"{address[:200]}: is no http or https address; check it"
        raise FetchError("no-address", message)
    if "@" in urlsplit(good).netloc:
        message = f"{urlsplit(good).hostname}: the address holds a name or password; remove it"
        raise FetchError("no-address", message)
    return good


def _redirected(address: str, location: str) -> str:
    try:
        return _checked(urljoin(address, location))
    except ValueError:
        raise FetchError("no-address", f"{address}: redirects to what is no address; check it") from None


def _fetched(address: str, answer: httpx2.Response, most_bytes: int) -> Fetched:
    headers = answer.headers
    fetched = Fetched(
        address=address,
        content=None,
        charset=answer.charset_encoding,
        media_type=headers.get("content-type", "").partition(";")[0].strip().lower() or None,
        etag=_short(headers.get("etag")),
        modified=_short(headers.get("last-modified")),
    )
    return fetched if answer.status_code == 304 else replace(fetched, content=_content(address, answer, most_bytes))


def _content(address: str, answer: httpx2.Response, most_bytes: int) -> bytes:
    """The content, unpacked piece by piece and only as far as it may go."""
    coding = answer.headers.get("content-encoding", "").strip().lower()
    if coding not in CODINGS:
        raise FetchError("coding", f"{address}: is packed as {coding[:40]!r}, which was not asked for; leave it out")
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > most_bytes:
            raise _too_long(address, most_bytes)
    return bytes(content)


def _too_long(address: str, most_bytes: int) -> FetchError:
    message = f"{address}: more than {most_bytes / 1e6:g} MB; leave it out, or raise most_megabytes"
    return FetchError("too-long", message)


def _short(value: str | None) -> str | None:
    """A header that is sent back as it came, unless it is absurd."""
    return value if value and len(value) <= 500 else None


def _retry_after(value: str | None, now: float) -> float | None:
    """Seconds to wait by a Retry-After header: a number of them, or a date."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
