"""What may stand behind a pronoun: the mentions of a report with number, gender and place in the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import Words
from toecap.annotate.layers import Mention
from toecap.records import Actor

SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that a pronoun may take up. `gender` is 'm', 'f' or '' where not sure."""

    head: int
    sentence: int
    paragraph: int
    actors: tuple[int, ...]
    person: bool
    plural: bool
    gender: str
    subject: bool
    main: bool
    quoted: bool


def genders(words: Words, mentions: Sequence[Mention], actors: Sequence[Actor]) -> dict[int, str]:
    """Actor -> 'm' or 'f' by a title ("Mr", "spokeswoman") or a first name that is sure."""
    lists = vocabulary()
    out: dict[int, str] = {}
    for mention in mentions:
        if len(mention.actors) != 1 or actors[mention.actors[0]].kind != "person":
            continue
        told = set(words.lower[mention.start : mention.end])
        male, female = bool(told & lists.male_titles), bool(told & lists.female_titles)
        if male != female:
            out[mention.actors[0]] = "m" if male else "f"
    for i, actor in enumerate(actors):
        if actor.kind in ("person", "unknown") and i not in out and actor.name:
            first = actor.name.split()[0].lower()
            if first in lists.male_names or first in lists.female_names:
                out[i] = "m" if first in lists.male_names else "f"
    return out


def read_candidate(words: Words, mention: Mention, actors: Sequence[Actor], gender: dict[int, str]) -> Candidate:
    head = mention.head
    group = mention.actors
    joined = _joined(words, head)
    kinds = {actors[i].kind for i in group}
    named = mention.form == "name" and kinds == {"unknown"} and actors[group[0]].country is None
    named = named and not actors[group[0]].name.isupper()  # "PBS"
    person = (kinds == {"person"} or named) and len(group) == 1
    plural = len(group) > 1 or joined or words.tag[head] in ("NNS", "NNPS") or bool(kinds & {"group", "population"})
    if mention.form == "name" and len(group) == 1 and not joined and kinds <= {"group", "organisation"}:
        plural = False  # "Hamas said it", "the Democratic Forces announced it"; "they" may mean any body of people
    top = words.head[head]
    return Candidate(
        head=head,
        sentence=words.sent[head],
        paragraph=words.paragraph[head],
        actors=group,
        person=person,
        plural=plural and not (person and not joined),
        gender=gender.get(group[0], "") if person else "",
        subject=words.dep[head] in SUBJECTS or (words.dep[head] == "conj" and words.dep[top] in SUBJECTS),
        main=words.dep[head] in SUBJECTS and words.dep[top] == "ROOT",
        quoted=words.quoted[head],
    )


def _joined(words: Words, head: int) -> bool:
    return any(words.dep[k] == "conj" for k in words.kids[head])
