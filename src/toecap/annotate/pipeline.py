"""Report -> Doc: spaCy's pipeline with Toecap's annotators around it."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from toecap.annotate import layers
from toecap.annotate.parse import hasten
from toecap.annotate.wrapping import unwrapped
from toecap.config import settings
from toecap.errors import ToecapError
from toecap.knowledge.checks import check
from toecap.records import Failure, Report

# Paragraphs come before the parser, which keeps sentence starts that are set; the others read its output.
# Coreference needs the statements: "I" in a quotation is its speaker.
ANNOTATORS = ("toecap.actors", "toecap.statements", "toecap.coreference", "toecap.times", "toecap.places")


@functools.cache
def pipeline() -> Language:
    """The pipeline of the model that the settings name, loaded once."""
    _check_own_tables()
    layers.register()
    import toecap.annotate.actors.component
    import toecap.annotate.coreference.component
    import toecap.annotate.paragraphs
    import toecap.annotate.places.component
    import toecap.annotate.statements.component
    import toecap.annotate.times.component  # noqa: F401

    name = settings().model
    try:
        nlp = spacy.load(name)
    except OSError:
        raise ToecapError(
            "no-model", f"the spaCy pipeline {name!r} is not installed; install it, or set TOECAP_MODEL"
        ) from None
    hasten(nlp)
    nlp.max_length = settings().max_characters + 1
    nlp.add_pipe("toecap.paragraphs", first=True)
    for annotator in ANNOTATORS:
        nlp.add_pipe(annotator)
    return nlp


def _check_own_tables() -> None:
    """ToecapError where the folder of the user's tables is not there, or a table in it is not sound."""
    folder = settings().knowledge
    if folder is None:
        return
    if not folder.is_dir():
        raise ToecapError(
            "no-folder", f"{folder}: there is no such folder; set TOECAP_KNOWLEDGE to that of your tables"
        )
    errors = [str(problem) for problem in check(folder) if problem.level == "error"]
    if errors:
        raise ToecapError("bad-table", "\n".join(f"{folder}/{error}" for error in errors))


def annotate(
    reports: Iterable[Report], batch_size: int, without: tuple[str, ...] = ()
) -> Iterator[tuple[Report, Doc | Failure]]:
    """Each report with its annotated Doc, in order, or with the failure where an annotator broke on it.

    `without`: annotators that are left out, since nothing asks for what they find.
    """
    nlp = pipeline()
    waiting: deque[Report] = deque()
    broken: dict[int, Failure] = {}

    def note(name: str, component: Any, docs: list[Doc], error: Exception) -> None:
        for doc in docs:
            broken[id(doc._context)] = Failure("annotate", name, f"{doc._context.id}: {type(error).__name__}: {error}")

    def fed() -> Iterator[tuple[Doc, Report]]:
        for report in reports:
            waiting.append(report)
            yield blank(nlp, report), report

    # Applies to components that are functions, so to ours; spaCy 3.8.7 cannot set it on its own parser.
    nlp.default_error_handler = note
    for doc, report in nlp.pipe(fed(), as_tuples=True, batch_size=batch_size, disable=without):
        while waiting[0] is not report:
            lost = waiting.popleft()
            yield lost, broken.pop(id(lost))
        yield waiting.popleft(), doc
    for lost in waiting:
        yield lost, broken.pop(id(lost))


def blank(nlp: Language, report: Report) -> Doc:
    text = unwrapped(report.text)
    doc = nlp.make_doc(text)
    layers.set_text(doc, text)
    doc._.published = date.fromisoformat(report.published) if report.published else None
    doc._.outlet = report.outlet
    return doc
