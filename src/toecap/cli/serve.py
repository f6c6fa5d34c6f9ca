"""`toecap serve`: the dashboard of a store."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from toecap.errors import StoreError

PORT = 8765


def serve(
    store: Path,
    *,
    port: Annotated[int, Parameter(help="Where to listen; 0: any port that is free.")] = PORT,
    host: Annotated[
        str, Parameter(help="Another address than this machine's own demands a token in TOECAP_TOKEN.")
    ] = "127.0.0.1",
) -> int:
    """Show a store in the browser, with the JSON API beside each page, until Ctrl-C.

    Parameters
    ----------
    store
        The folder of the store; it may be written meanwhile.
    """
    run_dashboard(store, host, port)
    return 0


def run_dashboard(store: Path, host: str, port: int, open_browser: bool = False) -> None:
    """Serve until stopped, and say where."""
    from toecap.web.serve import serve as serving

    def ready(address: str) -> None:
        print(f"toecap: {store} is on {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)
        if open_browser:
            import webbrowser

            webbrowser.open(address)

    serving(store, host, port, ready)


def build_demo() -> Path:
    """The store of the bundled example reports, in the user's cache; in a temporary folder where that is refused."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        return _built(cache / "toecap" / "demo")
    except StoreError:
        return _built(Path(tempfile.mkdtemp(prefix="toecap-")) / "demo")


def _built(store: Path) -> Path:
    from toecap.examples import path
    from toecap.run.build import build_inputs
    from toecap.run.code import Given

    # What an older version coded is coded anew: the demo shows what this one does.
    for _ in build_inputs(store, [str(path())], Given(), lambda unread: None, recode=True):
        pass
    return store
