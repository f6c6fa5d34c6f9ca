"""The server process from which workers are forked. Started early, it loads the model while the command goes on."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing import forkserver
from multiprocessing.context import BaseContext


def worker_context(preloaded: bool = True) -> BaseContext:
    """How workers come to be on this platform; `preloaded`: with the model, which they share."""
    # Workers are as many as the cores; BLAS must not start as many threads in each.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    if preloaded:
        context.set_forkserver_preload(["toecap.run.preload"])
        forkserver.ensure_running()
    return context
