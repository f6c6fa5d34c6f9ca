"""A first look at whole reports, before the parse: sport, weather and listings are set aside (`topics.toml`).

It costs a hundredth of the coding. What is doubtful is kept: a word of politics anywhere, or the name of an official, a
party, an armed group or a body of states, keeps a report, however full of a topic's words it is.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from toecap.knowledge.loader import load
from toecap.knowledge.topics import Topic, load_topics
from toecap.knowledge.values import fold
from toecap.knowledge.words import words_of
from toecap.read.inputs import FIRST_LOOK, Unread
from toecap.records import Failure, Report

# How many different words of a topic a report has at least, and which share of all its words they are: where its
# address has the topic's section, and where it has not.
IN_SECTION, ELSEWHERE = (4, 0.04), (7, 0.07)
# Bodies above states that act in politics; those of sport, trade and news are none of these.
POLITICAL_CODES = frozenset({"UNO", "EUR", "IGO"})
POLITICAL_SECTORS = frozenset({"GOV", "MIL", "PTY", "REB", "LEG", "JUD", "COP", "UAF", "SPY", "OPP"})
LONGEST_NAME = 4
# ICC and ECB are courts and banks, and cricket's as well.
SHORTEST_NAME = 4
_CAPITALS = re.compile(r"[A-Z][\w.'’-]*(?: (?:(?:of|the|for|al|de|bin) )*[A-Z][\w.'’-]*)+")


def first_look(items: Iterable[Report | Unread]) -> Iterator[Report | Unread]:
    """The same items; in the place of a report that is set aside the reason why."""
    for item in items:
        if isinstance(item, Report) and (topic := topic_of(item)):
            yield _set_aside(item, topic)
        else:
            yield item


def topic_of(report: Report) -> str | None:
    """The topic for which a report is set aside; None: it is kept."""
    topics = load_topics()
    counts = Counter(map(str.lower, words_of(f"{report.title or ''}\n{report.text}")))
    total = counts.total()
    sections = _sections(report.url)
    fitting = (topic for topic in topics.topics if _is_full_of(topic, counts, total, sections))
    topic = next(fitting, None)
    if topic is None or any(topics.politics.holds(word) or topic.kept_by.holds(word) for word in counts):
        return None
    return None if _names_politics(report) else topic.id


def _is_full_of(topic: Topic, counts: Counter[str], total: int, sections: frozenset[str]) -> bool:
    fewest, share = IN_SECTION if sections & topic.sections else ELSEWHERE
    found = [count for word, count in counts.items() if topic.words.holds(word)]
    return len(found) >= fewest and sum(found) >= share * total


def _sections(url: str | None) -> frozenset[str]:
    """The folders of an address, and the name of its host's first part (sport.example.org)."""
    if url is None:
        return frozenset()
    parts = urlsplit(url)
    return frozenset([*parts.path.lower().split("/")[:-1], (parts.hostname or "").partition(".")[0]])


@functools.cache
def _political_names() -> tuple[frozenset[str], frozenset[str]]:
    """Names of several words, folded; and single words as they are written, of officials none: players share them."""
    knowledge = load()
    several, single = {name for name in knowledge.officials if " " in name}, set()
    for entry in itertools.chain.from_iterable(knowledge.named.values()):
        acts = entry.code in POLITICAL_CODES or POLITICAL_SECTORS.intersection(entry.sectors)
        if acts and entry.kind in ("organisation", "group") and not entry.ambiguous:
            if " " in entry.surface:
                several.add(fold(entry.surface))
            elif len(entry.surface) >= SHORTEST_NAME:
                single.add(entry.surface)
    return frozenset(several), frozenset(single)


def _names_politics(report: Report) -> bool:
    several, single = _political_names()
    text = f"{report.title or ''}\n{report.text}"
    if not single.isdisjoint(words_of(text)):
        return True
    return any(
        " ".join(words[start:end]).rstrip(".'") in several
        for words in (fold(run[0]).split(" ") for run in _CAPITALS.finditer(text))
        for start in range(len(words) - 1)
        for end in range(start + 2, min(len(words), start + LONGEST_NAME) + 1)
    )


def _set_aside(report: Report, topic: str) -> Unread:
    advice = "without --first-look (in feeds.toml: first_look = true) such reports are coded too"
    message = f"{report.id}: is {topic}, with no word of politics in it; {advice}"
    return Unread(report.id, Failure(FIRST_LOOK, topic, message))
