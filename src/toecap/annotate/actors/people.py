"""People by name: spaCy's PERSON entities, and other capitalised words that a title or an apposition makes a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.nouns import Phrase, qualifier
from toecap.annotate.actors.surfaces import Hit
from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import Words
from toecap.knowledge.tables import Named

_TITLE_DEPS = {
    "compound",
    "amod",
    "nmod",
    "det",
    "poss",
    "case",
    "nummod",
    "punct",
    "appos",
    "prep",
    "pobj",
    "nsubj",
    "dep",
}
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_MOST_TITLE_WORDS = 12
_GENERAL_THINGS = ("public", "assembly", "electric", "motors", "motor", "mills", "dynamics", "hospital", "santos")
_LINKS = ("of", "for", "from", "in")  # between a title and its place: "Senator from Vermont"
PhraseAt = Callable[[int], Phrase | None]


class Name(NamedTuple):
    """A personal name's tokens, without titles; `start` and `end` are the name's, `head` its syntactic head."""

    start: int
    end: int
    head: int
    sure: bool


def full_surnames(words: Words) -> frozenset[str]:
    """Last words, in small letters, of the people whom the report names with at least two words."""
    return frozenset(
        words.lower[end - 1]
        for start, end, label in words.ents
        if label == "PERSON" and end - start > 1 and words.tag[end - 2] == "NNP" and words.text[end - 1].isalpha()
    )


def find_names(words: Words, hits: Mapping[int, Hit], phrase_at: PhraseAt) -> Iterator[Name]:
    for first, last, label in words.ents:
        if label not in ("PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "WORK_OF_ART"):
            continue
        person = label == "PERSON"
        start, end = _trim(words, first, last, hits, person)
        start = _after_titles(words, start, end, phrase_at) if person else start
        if start >= end or end - start > 6 or _is_thing(words, start, end):
            continue
        head = _head_in(words, start, end)
        if any(j in hits and not hits[j].row.ambiguous for j in range(start, end)) and not _personal(words, start, end):
            continue
        named = words.tag[head] in _NAME_TAGS or (person and words.text[head][:1].isupper())
        if named and (person or _called_a_person(words, start, end, head, phrase_at)):
            yield Name(start, end, head, person)


def _trim(words: Words, start: int, end: int, hits: Mapping[int, Hit], person: bool) -> tuple[int, int]:
    """Takes titles, articles, line breaks and possessive marks off an entity's edges."""
    titles = vocabulary().honorifics
    for j in range(start, end):
        if "\n" in words.text[j] or words.text[j] in ",;:()":
            end = j if j > start else end
            break
    while start < end and (
        (person and words.lower[start] in titles)
        or words.tag[start] in ("DT", "IN", "POS")
        or "\n" in words.text[start]
    ):
        start += 1
    while end > start and (words.tag[end - 1] == "POS" or not words.text[end - 1][:1].isalpha()):
        end -= 1
    while person and end - start > 2 and words.lower[end - 1] in ("image", "photo", "picture", "file"):
        end -= 1  # "Kamala Harris | Image: ..." under a picture
    while _goes_on(words, end):
        end += 1  # spaCy cut the name short
    while start and person and _is_cut_off(words, start - 1, start, end, hits):
        start -= 1
    if end - start > 2 and start in hits and start and words.lower[start - 1] in ("of", "for"):
        start = hits[start].end  # "First Minister of | Scotland Nicola Sturgeon"
    elif end - start == 3 and start and words.lower[start - 1] in _LINKS and words.text[start + 1][1:].islower():
        start += _surely_no_name(words, start)
    return start, end


def _goes_on(words: Words, end: int) -> bool:
    if end >= len(words.text) or words.tag[end] not in _NAME_TAGS or not words.text[end][:1].isupper():
        return False
    return not words.ent[end] and words.head[end - 1] == end


