"""Tables of one's own, in the folder that TOECAP_KNOWLEDGE names."""

from __future__ import annotations

import json

import pytest

HEADER = "name,aliases,code,sectors,ambiguous,start,end,wikidata\n"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("The Zell Council on Tuesday urged Chile to open the border.", "utf-8")
    return path


def test_a_row_of_one_s_own_names_an_actor(cli_process, tmp_path, report):
    (tmp_path / "organisations.csv").write_text(f"{HEADER}Zell Council,,IGO,LEG,,,,Q1\n", "utf-8")
    done = cli_process("read", report, "--json", env={"TOECAP_KNOWLEDGE": str(tmp_path)})
    assert done.returncode == 0, done.stderr.decode()
    found = {actor["name"]: actor for actor in json.loads(done.stdout)["actors"]}
    assert found["Zell Council"]["wikidata"] == "Q1"
    assert found["Chile"]["code"] == "CHL"


def test_a_faulty_table_is_named_with_line_and_fix(cli_process, tmp_path, report):
    (tmp_path / "organisations.csv").write_text(f"{HEADER}Zell Council,,XYZ,,,,,\n", "utf-8")
    done = cli_process("read", report, env={"TOECAP_KNOWLEDGE": str(tmp_path)})
    assert done.returncode == 1
    assert "organisations.csv:2: error: no state or code 'XYZ'" in done.stderr.decode()


def test_a_missing_folder_is_named(cli_process, tmp_path, report):
    done = cli_process("read", report, env={"TOECAP_KNOWLEDGE": str(tmp_path / "gone")})
    assert done.returncode == 1
    assert "gone: there is no such folder" in done.stderr.decode()
