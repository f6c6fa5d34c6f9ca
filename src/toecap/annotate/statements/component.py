"""The spaCy component `toecap.statements`: sets `doc._.statements`."""

from __future__ import annotations

from spacy.tokens import Doc

from toecap.annotate.register import register_component
from toecap.annotate.statements.assemble import find_statements

Doc.set_extension("statements", default=(), force=True)


def annotate_statements(doc: Doc) -> Doc:
    """Find the statements of a parsed Doc."""
    doc._.statements = find_statements(doc)
    return doc


register_component(
    "toecap.statements",
    annotate_statements,
    requires=("token.tag", "token.lemma", "token.dep"),
    assigns=("doc._.statements",),
)
