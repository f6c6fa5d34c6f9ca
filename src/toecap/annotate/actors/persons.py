"""One key for each person of a report: full names, surnames, the offices of the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from toecap.annotate.actors.found import Found, as_the_same
from toecap.annotate.actors.offices import folded, held_role, known_person, known_surname
from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import Words
from toecap.knowledge.tables import Knowledge, Official

# The Obama, the Trump, the Assad of a report that names relatives too.
_LEADING = ("president", "prime minister", "chancellor", "monarch", "supreme leader", "vice president")


def link_people(founds: Sequence[Found], knowledge: Knowledge, countries: Counter[str], day: str | None) -> list[Found]:
    """The named mentions with their person's key, canonical name, country and role."""
    full = [f for f in founds if len(f.name.split()) > 1]
    clusters = _clusters(full)
    told: dict[str, Found] = {}
    for found in full:
        key = clusters[folded(found.name)]
        told[key] = _richer(told[key], found) if key in told else found
    people = {key: _person(found, knowledge, countries, day) for key, found in told.items()}
    by_word = _by_word(people)
    out = []
    for found in founds:
        if len(found.name.split()) > 1:
            out.append(_as(found, people[clusters[folded(found.name)]]))
        else:
            out.append(_surname(found, by_word, people, knowledge, countries, day))
    return out


def _clusters(full: Sequence[Found]) -> dict[str, str]:
    """Folded full name -> the longest folded name that it agrees with in first and last word, or that ends with it.

    "De La Fuente" is Rocky De La Fuente, and "Tom Cruise" the one told of before as "Scientologist Tom Cruise".
    """
    names = sorted({folded(f.name) for f in full}, key=lambda n: (-len(n.split()), n))
    chosen: dict[tuple[str, str], str] = {}
    out: dict[str, str] = {}
    for name in names:
        parts = name.split()
        first, last = parts[0], parts[-1]
        keys = [(first, last)] + ([(first[:1], last)] if len(first) == 1 else [])
        found = next((chosen[key] for key in keys if key in chosen), None) or _ending(out, name) or name
        chosen.setdefault((first, last), found)
        chosen.setdefault((first[:1], last), found)
        out[name] = found
    return out


def _ending(longer: Mapping[str, str], name: str) -> str | None:
    """The one person whose longer name ends with this one."""
    people = {key for full, key in longer.items() if full.endswith(" " + name)}
    return next(iter(people)) if len(people) == 1 else None


def _richer(one: Found, other: Found) -> Found:
    """What two mentions of a person tell together; the first to tell a thing is kept."""
    return one._replace(
        country=one.country or other.country,
        code=one.code or other.code,
        sectors=one.sectors or other.sectors,
        role=one.role or other.role,
        office=one.office or other.office,
        name=max(one.name, other.name, key=len),
    )


def _person(found: Found, knowledge: Knowledge, countries: Counter[str], day: str | None) -> Found:
    offices = known_person(knowledge, found.name, found.country, found.office, countries, day)
    if offices:
        return with_offices(knowledge, found, offices, day)
    return found._replace(key=f"person:{folded(found.name)}")


def with_offices(knowledge: Knowledge, found: Found, offices: Sequence[Official], day: str | None) -> Found:
    """The mention as the official whom the tables know, with the office held that day unless another was told."""
    held = held_role(offices, day)
    row = held or max(offices, key=lambda o: o.end or o.start or "")
    country = found.country or (row.country if len(row.country) == 3 and row.country.isalpha() else None)
    code = row.country
    above = code in ("UNO", "EUR", "IGO", "NGO")
    return found._replace(
        key=f"person:{folded(row.person)}",
        name=found.name if found.form == "name" and " " in found.name else row.person,
        country=None if above and found.country is None else country,
        code=found.code or code,
        sectors=found.sectors or (_sectors(knowledge, held.office) if held else ()),
        role=found.role or (held.office if held else None),
        office=found.office or (held.office if held else None),
        wikidata=row.wikidata,
    )


def _sectors(knowledge: Knowledge, office: str) -> tuple[str, ...]:
    """A senator is of the legislature, a rebel leader of the rebels; an office that no noun tells is a government's."""
    noun = knowledge.role_nouns.get(office)
    return (noun.sectors if noun else ()) or ("GOV",)


def _as(found: Found, person: Found) -> Found:
    return as_the_same(found, person)._replace(kind="person", role=person.role, office=person.office)