def _after_titles(words: Words, start: int, end: int, phrase_at: PhraseAt) -> int:
    """ "CEO | Steve Jobs", "Crown Prince | Mohammad bin Salman": titles that spaCy took into a name of at least two."""
    given = vocabulary().given_names
    for j in range(end - 3, start - 1, -1):
        phrase = phrase_at(j)
        if phrase is None or phrase.role.kind != "person" or phrase.plural:
            continue
        if j > start or words.lower[j] not in given:  # "Prince" and "Judge" are first names too
            return j + 1
    return start


def _is_thing(words: Words, start: int, end: int) -> bool:
    """ "Typhoon Haiyan", "Bird Flu", "Bradley International Airport", "H5N1": what spaCy takes for people."""
    lists = vocabulary()
    if words.lower[start - 1 : start] == ["general"] and words.lower[start] in _GENERAL_THINGS:
        return True
    numbered = any(c.isdigit() for c in words.text_between(start, end))
    kind = words.lower[start] in lists.thing_starts and end - start > 1
    named_after = words.lower[start] in lists.given_names and end - start > 1
    return numbered or kind or (words.lower[end - 1] in lists.thing_words and not named_after)


def _is_cut_off(words: Words, i: int, start: int, end: int, hits: Mapping[int, Hit]) -> bool:
    """ "Zine El | Abidine Ben Ali": a capitalised word that hangs on the name and is neither title nor place."""
    lists = vocabulary()
    word = words.lower[i]
    if (
        not (words.tag[i] == "NNP" or words.dep[i] == "compound")
        or words.ent[i] not in ("", "PERSON")
        or i in hits
        or not words.text[i][:1].isupper()
    ):
        return False
    if i > 1 and words.lower[i - 1] in _LINKS and words.lemma[i - 2] in lists.person_nouns:
        return False  # "Minister of Information | Moammar al-Eryani"
    titles = lists.honorifics | lists.person_nouns | lists.organisation_nouns | lists.group_nouns
    return start <= words.head[i] < end and word.isalpha() and len(word) > 1 and word not in titles


def _surely_no_name(words: Words, start: int) -> bool:
    """ "Mayor of | Koszalin | Piotr Jedlinski": three words after "of" a title, the first no first name."""
    lists = vocabulary()
    titled = (
        start > 1 and words.lemma[start - 2] in lists.person_nouns and words.lemma[start - 2] not in lists.kin_nouns
    )
    return titled and words.lower[start] not in lists.given_names


def _head_in(words: Words, start: int, end: int) -> int:
    for i in range(end - 1, start - 1, -1):
        if not start <= words.head[i] < end or words.head[i] == i:
            return i
    return end - 1


def _personal(words: Words, start: int, end: int) -> bool:
    return end - start == 2 and words.lower[start] in vocabulary().given_names


def _called_a_person(words: Words, start: int, end: int, head: int, phrase_at: PhraseAt) -> bool:
    """A title before it ("Mr Kosiec"), or it explains a single person's role ("..., Dmitry Polyanskiy")."""
    before = words.lower[start - 1] if start else ""
    if before in vocabulary().honorifics and words.tag[start] in _NAME_TAGS:
        return True
    if words.lower[start] in vocabulary().given_names and _full_name(words, start, end, phrase_at):
        return True
    if words.dep[head] != "appos" or words.tag[head] != "NNP" or end - start < 2:
        return False
    phrase = phrase_at(words.head[head])
    return phrase is not None and phrase.role.kind == "person" and not phrase.plural


def _full_name(words: Words, start: int, end: int, phrase_at: PhraseAt) -> bool:
    """ "Peyton Manning", "Ricardo Rosselló Nevares": proper nouns, none of them a body or a trade."""
    plain = all(
        words.tag[j] == "NNP" and words.text[j].isalpha() and not words.text[j].isupper() for j in range(start, end)
    )
    lists = vocabulary()
    bodies = lists.thing_words | lists.organisation_nouns | lists.group_nouns
    named = not any(words.lower[j] in bodies for j in range(start + 1, end))
    return plain and named and 2 <= end - start <= 4 and phrase_at(end - 1) is None


