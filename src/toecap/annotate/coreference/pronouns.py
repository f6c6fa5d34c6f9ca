"""Third-person pronouns. Each rule says why it believes; where two candidates fit equally, nobody is meant."""

from __future__ import annotations

from collections.abc import Sequence

from toecap.annotate.actors.words import Words
from toecap.annotate.coreference.candidates import SUBJECTS, Candidate

HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
IT = frozenset(("it", "its", "itself"))
RELATIVE = frozenset(("who", "whom", "which", "that", "whose"))
THIRD = HE | SHE | THEY | IT

_FARTHEST_SENTENCE = 3
_MOST_CLIMBS = 8


def fits(word: str, candidate: Candidate) -> bool:
    """Agreement in number and, only where it is sure, in gender."""
    if word in HE:
        return candidate.person and candidate.gender != "f"
    if word in SHE:
        return candidate.person and candidate.gender != "m"
    if word in THEY:
        return candidate.plural or not candidate.person
    return not candidate.person and not candidate.plural


def relative_head(words: Words, i: int) -> int | None:
    """The noun that a relative pronoun takes up: "the minister, who ..."."""
    verb = words.head[i]
    for _ in range(3):
        if words.dep[verb] == "relcl":
            return words.head[verb]
        if words.head[verb] == verb:
            return None
        verb = words.head[verb]
    return None


def resolve_third(words: Words, i: int, before: Sequence[Candidate], speaker: Candidate | None) -> Candidate | None:
    """The candidate that a pronoun takes up. `before` holds the mentions to its left, nearest last.

    `speaker` is who spoke last, when the pronoun itself is the source of a statement.
    """
    word = words.lower[i]
    fitting = [c for c in before if fits(word, c) and not _clash(words, i, c)]
    matrix = _matrix_subject(words, i, fitting)
    if matrix is not None:
        return matrix
    if speaker is not None and fits(word, speaker) and words.sent[i] - speaker.sentence <= _FARTHEST_SENTENCE:
        return speaker
    if word in IT and not (words.dep[i] in SUBJECTS and words.dep[words.head[i]] == "ROOT") and word != "its":
        return None
    for back in range(_FARTHEST_SENTENCE):
        near = [c for c in fitting if c.sentence == words.sent[i] - back]
        if near:
            return _best(near)
    return None


def _clash(words: Words, i: int, candidate: Candidate) -> bool:
    """ "Johnson met him", "the Senate acquitted both of them": subject and object of one verb are two actors."""
    if words.dep[i] not in ("dobj", "pobj", "dative") or words.lower[i].endswith(("self", "selves")):
        return False
    up = words.head[i]
    for _ in range(_MOST_CLIMBS):
        if words.tag[up].startswith("VB") or words.head[up] == up:
            break
        up = words.head[up]
    return candidate.head in words.kids[up] and words.dep[candidate.head] in SUBJECTS


def _matrix_subject(words: Words, i: int, fitting: Sequence[Candidate]) -> Candidate | None:
    """The subject of the clause above: "Johnson said he ..."; for a possessive, of its own clause."""
    at = {c.head: c for c in fitting if c.sentence == words.sent[i]}
    if not at:
        return None
    verb = i
    for _ in range(_MOST_CLIMBS):
        up = words.head[verb]
        if up == verb:
            return None
        for kid in words.kids[up]:
            if kid < i and kid != i and words.dep[kid] in SUBJECTS and kid in at and not _crosses(words, kid, i):
                return at[kid]
        verb = up
    return None


def _crosses(words: Words, subject: int, i: int) -> bool:
    """A pronoun in a direct quotation never means whoever speaks it."""
    return words.quoted[i] and not words.quoted[subject]


def _best(near: Sequence[Candidate]) -> Candidate | None:
    """Main subject before other subjects before the rest; two different actors of one rank leave it open."""
    for ranked in ([c for c in near if c.main], [c for c in near if c.subject], near):
        if ranked:
            return ranked[-1] if len({c.actors for c in ranked}) == 1 else None
    return None
