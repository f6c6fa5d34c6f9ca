"""The ASGI application: every page at its address, with `.json` and `.csv` beside it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from toecap.errors import StoreError, ToecapError, UsageError
from toecap.version import VERSION
from toecap.web.charts import CHARTS, WIDTHS
from toecap.web.drawing import drawn, style_sheet
from toecap.web.html import error_page, rendered
from toecap.web.openapi import document
from toecap.web.page import NotFoundError, Page
from toecap.web.pages import PAGES
from toecap.web.safety import Guard, Safety
from toecap.web.snapshot import Snapshot, Snapshots

MEDIA = {"html": "text/html; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8"}
STATIC = {
    "toecap.css": "text/css",
    "charts.css": "text/css",
    "toecap.js": "text/javascript",
    "mark.svg": "image/svg+xml",
}

log = logging.getLogger("toecap.web")
Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(store: Path, guard: Guard | None = None) -> Starlette:
    """The dashboard of a store. StoreError where there is none."""
    overview = next(page for page in PAGES if page.name == "overview")

    def warm(snapshot: Snapshot) -> None:
        answered(overview, "html", snapshot, [])

    snapshots = Snapshots(store, warm)
    routes = [
        Route(f"/{page.name}{ending}", _endpoint(page, kind, snapshots), methods=["GET"])
        for page in PAGES
        for kind, ending in (("html", ""), ("json", ".json"), ("csv", ".csv"))
    ]
    routes += [
        Route("/", _endpoint(overview, "html", snapshots), methods=["GET"]),
        Route("/chart/{page}/{name}.svg", _chart(snapshots), methods=["GET"]),
        Route("/openapi.json", _openapi, methods=["GET"]),
        Route("/static/{name}", _static, methods=["GET"]),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Safety, guard=guard or Guard())],
        exception_handlers={ToecapError: _refused, HTTPException: _refused},
    )
    app.state.snapshots = snapshots
    return app


def answered(page: Page, kind: str, snapshot: Snapshot, given: Sequence[tuple[str, str]]) -> bytes:
    """One form of a page, as it is sent."""
    asked = page.asked(given)

    def make() -> bytes:
        answer = page.answer(snapshot, asked)
        if kind == "json":
            return page.as_json(answer)
        if kind == "csv":
            return page.as_csv(answer)
        return rendered(page, snapshot, asked, answer)

    return snapshot.kept((page.name, kind, asked), make) if page.keep else make()


def _endpoint(page: Page, kind: str, snapshots: Snapshots) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        given = request.query_params.multi_items()

        def make(snapshot: Snapshot) -> bytes:
            return answered(page, kind, snapshot, given)

        answer = await _answer(request, snapshots, make, MEDIA[kind], page.keep)
        if kind == "csv" and answer.status_code == 200:
            answer.headers["content-disposition"] = f'attachment; filename="toecap-{page.name}.csv"'
        return answer

    return endpoint


def _chart(snapshots: Snapshots) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        wanted = request.path_params["page"], request.path_params["name"]
        chart = next((one for one in CHARTS if (one.page, one.name) == wanted), None)
        size = request.query_params.get("size", "wide")
        if chart is None or size not in WIDTHS:
            raise HTTPException(404, f"there is no chart {'/'.join(wanted)} of that size")
        page = next(page for page in PAGES if page.name == chart.page)
        asked = page.asked([(name, value) for name, value in request.query_params.multi_items() if name != "size"])

        def make(snapshot: Snapshot) -> bytes:
            def draw() -> bytes:
                made = chart.make(snapshot, asked, WIDTHS[size])
                return drawn(made, size == "narrow") if made else b""

            return snapshot.kept((wanted, size, asked), draw)

        answer = await _answer(request, snapshots, make, "image/svg+xml")
        return answer if answer.status_code != 200 or answer.body else Response(status_code=204)

    return endpoint


async def _answer(
    request: Request, snapshots: Snapshots, make: Callable[[Snapshot], bytes], media: str, keep: bool = True
) -> Response:
    """What `make` gives, or that the asker has it already, or that it broke."""
    snapshot = await run_in_threadpool(snapshots.now)
    etag = f'"{_version(snapshot.commit)}"'
    headers = {"cache-control": "private, no-cache", **({"etag": etag} if keep else {})}
    if keep and request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    try:
        body = await asyncio.get_running_loop().run_in_executor(_makers(), make, snapshot)
    except ToecapError:
        raise
    except Exception as error:  # caught here, so that the answer carries the headers of every other
        log.exception("%s broke", request.url.path, exc_info=error)
        return _error(request, 500, "This page broke; the server's terminal says why.")
    return Response(body, headers=headers, media_type=media)


@cache
def _makers() -> ThreadPoolExecutor:
    """As many answers are made at a time as there are cores, and one more: more would only hinder each other."""
    return ThreadPoolExecutor((os.cpu_count() or 1) + 1, "toecap-page")


@lru_cache(maxsize=8)
def _version(commit: int) -> str:
    return hashlib.sha256(f"{VERSION} {commit}".encode()).hexdigest()[:16]


async def _openapi(request: Request) -> Response:
    return JSONResponse(document(PAGES))


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404, f"there is no {name}")
    made = name == "charts.css"
    body = style_sheet().encode() if made else files("toecap.web").joinpath("static", name).read_bytes()
    return Response(body, headers={"cache-control": "private, max-age=300"}, media_type=STATIC[name])


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        status, message = error.status_code, str(error.detail)
    else:
        assert isinstance(error, ToecapError)
        status, message = _status(error), error.message
    return _error(request, status, message)


def _status(error: ToecapError) -> int:
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, UsageError):
        return 400
    return 503 if isinstance(error, StoreError) else 400


def _error(request: Request, status: int, message: str) -> Response:
    path = request.url.path
    if path.endswith((".json", ".csv")):
        return JSONResponse({"error": {"status": status, "message": message}}, status)
    return Response(error_page(status, message), status, media_type=MEDIA["html"])
