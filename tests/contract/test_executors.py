"""One contract for all that codes: the same records in the same order, whatever does the work and whatever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from toecap.errors import UsageError
from toecap.read.report import make_report
from toecap.records import Record
from toecap.run.executors import PIECE, Batch, code_batch, in_order, open_executor

ROOT = Path(__file__).parents[2]
# Workers on this machine import the package and the tests.
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
}


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


def test_a_batch_goes_out_in_pieces_and_comes_back_whole():
    handed: list[int] = []

    def hand_out(piece: Batch) -> Batch:
        handed.append(len(piece))
        return piece

    report = make_report("one", "Peru met Ecuador.")
    whole = [(report,) * (2 * PIECE + 1), (), (report,)]
    assert list(in_order(whole, hand_out, lambda piece, handle: handle, window=3)) == whole
    assert handed == [PIECE, PIECE, 1, 1]


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


def test_workers_are_exchanged_for_fresh_ones(batches, expected, monkeypatch):
    """spaCy keeps every word that it meets, so a worker that lived for ever would grow for ever."""
    import toecap.run.processes as processes

    monkeypatch.setattr(processes, "_MOST_PIECES", 2)
    monkeypatch.setattr(processes, "code_batch", who)
    with processes.processes(1) as code_batches:
        pids = [record.name for (record, *_) in code_batches(batches[:5])]
    assert len(set(pids)) == 3
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [2, 2, 1]
    until(lambda: not any(alive(int(pid)) for pid in pids), 20)


def who(batch: Batch, only: str) -> tuple[Record, ...]:
    """Tells which process codes."""
    return tuple(Record(str(os.getpid()), report) for report in batch)


def test_the_report_that_kills_its_worker_costs_itself_alone(batches, expected, monkeypatch):
    import toecap.run.processes as processes

    monkeypatch.setattr(processes, "code_batch", deadly)
    batch = (*batches[0][:1], make_report("deadly", "This one kills whoever reads it."), *batches[0][1:])
    with processes.processes(1) as code_batches:
        (records,) = code_batches([batch])
    assert [record.failures[0].code for record in records if record.failures] == ["worker-died"]
    assert [record for record in records if not record.failures] == list(expected[0])


def deadly(batch: Batch, only: str) -> tuple[Record, ...]:
    """Stands for what a report of too much memory does to its process."""
    if any(report.id == "deadly" for report in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return code_batch(batch)


def test_an_empty_batch_kills_one_worker_after_the_other_and_no_more(monkeypatch):
    import toecap.run.processes as processes

    monkeypatch.setattr(processes, "code_batch", killed)
    assert processes._alone((), "all") == ()


def killed(batch: Batch, only: str) -> tuple[Record, ...]:
    os.kill(os.getpid(), signal.SIGKILL)
    return ()


def test_others_take_the_place_of_killed_hands():
    """Otherwise this process would do all tasks from then on, one by one."""
    from toecap.run.processes import hands

    me = os.getpid()
    with hands(2) as work:
        found = list(work(where, [(me, number == 0) for number in range(16)]))
    assert found[0] == me
    assert me not in found[-8:]


def where(task: tuple[int, bool]) -> int:
    """The process that does it, which it may kill where that is not the parent."""
    parent, deadly = task
    if deadly and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


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
