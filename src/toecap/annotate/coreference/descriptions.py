"""Descriptions without a name: "the two leaders", "one of Russia's top diplomats" named a sentence later."""

from __future__ import annotations

from collections.abc import Sequence

from toecap.annotate.actors.words import Words
from toecap.annotate.coreference.candidates import Candidate
from toecap.annotate.layers import Mention
from toecap.knowledge.events import load_event_rules
from toecap.knowledge.sides import load_side_words
from toecap.records import Actor

# Plural nouns by what they count, when "the", "both" or "the two" stands before them and no state is told.
LEADERS = frozenset(
    (
        "leader",
        "president",
        "minister",
        "men",
        "man",
        "women",
        "woman",
        "politician",
        "candidate",
        "rival",
        "pair",
        "statesman",
    )
)
STATES = frozenset(
    ("country", "nation", "state", "neighbour", "neighbor", "government", "capital", "side", "power", "ally")
)
_FORCES = frozenset(("COP", "GOV", "MIL", "SPY"))
_FARTHEST_PARAGRAPH = 3
_TOP_OFFICES = ("president", "prime minister", "chancellor", "monarch", "leader", "king", "premier")


def joint_actors(
    words: Words, mention: Mention, before: Sequence[Candidate], actors: Sequence[Actor]
) -> tuple[int, ...]:
    """The persons or states that a plural description sums up, when just as many stand before it."""
    lemma = words.lemma[mention.head]
    told = words.lower[mention.start : mention.head]
    two = bool({"two", "both"} & set(told)) or lemma == "pair"
    if "the" not in told and not two:
        return ()
    if lemma in LEADERS:
        return _last_persons(words, mention, before, actors, two)
    return _last_states(words, mention, before, actors) if lemma in STATES and two else ()


def _last_persons(
    words: Words, mention: Mention, before: Sequence[Candidate], actors: Sequence[Actor], two: bool
) -> tuple[int, ...]:
    near = [c for c in before if words.paragraph[mention.head] - c.paragraph <= 2 * _FARTHEST_PARAGRAPH and c.person]
    people = list(dict.fromkeys(i for c in near for i in c.actors))
    if words.lemma[mention.head] in ("leader", "president", "minister") and len(people) != 2:
        people = [i for i in people if _leads(actors[i])]
    return tuple(people) if len(people) == 2 and (two or all(_leads(actors[i]) for i in people)) else ()


def _leads(actor: Actor) -> bool:
    return actor.role is not None and any(office in actor.role.lower() for office in _TOP_OFFICES)


def _last_states(
    words: Words, mention: Mention, before: Sequence[Candidate], actors: Sequence[Actor]
) -> tuple[int, ...]:
    for reach in (0, 1, 2):
        near = [c for c in before if 0 <= words.sent[mention.head] - c.sentence <= reach]
        states = list(
            dict.fromkeys(i for c in near for i in c.actors if actors[i].kind == "state" and actors[i].country)
        )
        if len(states) >= 2:
            return tuple(states) if len(states) == 2 else ()
    return ()


def brought_in(
    words: Words, mention: Mention, before: Sequence[Candidate], actors: Sequence[Actor]
) -> Candidate | None:
    """Who was brought in with "a" before: "a man ... the man", "a man stabbed ... the attacker"."""
    head = mention.head
    if words.tag[head] != "NN" or words.lower[mention.start : head] != ["the"] or has_complement(words, head):
        return None
    called_doer = words.lemma[head] in load_side_words().perpetrator
    for c in reversed(before):
        if words.paragraph[head] - c.paragraph > 2 * _FARTHEST_PARAGRAPH:
            return None
        if not c.person or len(c.actors) != 1:
            continue
        article = words.lower[words.left[c.head]]
        if words.lemma[c.head] == words.lemma[head]:
            return c if article in ("a", "an", "the") else None
        if called_doer and c.sentence < words.sent[head] and article in ("a", "an") and _attacked(words, c, actors):
            return c
    return None


def has_complement(words: Words, i: int) -> bool:
    """ "The killer of the judge", "the man who fled": told apart by what stands behind it."""
    return any(
        kid > i and (words.dep[kid] in ("acl", "appos", "relcl") or words.lower[kid] in ("behind", "from", "in", "of"))
        for kid in words.kids[i]
    )


def _attacked(words: Words, candidate: Candidate, actors: Sequence[Actor]) -> bool:
    """Who is told to have done some violence, and is none of those who are paid for it."""
    if words.dep[candidate.head] != "nsubj" or _FORCES.intersection(actors[candidate.actors[0]].sectors):
        return False
    verb = words.lemma[words.head[candidate.head]]
    return any(rule.type == "ASSAULT" and pattern.is_bare for rule, pattern in load_event_rules().by_verb.get(verb, ()))


def named_later(
    words: Words, mention: Mention, mentions: Sequence[Mention], actors: Sequence[Actor]
) -> tuple[int, ...]:
    """The one person of that state and trade whom the next sentences introduce by name."""
    described = actors[mention.actors[0]] if len(mention.actors) == 1 else None
    if described is None or described.country is None:
        return ()
    here = words.sent[mention.head]
    found = {
        i
        for m in mentions
        if m.form == "name" and m.start > mention.end and words.sent[m.head] - here <= 2
        for i in m.actors
        if actors[i].kind == "person"
        and actors[i].country == described.country
        and actors[i].role
        and _trade_fits(described.role, actors[i].role or "")
        and not any(e.start < mention.start and i in e.actors for e in mentions)
    }
    return tuple(found) if len(found) == 1 else ()


_TRADES = {
    "diplomat": ("ambassador", "envoy", "diplomat", "consul", "representative", "foreign minister"),
    "official": ("minister", "secretary", "official", "commissioner", "director", "chief", "spokes", "ambassador"),
    "minister": ("minister", "secretary"),
    "politician": ("minister", "senator", "lawmaker", "leader", "mp", "president", "governor", "mayor"),
    "lawmaker": ("senator", "lawmaker", "representative", "mp", "deputy", "congress"),
    "commander": ("general", "commander", "colonel", "admiral", "chief"),
}


def _trade_fits(described: str | None, role: str) -> bool:
    if not described:
        return False
    word = described.lower().split()[-1]
    return word in role.lower() or any(trade in role.lower() for trade in _TRADES.get(word, ()))
