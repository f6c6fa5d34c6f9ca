"""A first look at whole reports, before the parse: sport, weather and listings are set aside (`topics.toml`).

It costs a hundredth of the coding. What is doubtful is kept: a word of politics anywhere, or the name of an official, a
party, an armed group or a body of states, keeps a report, however full of a topic's words it is. The safe look
also keeps what has quotation marks, or a word by which anything might be coded; the wide look does not ask for them.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from toecap.knowledge.loader import load
from toecap.knowledge.topics import Topic, load_topics
from toecap.knowledge.words import words_of
from toecap.read.codable import has_words_to_code, is_quoting
from toecap.read.inputs import Look
from toecap.read.named_actors import Surfaces
from toecap.records import Report

# How many different words of a topic a report has at least, and which share of all its words they are: where its
# address has the topic's section, and where it has not.
IN_SECTION, ELSEWHERE = (4, 0.04), (7, 0.07)
# Bodies above states that act in politics; those of sport, trade and news are none of these.
POLITICAL_CODES = frozenset({"UNO", "EUR", "IGO"})
POLITICAL_SECTORS = frozenset({"GOV", "MIL", "PTY", "REB", "LEG", "JUD", "COP", "UAF", "SPY", "OPP"})
# ICC and ECB are courts and banks, and cricket's as well.
SHORTEST_NAME = 4


def topic_of(report: Report, look: Look) -> str | None:
    """The topic for which a report is set aside; None: it is kept."""
    if look == "none" or (look == "safe" and is_quoting(report.text)):
        return None
    text = f"{report.title or ''}\n{report.text}"
    counts = Counter(map(str.lower, words_of(text)))
    fitting = (topic for topic in _full_of(counts, _sections(report.url)) if not any(map(topic.kept_by.holds, counts)))
    if look == "safe":
        fitting = (topic for topic in fitting if not has_words_to_code(text, topic.everyday))
    topic = next(fitting, None)
    if topic is None or any(map(load_topics().politics.holds, counts)) or _political_names().are_in(text):
        return None
    return topic.id


def _full_of(counts: Counter[str], sections: frozenset[str]) -> Iterator[Topic]:
    """The topics that words so often counted are full of."""
    words: Counter[Topic] = Counter()
    places: Counter[Topic] = Counter()
    for word, count in counts.items():
        for topic in _topics_with(word):
            words[topic] += 1
            places[topic] += count
    total = counts.total()
    for topic in load_topics().topics:
        fewest, share = IN_SECTION if sections & topic.sections else ELSEWHERE
        if words[topic] >= fewest and places[topic] >= (topic.share or share) * total:
            yield topic


@functools.lru_cache(maxsize=1 << 16)
def _topics_with(word: str) -> tuple[Topic, ...]:
    return tuple(topic for topic in load_topics().topics if topic.holds(word))


def _sections(url: str | None) -> frozenset[str]:
    """The folders of an address, and the name of its host's first part (sport.example.org)."""
    if url is None:
        return frozenset()
    parts = urlsplit(url)
    return frozenset([*parts.path.lower().split("/")[:-1], (parts.hostname or "").partition(".")[0]])


@functools.cache
def _political_names() -> Surfaces:
    """Names of several words, and single ones as they are written: none of officials, for players share them."""
    knowledge = load()
    names = [(name, False) for name in knowledge.officials if " " in name]
    for entry in itertools.chain.from_iterable(knowledge.named.values()):
        acts = entry.code in POLITICAL_CODES or POLITICAL_SECTORS.intersection(entry.sectors)
        several = " " in entry.surface
        told = several or len(entry.surface) >= SHORTEST_NAME
        if acts and told and entry.kind in ("organisation", "group") and not entry.ambiguous:
            names.append((entry.surface, not several))
    return Surfaces(names)
