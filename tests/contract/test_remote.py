"""Inputs and records that lie elsewhere: a real S3 server on this machine, and fsspec's files in memory."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.contract.test_clusters import free_port, listens, started
from tests.contract.test_executors import until
from tests.contract.test_shards import TEXT, page, tables, told

from toecap.errors import InputError, UsageError
from toecap.read.files import Given, reports
from toecap.read.inputs import Unread
from toecap.read.remote import files
from toecap.read.shards import Shard, pieces, reports_of
from toecap.run import record_files
from toecap.run.build import build_inputs
from toecap.run.shards import run_shard

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "localhost"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inputs of each kind on this machine."""
    inputs = tmp_path_factory.mktemp("inputs")
    rows = [json.dumps({"id": f"j{n}", "text": TEXT.format(n), "published": "2022-02-03"}) for n in range(9)]
    (inputs / "a.jsonl").write_text("\n".join([*rows, "{no json"]), "utf-8")
    with gzip.open(inputs / "b.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"id": "zipped", "text": TEXT.format("zipped")}))
    table = pa.table({"id": [f"p{n}" for n in range(12)], "text": [TEXT.format(f"p{n}") for n in range(12)]})
    pq.write_table(table, inputs / "c.parquet", row_group_size=5)
    (inputs / "d.txt").write_text(TEXT.format("d"), "utf-8")
    (inputs / "e.warc.gz").write_bytes(b"".join(page(n) for n in range(6)))
    (inputs / "left.out").write_bytes(b"no kind that is read")
    return inputs


@pytest.fixture
def memory(folder: Path) -> Iterator[str]:
    """The same inputs in fsspec's memory."""
    filesystem = fsspec.filesystem("memory")
    for path in folder.iterdir():
        filesystem.pipe(f"/inputs/{path.name}", path.read_bytes())
    yield "memory://inputs"
    filesystem.store.clear()


@pytest.fixture
def bucket(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same inputs in a bucket of an S3 server."""
    port = free_port()
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "nobody"),
        ("AWS_SECRET_ACCESS_KEY", "nothing"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
    ):
        monkeypatch.setenv(name, value)
    with started(["moto.server", "-H", "127.0.0.1", "-p", str(port)], tmp_path):
        until(lambda: listens(port), 60)
        filesystem = fsspec.filesystem("s3", skip_instance_cache=True)
        filesystem.mkdir("archive")
        for path in folder.iterdir():
            filesystem.pipe(f"archive/inputs/{path.name}", path.read_bytes())
        yield "s3://archive/inputs/"


def here(folder: Path, name: str) -> list[tuple[str, str | None]]:
    """What the inputs of this machine give, under the names that they have elsewhere."""
    found = [told(item) for item in reports([str(folder)])]
    return [(one.replace(str(folder), name.rstrip("/")), text) for one, text in found]


def test_what_lies_elsewhere_is_read_as_if_it_lay_here(folder: Path, memory: str):
    assert [told(item) for item in reports([memory])] == here(folder, "memory://inputs")
    assert [told(item) for item in reports([f"{memory}/d.txt"])] == [("d", TEXT.format("d"))]


@pytest.mark.parametrize("of", [1, 3, 7])
def test_all_shards_together_are_what_lies_elsewhere(folder: Path, memory: str, of: int):
    shards = [pieces([memory], Shard(number, of)) for number in range(1, of + 1)]
    found = [told(item) for shard in shards for item in reports_of(shard, Given())]
    assert found == here(folder, "memory://inputs")


@pytest.mark.slow
def test_from_a_bucket_into_a_bucket_into_a_store(cli, folder: Path, bucket: str, tmp_path: Path):
    """All by the command: the shards' files are those of this machine but for the names, and are left alone."""
    for number in (1, 2, 3):
        done = cli("run", bucket, "--out", "s3://archive/records", "--shard", f"{number}/3")
        assert b"coded" in done.stderr
    again = cli("run", bucket, "--out", "s3://archive/records", "--shard", "2/3")
    assert b"is there already" in again.stderr
    keys = fsspec.filesystem("s3").find("archive/records")
    assert [key.rsplit("/", 1)[-1][:14] for key in keys] == [f"0000{n}-of-00003" for n in (1, 2, 3)]
    cli("build", tmp_path / "elsewhere", "s3://archive/records")
    cli("build", tmp_path / "direct", bucket)
    assert tables(tmp_path / "elsewhere") == tables(tmp_path / "direct")
    assert len(tables(tmp_path / "direct")["reports"]) == len([one for one in here(folder, "") if one[1] is not None])


def test_a_file_is_put_in_one_go_when_it_is_whole(memory: str, monkeypatch: pytest.MonkeyPatch):
    """A run that is cut off leaves nothing, under no name."""

    def stop(item: Unread) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_shard([memory], Given(), "memory://records", Shard(1, 1), stop)
    filesystem = fsspec.filesystem("memory")
    assert filesystem.find("/records") == []
    names: list[str] = []
    put = filesystem.put_file
    monkeypatch.setattr(type(filesystem), "put_file", lambda self, local, path: (names.append(path), put(local, path)))
    done = run_shard([memory], Given(), "memory://records", Shard(1, 1), lambda item: None)
    assert filesystem.find("/records") == names
    assert len(names) == 1
    assert len(list(record_files.read(done.path))) == len(list(reports([memory])))


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.parametrize("error", [RuntimeError("connection lost"), OSError("connection lost")])
def test_a_shard_whose_input_breaks_off_is_not_there(
    memory: str, monkeypatch: pytest.MonkeyPatch, error: Exception, time: int
):
    """Its file would pass for whole, and what was not read would be read by no later run."""
    filesystem = fsspec.filesystem("memory")
    open_file = type(filesystem).open
    told_of: list[str] = []
    opened: list[str] = []  # first for its fingerprint, then to be read

    class Broken(io.BytesIO):
        def readinto(self, buffer: object) -> int:
            raise error

    def breaks_once(self: object, path: str, *rest: object, **options: object) -> object:
        stream = open_file(self, path, *rest, **options)
        opened.append(path)
        return Broken() if path.endswith("d.txt") and opened.count(path) == time else stream

    monkeypatch.setattr(type(filesystem), "open", breaks_once)
    with pytest.raises(InputError, match=r"run (it|this) again") as refused:
        run_shard([memory], Given(), "memory://records", Shard(1, 1), lambda item: told_of.append(item.failure.code))
    assert refused.value.code == ("broken-off" if time == 1 else "shard-unread")
    assert told_of[1:] == ["broken-off"] * (time - 1)
    assert filesystem.find("/records") == []
    again = run_shard([memory], Given(), "memory://records", Shard(1, 1), lambda item: None)
    assert not again.was_there
    assert len(list(record_files.read(again.path))) == len(list(reports([memory])))


@pytest.mark.parametrize("kind", ["a.warc", "a.warc.gz", "a.parquet", "a.jsonl", "a.jsonl.gz", "a.html"])
def test_a_lost_connection_is_no_damage(memory: str, monkeypatch: pytest.MonkeyPatch, kind: str):
    """What is damaged is skipped for good; what broke off is read by the next run."""
    raw = fsspec.filesystem("memory").cat("/inputs/e.warc.gz")
    whole = {
        "a.warc": gzip.decompress(raw) * 99,
        "a.warc.gz": raw * 99,
        "a.parquet": fsspec.filesystem("memory").cat("/inputs/c.parquet"),
        "a.jsonl": b'{"text": "Peru met Ecuador."}\n' * 9_000,
        "a.jsonl.gz": gzip.compress(os.urandom(90_000).hex().encode()),
        "a.html": b"<p>Peru met Ecuador.</p>" * 9_000,
    }[kind]

    class Broken(io.BytesIO):
        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            if self.tell() + len(buffer) > len(whole) // 2:
                raise OSError("connection lost")
            return super().readinto(buffer)

    fsspec.filesystem("memory").pipe(f"/broken/{kind}", whole)
    monkeypatch.setattr(type(fsspec.filesystem("memory")), "open", lambda self, *_, **__: Broken(whole))
    assert {item.failure.code for item in reports([f"memory://broken/{kind}"]) if isinstance(item, Unread)} == {
        "broken-off"
    }


def test_half_a_file_of_records_is_none(memory: str):
    done = run_shard([memory], Given(), "memory://records", Shard(1, 2), lambda item: None)
    filesystem = fsspec.filesystem("memory")
    whole = filesystem.cat(done.path)
    filesystem.pipe(done.path, whole[: len(whole) // 2])
    again = run_shard([memory], Given(), "memory://records", Shard(1, 2), lambda item: None)
    assert (again.path, again.was_there) == (done.path, False)
    assert filesystem.cat(done.path) == whole


def test_what_is_not_there_is_a_failure_that_names_it(memory: str, tmp_path: Path):
    told_of: list[Unread] = []
    list(build_inputs(tmp_path / "s", ["memory://nothing/", "memory://nothing/a.txt"], Given(), told_of.append))
    assert [item.failure.code for item in told_of] == ["not-found", "not-found"]
    assert told_of[0].name == "memory://nothing/"


@pytest.mark.parametrize(
    "name",
    [
        "http://127.0.0.1:9/a.jsonl",
        "HTTPS://example.org/a.txt",
        "ftp://example.org/a.txt",
        "file:///etc/passwd.txt",
        "local:///etc/passwd.txt",
        "simplecache://a.txt",
        "zip://a.txt::https://example.org/a.zip",
        "memory://a::http://127.0.0.1/a.txt",
        "reference://a.txt",
        "jlab://a.txt",
        "dask://a.txt",
        "dvc://a.txt",
        "asyncwrapper://a.txt",
    ],
)
def test_pages_of_the_web_and_roundabout_ways_are_refused(name: str):
    assert [item.failure.code for item in reports([name]) if isinstance(item, Unread)] == ["no-place"]
    with pytest.raises(InputError, match=r"is none of the places that are read"):
        run_shard([name], Given(), "memory://records", Shard(1, 1), lambda item: None)


@pytest.mark.parametrize("name", ["sftp://me:secret@127.0.0.1/a.txt", "HTTPS://me:secret@example.org/a.txt"])
def test_an_address_with_a_password_is_refused_and_told_nowhere(name: str, tmp_path: Path):
    for refused in (
        lambda: list(build_inputs(tmp_path / "s", [name], Given(), print)),
        lambda: run_shard([name], Given(), tmp_path, Shard(1, 1), print),
        lambda: run_shard([str(tmp_path)], Given(), name, Shard(1, 1), print),
        lambda: list(reports([name])),
    ):
        with pytest.raises(UsageError, match="holds a password") as error:
            refused()
        assert "secret" not in error.value.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "path"),
    [("sftp://me@host:22/a/", "/a"), ("sftp://me@host", "/"), ("abfs://box@account.example/a", "box/a")],
)
def test_files_keep_the_host_and_user_of_the_address(name: str, path: str, monkeypatch: pytest.MonkeyPatch):
    filesystem = fsspec.filesystem("memory")
    key = f"{path.rstrip('/')}/b/c.txt"
    monkeypatch.setattr(type(filesystem), "find", lambda self, path, detail: {key: {"size": 1}})
    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda name: (filesystem, path))
    assert list(files(name)) == [(f"{name.rstrip('/')}/b/c.txt", 1)]


def test_a_driver_that_cannot_connect_ends_no_run(monkeypatch: pytest.MonkeyPatch):
    def refuse(name: str) -> None:
        raise RuntimeError("no such host")

    monkeypatch.setattr(fsspec.core, "url_to_fs", refuse)
    assert [item.failure.code for item in reports(["sftp://nowhere/a.txt"]) if isinstance(item, Unread)] == [
        "unreachable"
    ]


def test_a_shard_of_what_holds_no_file_that_is_read_tells_so(memory: str, tmp_path: Path):
    fsspec.filesystem("memory").pipe("/others/left.out", b"no kind that is read")
    (tmp_path / "left.out").write_bytes(b"no kind that is read")
    for name in ("memory://others", str(tmp_path)):
        assert list(reports_of(pieces([name], Shard(1, 1)), Given())) == list(reports([name]))


def test_a_list_names_no_place_elsewhere(memory: str, tmp_path: Path):
    """Lists come from others: what they name is looked for on this machine, as before."""
    names = [f"{memory}/d.txt", "s3://bucket/key.txt", "http://127.0.0.1:9/a.txt"]
    (tmp_path / "list").write_text("\n".join(names), "utf-8")
    found = list(reports([f"@{tmp_path / 'list'}"]))
    assert [item.failure.code for item in found if isinstance(item, Unread)] == ["not-found"] * 3
    pieced = pieces([f"@{tmp_path / 'list'}"], Shard(1, 1))
    assert [item.failure.code for item in reports_of(pieced, Given()) if isinstance(item, Unread)] == ["not-found"] * 3


def test_a_key_that_looks_like_an_address_leads_nowhere(memory: str):
    """Whoever may write into a bucket may not send us to a server: the key is told, the others are read."""
    before = [told(item) for item in reports([memory])]
    key = "memory://inputs/a::http://127.0.0.1:9/b.txt"
    fsspec.filesystem("memory").pipe(key.removeprefix("memory:/"), b"x")
    found = list(reports([memory]))
    assert sorted(map(told, found), key=str) == sorted([*before, (key, None)], key=str)
    assert [item.failure.code for item in found if isinstance(item, Unread) and item.name == key] == ["no-place"]
    shard = pieces([memory], Shard(1, 1))
    assert list(reports_of(shard, Given())) == found


def test_a_driver_that_is_not_installed_is_named():
    with pytest.raises(UsageError, match=r"no driver for \S+ is installed"):
        list(reports(["nowhere://a/b.txt"]))


def test_a_broken_driver_ends_no_run(monkeypatch: pytest.MonkeyPatch, memory: str):
    """Each driver has errors of its own; they cost what it was asked for."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no credentials")

    monkeypatch.setattr(fsspec.implementations.memory.MemoryFileSystem, "find", broken)
    (item,) = reports([memory])
    assert isinstance(item, Unread)
    assert item.failure.code == "unreachable"
    with pytest.raises(InputError, match="check the name and your credentials"):
        run_shard([memory], Given(), "memory://records", Shard(1, 1), lambda item: None)


def test_paths_of_this_machine_need_no_fsspec(folder: Path, tmp_path: Path):
    code = """
import sys
from toecap.read.files import Given, reports
from toecap.read.shards import Shard
from toecap.run.shards import run_shard
list(reports([sys.argv[1]]))
run_shard([sys.argv[1]], Given(), sys.argv[2], Shard(1, 1), print)
assert not {"fsspec", "s3fs"} & set(sys.modules)
"""
    source = os.pathsep.join([str(Path(record_files.__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", code, str(folder / "d.txt"), str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": source}, timeout=120)
