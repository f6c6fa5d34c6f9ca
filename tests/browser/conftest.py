"""The dashboard in a real browser, over loopback. The browser opens the sockets; the tests open none."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SERVE = """
import sys
from pathlib import Path
from toecap.web.serve import serve
serve(Path(sys.argv[1]), "127.0.0.1", 0, lambda address: print(address, flush=True))
"""
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run --disable-dev-shm-usage"
).split()


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of a store's dashboard, in a process of its own."""
    with tempfile.TemporaryFile() as errors:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(store)], stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            if not address:
                errors.seek(0)
                raise RuntimeError(errors.read().decode())
            yield address.rstrip("/")
        finally:
            server.terminate()
            server.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine; `apt-get install chromium` gives one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def dashboard(generated_store: Path) -> Iterator[str]:
    """The address of the generated store's dashboard."""
    with served(generated_store) as address:
        yield address


@pytest.fixture
def tab(browser: Browser, dashboard: str) -> Iterator[Page]:
    """A fresh tab, whose errors fail the test."""
    context = browser.new_context(base_url=dashboard, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    # A refused question is also told on the console; it is no error of the page.
    page.on(
        "console",
        lambda message: (
            errors.append(message.text) if message.type == "error" and "(Bad Request)" not in message.text else None
        ),
    )
    yield page
    context.close()
    assert not errors
