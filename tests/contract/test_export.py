"""Exports: the columns of the formats, nothing told as done that was not, and the words beside each row."""

from __future__ import annotations

import csv
import json
import resource
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest

from toecap.errors import StoreError, UsageError
from toecap.records import Actor, Count, Event, Evidence, Place, Record, Report, When
from toecap.store.commit import open_writer
from toecap.store.export import ABOUT, EVIDENCE, FORMATS, export
from toecap.store.export.codes import columns, countries
from toecap.store.reader import Store, open_store
from toecap.store.rows import Coded, table_of, tables_of

TEXT = (
    "Peruvian soldiers and police shelled rebels near Quito on 3 May, killing 4 to 6 people.\n"
    'Peru denied "the raid" \tof Tuesday. Chile may visit Lima in June. Chile thanked Peru.'
)
PERU, CHILE = Actor("a1", "Peru", "state", "PER", "PER"), Actor("a2", "Chile", "state", "CHL", "CHL")
SOLDIERS = Actor("a3", "Peruvian soldiers", "group", "PER", "PER", ("MIL",))
POLICE = Actor("a4", "Peruvian police", "group", "PER", "PER", ("COP",))
REBELS = Actor("a5", "rebels", "group", None, None, ("REB",))
DAY, MONTH = When("2026-05-03", "2026-05-03", "stated"), When("2026-05-01", "2026-05-31", "relative")


def place(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words)


def event(number: int, kind: tuple[str, str | None, str, int], actors: tuple[str, ...], **fields: Any) -> Event:
    plover, mode, cameo, quad = kind
    told: dict[str, Any] = {
        "recipients": (),
        "predicate": place("shelled"),
        "evidence": (place(TEXT.splitlines()[0]),),
        "certainty": "actual",
        "condition": None,
        "according_to": None,
        "when": DAY,
        "background": False,
        "place": None,
        **fields,
    }
    return Event(f"e{number}", plover, mode, (), cameo, quad, 0.0, actors, **told)  # type: ignore[arg-type]


