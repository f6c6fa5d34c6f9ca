"""The spaCy component "toecap.coreference": pronouns and descriptions take up the actors found before."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc

from toecap.annotate.actors.lookup import index_mentions
from toecap.annotate.actors.words import Words, read_words
from toecap.annotate.coreference.candidates import Candidate, genders, read_candidate
from toecap.annotate.coreference.descriptions import brought_in, joint_actors, named_later
from toecap.annotate.coreference.identities import identities, renamed
from toecap.annotate.coreference.pronouns import RELATIVE, THIRD, relative_head, resolve_third
from toecap.annotate.coreference.speakers import first_person
from toecap.annotate.layers import Mention
from toecap.annotate.register import register_component
from toecap.knowledge.cues import load_cues
from toecap.records import Actor

_WINDOW = 40  # mentions to the left of a pronoun that are weighed: keeps long texts linear


def annotate_coreference(doc: Doc) -> Doc:
    words: Words = doc.user_data.pop("toecap.words", None) or read_words(doc)
    mentions = _identified(doc, words, doc._.mentions)
    actors, statements = doc._.actors, doc._.statements
    mentions = [_named_later(words, m, mentions, actors) for m in mentions]
    resolved = _resolve_third_persons(words, mentions, actors, statements)
    # Once more: of "police named him as", only now is it known who "him" is.
    resolved = _identified(doc, words, resolved)
    resolved += first_person(words, resolved, statements)
    doc._.mentions = tuple(sorted(resolved, key=lambda m: (m.start, -m.end, m.head)))
    index_mentions(doc)
    return doc


def _identified(doc: Doc, words: Words, mentions: Sequence[Mention]) -> list[Mention]:
    return renamed(words, mentions, doc._.actors, identities(words, mentions, doc._.actors))


def _named_later(words: Words, mention: Mention, mentions: Sequence[Mention], actors: Sequence[Actor]) -> Mention:
    if words.lower[mention.head] != "one":
        return mention
    named = named_later(words, mention, mentions, actors)
    return dataclasses.replace(mention, actors=named) if named else mention


def _resolve_third_persons(
    words: Words, mentions: Sequence[Mention], actors: Sequence[Actor], statements: Sequence[Any]
) -> list[Mention]:
    """From left to right, so that a resolved pronoun is itself a candidate for the next."""
    gender = genders(words, mentions, actors)
    sources = {s.source_head for s in statements if s.source_head is not None}
    by_start: dict[int, list[Mention]] = {}
    for m in mentions:
        by_start.setdefault(m.head, []).append(m)
    heads = {m.head for m in mentions}
    window: list[Candidate] = []
    out: list[Mention] = []
    speaker: Candidate | None = None
    for i, word in enumerate(words.lower):
        here = by_start.get(i, [])
        if not here and i not in heads and (word in THIRD or word in RELATIVE):
            here = _pronoun(words, i, window, speaker if i in sources else None, by_start)
        for m in here:
            m = _described(words, m, window, actors)
            out.append(m)
            if m.actors and m.form != "adjective" and not _is_channel(words, m):
                candidate = read_candidate(words, m, actors, gender)
                window.append(candidate)
                del window[:-_WINDOW]
                if i in sources:
                    speaker = candidate
    return out


def _is_channel(words: Words, mention: Mention) -> bool:
    """ "Wrote on Twitter. They ...": a way of speaking, whom no pronoun means."""
    i = mention.head
    behind = words.dep[i] == "pobj" and words.lower[words.head[i]] in ("on", "via", "through", "over")
    return behind and words.lower[i] in load_cues().channels


def _pronoun(
    words: Words, i: int, window: Sequence[Candidate], speaker: Candidate | None, by_head: dict[int, list[Mention]]
) -> list[Mention]:
    word = words.lower[i]
    if word in RELATIVE:
        if not words.tag[i].startswith("W"):
            return []
        head = relative_head(words, i)
        actors = next((m.actors for m in by_head.get(head, ()) if m.actors), ()) if head is not None else ()
        return [Mention(i, i + 1, i, "pronoun", actors)] if actors else []
    if not words.tag[i].startswith("PRP"):
        return []
    found = resolve_third(words, i, window, speaker)
    return [Mention(i, i + 1, i, "pronoun", found.actors if found else ())]


def _described(words: Words, mention: Mention, window: Sequence[Candidate], actors: Sequence[Actor]) -> Mention:
    if mention.form != "noun" or words.tag[mention.head] not in ("NNS", "NN") or len(mention.actors) > 1:
        return mention
    if mention.actors and actors[mention.actors[0]].country is not None and words.lower[mention.start] != "the":
        return mention
    if (first := brought_in(words, mention, window, actors)) is not None:
        return dataclasses.replace(mention, actors=first.actors)
    joint = joint_actors(words, mention, window, actors)
    return dataclasses.replace(mention, actors=joint) if joint else mention


register_component(
    "toecap.coreference",
    annotate_coreference,
    requires=("doc._.actors", "doc._.mentions", "doc._.statements", "token.dep"),
    assigns=("doc._.mentions",),
)
