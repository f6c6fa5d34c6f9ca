"""Which of a surface's meanings holds here: a state or a person, a government or a city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from toecap.annotate.actors.gazetteer import Surface
from toecap.annotate.actors.vocabulary import Vocabulary, vocabulary
from toecap.annotate.actors.words import Words
from toecap.annotate.places.gazetteer import fold, load_gazetteer
from toecap.knowledge.tables import Named

_SUBJECTS = {"nsubj", "nsubjpass", "agent", "dative", "poss"}
_ARGUMENTS = _SUBJECTS | {"dobj", "pobj", "appos", "attr", "conj", "ROOT", "npadvmod", "dep", "ccomp", "compound"}


class Hit(NamedTuple):
    """A surface with the one row chosen for it. `acting`: it is a party here, not only a place or a modifier."""

    start: int
    end: int
    head: int
    row: Named
    acting: bool


def sure_countries(surfaces: Sequence[Surface], home: str | None) -> Counter[str]:
    """How often the report names each state by a surface that can mean nothing else; its outlet's state once more."""
    sure: Counter[str] = Counter(
        row.country
        for surface in surfaces
        for row in surface.rows[:1]
        if row.country and not row.ambiguous and len({r.name for r in surface.rows}) == 1
    )
    if home:
        sure[home] += 1
    return sure


def choose_hits(
    words: Words, surfaces: Sequence[Surface], sure: Counter[str], surnames: frozenset[str], acronyms: frozenset[str]
) -> list[Hit]:
    """One row for each surface, or nothing where two meanings fit equally.

    `sure` counts the states that the report names without doubt. `surnames` are the last words of people whom it names
    in full: "Amman" after "Sudesh Amman" is no city. `acronyms` are those that the report explains itself.
    """
    hits = []
    for surface in surfaces:
        head = head_of(words, surface.start, surface.end)
        if _inside_person(words, surface, head) or words.phrase(surface.start, surface.end) in surnames | acronyms:
            continue
        if _is_money(words, surface) or _is_title(words, surface) or _is_namesake(words, surface):
            continue
        if _is_part_of_region(words, surface) or _is_minority(words, surface, head):
            continue
        row = _choose_row(surface.rows, sure)
        if row is None or (_doubtful(row) and not _supported(words, surface, head, row, sure)):
            continue
        hits.append(Hit(surface.start, surface.end, head, row, is_acting(words, head, row)))
    return hits


def head_of(words: Words, start: int, end: int) -> int:
    for i in range(end - 1, start - 1, -1):
        if not start <= words.head[i] < end or words.head[i] == i:
            return i
    return end - 1


def _choose_row(rows: tuple[Named, ...], sure: Counter[str]) -> Named | None:
    if len({row.name for row in rows}) == 1:
        return rows[0]
    ranked = sorted(rows, key=lambda row: (-sure[row.country] if row.country else 0, row.ambiguous))
    best, second = ranked[0], next(row for row in ranked if row.name != ranked[0].name)
    backed = sure[best.country] if best.country else 0
    rest = sure[second.country] if second.country else 0
    return best if backed > rest or (second.ambiguous and not best.ambiguous) else None


