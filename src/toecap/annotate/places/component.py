"""The spaCy component "toecap.places": sets `doc._.places`."""

from __future__ import annotations

from spacy.tokens import Doc

from toecap.annotate.places.find import find_places
from toecap.annotate.register import register_component


def annotate_places(doc: Doc) -> Doc:
    """Set `doc._.places`, a tuple of PlaceSpan in the order of the text."""
    doc._.places = find_places(doc)
    return doc


if not Doc.has_extension("places"):
    Doc.set_extension("places", default=())
register_component(
    "toecap.places",
    annotate_places,
    requires=("doc.ents",),
    assigns=("doc._.places",),
)
