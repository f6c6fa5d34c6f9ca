"""Hostile pages and feeds are taken apart in a process of their own, with a deadline and a memory limit for each.

The worker serves one job after another over pipes; one that hangs, explodes or crashes is killed, and the next job
gets a new worker. Frames are a length of four bytes, then JSON; a job is followed by the page's bytes.
"""

from __future__ import annotations

import atexit
import dataclasses
import functools
import json
import os
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from toecap.config import settings
from toecap.errors import InputError
from toecap.read.pages import Page

SERVE = "from toecap.read.sandbox import serve; serve()"
MOST_ANSWER = 200_000_000


class Sandbox:
    """A worker that is started when it is first needed, and again after each job that broke it."""

    def __init__(self, seconds: float, megabytes: int, command: str = SERVE) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self._command = command
        self._worker: subprocess.Popen[bytes] | None = None

    def pages(self, kind: str, raw: bytes, address: str | None = None, charset: str | None = None) -> list[Page]:
        """What the page or feed holds; InputError where it holds nothing, or broke the worker."""
        job = json.dumps({"kind": kind, "address": address, "charset": charset}).encode()
        try:
            worker = self._started()
            assert worker.stdin is not None
            worker.stdin.write(struct.pack(">II", len(job), len(raw)) + job)
            worker.stdin.write(raw)
            worker.stdin.flush()
            answer = json.loads(self._answer(worker))
        except (OSError, EOFError, ValueError):
            self.close()
            message = "made the reader of pages crash or use too much memory; leave it out"
            raise InputError("read", "page-crash", message) from None
        if "code" in answer:
            raise InputError("read", answer["code"], answer["message"])
        return [Page(**fields) for fields in answer["pages"]]

    def close(self) -> None:
        """End the worker, if there is one."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            for pipe in (self._worker.stdin, self._worker.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:  # what was not written any more
                        continue
            self._worker = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self.close()
            self._worker = subprocess.Popen(
                [sys.executable, "-c", self._command, str(self.megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # The modules that this process sees, wherever it has them from.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1"},
            )
            self._exactly(self._worker, 2, time.monotonic() + 60)
        return self._worker

    def _answer(self, worker: subprocess.Popen[bytes]) -> bytes:
        deadline = time.monotonic() + self.seconds
        (length,) = struct.unpack(">I", self._exactly(worker, 4, deadline))
        if length > MOST_ANSWER:
            raise EOFError
        return self._exactly(worker, length, deadline)

    def _exactly(self, worker: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
        assert worker.stdout is not None
        parts = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(worker.stdout, selectors.EVENT_READ)
            while len(parts) < length:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    self.close()
                    message = f"took longer than {self.seconds:g} seconds; leave it out, or raise TOECAP_PAGE_SECONDS"
                    raise InputError("read", "page-hangs", message)
                part = os.read(worker.stdout.fileno(), min(1 << 20, length - len(parts)))
                if not part:
                    raise EOFError
                parts += part
        return bytes(parts)


def sandbox() -> Sandbox:
    """The sandbox of this process, with the limits of the settings."""
    return _sandbox_of(os.getpid())


@functools.cache
def _sandbox_of(pid: int) -> Sandbox:
    # By process: one that was forked must not talk to its parent's worker.
    box = Sandbox(settings().page_seconds, settings().page_megabytes)
    atexit.register(box.close)
    return box


def serve() -> None:
    """The worker: take a job from standard input, answer on standard output, until the input ends."""
    _limit_memory(int(sys.argv[1]))
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between the answers.
    os.dup2(2, 1)
    takers: dict[str, Callable[..., list[Page]]] = {"page": _pages, "feed": _feed}
    sink.write(b"up")
    sink.flush()
    while head := source.read(8):
        job_length, raw_length = struct.unpack(">II", head)
        job = json.loads(source.read(job_length))
        answer = _answered(takers[job["kind"]], source, raw_length, job)
        line = json.dumps(answer).encode()
        sink.write(struct.pack(">I", len(line)) + line)
        sink.flush()


def _answered(take: Callable[..., list[Page]], source: BinaryIO, length: int, job: dict[str, Any]) -> dict[str, Any]:
    raw = source.read(length)
    try:
        return {"pages": [dataclasses.asdict(page) for page in take(raw, job["address"], job["charset"])]}
    except InputError as error:
        return {"code": error.code, "message": error.message}
    except MemoryError:
        return {"code": "page-memory", "message": "needs more memory than TOECAP_PAGE_MEGABYTES allows; leave it out"}
    except Exception as error:  # whatever a hostile page breaks, the run goes on and says so
        return {"code": "page-broken", "message": f"could not be taken apart ({type(error).__name__}: {error})"[:300]}


def _pages(raw: bytes, address: str | None, charset: str | None) -> list[Page]:
    from toecap.read.pages import pages_of

    return pages_of(raw, address, charset)


def _feed(raw: bytes, address: str | None, charset: str | None) -> list[Page]:
    from toecap.read.feeds import items_of

    return items_of(raw, address, charset)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the deadline holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