def _by_word(people: Mapping[str, Found]) -> dict[str, list[str]]:
    """Word of a name -> clusters it may stand for alone; last words go before others."""
    last: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    for key in people:
        parts = key.split()
        last.setdefault(parts[-1], []).append(key)
        for part in parts[:-1]:
            if len(part) > 1:
                other.setdefault(part, []).append(key)
    return other | last


def _surname(
    found: Found,
    by_word: Mapping[str, list[str]],
    people: Mapping[str, Found],
    knowledge: Knowledge,
    countries: Counter[str],
    day: str | None,
) -> Found:
    """ "Mr Johnson" is the Johnson named in full; with two of them, the one named last before it."""
    word = folded(found.name)
    keys = by_word.get(word, [])
    if len(keys) > 1 and found.office:
        keys = [key for key in keys if people[key].office == found.office] or keys
    if len(keys) > 1:
        before = [key for key in keys if people[key].start < found.start]
        keys = before if len(before) == 1 else keys
    if len(keys) > 1:
        keys = _likelier(found, keys, people)
    if len(keys) == 1:
        return _as(found, people[keys[0]])
    if keys:
        return found._replace(key=f"person:{word}")
    row = known_surname(knowledge, found.name, found.country, found.office, countries, day)
    if row is not None:
        return with_offices(knowledge, found, (row,), day)
    return found._replace(key=f"person:{word}")


def _likelier(found: Found, keys: list[str], people: Mapping[str, Found]) -> list[str]:
    """Of one surname those whom "Mr" or "Mrs" fits; of these a state's leader, else whom the tables know."""
    lists = vocabulary()
    for title, names in ((lists.male_titles, lists.female_names), (lists.female_titles, lists.male_names)):
        if found.noun in title:
            keys = [key for key in keys if key.split()[0] not in names] or keys
    leaders = [key for key in keys if people[key].office in _LEADING]
    known = leaders or [key for key in keys if people[key].wikidata]
    return known if len(known) == 1 else keys


def known_people(names: Sequence[Found], knowledge: Knowledge, countries: Counter[str], day: str | None) -> list[Found]:
    """Names that spaCy took for no person, but that are the full names of officials whom the tables know."""
    out = []
    for name in names:
        known = " " in name.name and name.country is None
        offices = known_person(knowledge, name.name, None, None, countries, day) if known else ()
        out.append(with_offices(knowledge, name._replace(kind="person", bare=False), offices, day) if offices else name)
    return out


def as_people(names: Sequence[Found], people: Sequence[Found]) -> list[Found]:
    """An entity of one word ("Sanders", taken for an organisation) that is the last word of just one person's name.

    A full name of unknown kind counts as a person's here.
    """
    last: dict[str, dict[str | None, Found]] = {}
    for person in [*people, *(name for name in names if name.kind == "unknown" and " " in name.name)]:
        last.setdefault(folded(person.name).split()[-1], {})[person.key] = person
    out = []
    for name in names:
        same = last.get(folded(name.name), {}) if " " not in name.name else {}
        one = next(iter(same.values())) if len(same) == 1 else None
        out.append(name if one is None else _as(name, one)._replace(kind=one.kind))
    return out


def _may_be_name(words: Words, i: int) -> bool:
    """The tagger takes rare names for adjectives or interjections; a word that opens a sentence may be just that."""
    if words.tag[i].startswith("NN") or words.tag[i] in ("UH", "FW"):
        return True
    return i > 0 and words.sent[i] == words.sent[i - 1] and words.tag[i] in ("JJ", "RB", "VB", "VBD", "VBP", "XX")


def unlabelled_surnames(words: Words, founds: Sequence[Found], taken: set[int]) -> list[Found]:
    """Capitalised words that spaCy took for no entity, but that are the last word of a person named in full."""
    names = [folded(found.name).split() for found in founds]
    last = {parts[-1] for parts in names if len(parts) > 1}
    out = []
    for i, text in [(i, text) for i, text in enumerate(words.text) if text[:1].isupper()] if last else ():
        if i in taken or words.dep[i] == "compound" or folded(text) not in last or not _may_be_name(words, i):
            continue
        start = i
        while start and start - 1 not in taken and words.head[start - 1] == i and words.tag[start - 1] == "NNP":
            start -= 1
        out.append(Found(start=start, end=i + 1, head=i, form="name", kind="person", name=text))
    return out
