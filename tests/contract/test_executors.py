"""One contract for all that codes: the same records in the same order, whatever does the work and whatever dies."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from toecap.errors import UsageError
from toecap.read.report import make_report
from toecap.records import Record
from toecap.run.executors import Batch, code_batch, in_order, open_executor

ROOT = Path(__file__).parents[2]
# Workers on this machine import the package and the tests.
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "localhost", "0.0.0.0", "::1"])


@pytest.fixture(scope="module")
def batches(examples) -> list[Batch]:
    reports = [make_report(row["id"], row["text"], published=row.get("published")) for row in examples]
    return [tuple(reports[start : start + 3]) for start in range(0, len(reports), 3)]


@pytest.fixture(scope="module")
def expected(batches: list[Batch]) -> list[tuple[Record, ...]]:
    return [code_batch(batch) for batch in batches]


def test_processes_give_the_same_records_in_the_same_order(batches, expected):
    with open_executor("process:2") as code_batches:
        assert list(code_batches(batches)) == expected


def test_what_is_on_its_way_is_bounded(batches, expected):
    read: list[Batch] = []

    def reading() -> Iterator[Batch]:
        for batch in batches * 5:
            read.append(batch)
            yield batch

    done = in_order(reading(), lambda batch: batch, lambda batch, handle: code_batch(handle[:1]), window=4)
    next(done)
    assert len(read) == 4


def test_a_killed_worker_costs_nothing(batches, expected):
    from toecap.run.processes import _Pool

    pool = _Pool(2)
    try:
        found = pool.code_batches(batches * 2)
        first = next(found)
        for worker in list(pool._pool._processes.values()):
            os.kill(worker.pid, signal.SIGKILL)
        assert [first, *found] == expected * 2
    finally:
        pool.close()


def test_the_report_that_kills_its_worker_costs_itself_alone(batches, expected, monkeypatch):
    import toecap.run.processes as processes

    monkeypatch.setattr(processes, "code_batch", deadly)
    batch = (*batches[0][:1], make_report("deadly", "This one kills whoever reads it."), *batches[0][1:])
    with processes.processes(1) as code_batches:
        (records,) = code_batches([batch])
    assert [record.failures[0].code for record in records if record.failures] == ["worker-died"]
    assert [record for record in records if not record.failures] == list(expected[0])


def deadly(batch: Batch) -> tuple[Record, ...]:
    """Stands for what a report of too much memory does to its process."""
    if any(report.id == "deadly" for report in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return code_batch(batch)


PARENT = """
import sys
from toecap.run.processes import _Pool
from toecap.read.report import make_report
if __name__ == "__main__":
    pool = _Pool(2)
    batch = (make_report("one", "Peru met Ecuador."),)
    list(pool.code_batches([batch] * 4))
    print(*(worker.pid for worker in pool._pool._processes.values()), flush=True)
    sys.stdin.read()
"""


@pytest.mark.slow
def test_workers_are_gone_when_their_parent_dies(tmp_path: Path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script)], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    until(lambda: not any(alive(pid) for pid in workers), 20)
    parent.stdout.close()
    parent.stdin.close()


@pytest.mark.parametrize("spec", ["processes", "process:x", "process:2:3", "process:0", "thread", ""])
def test_a_spec_that_is_none_names_those_that_are(spec: str):
    with pytest.raises(UsageError, match="process:N, ray"), open_executor(spec):
        pytest.fail("it was taken")


def test_no_scheduler_there_is_said():
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("Dask is not installed: pip install 'toecap[dask]'")
    from toecap.run import clusters

    with pytest.raises(UsageError, match="no Dask scheduler answers"), clusters.dask_cluster("tcp://127.0.0.1:9", 1):
        pytest.fail("nobody is there")


@pytest.mark.slow
def test_dask_gives_the_same_records_though_a_worker_is_killed(batches, expected, tmp_path: Path):
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("Dask is not installed: pip install 'toecap[dask]'")
    port = free_port()
    address = f"127.0.0.1:{port}"
    with contextlib.ExitStack() as stack:
        scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        stack.enter_context(started(scheduler, tmp_path))
        worker = ["distributed.cli.dask_worker", f"tcp://{address}", "--nthreads", "1", "--no-dashboard", "--no-nanny"]
        first = stack.enter_context(started(worker, tmp_path))
        stack.enter_context(started(worker, tmp_path))
        with open_executor(f"dask://{address}") as code_batches:
            found = code_batches(batches * 2)
            records = [next(found)]
            first.kill()
            assert [*records, *found] == expected * 2


@pytest.mark.slow
def test_ray_gives_the_same_records_though_a_worker_is_killed(batches, expected, tmp_path: Path):
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed: pip install 'toecap[ray]'")
    port = free_port()
    head = ["ray.scripts.scripts", "start", "--head", f"--port={port}", "--num-cpus=2", "--include-dashboard=false"]
    # The paths of its sockets have an upper length, which the folder of a test exceeds.
    with tempfile.TemporaryDirectory(prefix="ray") as folder:
        head += ["--disable-usage-stats", "--block", f"--temp-dir={folder}"]
        with started(head, tmp_path) as process:
            until(lambda: listens(port), 60)
            with open_executor(f"ray:127.0.0.1:{port}") as code_batches:
                found = code_batches(batches * 2)
                records = [next(found)]
                os.kill(ray_worker(process.pid), signal.SIGKILL)
                assert [*records, *found] == expected * 2


def ray_worker(session: int) -> int:
    """One of the processes of a session that code, or wait for a task; Ray's agents are no workers."""
    listed = subprocess.run(["ps", "-o", "pid=,args=", "--sid", str(session)], capture_output=True, check=True)
    found = [line.split(None, 1) for line in listed.stdout.decode().splitlines()]
    return next(int(pid) for pid, arguments in found if arguments.startswith(("ray::code", "ray::IDLE")))


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


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it does not come to pass"
        time.sleep(0.05)
