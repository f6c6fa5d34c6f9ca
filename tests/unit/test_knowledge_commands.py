"""`toecap knowledge show` and `check`, and a user's folder over the built-in tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from toecap.cli.tables import check, show
from toecap.errors import UsageError

OFFICIALS = "person,country,office,start,end,title,surnames,aliases,wikidata,source\n"
BODIES = "name,aliases,code,sectors,ambiguous,start,end,wikidata\n"


@pytest.mark.parametrize(
    ("name", "on", "told"),
    [
        ("Lavrov", "2014-03-01", "Sergey Lavrov (Q58217): foreign minister on 2014-03-01"),
        ("Medvedev", "2009-05-01", "president on 2009-05-01"),
        ("Johnson", "2022-02-02", "Boris Johnson (Q180589): prime minister on 2022-02-02"),
        ("NATO", None, "(organisation IGO MIL)"),
        ("Georgia", None, "only with support from the report"),
    ],
)
def test_show_tells_office_and_source(capsys: pytest.CaptureFixture[str], name: str, on: str | None, told: str) -> None:
    assert show(name, on=on) == 0
    printed = capsys.readouterr().out
    assert told in printed
    assert "[" in printed


def test_show_of_an_unknown_name_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert show("Xyzzy", on="2014-03-01") == 1
    assert "nothing known of 'Xyzzy' on 2014-03-01" in capsys.readouterr().out


def test_show_refuses_what_is_no_date() -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        show("Lavrov", on="March 2014")


def test_show_knows_the_rows_of_the_users_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "Ada Pell,GBR,council leader,2021-05-06,,Leader of Myton Town Council,Pell,,,myton.example\n"
    (tmp_path / "officials_hand.csv").write_text(OFFICIALS + row, encoding="utf-8")
    assert show("Pell", on="2022-01-01", folder=tmp_path) == 0
    assert "Ada Pell: council leader on 2022-01-01" in capsys.readouterr().out


def test_check_of_a_sound_folder_exits_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "organisations.csv").write_text(BODIES + "Myton Town Council,MTC,GBR,GOV,MTC,,,\n", encoding="utf-8")
    assert check(folder=tmp_path) == 0
    assert "0 errors" in capsys.readouterr().out


def test_check_names_file_line_and_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "organisations.csv").write_text(BODIES + "Myton Town Council,MTC,ENG,GOV,MTC,,,\n", encoding="utf-8")
    assert check(folder=tmp_path) == 1
    printed = capsys.readouterr().out
    assert "organisations.csv:2: error: no state or code 'ENG'; use an alpha-3" in printed


def test_a_second_holder_of_an_open_term_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "A A,FJI,speaker of the house,2020,,Speaker,A,,,me\nB B,RUS,foreign minister,2020-01-01,,Minister,B,,,me\n"
    (tmp_path / "officials_hand.csv").write_text(OFFICIALS + rows, encoding="utf-8")
    assert check(folder=tmp_path) == 1
    assert "officials_hand.csv:3: error: B B is foreign minister of RUS" in capsys.readouterr().out


def test_check_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        check(folder=tmp_path / "none")
