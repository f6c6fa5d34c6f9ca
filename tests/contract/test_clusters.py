"""Real clusters of Ray and Dask on this machine, started by their own commands: whatever is killed, nothing is lost."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from tests.contract.test_executors import ENVIRONMENT, until

from toecap.errors import ClusterError, UsageError
from toecap.read.report import make_report
from toecap.records import Report
from toecap.run import clusters
from toecap.run.build import build
from toecap.store.lookup import find
from toecap.store.reader import open_store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "localhost", "0.0.0.0", "::1"])
ENGINES = {"dask": "distributed", "ray": "ray"}
# Reports to a commit, and so to a task.
SIZE = 4
ALL = 100
# Builds until it is killed, and tells of each commit.
CLIENT = """
import sys
from pathlib import Path
from tests.contract.test_clusters import SIZE, reports
from toecap.run.build import build
if __name__ == "__main__":
    for step in build(Path(sys.argv[1]), reports(), print, sys.argv[2], size=SIZE):
        print(step.coded, flush=True)
"""


class Cluster(Protocol):
    """What the tests do with a cluster, whichever it is."""

    spec: str

    def kill_worker(self) -> None: ...
    def kill_head(self) -> None: ...
    def is_idle(self) -> bool: ...


def reports() -> Iterator[Report]:
    """Reports enough that some are on their way when something is killed."""
    for number in range(ALL):
        text = f"Peru’s president met the foreign minister of Ecuador in Quito on Tuesday. It was talk number {number}."
        yield make_report(f"r{number}", text, published="2022-02-03")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The tables of the same reports, coded in this process."""
    store = tmp_path_factory.mktemp("serial") / "store"
    list(build(store, reports(), print, size=SIZE))
    return tables(store)


def tables(path: Path) -> dict[str, list[Any]]:
    """Every row of the tables, as many times as it is there."""
    with contextlib.closing(open_store(path)) as store:
        names = {"reports": "* EXCLUDE (run_id)", "actors": "*", "statements": "*", "events": "*", "evidence": "*"}
        return {
            name: store.sql(f"SELECT {columns} FROM {name} ORDER BY ALL").fetchall() for name, columns in names.items()
        }


@pytest.mark.slow
@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_whatever_is_killed_the_next_run_makes_it_whole(engine: str, expected, tmp_path: Path, monkeypatch):
    if importlib.util.find_spec(ENGINES[engine]) is None:
        pytest.skip(f"{engine} is not installed: pip install 'toecap[{engine}]'")
    monkeypatch.setattr(clusters, "_PATIENCE", 3)
    with opened(engine, tmp_path) as cluster:
        kill_the_client(tmp_path / "client", cluster)
        until(cluster.is_idle, 30)
        steps = build(tmp_path / "client", reports(), print, cluster.spec, size=SIZE)
        assert next(steps).known
        cluster.kill_worker()
        list(steps)
        assert tables(tmp_path / "client") == expected

        steps = build(tmp_path / "head", reports(), print, cluster.spec, size=SIZE)
        next(steps)
        cluster.kill_head()
        with pytest.raises(ClusterError, match=r"at \S+ is gone; start it, and run this again: what was committed"):
            list(steps)
    left = tables(tmp_path / "head")["reports"]
    assert 0 < len(left) < ALL
    assert [row for row in left if row not in expected["reports"]] == []
    with opened(engine, tmp_path) as cluster:
        last = list(build(tmp_path / "head", reports(), print, cluster.spec, size=SIZE))[-1]
        assert last.known == len(left)
    assert tables(tmp_path / "head") == expected


def kill_the_client(store: Path, cluster: Cluster) -> None:
    """Start a build in a process of its own, and kill it between two commits."""
    command = [sys.executable, "-c", CLIENT, str(store), cluster.spec]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE) as client:
        assert client.stdout is not None
        until(lambda: not cluster.is_idle(), 60)
        assert int(client.stdout.readline()) == SIZE
        client.kill()
    assert client.returncode == -signal.SIGKILL
    assert len(find(store, "reports", "name", [report.id for report in reports()], ["name"])) < ALL


def opened(engine: str, folder: Path) -> contextlib.AbstractContextManager[Cluster]:
    """A cluster of one head and two workers."""
    return opened_dask(folder) if engine == "dask" else opened_ray(folder)


class Dask:
    def __init__(self, address: str, scheduler: subprocess.Popen[bytes], worker: subprocess.Popen[bytes]) -> None:
        self.spec = f"dask://{address}"
        self._address, self._scheduler, self._worker = address, scheduler, worker

    def kill_worker(self) -> None:
        self._worker.kill()

    def kill_head(self) -> None:
        self._scheduler.kill()

    def is_idle(self) -> bool:
        import distributed

        with distributed.Client(self._address, timeout=20, set_as_default=False) as client:
            return not any(client.processing().values())


@contextlib.contextmanager
def opened_dask(folder: Path) -> Iterator[Dask]:
    port = free_port()
    scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-dashboard"]
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(started(scheduler, folder))
        workers = [stack.enter_context(started([*worker, "--no-nanny"], folder)) for _ in range(2)]
        yield Dask(f"127.0.0.1:{port}", first, workers[0])


class Ray:
    def __init__(self, address: str, head: subprocess.Popen[bytes], node: subprocess.Popen[bytes]) -> None:
        self.spec = f"ray:{address}"
        self._head, self._node = head, node

    def kill_worker(self) -> None:
        os.kill(self._processes(("ray::code", "ray::IDLE"))[0], signal.SIGKILL)

    def kill_head(self) -> None:
        os.killpg(self._head.pid, signal.SIGKILL)

    def is_idle(self) -> bool:
        """A process that codes is called after its task; one that waits is not."""
        return not self._processes("ray::code")

    def _processes(self, names: str | tuple[str, ...]) -> list[int]:
        """Those of the node; Ray's agents are no workers."""
        command = ["ps", "-o", "pid=,args=", "--sid", str(self._node.pid)]
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        found = [line.split(None, 1) for line in listed.splitlines()]
        return [int(pid) for pid, arguments in found if arguments.startswith(names)]


@contextlib.contextmanager
def opened_ray(folder: Path) -> Iterator[Ray]:
    port = free_port()
    options = ["--disable-usage-stats", "--block", "--object-store-memory=80000000"]
    start = ["ray.scripts.scripts", "start", *options]
    # The paths of its sockets have an upper length, which the folder of a test exceeds.
    with contextlib.ExitStack() as stack:
        temporary = stack.enter_context(tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True))
        head = [f"--port={port}", "--num-cpus=0", "--include-dashboard=false", f"--temp-dir={temporary}"]
        first = stack.enter_context(started([*start, "--head", *head], folder))
        until(lambda: listens(port), 60)
        node = [*start, f"--address=127.0.0.1:{port}", "--num-cpus=2"]
        yield Ray(f"127.0.0.1:{port}", first, stack.enter_context(started(node, folder)))


def test_no_scheduler_there_is_said():
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("Dask is not installed: pip install 'toecap[dask]'")
    with (
        pytest.raises(UsageError, match="no Dask scheduler answers"),
        clusters.dask_cluster("tcp://127.0.0.1:9", patience=1),
    ):
        pytest.fail("nobody is there")


def listens(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def started(module: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program of an engine, in a group of its own, gone with all that it started when this is left."""
    process = subprocess.Popen(
        [sys.executable, "-m", *module],
        env=ENVIRONMENT,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