def _inside_person(words: Words, surface: Surface, head: int) -> bool:
    """ "Jordan" in "Jordan Smith" or "Mr Jordan" names a person, whatever the table says."""
    before = words.lower[surface.start - 1] if surface.start else ""
    if before in ("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "sir", "dr", "dr."):
        return True
    if any(word in surface.rows[0].surface for word in ("'", ".")) and surface.rows[0].cased:
        return False
    beside = surface.end < len(words.text) and words.ent[surface.end] == "PERSON" == words.ent[surface.end - 1]
    if beside and words.tag[surface.end] == "NNP" and words.head[surface.end - 1] >= surface.end:
        return surface.rows[0].surface_kind != "adjective" and words.lower[surface.start - 1 : surface.start] != ["of"]
    preceded = surface.start > 0 and words.ent[surface.start - 1] == "PERSON" == words.ent[surface.start]
    return preceded and words.tag[surface.start - 1] == "NNP" and words.head[surface.start - 1] == head


def _is_money(words: Words, surface: Surface) -> bool:
    """ "US$ 30,000", "the Canadian dollar"."""
    after = words.lower[surface.end] if surface.end < len(words.text) else ""
    return after.startswith("$") or after.rstrip("s") in ("dollar", "ruble", "rouble", "lira", "peso", "rupee", "krona")


def _is_namesake(words: Words, surface: Surface) -> bool:
    """ "Lebanon, Pennsylvania", "Athens, Georgia": a town of that name in another state."""
    after = surface.end + 1
    if words.lower[surface.end : after] != [","] or after >= len(words.text) or words.ent[after] != "GPE":
        return False
    countries = {spot.country for spot in load_gazetteer().regions.get(fold(words.text[after]), ()) if spot.country}
    return bool(countries) and not countries & {row.country for row in surface.rows}


def _is_minority(words: Words, surface: Surface, head: int) -> bool:
    """ "Ethnic Albanian guerrillas" may be anybody's but Albania's."""
    ethnic = words.lower[surface.start - 1 : surface.start] == ["ethnic"]
    return ethnic and surface.rows[0].surface_kind == "adjective" and words.dep[head] in ("amod", "nmod", "compound")


def _is_part_of_region(words: Words, surface: Surface) -> bool:
    """ "New Mexico", "Northern Ireland": a region whose name ends with a state's."""
    before = surface.start - 1
    if before < 0 or not words.text[before][:1].isupper() or surface.rows[0].surface_kind != "name":
        return False
    return fold(words.text_between(before, surface.end)) in load_gazetteer().regions


def _is_title(words: Words, surface: Surface) -> bool:
    """A book or a song by the name of a state, whole."""
    inside = words.ent[surface.start] == words.ent[surface.end - 1] == "WORK_OF_ART"
    return inside and surface.rows[0].surface_kind == "name"


def _supported(words: Words, surface: Surface, head: int, row: Named, sure: Counter[str]) -> bool:
    """An ambiguous surface counts when its country stands in the report by another name, and it can be a party."""
    if row.kind == "state" and _owns_an_office(words, head):
        return True
    if words.ent[head] == "PERSON" and row.surface_kind == "name" and not (row.country and sure[row.country]):
        return False
    if row.surface_kind == "abbreviation" and row.country and not sure[row.country]:
        return False
    if row.surface_kind == "metonym" or (row.cased and " " in row.surface):
        after = surface.end < len(words.text) and words.tag[surface.end] in ("NN", "NNS", "CD")
        followed = after and surface.end in (words.head[head], *words.kids[head])
        return words.dep[head] in _ARGUMENTS and not followed
    return bool(row.country and sure[row.country]) or (not row.country and words.ent[head] in ("ORG", "NORP"))


def _owns_an_office(words: Words, head: int) -> bool:
    """ "Jordan's king", "Georgia's parliament": whoever has these is a state."""
    owned = words.head[head]
    nouns = vocabulary().state_owned_nouns
    before = [k for k in words.kids[owned] if head < k < owned]  # "Jordan's King Abdullah"
    return words.dep[head] == "poss" and any(
        words.lower[k] in nouns or words.lemma[k] in nouns for k in (owned, *before)
    )


def _doubtful(row: Named) -> bool:
    """Letters may stand for anything: those of a state's body need that state in the report."""
    return row.ambiguous or (row.surface_kind == "abbreviation" and row.kind != "state" and row.country is not None)


def is_acting(words: Words, head: int, row: Named) -> bool:
    """Whether a capital or seat stands for its government here; other surfaces always name their actor."""
    if row.surface_kind != "capital":
        return True
    lists = vocabulary()
    dep, parent = words.dep[head], words.head[head]
    while dep == "conj" and parent != words.head[parent]:
        dep, parent = words.dep[parent], words.head[parent]
    if dep in _SUBJECTS:
        return not any(words.dep[k] in ("attr", "acomp") for k in words.kids[parent])
    if dep == "dobj":
        return words.lemma[parent] not in (
            "leave",
            "reach",
            "visit",
            "hit",
            "shell",
            "bomb",
            "enter",
            "capture",
            "flee",
        )
    return dep == "pobj" and _party_preposition(words, parent, lists)


def _party_preposition(words: Words, preposition: int, lists: Vocabulary) -> bool:
    word = words.lower[preposition]
    if word in lists.party_prepositions:
        return True
    return word in ("to", "from", "for", "on") and words.lemma[words.head[preposition]] in lists.transfer_words
