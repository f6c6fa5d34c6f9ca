"""The dated officials, from the sources that may be built in. For build_knowledge.py only."""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from knowledge_names import SLAVIC, aliases, is_latin, plain, surname_spellings, surnames, without_qualifier
from knowledge_offices import office_of

SINCE = "1990"
# Ambassadors are many and seldom named; the early ones are left out for the sake of the loading time.
AMBASSADORS_SINCE = "2005"
# The page of January 2023 is the last that shows these; nothing is known of them afterwards.
LAST_FULL_PAGE = "2023-02"
SINGLE = frozenset(
    {
        "president",
        "prime minister",
        "chancellor",
        "monarch",
        "foreign minister",
        "defence minister",
        "interior minister",
        "finance minister",
    }
)
MINISTERS = frozenset(
    {
        "foreign minister",
        "defence minister",
        "interior minister",
        "finance minister",
        "justice minister",
        "deputy prime minister",
        "deputy foreign minister",
        "deputy defence minister",
        "deputy interior minister",
        "spokesperson",
    }
)
HEADS = frozenset({"president", "prime minister", "chancellor"})
# The Factbook tells the head of state of a territory again; those of its rows that are wrong are named one by one.
TERRITORIES = frozenset({"ASM", "GUM", "MNP", "PRI", "VIR"})
FACTBOOK_ERRORS = frozenset({("ISL", "2024-08-01"), ("KGZ", "2024-12-18"), ("TGO", "2025-05-03")})
OFFICES_OF_ROLE = {
    "chief of state": frozenset({"president", "acting president", "vice president"}),
    "head of government": frozenset({"prime minister", "acting prime minister", "chancellor"}),
}
SAME_PERSON_DAYS = 40
WORLD = {"United Nations": "UNO", "World Health": "UNO", "NATO": "IGO"}
Codes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office, as a source has it."""

    person: str
    other_name: str
    country: str
    office: str
    title: str
    start: str
    end: str
    approximate_end: bool
    wikidata: str
    source: str


def officials(sources: Path, codes: Codes) -> list[dict[str, str]]:
    """All rows of officials.csv, sorted."""
    told = list(_wikidata(sources, codes))
    terms = [term for term in told if term.country != "GBR" or not _told_by_ifg(term)]
    terms += _united_kingdom(sources, told)
    terms = _merged(_identified(terms))
    terms = _with_factbook(terms, list(_factbook(sources, codes)))
    terms = _merged([term for term in _successions(terms) if not term.end or term.end >= SINCE])
    given = frozenset(term.person.split()[0] for term in terms)
    terms = [term for term in terms if not term.end or term.end >= term.start[: len(term.end)]]
    # Wikidata has a few people under two ids: one row tells the term.
    once = {(term.person, term.country, term.office, term.start, term.title): term for term in terms}
    return sorted((_row(term, given) for term in once.values()), key=lambda row: tuple(row.values()))


def _told_by_ifg(term: Term) -> bool:
    return term.office in {*SINGLE, "justice minister", "deputy prime minister"} - {"monarch"}


def _wikidata(sources: Path, codes: Codes) -> Iterator[Term]:
    with gzip.open(sources / "officeholders_wikidata_all.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            country = _country(row, codes)
            office = office_of(row["position"], country) if country else ""
            name = _readable(row)
            if not (office and name and re.fullmatch(r"[\d-]+", row["start"])) or (
                row["end"] and row["end"] < max(SINCE, row["start"])
            ):
                continue
            if office == "ambassador" and row["end"] and row["end"] < AMBASSADORS_SINCE:
                continue
            unknown = row["end_basis"] == "open_in_2023_not_shown_later"
            yield Term(
                person=name,
                other_name=without_qualifier(row["enwiki"]),
                country=country,
                office=office,
                title=row["position"],
                start=row["start"],
                end=LAST_FULL_PAGE if unknown and row["start"] < LAST_FULL_PAGE else row["end"],
                approximate_end=unknown or row["end_basis"] == "vanished",
                wikidata=row["wikidata"],
                source="wikidata",
            )


def _country(row: Mapping[str, str], codes: Codes) -> str:
    if row["area"] == "European Union":
        return "EUR"
    if row["area"] == "World":
        return next((code for word, code in WORLD.items() if word in row["position"]), "")
    return codes.get(row["area"], "")


def _readable(row: Mapping[str, str]) -> str:
    """The name in Latin letters, given name first: the label, or Wikipedia's title where the label is neither."""
    label, title = row["person"].strip(), without_qualifier(row["enwiki"])
    if is_latin(label) and "," not in label:
        return re.sub(r"\s*\(.*\)", "", label)
    return title if is_latin(title) else ""