def name_found(words: Words, name: Name, hits: Mapping[int, Hit], phrase_at: PhraseAt) -> Found:
    """The mention of a named person with the title before it and the apposition beside it."""
    start = _with_title(words, name)
    told, office, country, code, sectors = _title(words, start, name, hits, phrase_at)
    if told is None:
        told, office, country, code, sectors = _apposed(words, name, phrase_at)
    text = " ".join(words.text[j] for j in range(name.start, name.end))
    return Found(
        start=start,
        end=name.end,
        head=name.head,
        form="name",
        kind="person",
        name=text.replace(" - ", "-").replace(" ’", "’").replace(" '", "'"),
        country=country,
        code=code or country,
        sectors=sectors,
        role=told,
        office=office,
        noun=words.lower[name.start - 1] if name.start > start else "",
    )


def _with_title(words: Words, name: Name) -> int:
    """Leftwards over the words that belong to the name's noun phrase."""
    start = name.start
    while start > max(0, name.start - _MOST_TITLE_WORDS):
        j = start - 1
        inside = start <= words.head[j] < name.end or words.head[j] == name.head
        if not inside or words.dep[j] not in _TITLE_DEPS or words.text[j] in ',;:()“”"' or "\n" in words.text[j]:
            break
        if words.tag[j].startswith("VB") or words.tag[j] in ("IN", "TO", "CC", "PRP"):
            break
        start = j
    return start


_Title = tuple[str | None, str | None, str | None, str | None, tuple[str, ...]]
_NO_TITLE: _Title = (None, None, None, None, ())


def _title(words: Words, start: int, name: Name, hits: Mapping[int, Hit], phrase_at: PhraseAt) -> _Title:
    """The role and state in the words before a name: "former Australian prime minister Kevin Rudd"."""
    roles = [j for j in range(start, name.start) if (p := phrase_at(j)) is not None and p.role.kind == "person"]
    named = [hits[j].row for j in range(start, name.start) if j in hits]
    state = next((row for row in named if row.country), None) or _owner_before(words, start, hits)
    state = state or next((row for row in named if row.code), None)
    country, code = (state.country, state.code) if state else (None, None)
    if not roles:
        outer = phrase_at(words.head[name.head]) if words.dep[name.head] == "appos" else None
        return _NO_TITLE if country is None or outer else (None, None, country, code, ())
    last = phrase_at(roles[-1])
    if last is None or words.lower[roles[-1]] in ("mr", "sir"):
        return _NO_TITLE
    kind = qualifier(words.lower[start : name.start])
    told = [
        words.text[j] if words.text[j].isupper() else words.lower[j]
        for j in range(start, roles[-1] + 1)
        if not (j in hits and hits[j].row.country) and words.tag[j] not in ("DT", "POS", "PRP$")
    ]
    if last.role.office and told and told[-1].endswith("."):
        told[-1] = last.role.office  # "Sen.", "Gov."
    return (
        _spelt(told) or None,
        None if kind else last.role.office,
        country,
        code,
        last.role.sectors,
    )


def _spelt(told: list[str]) -> str:
    """The words of a title with its points and hyphens closed up: "lt. gen.", "secretary-general"."""
    return " ".join(told).replace(" .", ".").replace(" - ", "-").strip(" -")


def _owner_before(words: Words, start: int, hits: Mapping[int, Hit]) -> Named | None:
    """ "First Minister of Scotland | Nicola Sturgeon": the state of an "of" phrase that the parse cut off."""
    if start >= 2 and start - 1 in hits and words.lower[hits[start - 1].start - 1] in ("of", "for"):
        return hits[start - 1].row
    return None


