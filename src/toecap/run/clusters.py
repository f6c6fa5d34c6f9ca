"""The executors `ray` and `dask`: a batch is a task on a cluster that is there already, with Toecap on its workers.

Both hand a task on to another worker when one dies, three times; then its reports are failures.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from toecap.errors import UsageError
from toecap.run.executors import Batch, CodeBatches, Records, code_batch, in_order
from toecap.run.processes import died

RETRIES = 3
# Batches on their way for each core of the cluster.
_A_CORE = 2
# The pipeline is for one thread at a time; a worker of Dask may have several.
_PIPELINE = threading.Lock()


def code_on_worker(batch: Batch) -> Records:
    """The task."""
    with _PIPELINE:
        return code_batch(batch)


@contextmanager
def ray_cluster(address: str) -> Iterator[CodeBatches]:
    """Ray at `address`: HOST:PORT of its head, `auto` on a machine of the cluster, or ray://HOST:PORT from outside."""
    try:
        import ray
    except ImportError:
        raise UsageError("no-ray", "Ray is not installed; pip install 'toecap[ray]'") from None
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ImportError, RuntimeError) as error:
        raise UsageError("no-cluster", f"no Ray cluster answers at {address} ({error})") from None
    task = ray.remote(max_retries=RETRIES, num_cpus=1)(code_on_worker)

    def wait(batch: Batch, handle: Any) -> Records:
        try:
            records: Records = ray.get(handle)
        except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError, ray.exceptions.NodeDiedError):
            return died(batch)
        return records

    window = _A_CORE * max(1, int(ray.cluster_resources().get("CPU", 1)))
    try:
        yield lambda batches: in_order(batches, task.remote, wait, window)
    finally:
        ray.shutdown()


@contextmanager
def dask_cluster(address: str, patience: float = 30) -> Iterator[CodeBatches]:
    """Dask's scheduler at `address`, which has so many seconds to answer."""
    try:
        import distributed
    except ImportError:
        raise UsageError("no-dask", "Dask is not installed; pip install 'toecap[dask]'") from None
    try:
        client = distributed.Client(address, timeout=patience, set_as_default=False)
    except OSError as error:
        raise UsageError("no-cluster", f"no Dask scheduler answers at {address} ({error})") from None

    def hand_out(batch: Batch) -> Any:
        return client.submit(code_on_worker, batch, pure=False, retries=RETRIES)

    def wait(batch: Batch, handle: Any) -> Records:
        try:
            records: Records = handle.result()
        except distributed.KilledWorker:
            return died(batch)
        return records

    with client:
        client.wait_for_workers(1, timeout=60)
        window = _A_CORE * max(1, sum(client.nthreads().values()))
        yield lambda batches: in_order(batches, hand_out, wait, window)
