"""The spaCy component "toecap.actors": mentions in, actors out, in the order in which the rules build on each other."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from spacy.tokens import Doc

from toecap.annotate.actors.assemble import assemble
from toecap.annotate.actors.countries import country_counts, dominant_country, fill_countries
from toecap.annotate.actors.found import Found
from toecap.annotate.actors.gazetteer import Gazetteer, build_gazetteer, defined_acronyms, find_surfaces
from toecap.annotate.actors.lookup import index_mentions
from toecap.annotate.actors.named import hit_found
from toecap.annotate.actors.names import unknown_names
from toecap.annotate.actors.nouns import Phrase, find_role, phrase_founds, read_phrase
from toecap.annotate.actors.organisations import find_organisations, join_acronyms, join_apposed
from toecap.annotate.actors.people import Name, find_names, full_surnames, name_found, title_heads, untagged_names
from toecap.annotate.actors.persons import as_people, known_people, link_people, unlabelled_surnames
from toecap.annotate.actors.quantities import hyphened_founds, quantity_founds
from toecap.annotate.actors.related import of_persons
from toecap.annotate.actors.repeated import join_repeated
from toecap.annotate.actors.short_names import short_names
from toecap.annotate.actors.surfaces import Hit, choose_hits, sure_countries
from toecap.annotate.actors.titles import resolve_titles
from toecap.annotate.actors.towns import find_towns
from toecap.annotate.actors.utterances import utterance_founds
from toecap.annotate.actors.vocabulary import outlet_country
from toecap.annotate.actors.words import NOUN_TAGS, Words, read_words
from toecap.annotate.places.gazetteer import load_gazetteer
from toecap.annotate.register import register_component
from toecap.knowledge import load
from toecap.knowledge.tables import Knowledge

PhraseAt = Callable[[int], Phrase | None]


def _set_extensions() -> None:
    for name, default in (("actors", ()), ("mentions", ()), ("statements", ()), ("published", None), ("outlet", None)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def find_actors(doc: Doc, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
    """Fills `doc._.actors` and `doc._.mentions`."""
    words = read_words(doc)
    published: date | None = doc._.published
    day = published.isoformat() if published else None
    home = outlet_country(doc._.outlet)
    surnames = full_surnames(words)
    surfaces = list(find_surfaces(words, gazetteer, day))
    sure = sure_countries(surfaces, home)
    at_surfaces = {j for surface in surfaces for j in range(surface.start, surface.end)}
    sure.update(hit.row.country or "" for hit in find_towns(words, at_surfaces, sure, load_gazetteer(), surnames))
    chosen = choose_hits(words, surfaces, sure, surnames, defined_acronyms(words, gazetteer))
    hits = {j: hit for hit in chosen for j in range(hit.start, hit.end)}
    towns = list(find_towns(words, hits, country_counts(chosen, home), load_gazetteer(), surnames))
    chosen += towns
    hits |= {j: hit for hit in towns for j in range(hit.start, hit.end)}
    phrase_at = _phrase_reader(words, knowledge, gazetteer.heads, hits)
    counts = country_counts(chosen, home)
    dominant = dominant_country(counts)

    names = list(find_names(words, hits, phrase_at))
    taken = {j for name in names for j in range(name.start, name.end)}
    names += untagged_names(words, taken, hits, phrase_at)
    people = [name_found(words, name, hits, phrase_at) for name in names]
    taken = {j for name in names for j in range(name.start, name.end)}
    people += unlabelled_surnames(words, people, taken | hits.keys())
    people = link_people(people, knowledge, counts, day)
    taken |= {f.head for f in people}

    organisations = find_organisations(words, hits, taken, phrase_at)
    taken |= {f.head for f in organisations}
    organisations += unknown_names(words, hits, taken, phrase_at)
    organisations = as_people(known_people(organisations, knowledge, counts, day), people)
    taken |= {f.head for f in organisations}
    nouns = _noun_founds(words, hits, taken, phrase_at)
    nouns = _join_appositions(words, names, people, nouns, phrase_at)
    titles = resolve_titles([f for f in nouns if f.form == "title" or f.role], people, knowledge, day, home, dominant)
    titled = {(f.start, f.head, f.country): f for f in titles}
    rest = [f for f in nouns if not (f.form == "title" or f.role)]
    free = [hit for hit in chosen if hit.head not in taken]
    named = [f for hit in free if (f := hit_found(words, hit, hits)) is not None]
    founds = people + organisations + list(titled.values()) + rest + named
    founds = short_names(words, join_apposed(words, join_acronyms(words, founds)), taken)
    founds = of_persons(words, fill_countries(sorted(founds, key=lambda f: (f.start, -f.end)), dominant))
    founds = join_repeated(words, founds)
    founds += hyphened_founds(words, founds)
    founds += quantity_founds(words, founds)
    founds += utterance_founds(words, founds, phrase_at)
    doc._.actors, doc._.mentions = assemble(founds)
    doc.user_data["toecap.words"] = words
    index_mentions(doc)


def _phrase_reader(words: Words, knowledge: Knowledge, heads: frozenset[str], hits: Mapping[int, Hit]) -> PhraseAt:
    """Reads the noun phrase headed by a token once, however many rules ask for it."""
    memo: dict[int, Phrase | None] = {}

    def phrase_at(i: int) -> Phrase | None:
        if i not in memo:
            role = find_role(words, i, knowledge.role_nouns, heads)
            memo[i] = read_phrase(words, i, role[1], hits) if role else None
        return memo[i]

    return phrase_at


def _noun_founds(words: Words, hits: Mapping[int, Hit], taken: set[int], phrase_at: PhraseAt) -> list[Found]:
    out: list[Found] = []
    for i in [i for i, tag in enumerate(words.tag) if tag in NOUN_TAGS]:
        if i in taken or (i in hits and hits[i].head == i) or words.dep[i] in ("amod", "nmod", "npadvmod", "nummod"):
            continue
        phrase = phrase_at(i)
        if phrase is None or _is_aim(words, phrase):
            continue
        inner = words.dep[i] == "compound"
        if inner and (phrase.role.kind == "person" or phrase_at(words.head[i]) is not None):
            continue  # "police vans" names the police, "police chief" and "President Biden" somebody else
        out.extend(phrase_founds(words, phrase))
    return out


def _is_aim(words: Words, phrase: Phrase) -> bool:
    """ "Running for president", "reinstated as leader": the office without an article, and nobody in it."""
    before = words.lower[phrase.start - 1] if phrase.start else ""
    bare = phrase.start == phrase.head and words.tag[phrase.head] in ("NN", "NNP")
    return bare and phrase.role.kind == "person" and before in ("for", "as", "become", "becomes", "became")


def _join_appositions(
    words: Words, names: Sequence[Name], people: Sequence[Found], nouns: Sequence[Found], phrase_at: PhraseAt
) -> list[Found]:
    """ "Russia's deputy UN ambassador, Dmitry Polyanskiy": the role phrase is a mention of the person."""
    person_at = {f.head: f for f in people}
    owner = {t: person_at[n.head] for n in names if n.head in person_at for t in title_heads(words, n, phrase_at)}
    out = []
    for noun in nouns:
        person = owner.get(noun.head)
        if person is not None:
            noun = noun._replace(
                key=person.key,
                name=person.name,
                kind="person",
                country=person.country,
                code=person.code,
                sectors=person.sectors,
                wikidata=person.wikidata,
                bare=False,
            )
        out.append(noun)
    return out


@functools.cache
def _tables() -> tuple[Knowledge, Gazetteer]:
    knowledge = load()
    return knowledge, build_gazetteer(knowledge)


def annotate_actors(doc: Doc) -> Doc:
    """The component: the built-in tables and the user's, read when the first report comes."""
    find_actors(doc, *_tables())
    return doc


_set_extensions()
register_component(
    "toecap.actors",
    annotate_actors,
    requires=("token.tag", "token.lemma", "token.dep", "doc.ents"),
    assigns=("doc._.actors", "doc._.mentions"),
)
