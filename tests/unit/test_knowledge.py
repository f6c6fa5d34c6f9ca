"""The shipped tables: who held which office, what a surface names, what a folder of the user changes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from toecap.knowledge import Knowledge, holder, load, loader, person, role_on
from toecap.knowledge.loader import DATA, _read


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.mark.parametrize(
    ("country", "office", "day", "name"),
    [
        ("RUS", "president", "2022-02-02", "Vladimir Putin"),
        ("RUS", "president", "2009-05-01", "Dmitry Medvedev"),
        ("RUS", "prime minister", "2009-05-01", "Vladimir Putin"),
        ("GBR", "prime minister", "2022-02-02", "Boris Johnson"),
        ("GBR", "foreign minister", "2022-02-02", "Liz Truss"),
        ("GBR", "defence minister", "2022-02-02", "Ben Wallace"),
        ("USA", "president", "2022-02-02", "Joe Biden"),
        ("USA", "president", "1992-01-01", "George H. W. Bush"),
        ("USA", "foreign minister", "2022-02-02", "Antony Blinken"),
        ("UKR", "foreign minister", "2022-02-02", "Dmytro Kuleba"),
        ("UKR", "president", "2022-02-02", "Volodymyr Zelenskyy"),
        ("PSE", "president", "2000-01-01", "Yasser Arafat"),
        ("DEU", "chancellor", "2025-06-01", "Friedrich Merz"),
        ("UNO", "secretary-general", "2003-03-20", "Kofi Annan"),
    ],
)
def test_the_holder_of_an_office_on_a_day(knowledge: Knowledge, country: str, office: str, day: str, name: str) -> None:
    official = holder(knowledge, country, office, date.fromisoformat(day))
    assert official is not None
    assert official.person == name


def test_nobody_holds_an_office_that_the_tables_leave_open(knowledge: Knowledge) -> None:
    assert holder(knowledge, "RUS", "president", date(1985, 1, 1)) is None
    assert holder(knowledge, "GBR", "president", date(2022, 2, 2)) is None
    # Many ministers at once: the word alone means none of them.
    assert holder(knowledge, "GBR", "minister", date(2022, 2, 2)) is None


def test_who_is_in_office_long_after_the_tables_were_made_is_unknown(knowledge: Knowledge) -> None:
    assert holder(knowledge, "DEU", "chancellor", date(2026, 6, 1)) is not None
    assert holder(knowledge, "DEU", "chancellor", date(2031, 6, 1)) is None


def test_sunak_is_not_prime_minister_before_his_term(knowledge: Knowledge) -> None:
    sunak = person(knowledge, "Rishi Sunak", date(2022, 2, 2), None)
    assert sunak is not None
    assert sunak.office == "finance minister"
    later = role_on(knowledge, sunak, date(2023, 2, 2))
    assert later is not None
    assert later.office == "prime minister"
    assert role_on(knowledge, sunak, date(2025, 2, 2)) is None
    assert person(knowledge, "Sunak", date(2022, 2, 2), "GBR", office="prime minister") is not None


@pytest.mark.parametrize("spelling", ["Zelensky", "Zelenskyy", "Zelenskiy", "Volodymyr Zelenskiy"])
def test_transliterations_mean_one_person(knowledge: Knowledge, spelling: str) -> None:
    official = person(knowledge, spelling, date(2022, 2, 2), "UKR")
    assert official is not None
    assert official.wikidata == "Q3874799"


@pytest.mark.parametrize(
    ("name", "country", "full"),
    [
        ("Xi", "CHN", "Xi Jinping"),
        ("Kim", "PRK", "Kim Jong-un"),
        ("Orban", "HUN", "Viktor Orbán"),
        ("Orbán Viktor", "HUN", "Viktor Orbán"),
        ("López Obrador", "MEX", "Andrés Manuel López Obrador"),
        ("Erdogan", "TUR", "Recep Tayyip Erdoğan"),
    ],
)
def test_name_order_and_accents(knowledge: Knowledge, name: str, country: str, full: str) -> None:
    official = person(knowledge, name, date(2020, 1, 1), country)
    assert official is not None
    assert official.person == full


def test_a_surname_of_people_in_several_states_means_nobody(knowledge: Knowledge) -> None:
    # Viktor Orbán and Ludovic Orban, prime ministers of Hungary and Romania.
    assert person(knowledge, "Orban", date(2020, 1, 1), None) is None


@pytest.mark.parametrize(
    ("surface", "kind", "code"),
    [
        ("russian", "adjective", "RUS"),
        ("russians", "demonym", "RUS"),
        ("kyiv", "capital", "UKR"),
        ("kiev", "capital", "UKR"),
        ("downing street", "metonym", "GBR"),
        ("uk", "abbreviation", "GBR"),
        ("hamas", "name", "PSE"),
        ("soviet union", "name", "RUS"),
    ],
)
def test_surfaces(knowledge: Knowledge, surface: str, kind: str, code: str) -> None:
    assert [(entry.surface_kind, entry.code) for entry in knowledge.named[surface]] == [(kind, code)]


def test_surfaces_that_are_words_or_names_of_others_say_so(knowledge: Knowledge) -> None:
    assert all(entry.cased for entry in knowledge.named["us"])
    assert all(entry.cased for entry in knowledge.named["who"])
    assert all(entry.ambiguous for entry in knowledge.named["georgia"])
    assert all(entry.ambiguous for entry in knowledge.named["washington"])
    assert knowledge.longest["united"] >= 3


def test_codes_above_states_are_no_countries(knowledge: Knowledge) -> None:
    assert {(nato.code, nato.country) for nato in knowledge.named["nato"]} == {("IGO", None)}


def test_role_nouns(knowledge: Knowledge) -> None:
    assert knowledge.role_nouns["police"].sectors == ("COP",)
    assert knowledge.role_nouns["foreign minister"].office == "foreign minister"
    assert knowledge.role_nouns["protester"].kind == "population"


def test_a_folder_of_the_user_adds_and_replaces(tmp_path: Path) -> None:
    header = "person,country,office,start,end,title,surnames,aliases,wikidata,source\n"
    row = "Vladimir Putin,RUS,president,2012-05-07,2021-01-01,President,Putin,,Q7747,me\n"
    (tmp_path / "officials_hand.csv").write_text(header + row, encoding="utf-8")
    (tmp_path / "organisations.csv").write_text(
        "name,aliases,code,sectors,ambiguous,start,end,wikidata\nMyton Town Council,MTC,GBR,GOV,,,,\n", encoding="utf-8"
    )
    own = load(tmp_path)
    assert own.named["mtc"][0].name == "Myton Town Council"
    assert holder(own, "RUS", "president", date(2022, 2, 2)) is None
    assert own.digest != load().digest


@pytest.mark.parametrize(
    ("name", "counts"),
    [("actor_words.toml", True), ("places.csv.gz", True), ("rules/cues.toml", True), ("owners.csv", False)],
)
def test_what_a_report_is_coded_by_counts_as_knowledge(
    name: str, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`build --recode` codes anew where the digest is another; what reports are only linked by does not count."""
    before = _read(None).digest
    shutil.copytree(DATA, tmp_path / "data")
    with (tmp_path / "data" / name).open("ab") as file:
        file.write(b"\n")
    monkeypatch.setattr(loader, "DATA", tmp_path / "data")
    assert (_read(None).digest != before) is counts
