"""The annotators in somebody else's spaCy pipeline; with another model where `TOECAP_MODEL` names one."""

from __future__ import annotations

from datetime import date

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import toecap
import toecap.examples
from toecap.annotate.pipeline import ANNOTATORS
from toecap.config import settings
from toecap.extract.record import record_of


@pytest.fixture(scope="module")
def theirs() -> Language:
    """A pipeline of one's own: a model, a ruler before and a component behind ours."""

    @Language.component("counts_words")
    def counts_words(doc: Doc) -> Doc:
        doc.user_data["words"] = len(doc)
        return doc

    nlp = spacy.load(settings().model)
    nlp.add_pipe("entity_ruler", last=True).add_patterns([{"label": "PRODUCT", "pattern": "wheelbarrow"}])
    nlp.add_pipe("toecap.paragraphs", first=True)
    for name in ANNOTATORS:
        nlp.add_pipe(name)
    nlp.add_pipe("counts_words")
    return nlp


def test_it_gives_the_same_record_as_read(theirs: Language, examples: list[dict]):
    for row in examples:
        record = toecap.read(row["text"], published=row.get("published"), outlet=row.get("outlet"), id=row["id"])
        doc = theirs.make_doc(record.report.text)
        doc._.published = date.fromisoformat(row["published"]) if row.get("published") else None
        doc._.outlet = record.report.outlet
        assert record_of(record.report, theirs(doc)) == record


def test_spacy_knows_what_they_need_and_leave(theirs: Language):
    found = theirs.analyze_pipes()
    assert {name: problems for name, problems in found["problems"].items() if name.startswith("toecap")} == {
        name: [] for name in ("toecap.paragraphs", *ANNOTATORS)
    }
    assert found["summary"]["toecap.actors"]["assigns"] == ["doc._.actors", "doc._.mentions"]


def test_spacy_tells_what_is_missing():
    nlp = spacy.blank("en")
    nlp.add_pipe("toecap.coreference")
    assert "doc._.statements" in nlp.analyze_pipes()["problems"]["toecap.coreference"]
