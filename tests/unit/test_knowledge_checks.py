"""`check` finds what is wrong in a table, names the line, and finds no error in the tables that are shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from toecap.knowledge.checks import check

OFFICIALS = "person,country,office,start,end,title,surnames,aliases,wikidata,source\n"
BODIES = "name,aliases,code,sectors,ambiguous,start,end,wikidata\n"


def test_the_shipped_tables_have_no_error() -> None:
    assert [str(problem) for problem in check() if problem.level == "error"] == []


@pytest.mark.parametrize(
    ("file", "text", "line", "words"),
    [
        ("officials.csv", OFFICIALS + "A B,XYZ,president,2001,,,B,,,me\n", 2, "no state or code 'XYZ'"),
        ("officials.csv", OFFICIALS + "A B,FRA,president,2001-13,,,B,,,me\n", 2, "dates"),
        ("officials.csv", OFFICIALS + "A B,FRA,president,2001,1999,,B,,,me\n", 2, "before it starts"),
        ("officials.csv", OFFICIALS + "B B,FRA,speaker,,,,B,,,me\nA A,FRA,speaker,,,,A,,,me\n", 3, "stands after"),
        ("organisations.csv", BODIES + "A,,UNO,,,,,\nA,B,UNO,,,,,\n", 3, "is in line 2 too"),
        ("organisations.csv", BODIES + "A,,UNO,XXX,,,,\n", 2, "no sector XXX"),
        ("organisations.csv", BODIES + "A,,UNO,,B,,,\n", 2, "ambiguous names"),
        ("organisations.csv", BODIES + "A,B||C,UNO,,,,,\n", 2, "empty part"),
        ("organisations.csv", BODIES + "A,,UNO,,,,,,more\n", 2, "more cells"),
        ("organisations.csv", "name,alias\n", 1, "columns"),
        ("role_nouns.csv", "noun,kind,sectors,office\nbaker,thing,BUS,\n", 2, "no kind 'thing'"),
    ],
)
def test_an_error_names_file_line_and_fix(tmp_path: Path, file: str, text: str, line: int, words: str) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    problems = [problem for problem in check(tmp_path) if problem.level == "error"]
    assert [(problem.file, problem.line) for problem in problems] == [(file, line)]
    assert words in problems[0].message
    assert problems[0].fix


def test_two_holders_at_once_are_an_error(tmp_path: Path) -> None:
    rows = "A A,FRA,supreme leader,2001-01-01,2005-01-01,,A,,,me\nB B,FRA,supreme leader,2004-01-01,,,B,,,me\n"
    (tmp_path / "officials.csv").write_text(OFFICIALS + rows, encoding="utf-8")
    (problem,) = check(tmp_path)
    assert (problem.level, problem.line) == ("error", 3)


def test_titles_of_two_offices_are_no_error(tmp_path: Path) -> None:
    rows = (
        "A A,FRA,supreme leader,2001-01-01,2005-01-01,Leader of Yugoslavia,A,,,me\n"
        "B B,FRA,supreme leader,2004-01-01,,Leader of Serbia,B,,,me\n"
    )
    (tmp_path / "officials.csv").write_text(OFFICIALS + rows, encoding="utf-8")
    (problem,) = check(tmp_path)
    assert problem.level == "warning"


def test_one_surface_for_two_bodies_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text(BODIES + "A,Z,UNO,,,,,\nB,Z,UNO,,,,,\n", encoding="utf-8")
    (problem,) = check(tmp_path)
    assert problem.level == "warning"
    assert "'Z'" in problem.message
