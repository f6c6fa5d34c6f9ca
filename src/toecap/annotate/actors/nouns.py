"""Noun phrases that name an actor by what it is: "Russian troops", "the foreign minister of Ukraine"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.surfaces import Hit
from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import NOUN_TAGS, Words
from toecap.knowledge.tables import RoleNoun
from toecap.records import ActorKind

_OWNING = ("of", "for", "from")
_PLACING = ("in", "at", "across", "within")
_LEFT = {
    "amod",
    "compound",
    "nmod",
    "det",
    "poss",
    "case",
    "nummod",
    "predet",
    "advmod",
    "quantmod",
    "punct",
    "conj",
    "cc",
}
_LONGEST_PHRASE = 4
_WIDEST = 30  # tokens before a head that are read: a broken parse may hang a whole page on one noun


class Phrase(NamedTuple):
    """What the words of one noun phrase tell. `states` are (country, code) pairs, several in "British and French"."""

    start: int
    end: int
    head: int
    role: RoleNoun
    told: str
    states: tuple[tuple[str | None, str | None], ...]
    qualifier: str
    definite: bool
    indefinite: bool
    plural: bool
    owned: bool  # or related, to somebody named: "President Zelensky's aides", "an opponent of the war"
    abroad: bool  # not of the state that the report is about: "foreign troops", "European leaders", "its allies"


def find_role(
    words: Words, i: int, nouns: Mapping[str, RoleNoun], heads: frozenset[str]
) -> tuple[int, RoleNoun] | None:
    """The longest role phrase headed by token `i` and its first token, from the tables, then the plain lists.

    "minister of information" is headed by its first word, "foreign minister" by its last. `heads`: see Gazetteer.
    """
    tag = words.tag[i]
    if tag not in NOUN_TAGS:
        return None
    lemma = words.lemma[i]
    lasts = [words.lower[i], lemma]
    if tag in ("NNPS", "NNP", "NNS") and lemma.endswith("s"):
        lasts.append(lemma[:-1])
    if heads.isdisjoint(lasts) or _is_no_body(words, i):
        return None
    if words.lower[i + 1 : i + 2] in (["of"], ["for"]):
        for end in range(min(i + _LONGEST_PHRASE + 1, len(words.text)), i + 2, -1):
            role = nouns.get(f"{lasts[-1]} {words.phrase(i + 1, end)}")
            if role is not None:
                return i, role
    for size in range(min(_LONGEST_PHRASE, i + 1), 0, -1):
        start = i - size + 1
        if words.tag[start] in ("DT", "IN") or (size > 2 and words.tag[start + 1] == "IN"):
            continue
        first = words.phrase(start, i) + " " if size > 1 else ""
        for last in lasts:
            role = nouns.get((first + last).replace(" - ", "-"))
            if role is not None and (size > 1 or not _is_body(last, role)):
                return start, role
    return _plain_role(words, i, lasts)


def _is_body(noun: str, role: RoleNoun) -> bool:
    """The tables take some bodies for people ("state" as a short word for the secretary of state)."""
    return role.kind == "person" and noun in vocabulary().organisation_nouns


def _plain_role(words: Words, i: int, lasts: list[str]) -> tuple[int, RoleNoun] | None:
    lists = vocabulary()
    for last in lasts:
        if last in lists.organisation_nouns:
            return i, RoleNoun(last, "state" if last in lists.state_nouns else "organisation", (), None)
        if last in lists.person_nouns:
            return i, RoleNoun(last, "person", (), None)
        if last in lists.group_nouns:
            return i, RoleNoun(last, "group", (), None)
    return None


def _is_no_body(words: Words, i: int) -> bool:
    """ "State of emergency", "house arrest", "gang raped", "opposition to the bill" name no body."""
    if words.lower[i : i + 2] == ["house", "arrest"]:
        return True
    if words.lower[i : i + 2] == ["opposition", "to"]:  # not "urged the opposition to wait"
        return words.dep[i + 1] == "prep" and words.lower[i - 1 : i] not in (["the"], ["its"], ["their"])
    if words.lower[i] == "gang":
        return "".join(words.lower[i + 1 : i + 3]).lstrip("-").startswith("rape")
    after = words.lower[i + 2 : i + 4]
    return words.lower[i : i + 2] == ["state", "of"] and bool(
        {"emergency", "siege", "war", "affairs", "alert", "mind", "play", "union", "readiness"} & set(after)
    )


def read_phrase(words: Words, i: int, role: RoleNoun, hits: Mapping[int, Hit]) -> Phrase:
    start = phrase_start(words, i)
    before = [words.lower[j] for j in range(start, i)]
    determiner = {words.lower[k] for k in words.kids[i] if words.dep[k] in ("det", "predet", "poss")}
    owners = [k for k in words.kids[i] if words.dep[k] == "poss"]
    return Phrase(
        start=start,
        end=i + 1,
        head=i,
        role=role,
        told=_told(words, start, i, hits),
        states=_adjective_states(words, i, hits) if _is_related(words, i) else states_of(words, i, hits),
        qualifier=qualifier(before + _trailing(words, i)),
        definite=bool(owners) or bool(determiner & {"the", "this", "that", "these", "those", "both"}),
        indefinite=bool(determiner & {"a", "an", "another", "some", "no", "any", "every", "each"})
        or any(words.tag[k] in ("JJS", "RBS") for j in words.kids[i] if j < i for k in (j, *words.kids[j]))
        or any(words.dep[k] == "nummod" for k in words.kids[i]),
        plural=words.tag[i] in ("NNS", "NNPS"),
        owned=any(words.tag[k] in ("NNP", "NNPS") for k in owners)
        or (_is_related(words, i) and words.lower[i + 1 : i + 2] == ["of"]),
        abroad=_is_abroad(words, start, i, owners),
    )


def phrase_start(words: Words, i: int) -> int:
    """The left end of a noun phrase: its own modifiers, as far as they stand without a gap."""
    start = i
    for kid in reversed(words.kids[i]):
        if kid > i:
            continue
        if words.dep[kid] not in _LEFT or words.right[kid] + 1 != start or "\n" in words.text[kid]:
            break
        if words.dep[kid] == "punct" and words.text[kid] not in "-“\"'‘":
            break
        if words.left[kid] < i - _WIDEST:
            break
        start = words.left[kid]
    return start + 1 if start < i and words.text[start] in "“\"'‘" else start


def _trailing(words: Words, i: int) -> list[str]:
    """ "president-elect", "prime minister designate"."""
    after = words.lower[i + 1 : i + 3]
    if after[:1] == ["-"]:
        return after[1:2]
    return [w for w in after[:1] if w in ("elect", "designate")]


def qualifier(before: list[str]) -> str:
    """'former', 'future', 'deputy', 'acting' or '' by the words beside a title."""
    lists = vocabulary()
    for name, kinds in (
        ("former", lists.past_words),
        ("future", lists.future_words),
        ("deputy", lists.deputy_words),
        ("acting", lists.acting_words),
    ):
        if any(word in kinds for word in before):
            return name
    return ""


def _told(words: Words, start: int, i: int, hits: Mapping[int, Hit]) -> str:
    """The role in the report's words, without owners, determiners, states and numbers: "deputy UN ambassador"."""
    keep: list[str] = []
    owned = max((k + 1 for k in words.kids[i] if words.dep[k] == "poss" and k < i), default=start)
    for j in range(max(start, owned), i + 1):
        hit = hits.get(j)
        hyphen = words.text[j] == "-" and keep
        if words.dep[j] in ("det", "predet", "case", "nummod", "punct", "quantmod") and j != i and not hyphen:
            continue
        if words.tag[j] in ("PRP$", "POS", "CD"):
            continue
        if hit is not None and hit.row.country is not None and j != i:
            continue
        keep.append(words.text[j] if words.tag[j].startswith("NNP") and words.text[j].isupper() else words.lower[j])
    return " ".join(keep).replace(" - ", "-")


