"""Report -> Doc: spaCy's pipeline with Toecap's annotators around it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from datetime import date

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from toecap.annotate import layers
from toecap.config import settings
from toecap.errors import ToecapError
from toecap.records import Report

# Paragraphs come before the parser, which keeps sentence starts that are set; the others read its output.
# Coreference needs the statements: "I" in a quotation is its speaker.
ANNOTATORS = ("toecap.actors", "toecap.statements", "toecap.times")


@functools.cache
def pipeline() -> Language:
    """The pipeline of the model that the settings name, loaded once."""
    layers.register()
    import toecap.annotate.actors.component
    import toecap.annotate.paragraphs
    import toecap.annotate.statements.component
    import toecap.annotate.times.component  # noqa: F401

    name = settings().model
    try:
        nlp = spacy.load(name)
    except OSError:
        raise ToecapError("no-model", f"the spaCy pipeline {name!r} is not installed; install it, or set TOECAP_MODEL") from None
    nlp.max_length = settings().max_characters + 1
    nlp.add_pipe("toecap.paragraphs", first=True)
    for annotator in ANNOTATORS:
        nlp.add_pipe(annotator)
    return nlp


def annotate(reports: Iterable[Report], batch_size: int) -> Iterator[tuple[Report, Doc]]:
    """Each report with its annotated Doc, in order."""
    nlp = pipeline()
    pairs = ((_blank(nlp, report), report) for report in reports)
    for doc, report in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        yield report, doc


def _blank(nlp: Language, report: Report) -> Doc:
    doc = nlp.make_doc(report.text)
    doc._.published = date.fromisoformat(report.published) if report.published else None
    doc._.outlet = report.outlet
    return doc
