"""Whose a quotation is that no reporting word claims: of whom the sentence before it tells."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from toecap.annotate.actors.lookup import actors_at
from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.sources import own_subject
from toecap.annotate.statements.tokens import Page, Range

_VOICES = frozenset({"PERSON", "ORG", "NORP"})
_PRONOUNS = frozenset({"he", "she", "they"})
_FAR = 400


def leader(page: Page, start: int, drafts: Iterable[Draft]) -> Token | None:
    """The source or subject of the sentence that leads up to a quotation: She praised the crew. "They held out."

    None where that sentence holds a quotation itself, so that this one goes on with it.
    """
    at = _word_before(page, start)
    if at is None:
        return None
    begin, stop = page.sentence[at][0], at + 1
    if any(page.quoted[i] >= 0 for i in range(begin, stop)):
        return None
    for draft in drafts:
        if draft.cue_head is not None and begin <= draft.cue_head < stop:
            if draft.quotations or draft.source is None:
                return None
            return page.doc[draft.source]
    between = page.text[page.starts[at] + len(page.doc[at]) : page.starts[start]]
    if ":" not in between and ("\n" in between or not any(c in ".—–-" for c in between)):
        return None  # across two paragraphs only a colon leads
    subject = _subject(page, (begin, stop))
    told = subject is not None and (_can_speak(page, subject) or (":" in between and subject.pos_ in ("NOUN", "PROPN")))
    return subject if told else None


def _word_before(page: Page, start: int) -> int | None:
    i = start - 1
    while i >= 0 and (page.doc[i].is_space or page.doc[i].is_punct) and page.quoted[i] < 0:
        i -= 1
    near = i >= 0 and page.doc[start].idx - page.doc[i].idx < _FAR and page.quoted[i] < 0
    return i if near else None


def _subject(page: Page, span: Range) -> Token | None:
    """The subject of the verb on which the rest of the span hangs."""
    for i in range(*span):
        token = page.doc[i]
        inside = span[0] <= token.head.i < span[1] and token.head.i != i
        if token.pos_ in ("VERB", "AUX") and not inside:
            subject = own_subject(token) or next((c for c in token.lefts if c.dep_ == "nsubjpass"), None)
            return subject if subject is not None and subject.i < span[1] else None
    return None


def _can_speak(page: Page, token: Token) -> bool:
    if token.ent_type_ in _VOICES or token.lower_ in _PRONOUNS:
        return True
    return Doc.has_extension("mentions") and bool(actors_at(page.doc, token.i))
