"""Statements under fire: odd marks, lost marks, paragraphs and nesting never break them, and the laws hold."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toecap
from toecap.annotate.statements.marks import find_quotations
from toecap.knowledge.cues import load_cues
from toecap.read.report import make_report
from toecap.records import Record, Statement

MARKS = ['"', "“", "”", "„", "«", "»", "‘", "’", "'", "''", "``", "‹", "›", "‟"]
SOURCES = ["Maria Lopez", "the minister", "she", "Downing Street", "Adam Roe, the mayor,", "officials", "who", "The US"]
CUES = ["said", "told Sky News", "asked whether", "denied", "warned of", "accused the army of", "tweeted", "called"]
WORDS = ["the talks failed", "it's over", "we will not yield", "the workers' deal", "no", "rock 'n' roll", "1,200 men"]
GLUE = [", ", ". ", ": ", "; ", " – ", "\n\n", "\n", " and ", " that ", " ", ", while ", ", adding that ", " ... "]

piece = st.one_of(*(st.sampled_from(kind) for kind in (MARKS, SOURCES, CUES, WORDS, GLUE)))
# Whole clauses with marks about them, and pieces in any order: the first find statements, the second break things.
clause = st.tuples(
    st.sampled_from(MARKS), st.sampled_from(WORDS), st.sampled_from(MARKS), st.sampled_from(SOURCES)
).map(lambda p: f"{p[0]}{p[1]},{p[2]} said {p[3]}. ")
texts = st.lists(st.one_of(piece, piece, clause), min_size=1, max_size=24).map(lambda p: " ".join(p).replace(" ,", ","))
fuzz = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


def read(text: str) -> Record:
    """The record, for texts too odd to be told as English."""
    (record,) = toecap.read_many([make_report("fuzz", f"The mayor came. {text}", language="en")])
    return record


def spans(statement: Statement) -> list[tuple[int, int]]:
    return [(part.start, part.end) for part in statement.content]


def overlap(one: Statement, other: Statement) -> bool:
    return any(a < d and c < b for a, b in spans(one) for c, d in spans(other))


@fuzz
@given(texts)
def test_no_text_breaks_the_statements(text):
    record = read(text)
    assert record.failures == ()


@fuzz
@given(texts)
def test_every_evidence_of_a_statement_is_exact(text):
    record = read(text)
    for statement in record.statements:
        channel = statement.channel.evidence if statement.channel else None
        for evidence in (*statement.content, statement.cue, statement.source, channel):
            if evidence is not None:
                assert record.report.text[evidence.start : evidence.end] == evidence.quote
                assert evidence.quote.strip()


@fuzz
@given(texts)
def test_contents_are_in_order_and_apart(text):
    for statement in read(text).statements:
        found = spans(statement)
        assert found == sorted(found)
        assert all(a[1] <= b[0] for a, b in pairwise(found))


@fuzz
@given(texts)
def test_no_two_statements_of_one_speaker_overlap(text):
    for one, other in combinations(read(text).statements, 2):
        if one.speaker is not None and one.speaker == other.speaker:
            assert not overlap(one, other)


@fuzz
@given(st.text(alphabet="".join(MARKS) + "ab ,.\n\r\u2029s", max_size=60))
def test_quotations_are_in_order_and_apart(text):
    found = [piece for q in find_quotations(text, load_cues().elisions) for piece in q.pieces]
    assert all(0 <= a < b <= len(text) for a, b in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
