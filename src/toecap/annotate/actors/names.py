"""Capitalised words that no table and no model names, but that act: "Black Lives Matter called for ..."."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.nouns import Phrase
from toecap.annotate.actors.offices import folded
from toecap.annotate.actors.surfaces import Hit
from toecap.annotate.actors.words import Words

PhraseAt = Callable[[int], Phrase | None]
_ACTING = {"nsubj", "nsubjpass", "dative", "poss"}


def unknown_names(words: Words, hits: Mapping[int, Hit], taken: set[int], phrase_at: PhraseAt) -> list[Found]:
    """Runs of proper nouns outside every entity whose head is a subject or owner, as actors of unknown kind."""
    out = []
    for i, tag in enumerate(words.tag):
        if tag != "NNP" or words.ent[i] or i in hits or i in taken or not _acts(words, i):
            continue
        if not words.text[i][:1].isupper() or len(words.text[i]) < 2 or phrase_at(i) is not None:
            continue
        start = i
        while start and words.tag[start - 1] == "NNP" and not words.ent[start - 1] and start - 1 not in hits:
            if words.head[start - 1] != i or start - 1 in taken or i - start > 5 or phrase_at(start - 1) is not None:
                break
            start -= 1
        if start == i and words.lower[i + 1 : i + 2] == ["of"] and _opens(words, i):
            continue  # "Part of the reason": a word with a capital because it opens the sentence
        name = words.text_between(start, i + 1)
        out.append(Found(start, i + 1, i, "name", "unknown", name, key=f"unknown:{folded(name)}"))
    return out


def _opens(words: Words, i: int) -> bool:
    return i == 0 or words.sent[i - 1] != words.sent[i]


def _acts(words: Words, i: int) -> bool:
    if words.dep[i] in _ACTING:
        return True
    up = words.head[i]
    return words.dep[i] == "pobj" and (words.dep[up] == "agent" or words.lower[words.head[up]] == "according")