def states_of(
    words: Words, i: int, hits: Mapping[int, Hit], depth: int = 0
) -> tuple[tuple[str | None, str | None], ...]:
    """The states that a noun phrase names for its head: possessive first, then adjective, then "of ..."."""
    own = hits.get(i)
    if own is not None and depth:
        return _state_before(words, own, hits) or ((own.row.country, own.row.code),)
    left: list[Hit] = []
    possessive: list[Hit] = []
    for kid in words.kids[i]:
        if kid < i and words.dep[kid] in _LEFT:
            first = max(words.left[kid], i - _WIDEST)
            inside = [hits[j] for j in range(first, min(words.right[kid], i) + 1) if j in hits and hits[j].head == j]
            with_state = [h for h in inside if h.row.country or h.row.code]
            (possessive if words.dep[kid] == "poss" else left).extend(with_state)
    for group in (possessive, left):
        states = _distinct(group)
        if states:
            return states
    if depth > 2:
        return ()
    for kid in words.kids[i]:
        if kid > i and words.dep[kid] == "prep" and words.lower[kid] in _OWNING + _PLACING:
            for pobj in words.kids[kid]:
                if words.dep[pobj] == "pobj":
                    states = states_of(words, pobj, hits, depth + 1)
                    if states:
                        return states
    return ()


