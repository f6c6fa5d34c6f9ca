"""The spaCy component "toecap.times": sets `doc._.times` from the text and `doc._.published`."""

from __future__ import annotations

from spacy.tokens import Doc

from toecap.annotate.layers import text_of
from toecap.annotate.register import register_component
from toecap.annotate.times.find import find_times


def annotate_times(doc: Doc) -> Doc:
    """Set `doc._.times`, a tuple of TimeSpan in the order of the text."""
    doc._.times = find_times(text_of(doc), doc._.published)
    return doc


if not Doc.has_extension("published"):
    Doc.set_extension("published", default=None)
if not Doc.has_extension("times"):
    Doc.set_extension("times", default=())
register_component(
    "toecap.times",
    annotate_times,
    requires=("token.tag", "token.dep"),
    assigns=("doc._.times",),
)
