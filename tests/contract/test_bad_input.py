"""One bad input never stops a run, and never goes unmentioned.

Each message names the input and the next step; exit 0: all read, 1: some failed and the rest was done, 2: wrong usage.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import pytest

GOOD = "Norway on Tuesday urged Sweden to open the border. “We are neighbours,” the Norwegian prime minister said."
ROW = json.dumps({"id": "good-row", "text": GOOD, "published": "2031-03-04"})
GERMAN = (
    "Die Bundesregierung hat am Dienstag angekündigt, weitere Hilfsgüter in die Region zu schicken. "
    "Der Außenminister sagte, die Lage sei ernst, aber nicht hoffnungslos. Die Opposition forderte eine Debatte."
)
# What a next step looks like: an instruction, wherever it stands in the message.
STEPS = ("check", "give", "convert", "split", "write", "leave", "name ", "translate", "raise", "remove", "use")

BAD = {
    "empty": ("empty.txt", b""),
    "only white space": ("blank.txt", b" \n\t\n "),
    "binary": ("picture.txt", bytes(range(256)) * 64),
    "wrong encoding": ("latin.txt", "Der Präsident sagte “nein”.".encode("windows-1252") * 5),
    "UTF-16": ("utf16.txt", GOOD.encode("utf-16")),
    "row is no JSON": ("cut.jsonl", b'{"id": "a", "text": "On Tues\n'),
    "row lacks text": ("no-text.jsonl", b'{"id": "a", "title": "No text here"}\n'),
    "row is no object": ("list.jsonl", b'["a", "b"]\n'),
    "text is no string": ("number.jsonl", b'{"id": "a", "text": 7}\n'),
    "row's date is impossible": (
        "date.jsonl",
        json.dumps({"id": "a", "text": GOOD, "published": "2031-02-30"}).encode(),
    ),
    "half a character": ("half.jsonl", b'{"id": "a", "text": "Norway urged \\ud800 Sweden to open the border."}\n'),
    "no rows": ("no-rows.jsonl", b"\n\n"),
    "another language": ("german.txt", GERMAN.encode()),
    "kind that is not read": ("report.xyz", GOOD.encode()),
    "no spaces": ("blob.txt", (GOOD + " " + "“" * 1_000_000).encode()),
}


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD, "utf-8")
    return path


def names_of(stdout: bytes) -> list[str]:
    """The records that were printed and are no failures."""
    return [r["name"] for r in map(json.loads, stdout.splitlines()) if not r["failures"]]


def assert_told(stderr: bytes, name: str) -> str:
    message = stderr.decode()
    assert "Traceback" not in message
    assert name in message
    assert any(step in message for step in STEPS), message
    return message


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_named_and_the_others_are_done(cli, tmp_path, good, kind):
    name, content = BAD[kind]
    bad = tmp_path / name
    bad.write_bytes(content)
    done = cli("read", bad, good, "--published", "2031-03-04", "--json")
    # Another language is no fault of the input.
    assert done.returncode == (0 if kind == "another language" else 1), done.stderr.decode()
    # A row is named by its id once it is known, a file by its name.
    assert_told(done.stderr, "a:" if kind == "row's date is impossible" else name.split(".")[0])
    assert names_of(done.stdout) == ["good"]


def test_exit_codes_of_the_process(cli_process, tmp_path, good):
    read = cli_process("read", good, "--json")
    assert (read.returncode, names_of(read.stdout), read.stderr) == (0, ["good"], b"")
    failed = cli_process("read", tmp_path / "gone.txt", good, "--json")
    assert (failed.returncode, names_of(failed.stdout)) == (1, ["good"])
    assert_told(failed.stderr, "gone.txt")
    assert cli_process("read").returncode == 2


def test_missing_file(cli, tmp_path, good):
    done = cli("read", tmp_path / "gone.txt", good, "--json")
    assert done.returncode == 1
    assert_told(done.stderr, "gone.txt")
    assert names_of(done.stdout) == ["good"]


def test_folder_with_nothing_readable(cli, tmp_path, good):
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"\x89PNG")
    done = cli("read", folder, good, "--json")
    assert done.returncode == 1
    assert_told(done.stderr, "pictures")
    assert names_of(done.stdout) == ["good"]


def test_text_of_50_megabytes(cli, tmp_path, good):
    huge = tmp_path / "huge.txt"
    huge.write_text((GOOD + "\n") * (50_000_000 // len(GOOD)), "utf-8")
    done = cli("read", huge, good, "--json")
    assert done.returncode == 1
    assert "MB" in assert_told(done.stderr, "huge") or b"characters" in done.stderr
    assert names_of(done.stdout) == ["good"]


def test_bad_rows_leave_the_good_rows(cli, tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text(f'{ROW}\nnot json\n{{"id": "no-text"}}\n{ROW.replace("good-row", "last")}\n', "utf-8")
    done = cli("read", rows, "--json")
    assert done.returncode == 1
    message = assert_told(done.stderr, "rows.jsonl:2")
    assert "rows.jsonl:3" in message
    assert names_of(done.stdout) == ["good-row", "last"]


@pytest.mark.parametrize("date", ["2022-13-45", "yesterday", "2023-02-29"])
def test_impossible_published(cli, good, date):
    """The flag is usage, not input: exit 1 or 2, but always a message with the date and the form to give."""
    done = cli("read", good, "--published", date, "--json")
    assert done.returncode in {1, 2}
    message = done.stderr.decode() + (done.stdout.decode() if done.returncode == 2 else "")
    assert "Traceback" not in message
    assert date in message
    assert "YYYY-MM-DD" in message


def test_no_input_is_wrong_usage(cli):
    done = cli("read")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_unknown_command_is_wrong_usage(cli):
    done = cli("raed", "x.txt")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_standard_input(cli):
    done = cli("read", "-", "--json", "--published", "2031-03-04", stdin=GOOD.encode())
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["report"]["text"] == GOOD
    empty = cli("read", "-", "--json", stdin=b"")
    assert empty.returncode == 1
    assert_told(empty.stderr, "stdin")


def test_another_language_is_named(cli, tmp_path):
    german = tmp_path / "german.txt"
    german.write_text(GERMAN, "utf-8")
    done = cli("read", german, "--json")
    assert done.returncode == 0
    assert "'de'" in done.stderr.decode() or "German" in done.stderr.decode()
    assert all(not record["events"] for record in map(json.loads, done.stdout.splitlines()))


STRANGE = {
    "control characters": GOOD.replace("Sweden", "Swe\x07den\x1b[31m").replace(". ", ".\x0c "),
    "bidirectional characters": GOOD.replace("Sweden", "\u202eSweden\u202c").replace("Norway", "\u2066Norway\u2069"),
    "emoji": GOOD.replace("urged", "urged 👩‍👩‍👧‍👦🇳🇴") + " 🎉" * 50,
    "CRLF": GOOD.replace(". ", ".\r\n\r\n"),
    "byte order mark": "\ufeff" + GOOD,
    "combining marks": GOOD.replace("o", "o\u0308\u0301"),
    "no sentence at all": "… — “” ‘’ !!! ???\n" * 40,
    "10,000 quotation marks": "“" * 5_000 + GOOD + '"' * 5_000,
    "10,000 open quotations": "He said “no. " * 10_000,
    "deep brackets": "(" * 2_000 + GOOD + ")" * 2_000,
}


SLOW = ("10,000 quotation marks", "10,000 open quotations")


@pytest.mark.parametrize("kind", [pytest.param(k, marks=[pytest.mark.slow] if k in SLOW else []) for k in STRANGE])
def test_strange_text_is_read_as_it_is(cli, tmp_path, kind):
    text = STRANGE[kind]
    path = tmp_path / "strange.txt"
    path.write_bytes(text.encode())
    done = cli("read", path, "--published", "2031-03-04", "--json")
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr.decode()
    record = json.loads(done.stdout)
    assert record["report"]["text"] == text
    for statement in record["statements"]:
        for part in statement["content"]:
            assert text[part["start"] : part["end"]] == part["quote"]


def test_readable_output_holds_no_raw_control_or_bidirectional_characters(cli, tmp_path):
    """A hostile text must not steer the reader's terminal."""
    path = tmp_path / "hostile.txt"
    path.write_text("Norway’s prime minister said “we \x1b[2J\u202eaccept”. " + GOOD, "utf-8")
    done = cli("read", path, "--published", "2031-03-04")
    assert done.returncode == 0, done.stderr.decode()
    shown = done.stdout.decode()
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown


def test_messages_hold_no_raw_control_characters(cli):
    done = cli("read", "gone\x1b[2J\u202e.txt")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr.decode()
    assert "\u202e" not in done.stderr.decode()


@pytest.mark.slow
def test_sentence_of_20_000_words_within_2_gigabytes_and_60_seconds(tmp_path):
    words = "the minister who said that the general who warned that the government which urged that "
    path = tmp_path / "long.txt"
    path.write_text("Norway said " + words * (20_000 // len(words.split())) + "it was over.", "utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (2 << 30, 2 << 30))

    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from toecap.cli import main; sys.exit(main())", "read", path, "--json"],
        capture_output=True,
        timeout=240,
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode in {0, 1}, done.stderr.decode()[-2000:]
    assert b"Traceback" not in done.stderr
    if done.returncode == 1:
        assert_told(done.stderr, "long")
    # Time of the processor, so that other work on the machine does not count.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 60
