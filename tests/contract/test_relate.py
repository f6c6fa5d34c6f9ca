"""`toecap relate`: rows in, rows out; a bad row is named and the others are answered."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

PAIR = {"id": "a", "sentence": "Peru condemned Chile.", "source": "Peru", "target": "Chile"}


@pytest.fixture
def pairs(tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(PAIR) + "\nno row\n" + json.dumps({**PAIR, "id": "b"}) + "\n", "utf-8")
    return path


def test_rows_are_answered_in_order_and_the_bad_one_is_named(cli, pairs):
    done = cli("relate", pairs, "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[0] == {**rows[1], "id": "a"}
    assert (rows[0]["root"], rows[0]["type"], rows[0]["cameo"]) == ("ACCUSE", "ACCUSE", "111")
    assert done.returncode == 1
    assert f"{pairs}:2:" in done.stderr.decode()


def test_standard_input_is_read_and_rows_come_out_where_nobody_looks_on(cli):
    done = cli("relate", "-", stdin=json.dumps(PAIR).encode())
    assert json.loads(done.stdout)["id"] == "a"
    assert done.returncode == 0


def test_a_terminal_gets_a_line_a_pair(pairs):
    reader, terminal = pty.openpty()
    command = [sys.executable, "-c", "import sys; from toecap.cli import main; sys.exit(main())", "relate", pairs]
    subprocess.run(command, stdout=terminal, stderr=subprocess.DEVNULL, check=False)
    os.close(terminal)
    with os.fdopen(reader, "rb") as screen:
        assert screen.read1(10_000).decode().startswith("a: ACCUSE (CAMEO 111, ")


@pytest.mark.parametrize("name", ["none.jsonl", "empty.jsonl"])
def test_a_file_without_pairs_is_a_failure(cli, tmp_path, name):
    (tmp_path / "empty.jsonl").write_bytes(b"\n")
    done = cli("relate", tmp_path / name)
    assert done.returncode == 1
    assert name in done.stderr.decode()


@pytest.mark.parametrize("arguments", [["relate"], ["relate", "--jsonl"]])
def test_wrong_usage_is_told(cli, arguments):
    done = cli(*arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
