"""By which way a statement was made: "in an interview", "at a news conference", "wrote on Twitter"."""

from __future__ import annotations

from spacy.tokens import Token

from toecap.annotate.layers import Chars
from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.tokens import Page
from toecap.knowledge.cues import Cues
from toecap.records import ChannelKind


def find_channel(page: Page, draft: Draft, cues: Cues) -> tuple[ChannelKind, Chars] | None:
    """The channel that the cue names, and the words that name it."""
    if draft.cue_head is None:
        return None
    verb = page.doc[draft.cue_head]
    for preposition in verb.children:
        if preposition.dep_ != "prep" or preposition.lower_ not in cues.channel_prepositions:
            continue
        if page.quoted[preposition.i] >= 0 or any(s <= preposition.i < e for s, e in draft.content):
            continue
        for noun in preposition.rights:
            kind = _kind(noun, cues) if noun.dep_ == "pobj" else None
            if kind is not None:
                return kind, (page.starts[noun.left_edge.i], noun.idx + len(noun))
    kind = cues.channel_verbs.get(verb.lemma_.lower())
    if kind is not None:
        return kind, (verb.idx, verb.idx + len(verb))
    if draft.source is not None:
        return _from_source(page, page.doc[draft.source], cues)
    return None


def _kind(noun: Token, cues: Cues) -> ChannelKind | None:
    """By the longest name: "news conference" before "conference"."""
    words = [t.lower_ for t in noun.lefts if t.dep_ in ("compound", "amod")][-1:]
    for phrase in (" ".join([*words, noun.lower_]), noun.lower_, noun.lemma_.lower()):
        if phrase in cues.channels:
            return cues.channels[phrase]
    return None


def _from_source(page: Page, source: Token, cues: Cues) -> tuple[ChannelKind, Chars] | None:
    """As in "the letter said", "a tweet read": the source is the channel itself."""
    if source.pos_ != "NOUN" or source.lemma_.lower() not in cues.message_nouns:
        return None
    kind = _kind(source, cues)
    return None if kind is None else (kind, (source.idx, source.idx + len(source)))
