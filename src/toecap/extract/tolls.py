"""Tolls that contradict each other: 20 dead by the police, 50 by the opposition, are two events that each says who.

An event has one count of a kind and one `according_to`, so what cannot be true at once is not told by one event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from toecap.extract.arguments import prepositional
from toecap.extract.counts import Toll, tolls_of
from toecap.extract.numbers import is_amount
from toecap.extract.statements import speakers
from toecap.extract.tellings import Telling
from toecap.knowledge.counting import CountWords, differ, load_count_words

# Who tells: the speaker, or the statement where nobody knows whose it is.
Voice = tuple[int | None, int | None]
REPORT: Voice = (None, None)
Tolls = dict[str, Toll]


def disputes_apart(doc: Doc, groups: Sequence[list[Telling]]) -> list[list[Telling]]:
    """The happenings, each with tellings of which no two speakers' tolls contradict each other."""
    if all(len({telling.statement for telling in group}) == 1 for group in groups):
        return list(groups)
    who = speakers(doc)
    parts = [part for group in groups for part in _camps(doc, group, who)]
    return sorted(parts, key=lambda part: min(telling.match.start for telling in part))


def _camps(doc: Doc, group: list[Telling], who: Sequence[int | None]) -> list[list[Telling]]:
    """The tellings by what their speakers can agree on.

    Whose toll nobody disputes stays with the report, or with the first speaker where the report tells nothing itself.
    The report takes no side in a dispute unless its own words tell a number.
    """
    voices = [_voice(telling, who) for telling in group]
    tolls: dict[Voice, list[Tolls]] = {}
    for voice, telling in sorted(zip(voices, group, strict=True), key=lambda pair: pair[1].match.start):
        tolls.setdefault(voice, []).append(tolls_of(doc, telling.match.head, telling.match.rule.type))
    disputed = [one for one in tolls if any(_contradict(tolls[one], tolls[other]) for other in tolls if other != one)]
    if not disputed:
        return [group]
    camps: list[set[Voice]] = []
    for voice in disputed:
        home = next((c for c in camps if not any(_contradict(tolls[voice], tolls[other]) for other in c)), None)
        if home is None:
            camps.append({voice})
        else:
            home.add(voice)
    if REPORT in tolls and REPORT not in disputed:
        camps.insert(0, {REPORT})
    main = next((camp for camp in camps if REPORT in camp), camps[0])
    main.update(voice for voice in tolls if voice not in disputed)
    return [[t for t, voice in zip(group, voices, strict=True) if voice in camp] for camp in camps]


def _voice(telling: Telling, who: Sequence[int | None]) -> Voice:
    if telling.statement is None:
        return REPORT
    speaker = who[telling.statement]
    return (None, telling.statement) if speaker is None else (speaker, None)


def _contradict(one: Iterable[Tolls], other: Iterable[Tolls]) -> bool:
    words = load_count_words()
    return any(_cannot_both_be(a[kind], b[kind], words) for a in one for b in other for kind in a.keys() & b.keys())


def _cannot_both_be(one: Toll, other: Toll, words: CountWords) -> bool:
    """Numbers that differ, and the smaller is not that of a part: "20 people", "two of them", "two children"."""
    bounds = [(toll.count.low, toll.count.high) for toll in (one, other)]
    if not differ(*bounds):
        return False
    more, less = (one, other) if (bounds[0][0] or 0) > (bounds[1][0] or 0) else (other, one)
    named = [{_named(noun, words) for noun in toll.nouns} for toll in (more, less)]
    of_all = named[1] <= named[0] | {None}
    return of_all and not any(_is_part(noun, words) for noun in less.nouns)


def _named(noun: Token, words: CountWords) -> str | None:
    """What is counted; None for people of whatever kind ("20 were killed", "dozens of people")."""
    counted = _counted(noun, words)
    name = counted.lemma_.lower()
    return None if name in words.anybody or is_amount(counted, words) else name


def _counted(noun: Token, words: CountWords) -> Token:
    return (prepositional(noun, "of") or noun) if is_amount(noun, words) else noun


def _is_part(noun: Token, words: CountWords) -> bool:
    """ "two of the wounded", "three others", "one more person", somebody known by name."""
    counted = _counted(noun, words)
    on_top = any(
        word.lemma_.lower() in words.more and (word.i == noun.i or word.nbor().lower_ != "than")
        for word in noun.doc[noun.left_edge.i : noun.i + 1]
    )
    definite = counted.pos_ == "PRON" or any(c.dep_ in ("det", "poss") and c.pos_ != "NUM" for c in counted.children)
    by_name = counted.pos_ == "PROPN" or counted.tag_ == "PRP"
    return on_top or by_name or (counted.i != noun.i and definite)
