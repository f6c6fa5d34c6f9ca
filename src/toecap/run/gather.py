"""Many addresses at once: hosts side by side, the addresses of one host one after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from toecap.errors import FetchError
from toecap.read.fetch import Fetched, Fetcher

# Answers that are in memory at the same time.
SIDE_BY_SIDE = 12

# After these a host is asked no more in this round.
GIVEN_UP = ("timeout", "busy", "no-host", "stopped")


@dataclass(frozen=True, slots=True)
class Ask:
    """An address to be fetched, and what was known of it."""

    address: str
    etag: str | None = None
    modified: str | None = None


def gather(fetcher: Fetcher, asks: Sequence[Ask]) -> Iterator[tuple[int, Fetched | FetchError]]:
    """What comes of each, with its place in `asks`. A host that did not answer in time is asked no more for now."""
    waiting: dict[str, deque[int]] = {}
    for place, ask in enumerate(asks):
        waiting.setdefault(urlsplit(ask.address).hostname or "", deque()).append(place)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        while waiting:
            hosts = list(waiting)[:SIDE_BY_SIDE]
            places = [waiting[host].popleft() for host in hosts]
            answers = list(pool.map(lambda place: _fetched(fetcher, asks[place]), places))
            for host, place, answer in zip(hosts, places, answers, strict=True):
                yield place, answer
                # The host goes to the end of the line, if there is more of it.
                rest = waiting.pop(host)
                if isinstance(answer, FetchError) and answer.code in GIVEN_UP:
                    yield from ((later, _not_asked(asks[later], answer)) for later in rest)
                elif rest:
                    waiting[host] = rest


def _not_asked(ask: Ask, error: FetchError) -> FetchError:
    message = f"{ask.address}: its host did not answer another request ({error.code}); it is tried again"
    return FetchError(error.code, message, passing=error.passing, wait=error.wait)


def _fetched(fetcher: Fetcher, ask: Ask) -> Fetched | FetchError:
    try:
        return fetcher.fetch(ask.address, ask.etag, ask.modified)
    except FetchError as error:
        return error
    except Exception as error:  # whatever a server breaks, the others are asked
        message = f"{ask.address}: could not be fetched ({type(error).__name__}: {error})"[:300]
        return FetchError("broken", message, passing=True)
