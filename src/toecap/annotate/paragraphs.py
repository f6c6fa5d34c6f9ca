"""A component that goes before the parser: a paragraph's first word starts a sentence."""

from __future__ import annotations

from spacy.tokens import Doc

from toecap.annotate.register import register_component


def start_sentences(doc: Doc) -> Doc:
    """Mark the token after each line break as a sentence start; the parser keeps to it.

    Without this the parser runs headlines and list items into the paragraph below them.
    """
    after_break = False
    for token in doc:
        if token.is_space:
            # The break itself stays with the sentence before it, as spaCy does with white space.
            after_break = after_break or "\n" in token.text
        elif after_break:
            token.is_sent_start = True
            after_break = False
    return doc


register_component(
    "toecap.paragraphs",
    start_sentences,
    requires=(),
    assigns=("token.is_sent_start",),
)