def _state_before(words: Words, own: Hit, hits: Mapping[int, Hit]) -> tuple[tuple[str | None, str | None], ...]:
    """ "Members of Kenya's Liberal Democratic Party" are Kenya's, whatever party the tables know by that name."""
    if own.row.kind not in ("organisation", "group"):
        return ()
    owners = [k for k in words.kids[own.head] if k < own.start and words.dep[k] == "poss"]
    return _distinct([hits[k] for k in owners if k in hits and hits[k] is not own and hits[k].row.country])


def _is_related(words: Words, i: int) -> bool:
    """ "An opponent of the Iraq War", "Mr Biden's son": what they are related to tells no state of theirs."""
    lists = vocabulary()
    return words.lemma[i] in lists.kin_nouns and words.lemma[i] not in lists.member_nouns


def _is_abroad(words: Words, start: int, i: int, owners: list[int]) -> bool:
    lists = vocabulary()
    if any(words.lower[j] in lists.abroad_words for j in range(max(start, i - _WIDEST), i)):
        return True
    return words.lemma[i] in lists.outsider_nouns and any(words.tag[k] == "PRP$" for k in owners)


def _adjective_states(words: Words, i: int, hits: Mapping[int, Hit]) -> tuple[tuple[str | None, str | None], ...]:
    """ "A French ally of the president": the state that stands right before the noun, and no other."""
    before = [k for k in words.kids[i] if k < i and words.dep[k] in ("amod", "nmod", "compound") and k in hits]
    return _distinct([hits[k] for k in before if hits[k].row.surface_kind == "adjective" and hits[k].row.country])


def _distinct(hits: list[Hit]) -> tuple[tuple[str | None, str | None], ...]:
    countries = tuple(dict.fromkeys((h.row.country, h.row.code) for h in hits if h.row.country))
    return countries or tuple(dict.fromkeys((h.row.country, h.row.code) for h in hits))


def phrase_founds(words: Words, phrase: Phrase) -> list[Found]:
    """One mention for each state that the phrase names; "British and French troops" are two actors."""
    kind = _kind(words, phrase)
    title = kind == "person" and phrase.role.office is not None and not phrase.indefinite
    single = phrase.indefinite or (kind == "person" and not phrase.plural)
    founds = []
    for country, code in phrase.states or ((None, None),):
        plural = phrase.plural or kind in ("group", "population")
        key = None if single else f"group:{country or code or ''}:{phrase.told}"
        founds.append(
            Found(
                start=phrase.start,
                end=phrase.end,
                head=phrase.head,
                form="title" if title else "noun",
                kind=kind,
                name=_name(words, phrase),
                country=country,
                code=code or country,
                sectors=phrase.role.sectors,
                role=phrase.told if kind == "person" else None,
                office=phrase.role.office if title and _holds(phrase) else None,
                key=key,
                noun=phrase.role.noun,
                definite=phrase.definite or not phrase.indefinite,
                plural=plural,
                bare=not phrase.states and not phrase.abroad and not (phrase.owned and kind in ("person", "group")),
            )
        )
    return founds


def _holds(phrase: Phrase) -> bool:
    """Nobody holds an office formerly, soon or for another; "acting president" is an office of its own."""
    acting = phrase.qualifier == "acting" and (phrase.role.office or "").startswith("acting")
    return not phrase.qualifier or acting


def _kind(words: Words, phrase: Phrase) -> ActorKind:
    """Ministers together are a group; one man, one rebel is a person, whatever the table's row of the many says."""
    kind = phrase.role.kind
    if kind == "person":
        return "group" if phrase.plural else "person"
    lists = vocabulary()
    last = words.lemma[phrase.head]
    one = last in lists.person_nouns or last in lists.male_titles or last in lists.female_titles
    return "person" if kind in ("group", "population") and one and words.tag[phrase.head] in ("NN", "NNP") else kind


def _name(words: Words, phrase: Phrase) -> str:
    """The phrase as told, without its article."""
    start = phrase.start
    while start < phrase.head and words.lower[start] in ("the", "a", "an", "both", "this", "that", "these", "those"):
        start += 1
    parts: list[str] = []
    for j in range(start, phrase.end):
        glue = j > start and words.at[j] == words.at[j - 1] + len(words.text[j - 1])
        parts.append(words.text[j] if glue or not parts else " " + words.text[j])
    return " ".join("".join(parts).split())
