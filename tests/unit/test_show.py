"""The readable record, and the progress beside it."""

from __future__ import annotations

import hashlib
import io

import pytest
from rich.console import Console

import toecap
from toecap.cli.explain import explained
from toecap.cli.progress import with_progress
from toecap.cli.show import show
from toecap.records import Actor, Count, Event, Evidence, Failure, Place, Record, Report, Statement, When
from toecap.run.knowledge import reason

TEXT = (
    "Number 10 said Mr Hale “will not sign”. His spokesman told parliament he had urged Sweden to wait if talks failed."
    " In 2019 a mob killed two or three guards in Oslo, he said."
)


def at(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words)


def record(**other) -> Record:
    report = Report(
        "r", "The Tarn", None, None, "Hale will not sign", "2031-03-04", "en", TEXT, hashlib.sha256().hexdigest()
    )
    actors = (
        Actor("a1", "Tom Hale", "person", "GBR", "GBR", ("GOV",), "prime minister", None, (at("Mr Hale"), at("he "))),
        Actor("a2", "Number 10", "organisation", "GBR", "GBR", ("GOV",)),
        Actor("a3", "Sweden", "state", "SWE", "SWE"),
    )
    statements = (
        Statement(
            *("s1", "direct", (at("will not sign"),), at("said"), at("Number 10"), "a1", ("a3",), ("a2",)),
            *(None, When("2031-03-01", "2031-03-31", "relative"), "verb", 0.9),
        ),
    )
    common = {"contexts": (), "quad": 1, "intensity": 0.0, "condition": None, "according_to": None}
    events = (
        Event(
            **common | {"condition": at("talks failed"), "according_to": "s1"},
            **{"id": "e1", "type": "REQUEST", "mode": None, "cameo": "020", "actors": ("a1",), "recipients": ("a3",)},
            **{"predicate": at("urged"), "evidence": (at("His spokesman told parliament he had urged Sweden"),)},
            **{"certainty": "conditional", "when": None, "background": False, "place": None},
        ),
        Event(
            **common,
            **{"id": "e2", "type": "ASSAULT", "mode": None, "cameo": "190", "actors": (), "recipients": ()},
            **{"predicate": at("killed"), "evidence": (at("In 2019 a mob killed two or three guards in Oslo"),)},
            **{"certainty": "actual", "when": When("2019-01-01", "2019-12-31", "stated"), "background": True},
            place=Place("Oslo", "NOR", None, 59.9, 10.7, 1, "city", at("Oslo")),
            counts={"killed": Count(2, 3, at("two or three"))},
        ),
    )
    return Record("r", report, **{"actors": actors, "statements": statements, "events": events, **other})


def shown(what: Record, width: int = 100) -> list[str]:
    """The lines, without the spaces that fill them."""
    out = io.StringIO()
    show(what, Console(file=out, width=width, highlight=False))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_statement_has_speaker_relay_addressee_and_its_words_in_their_marks():
    lines = shown(record())
    first = lines.index("s1   Tom Hale, through Number 10, to Sweden")
    assert lines[first + 1].strip() == "“will not sign”"
    assert lines[first + 2].strip() == "direct · “said” · said 2031-03"


def test_an_event_has_sides_words_certainty_condition_and_who_says_so():
    text = "\n".join(shown(record()))
    assert "e1   conditional  REQUEST 020  Tom Hale → Sweden  “urged”" in text
    assert "condition “talks failed” · according to Tom Hale (s1)" in text


def test_history_is_marked_and_the_unknown_is_called_so():
    lines = shown(record())
    first = lines.index("e2   actual       ASSAULT 190  unknown  “killed”")
    assert lines[first + 1].split()[0] == "background"
    assert lines[first + 2].strip() == "2019 · Oslo (NOR) · 2 to 3 killed · according to the report"


@pytest.mark.parametrize("width", [40, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_torn(width):
    lines = shown(record(), width)
    assert max(map(len, lines)) <= width
    words = set(" ".join(lines).split())
    assert {"hypothetical", "conditional", "parliament", "spokesman", "organisation"} & words
    torn = {word for word in words if word.isalpha()} - set(" ".join(shown(record(), 300)).split())
    assert not torn


def test_an_actor_is_told_by_role_or_kind_and_by_its_other_names():
    line = next(line for line in shown(record()) if line.startswith("a1"))
    assert [part.strip() for part in line.split("  ") if part.strip()] == [
        "a1",
        "Tom Hale",
        "prime minister GBR GOV",
        "“Mr Hale”, “he”",
    ]


def test_a_failure_is_shown():
    assert "failure r: broke" in shown(record(failures=(Failure("extract", "x", "r: broke"),)))


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_shown_on_a_terminal_only_and_changes_no_record(terminal):
    out = io.StringIO()
    given = [record(), record()]
    assert list(with_progress(given, Console(file=out, force_terminal=terminal))) == given
    assert bool(out.getvalue()) == terminal


def test_an_explained_event_tells_its_rule_the_reason_and_each_sentence():
    sentence = "Police in Minsk arrested 23 people."
    record = toecap.read(sentence, published="2031-03-04")
    (event,) = record.events
    lines = "".join(note.plain for note in explained(event)).strip().split("\n")
    assert lines == [
        f"rule coerce.detain, confidence 0.85: {reason('coerce.detain')}",
        f"told 1 {sentence}",
    ]
