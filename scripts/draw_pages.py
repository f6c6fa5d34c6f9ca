"""Pictures of the dashboard for the docs, of the store that `toecap demo` makes; needs Chromium.

python scripts/draw_pages.py
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from toecap.examples import path

IMAGES = Path(__file__).parents[1] / "docs" / "images"
SIZE = {"width": 1200, "height": 700}
SERVE = """
import sys
from pathlib import Path
from toecap.run.build import build_inputs
from toecap.run.code import Given
from toecap.web.serve import serve
store = Path(sys.argv[1]) / "demo"
for _ in build_inputs(store, [sys.argv[2]], Given(), print):
    pass
serve(store, "127.0.0.1", 0, lambda address: print(address, flush=True))
"""
# What is shown: a question for the address's fields, and the address.
PAGES = {
    "overview": (None, "/"),
    "report": ("SELECT record_id AS id FROM reports WHERE name = 'fish-4'", "/report"),
    "pair": ("SELECT 'ISL' AS a, 'FRO' AS b", "/pair"),
}


@contextmanager
def demo() -> Iterator[str]:
    """The address of the demo's dashboard."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([sys.executable, "-c", SERVE, folder, str(path())], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip().rstrip("/")
        finally:
            server.terminate()
            server.wait(10)


def main() -> None:
    with demo() as base, sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(base_url=base, viewport=SIZE)
        for name, (sql, address) in PAGES.items():
            given = {}
            if sql:
                answer = json.loads(tab.request.get("/query.json", params={"sql": sql}).text())
                given = dict(zip(answer["columns"], answer["rows"][0], strict=True))
            tab.goto(f"{address}?{urlencode(given)}", wait_until="networkidle")
            tab.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