def _united_kingdom(sources: Path, known: Iterable[Term]) -> Iterator[Term]:
    ids = {plain(term.person): term.wikidata for term in known if term.country == "GBR"}
    with (sources / "uk_ministers_ifg_1979_2026.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            post = row["post"]
            office = office_of(post, "GBR") or ("minister" if row["rank"] in {"SoS", "MoS"} else "")
            if not office or row["rank"] in {"Parl.", "Parl. lead."} or (row["end"] and row["end"] < SINCE):
                continue
            yield Term(
                row["person"],
                "",
                "GBR",
                office,
                post,
                row["start"],
                row["end"],
                False,
                ids.get(plain(row["person"]), ""),
                "ifg",
            )


def _factbook(sources: Path, codes: Codes) -> Iterator[Term]:
    """Heads of state and government since the last full page of Wikidata; the surname is in capitals there."""
    with (sources / "leaders_cia_factbook_2014_2026.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            country = codes.get(row["country"], "")
            if country in TERRITORIES or (country, row["since"]) in FACTBOOK_ERRORS:
                continue
            found = re.match(
                r"((?:Acting |Interim |Caretaker )?(?:President|Prime Minister|Premier|Chancellor|Vice President))"
                r" (?:(?:Dr|Gen|Col|Sheikh|Sr|Lt|Maj|Capt)\.? )*(?!of\b|and\b)(.+)",
                row["title_and_name"],
            )
            if not (found and country and re.fullmatch(r"\d{4}-\d\d-\d\d", row["since"])) or row["since"] < "2023":
                continue
            name = _named(found[2])
            office = office_of(found[1], country)
            wanted = OFFICES_OF_ROLE[row["role"]]
            if name and office in wanted:
                end = "" if row["last_seen"] >= "2026-01-15" else row["last_seen"]
                yield Term(name, "", country, office, found[1], row["since"], end, bool(end), "", "cia-factbook")


def _named(text: str) -> str:
    """MIN AUNG HLAING -> Min Aung Hlaing; Brice OLIGUI Nguema stays so, in usual letters."""
    text = re.sub(r"[,(;].*$| - .*$|\b(Jr|Sr)\.?$|\"[^\"]*\"", "", text).strip()
    text = re.sub(r"[A-ZÀ-Þ]{3,}(?=-)|(?<=-)[A-ZÀ-Þ]{3,}", lambda part: part[0].title(), text)
    if "&" in text or not re.search(r"[A-ZÀ-Þ]{2}", text):
        return ""
    words = [
        word if not word.isupper() or word.endswith(".") else word.title().replace("'S", "'s") for word in text.split()
    ]
    return " ".join("de" if word == "De" else word for word in words)


def _identified(terms: list[Term]) -> list[Term]:
    """A term without an id gets that of the only person of the name in the state."""
    ids: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for term in terms:
        ids[plain(term.person), term.country].add(term.wikidata)
    for known in ids.values():
        known.discard("")
    return [
        replace(term, wikidata=next(iter(found)))
        if not term.wikidata and len(found := ids[plain(term.person), term.country]) == 1
        else term
        for term in terms
    ]


def _merged(terms: Iterable[Term]) -> list[Term]:
    """One row where terms of one person in one office touch or overlap (Wikidata has one for each cabinet)."""
    groups: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
    for term in terms:
        title = term.title if term.office not in SINGLE else ""
        groups[term.wikidata or plain(term.person), term.country, term.office, title].append(term)
    merged: list[Term] = []
    for group in groups.values():
        run: list[Term] = []
        for term in sorted(group, key=lambda each: (each.start, each.end or "9")):
            if run and (not run[-1].end or term.start <= _next_day(run[-1].end)):
                last = run[-1]
                later = term if last.end and (not term.end or term.end > last.end) else last
                run[-1] = replace(last, end=later.end, approximate_end=later.approximate_end)
            else:
                run.append(term)
        merged += run
    return merged


def _next_day(day: str) -> str:
    if len(day) < 10:
        return day + "-99"
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _by_office(terms: Iterable[Term]) -> dict[tuple[str, str], list[Term]]:
    offices: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        offices[term.country, term.office].append(term)
    return {key: sorted(group, key=lambda term: (term.start, term.end or "9")) for key, group in offices.items()}


def _with_factbook(terms: list[Term], factbook: list[Term]) -> list[Term]:
    """Adds the Factbook's newer heads; what it shows of a head whom Wikidata has only mends the end of the term."""
    result = list(terms)
    for new in sorted(factbook, key=lambda term: (term.country, term.office, term.start, term.end or "9")):
        words = set(plain(new.person).lower().split())
        same = [
            at
            for at, old in enumerate(result)
            if (old.country, old.office) == (new.country, new.office)
            and (not old.end or old.end >= "2023")
            and (words & set(plain(old.person).lower().split()) or _same_start(old.start, new.start))
        ]
        if not same:
            ids = {old.wikidata for old in result if plain(old.person).lower() == plain(new.person).lower()}
            result.append(replace(new, wikidata=ids.pop() if len(ids) == 1 else ""))
        elif result[same[-1]].approximate_end and (not new.end or new.end > result[same[-1]].end):
            result[same[-1]] = replace(result[same[-1]], end=new.end, approximate_end=new.approximate_end)
    return result


def _same_start(one: str, other: str) -> bool:
    """Two sources that let a term start within some weeks mean one person, however they spell the name."""
    if len(one) < 10 or len(other) < 10:
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= SAME_PERSON_DAYS


def _successions(terms: list[Term]) -> Iterator[Term]:
    """An open or approximate end gives way to the successor's start; ministers leave with a head who came later."""
    offices = _by_office(terms)
    changes = {
        country: max(term.start for office in HEADS - {"president"} for term in offices.get((country, office), []))
        if any(offices.get((country, office)) for office in HEADS - {"president"})
        else ""
        for country in {term.country for term in terms}
    }
    for (country, office), group in sorted(offices.items()):
        for at, term in enumerate(group):
            later = [other.start for other in group[at + 1 :] if other.start > term.start]
            if office in SINGLE and later and (not term.end or (term.approximate_end and term.end > later[0])):
                yield replace(term, end=later[0])
            elif office in MINISTERS and not term.end and changes[country] > max("2025-02", term.start):
                # A new head of government after the page's last day: who stayed is not known.
                yield replace(term, end=changes[country])
            else:
                yield term


def _row(term: Term, given: frozenset[str]) -> dict[str, str]:
    family = surnames(term.person, term.country, given)
    if term.country in SLAVIC:
        family = list(dict.fromkeys([*family, *(spelt for each in family for spelt in surname_spellings(each))]))
    other = term.other_name if is_latin(term.other_name) else ""
    spelt = [] if term.office in {"ambassador", "minister"} else aliases(term.person, other, term.country)
    if term.office in {"ambassador", "minister"}:
        spelt = [each for each in dict.fromkeys([other, plain(term.person)]) if each and each != term.person]
    return {
        "person": term.person,
        "country": term.country,
        "office": term.office,
        "start": term.start,
        "end": term.end,
        "title": term.title,
        "surnames": "|".join(family),
        "aliases": "|".join(spelt),
        "wikidata": term.wikidata,
        "source": term.source,
    }