def record(name: str, published: str, toll: int) -> Record:
    quito = Place("Quito", "ECU", "18", -0.23, -78.5, 3652462, "city", place("Quito"))
    shelled = event(
        1,
        ("ASSAULT", "heavy-weapons", "194", 4),
        ("a3", "a4"),
        recipients=("a5",),
        place=quito,
        counts={"killed": Count(toll, 6, place("4 to 6"))},
    )
    denied = event(2, ("ASSAULT", None, "19", 4), ("a1",), certainty="denied", predicate=place("raid"))
    planned = event(3, ("CONSULT", "visit", "042", 1), ("a2",), certainty="planned", predicate=place("visit"))
    thanked = event(4, ("SUPPORT", None, "05", 1), ("a2",), recipients=("a1",), when=MONTH, predicate=place("thanked"))
    undated = event(5, ("ACCUSE", None, "11", 3), ("a2",), recipients=("a1",), when=None)
    report = Report(name, f"Outlet of {name}", None, None, None, published, "en", TEXT, name)
    actors = (PERU, CHILE, SOLDIERS, POLICE, REBELS)
    return Record(name, report, actors, (), (shelled, denied, planned, thanked, undated))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two reports that tell of one incident, and a denial of it."""
    path = tmp_path_factory.mktemp("export") / "store"
    tables = tables_of([Coded(record("r1", "2026-05-04", 4)), Coded(record("r2", "2026-05-05", 5))], "coding", "run")
    first, other = tables["reports"]["record_id"].to_pylist()
    members = [
        ("i1", key, number, key, "family", "", number == "e2") for key in (first, other) for number in ("e1", "e2")
    ]
    with open_writer(path) as writer:
        writer.commit(tables, {"incident_members": table_of("incident_members", members)})
    return open_store(path)


@pytest.fixture(scope="module")
def exported(store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exported")
    return {form: export(store, form, folder / form).folder for form in FORMATS}


def lines(path: Path, delimiter: str, names: list[str] | None = None) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, names, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL))


def rows_of(exported: dict[str, Path], form: str) -> list[dict[str, Any]]:
    if form == "plover":
        text = (exported[form] / "events.plover.jsonl").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]
    if form == "gdelt":
        return lines(exported[form] / "events.export.CSV", "\t", list(columns("gdelt-events")))
    names = {"polecat": "ngecEvents.polecat.txt", "icews": "events.icews.tab", "acled": "events.acled.csv"}
    return lines(exported[form] / names[form], "," if form == "acled" else "\t")


EVENT_FORMATS = ("plover", "polecat", "gdelt", "icews", "acled")


@pytest.mark.gold
@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("polecat", "polecat"),
        ("icews", "icews"),
        ("gdelt-events", "gdelt2_events"),
        ("gdelt-mentions", "gdelt2_mentions"),
        ("acled", "acled_export"),
    ],
)
def test_columns_are_those_of_the_format(shared, file, schema):
    wanted = json.loads((shared / "schemas" / "schemas.json").read_text("utf-8"))[schema]["columns"]
    assert list(columns(file)) == wanted


@pytest.mark.parametrize("form", EVENT_FORMATS)
def test_files_have_the_columns_in_their_order(exported, form):
    rows = rows_of(exported, form)
    assert rows
    for row in rows:
        extra = {"size"} if form == "plover" else set()
        name = "gdelt-events" if form == "gdelt" else form
        assert [key for key in row if key not in extra] == list(columns(name))


@pytest.mark.parametrize("form", EVENT_FORMATS)
def test_what_did_not_happen_is_not_exported(exported, form):
    with (exported[form] / EVIDENCE).open(encoding="utf-8", newline="") as stream:
        told = {row["event_id"] for row in csv.DictReader(stream)}
    assert "e1" in told
    assert not told & {"e2", "e3"}
    about = json.loads((exported[form] / ABOUT).read_text("utf-8"))
    assert (about["left_out"]["denied"], about["left_out"]["planned"]) == (2, 2)


@pytest.mark.parametrize("form", ["polecat", "gdelt", "icews"])
def test_no_day_is_made_up(exported, form):
    """e4 is known to the month, e5 not at all: formats of days have no word for either."""
    with (exported[form] / EVIDENCE).open(encoding="utf-8", newline="") as stream:
        assert {row["event_id"] for row in csv.DictReader(stream)} == {"e1"}


@pytest.mark.parametrize("form", EVENT_FORMATS)
def test_each_row_has_its_evidence_beside_it(exported, form):
    keys = {"plover": "id", "polecat": "Event ID", "gdelt": "GLOBALEVENTID", "icews": "Event ID"}
    wanted = {str(row[keys.get(form, "event_id_cnty")]) for row in rows_of(exported, form)}
    with (exported[form] / EVIDENCE).open(encoding="utf-8", newline="") as stream:
        sidecar = list(csv.DictReader(stream))
    assert {row["id"] for row in sidecar} == wanted
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["quote"] for row in sidecar)


def test_plover(exported):
    rows = {row["id"][-2:]: row for row in rows_of(exported, "plover")}
    shelled = rows["e1"]
    assert [party["entity_text"] for party in shelled["actor"]] == ["Peruvian soldiers", "Peruvian police"]
    assert (shelled["event"], shelled["mode"], shelled["size"]["injured"]) == ("ASSAULT", "heavy-weapons", None)
    assert shelled["event_loc"]["country_code"] == "ECU"
    assert {key: (row["date"], row["enddate"]) for key, row in rows.items()} == {
        "e1": ("2026-05-03", None),
        "e4": ("2026-05-01", "2026-05-31"),
    }


def test_polecat_keeps_both_sides_as_lists(exported):
    row = rows_of(exported, "polecat")[0]
    assert (row["Actor Name"], row["Actor Sectors"]) == ("Peruvian soldiers; Peruvian police", "MIL; COP")
    assert (row["Quad Code"], row["Recipient Country"], row["Country"]) == ("MATERIAL CONFLICT", "None", "Ecuador")


def test_gdelt_has_a_line_for_each_pair_and_a_mention_for_each_telling(exported):
    events = rows_of(exported, "gdelt")
    assert {(row["Actor1Code"], row["Actor2Code"]) for row in events} == {("PERMIL", "REB"), ("PERCOP", "REB")}
    assert {(row["SQLDATE"], row["NumMentions"], row["NumSources"], row["QuadClass"]) for row in events} == {
        ("20260503", "2", "2", "4")
    }
    assert {(row["ActionGeo_Type"], row["ActionGeo_CountryCode"]) for row in events} == {("4", "EC")}
    mentions = lines(exported["gdelt"] / "events.mentions.CSV", "\t", list(columns("gdelt-mentions")))
    assert len(mentions) == 4
    assert {row["GLOBALEVENTID"] for row in mentions} == {row["GLOBALEVENTID"] for row in events}
    assert len({row["GLOBALEVENTID"] for row in events}) == 2


def test_icews(exported):
    rows = rows_of(exported, "icews")
    assert len(rows) == 4
    assert {(row["Source Name"], row["Target Name"], row["CAMEO Code"]) for row in rows} == {
        ("Peruvian soldiers", "rebels", "194"),
        ("Peruvian police", "rebels", "194"),
    }
    assert rows[0]["Event Text"]


def test_acled_has_one_line_for_an_incident_with_the_least_toll(exported):
    (row,) = rows_of(exported, "acled")
    assert (row["event_type"], row["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    )
    assert (row["inter1"], row["inter2"], row["fatalities"]) == ("External/Other forces", "Rebel group", "4")
    assert (row["source"], row["iso"], row["time_precision"]) == ("Outlet of r1; Outlet of r2", "218", "1")


@pytest.mark.parametrize("reader", ["pandas", "polars", "duckdb"])
@pytest.mark.parametrize("form", ["polecat", "gdelt", "icews", "acled"])
def test_readers_take_them(exported, form, reader, store):
    path = {
        "polecat": exported["polecat"] / "ngecEvents.polecat.txt",
        "gdelt": exported["gdelt"] / "events.export.CSV",
        "icews": exported["icews"] / "events.icews.tab",
        "acled": exported["acled"] / "events.acled.csv",
    }[form]
    names = list(columns("gdelt-events")) if form == "gdelt" else None
    separator = "," if form == "acled" else "\t"
    if reader == "pandas":
        shape = pandas.read_csv(path, sep=separator, header=None if names else 0, names=names).shape
    elif reader == "polars":
        shape = polars.read_csv(path, separator=separator, has_header=names is None).shape
    else:
        table = store.connection.sql(f"FROM read_csv('{path}', delim = '{separator}', header = {names is None})")
        shape = table.shape
    assert shape == (len(rows_of(exported, form)), len(columns("gdelt-events" if form == "gdelt" else form)))


def test_a_peer_s_own_reader_of_gdelt_takes_events_and_mentions(exported):
    parsers = pytest.importorskip("py_gdelt.parsers.events", reason="gdelt-py is not installed: pip install gdelt-py")
    from py_gdelt.models.events import Event as PeerEvent
    from py_gdelt.models.events import Mention
    from py_gdelt.parsers.mentions import MentionsParser

    data = (exported["gdelt"] / "events.export.CSV").read_bytes()
    events = [PeerEvent.from_raw(raw) for raw in parsers.EventsParser().parse(data, is_translated=False)]
    assert {(one.date, one.event_code, one.actor1.code) for one in events} == {
        (date(2026, 5, 3), "194", "PERMIL"),
        (date(2026, 5, 3), "194", "PERCOP"),
    }
    data = (exported["gdelt"] / "events.mentions.CSV").read_bytes()
    mentions = [Mention.from_raw(raw) for raw in MentionsParser().parse(data, is_translated=False)]
    assert {one.global_event_id for one in mentions} == {one.global_event_id for one in events}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_whole_tables(exported, store, form):
    events = exported[form] / f"events.{form}"
    frame = pandas.read_parquet(events) if form == "parquet" else pandas.read_csv(events)
    assert list(frame.columns) == store.table("events").columns
    assert len(frame) == 10
    assert set(frame["certainty"]) == {"actual", "denied", "planned"}
    if form == "csv":
        assert json.loads(frame["counts"][0])[0]["low"] == 4


def test_the_same_store_gives_the_same_bytes(store, exported, tmp_path):
    def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
        return ((path.name, path.read_bytes()) for path in sorted(folder.iterdir()))

    for form in EVENT_FORMATS:
        assert dict(contents(export(store, form, tmp_path / form).folder)) == dict(contents(exported[form]))


def test_an_export_replaces_an_export_and_nothing_else(store, tmp_path):
    export(store, "icews", tmp_path / "out")
    export(store, "acled", tmp_path / "out")
    assert not (tmp_path / "out" / "events.icews.tab").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(StoreError, match="something else"):
        export(store, "acled", tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out"]


def test_an_export_killed_between_two_renames_loses_neither(store, tmp_path, monkeypatch):
    export(store, "csv", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    rename = Path.rename

    def killed(self: Path, target: Path) -> Path:
        if target == tmp_path / "out":
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            export(store, "csv", tmp_path / "out")
    with monkeypatch.context() as patch:
        patch.setattr("toecap.store.export._write", disk_full)
        with pytest.raises(StoreError):
            export(store, "csv", tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    export(store, "csv", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out"]


def test_an_export_that_cannot_be_put_in_place_leaves_the_one_before_it(store, tmp_path, monkeypatch):
    export(store, "csv", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if ".aside-" in self.name:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(StoreError, match="Permission denied"):
        export(store, "acled", tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_link_to_a_folder_stays_one(store, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk" / "out")
    for form in ("csv", "acled"):
        export(store, form, tmp_path / "link")
        assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "disk" / "out" / "events.acled.csv").is_file()
    assert [path.name for path in (tmp_path / "disk").iterdir()] == ["out"]


def disk_full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_the_folder_that_one_stands_in_is_not_replaced(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="name a folder"):
        export(store, "acled", Path())


@pytest.mark.parametrize("form", ["csv", "acled"])
def test_a_full_disk_is_told(store, tmp_path, form):
    """The limit of a file's size stands in for the disk's."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            export(store, form, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_no_such_format(store, tmp_path):
    with pytest.raises(UsageError, match="plover, polecat"):
        export(store, "gdelt1", tmp_path / "out")


def test_the_command(cli, store, tmp_path):
    run = cli("export", store.path, "--as", "acled", "-o", tmp_path / "out")
    assert (run.returncode, b"events.acled.csv: 1 rows" in run.stdout) == (0, True)
    assert b"2 denied, 2 planned" in run.stderr


def test_every_country_of_the_knowledge_has_its_codes():
    bare = [code for code, row in countries().items() if not (row.fips and row.name)]
    assert bare == []
    assert [code for code, row in countries().items() if not row.numeric] == ["XKX"]
