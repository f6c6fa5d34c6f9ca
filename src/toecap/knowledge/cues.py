"""The reporting words of cues.toml, ready to be looked up by lemma."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from toecap.records import ChannelKind


@dataclass(frozen=True, slots=True)
class VerbCue:
    """What a reporting verb takes as content. `preposition` is None, or the word that the verb demands."""

    group: str
    preposition: str | None
    shapes: frozenset[str]
    confidence: float


@dataclass(frozen=True, slots=True)
class Cues:
    """All reporting words. `verbs` maps a lemma to its cues, those with a preposition first."""

    verbs: Mapping[str, tuple[VerbCue, ...]]
    clause_nouns: frozenset[str]
    nouns: frozenset[str]
    phrase_nouns: Mapping[str, frozenset[str]]
    message_nouns: frozenset[str]
    papers: frozenset[str]
    voiceless: frozenset[str]
    inner_pronouns: frozenset[str]
    relays: frozenset[str]
    elisions: frozenset[str]
    narrator_words: frozenset[str]
    channels: Mapping[str, ChannelKind]
    channel_prepositions: frozenset[str]
    channel_nouns: frozenset[str]
    channel_verbs: Mapping[str, ChannelKind]


def rules() -> dict[str, Any]:
    """The table as it is written, for the tests of its examples."""
    path = files("toecap") / "knowledge" / "data" / "rules" / "cues.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _verbs(classes: dict[str, Any]) -> dict[str, tuple[VerbCue, ...]]:
    shapes: dict[tuple[str, str | None], set[str]] = {}
    group: dict[tuple[str, str | None], tuple[str, float]] = {}
    for name, body in classes.items():
        for frame in body.get("frame", ()):
            for verb in frame["verbs"]:
                lemma, _, preposition = verb.partition(" ")
                key = (lemma, preposition or None)
                shapes.setdefault(key, set()).update(frame["shapes"])
                group.setdefault(key, (name, float(body.get("confidence", 0.9))))
    out: dict[str, list[VerbCue]] = {}
    for key in sorted(shapes, key=lambda k: (k[0], k[1] is None, k[1] or "")):
        name, confidence = group[key]
        out.setdefault(key[0], []).append(VerbCue(name, key[1], frozenset(shapes[key]), confidence))
    return {lemma: tuple(cues) for lemma, cues in out.items()}


@cache
def load_cues() -> Cues:
    """The built-in reporting words."""
    table = rules()
    nouns, channels = table["nouns"], dict(table["channels"])
    prepositions = frozenset(channels.pop("channel_prepositions"))
    verbs = cast(Mapping[str, ChannelKind], channels.pop("channel_verbs"))
    return Cues(
        verbs=_verbs(table["class"]),
        clause_nouns=frozenset(nouns["clause"]),
        nouns=frozenset(nouns["clause"]).union(*nouns["phrase"].values()),
        phrase_nouns={word: frozenset(of) for word, of in nouns["phrase"].items()},
        message_nouns=frozenset(table["message_nouns"]),
        papers=frozenset(table["papers"]),
        voiceless=frozenset(table["pronouns_without_statement"]),
        inner_pronouns=frozenset(table["inner_pronouns"]),
        relays=frozenset(table["relays"]),
        elisions=frozenset(table["elisions"]),
        narrator_words=frozenset(table["narrator_words"]),
        channels={word: cast(ChannelKind, kind) for kind, words in channels.items() for word in words},
        channel_prepositions=prepositions,
        channel_nouns=frozenset(word.split()[-1] for words in channels.values() for word in words),
        channel_verbs=verbs,
    )
