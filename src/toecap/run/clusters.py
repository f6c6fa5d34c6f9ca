"""The executors `ray` and `dask`: tasks on a cluster that is there already, with Toecap on its workers.

A task is a piece of a batch. Both hand it on to another worker when one dies, three times; then its reports are
failures. When the cluster's head or scheduler dies, the run ends: lost is only what was on its way, and the same
command goes on from there.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from toecap.errors import ClusterError, UsageError
from toecap.read.inputs import Only
from toecap.run.executors import Batch, CodeBatches, Records, code_batch, in_order
from toecap.run.processes import died

RETRIES = 3
# Pieces on their way for each core of the cluster.
_A_CORE = 4
# Ray waits for its head without a word, so it is looked at each so many seconds, and given up after so many.
_LOOK = 2.0
_PATIENCE = 20.0
# The pipeline is for one thread at a time; a worker of Dask may have several.
_PIPELINE = threading.Lock()


def code_on_worker(batch: Batch, only: Only) -> Records:
    """The task."""
    with _PIPELINE:
        return code_batch(batch, only)


@contextmanager
def ray_cluster(address: str, only: Only = "all") -> Iterator[CodeBatches]:
    """Ray at `address`: HOST:PORT of its head, `auto` on a machine of the cluster, or ray://HOST:PORT from outside."""
    # A minute after its head is gone, Ray would end this process; `_Head` ends the run before, and says why.
    os.environ.setdefault("RAY_gcs_rpc_server_reconnect_timeout_s", "3600")
    try:
        import ray
    except ImportError:
        raise UsageError("no-ray", "Ray is not installed; pip install 'toecap[ray]'") from None
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ImportError, RuntimeError) as error:
        raise UsageError("no-cluster", f"no Ray cluster answers at {address} ({error})") from None
    task = ray.remote(max_retries=RETRIES, num_cpus=1)(code_on_worker)
    about = ray.get_runtime_context()
    own = about.get_node_id()
    head = _Head(
        about.gcs_address if address == "auto" else address,
        lambda: any(node["NodeID"] == own and node["Alive"] for node in ray.nodes()),
    )

    def wait(batch: Batch, handle: Any) -> Records:
        while True:
            head.look()
            try:
                records: Records = ray.get(handle, timeout=_LOOK)
            except ray.exceptions.GetTimeoutError:
                continue
            except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError, ray.exceptions.NodeDiedError):
                return died(batch)
            except (ray.exceptions.RaySystemError, ConnectionError) as error:
                raise _gone("the head of the Ray cluster", head.address) from error
            return records

    window = _A_CORE * max(1, int(ray.cluster_resources().get("CPU", 1)))
    try:
        yield lambda batches: in_order(batches, lambda batch: task.remote(batch, only), wait, window)
    finally:
        ray.shutdown()


class _Head:
    """The head of a Ray cluster, and when it last answered and knew (`is_member`) this machine."""

    def __init__(self, address: str, is_member: Callable[[], bool]) -> None:
        self.address, self._is_member = address, is_member
        self._looked = self._seen = time.monotonic()

    def look(self) -> None:
        """See whether it is there, not too often. ClusterError when it has not been for too long."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return
        self._looked = now
        answers = self._answers()
        if answers and self._is_member():
            self._seen = now
        elif now - self._seen > _PATIENCE:
            raise _gone(
                "this machine's node of the Ray cluster" if answers else "the head of the Ray cluster", self.address
            )

    def _answers(self) -> bool:
        host, _, port = self.address.removeprefix("ray://").rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_LOOK).close()
        except OSError:
            return False
        return True


def _gone(what: str, address: str) -> ClusterError:
    message = f"{what} at {address} is gone; start it, and run this again: what was committed is not coded again"
    return ClusterError("cluster-gone", message)


@contextmanager
def dask_cluster(address: str, only: Only = "all", patience: float = 30) -> Iterator[CodeBatches]:
    """Dask's scheduler at `address`, which has so many seconds to answer."""
    try:
        import distributed
        from distributed.client import FutureCancelledError
        from distributed.comm import CommClosedError
    except ImportError:
        raise UsageError("no-dask", "Dask is not installed; pip install 'toecap[dask]'") from None
    try:
        client = distributed.Client(address, timeout=patience, set_as_default=False)
    except OSError as error:
        raise UsageError("no-cluster", f"no Dask scheduler answers at {address} ({error})") from None
    # It would print a page of its own insides where one line is enough: the scheduler is gone.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)

    def hand_out(batch: Batch) -> Any:
        return client.submit(code_on_worker, batch, only, pure=False, retries=RETRIES)

    def wait(batch: Batch, handle: Any) -> Records:
        try:
            records: Records = handle.result()
        except distributed.KilledWorker:
            return died(batch)
        except (FutureCancelledError, CommClosedError) as error:
            raise _gone("the scheduler of the Dask cluster", address) from error
        return records

    with client:
        try:
            client.wait_for_workers(1, timeout=60)
        except TimeoutError:
            raise ClusterError("no-workers", f"the Dask scheduler at {address} has no workers; start some") from None
        window = _A_CORE * max(1, sum(client.nthreads().values()))
        yield lambda batches: in_order(batches, hand_out, wait, window)