def _apposed(words: Words, name: Name, phrase_at: PhraseAt) -> _Title:
    """The role that an apposition on either side tells: "Dmytro Kuleba, the foreign minister of Ukraine"."""
    for token in title_heads(words, name, phrase_at):
        phrase = phrase_at(token)
        if phrase is not None:
            country, code = phrase.states[0] if len(phrase.states) == 1 else (None, None)
            office = None if phrase.qualifier else phrase.role.office
            return phrase.told, office, country, code, phrase.role.sectors
    return _NO_TITLE


def title_heads(words: Words, name: Name, phrase_at: PhraseAt) -> list[int]:
    """Heads of the role phrases that are one with this name: by apposition, side by side, or "a man named Wong"."""
    beside = [k for k in words.kids[name.head] if words.dep[k] == "appos" and k >= name.end]
    if words.dep[name.head] == "appos":
        beside.append(words.head[name.head])
    if name.start:
        beside.append(name.start - 1)
        long = _long_title(words, name, phrase_at)
        beside += [long] if long is not None else []
    verb = words.head[name.head]
    if words.lower[verb] in ("named", "called") and words.dep[verb] == "acl":
        # "A man named Wong"; but "the prime minister named Wong" chose him
        titled = phrase_at(words.head[verb])
        beside += [words.head[verb]] if titled is not None and titled.role.office is None else []
    return [t for t in beside if _is_title(words, t, phrase_at)]


def _is_title(words: Words, token: int, phrase_at: PhraseAt) -> bool:
    phrase = phrase_at(token)
    return phrase is not None and phrase.role.kind == "person" and not phrase.plural


def _long_title(words: Words, name: Name, phrase_at: PhraseAt) -> int | None:
    """ "Mayor of Koszalin | Piotr Jedlinski", where the parse takes the name for part of the "of" phrase.

    Not "mother of President Smith": kinship and a title in between tell of somebody else.
    """
    last = name.start - 1
    if not words.tag[last].startswith("NN") or _is_title(words, last, phrase_at) or name.end - name.start < 2:
        return None
    for j in range(last - 1, max(-1, last - _MOST_TITLE_WORDS), -1):
        if words.text[j] in ',;:.“”"' or "\n" in words.text[j] or words.tag[j].startswith(("VB", "PRP", "W")):
            return None
        if _is_title(words, j, phrase_at) and words.lower[j + 1] in ("of", "for", "at"):
            return None if words.lemma[j] in vocabulary().kin_nouns else j
    return None


def _names_a_body(words: Words, start: int, end: int) -> bool:
    """ "General Motors", "General Public License", "General Santos City": the word is part of a name, no rank."""
    inside = any(first < start < last and label != "PERSON" for first, last, label in words.ents_at(start))
    return words.lower[start - 1] == "general" and (
        inside or words.tag[end - 1] == "NNPS" or words.lower[start] in _GENERAL_THINGS
    )


def untagged_names(words: Words, taken: set[int], hits: Mapping[int, Hit], phrase_at: PhraseAt) -> Iterator[Name]:
    """Capitalised words after a capitalised title that spaCy took for no person: "Chief Superintendent Mijares"."""
    named = 1  # behind the last name
    for i in [i for i, tag in enumerate(words.tag) if tag in _NAME_TAGS and i]:
        if i < named or i in taken or i in hits or words.ent[i] in ("PERSON", "DATE"):
            continue
        end = i
        while end < len(words.text) and end - i < 4 and words.tag[end] in _NAME_TAGS:
            if end in taken or end in hits:
                break
            end += 1
        titled = words.lower[i - 1] in vocabulary().honorifics or _is_title(words, i - 1, phrase_at)
        titled = titled and not _names_a_body(words, i, end)
        own = phrase_at(end - 1)
        inner = words.dep[end - 1] == "compound" and words.head[end - 1] >= end
        if titled and words.text[i - 1][:1].isupper() and words.text[i][:1].isupper() and own is None and not inner:
            yield Name(i, end, _head_in(words, i, end), False)
            named = end
