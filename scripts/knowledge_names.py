"""Names of people as reports write them: surnames, accents, transliterations. For build_knowledge.py only."""

from __future__ import annotations

import itertools
import re
import unicodedata

SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "MAC"})
# Reports name these people by the given name, which comes first; both names are kept.
BY_GIVEN_NAME = frozenset({"ETH", "ERI", "THA", "MYS", "BRN"})
TWO_SURNAMES = frozenset("ARG BOL CHL COL CRI CUB DOM ECU ESP GTM HND MEX NIC PAN PER PRY SLV URY VEN GNQ".split())
NO_SURNAME = frozenset({"MMR", "KHM", "IDN"})
SLAVIC = frozenset("RUS UKR BLR KAZ KGZ UZB TJK TKM AZE ARM GEO MDA BGR SRB MKD MNE BIH".split())
MUSLIM_NAMES = frozenset(
    "AFG ARE BHR DZA EGY IRN IRQ JOR KWT LBN LBY MAR MRT OMN PAK PSE QAT SAU SDN SOM SYR TUN YEM BGD MLI NER NGA SEN "
    "TCD COM DJI MDV ESH".split()
)
PARTICLES = frozenset(
    "al el ad as ash ben bin ibn abu de del della der di dos da das do du la le van von ter ten".split()
)
PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "ð": "d",
        "þ": "th",
        "Þ": "Th",
        "ə": "e",
        "Ə": "E",
        "œ": "oe",
        "’": "'",
        "ʻ": "'",
        "ʿ": "'",
        "ʾ": "'",
        "‘": "'",
    }
)
GIVEN_NAMES = (
    ("Sergei", "Sergey", "Serhiy", "Serhii"),
    ("Dmitry", "Dmitri", "Dmitriy", "Dmitrii"),
    ("Dmytro", "Dmitro"),
    ("Aleksandr", "Alexander", "Alexandr"),
    ("Oleksandr", "Olexander"),
    ("Alexei", "Aleksei", "Alexey", "Aleksey"),
    ("Oleksii", "Oleksiy", "Olexiy"),
    ("Yevgeny", "Evgeny", "Yevgeniy", "Evgeniy", "Evgenii"),
    ("Yuri", "Yury", "Yuriy", "Iurii"),
    ("Andrei", "Andrey", "Andriy", "Andrii"),
    ("Mikhail", "Mikhael"),
    ("Anatoly", "Anatoliy", "Anatoli"),
    ("Gennady", "Gennadiy", "Gennadi"),
    ("Valery", "Valeriy", "Valeri"),
    ("Nikolai", "Nikolay"),
    ("Vasily", "Vasiliy", "Vasyl"),
    ("Viktor", "Victor"),
    ("Volodymyr", "Volodimir"),
    ("Igor", "Ihor"),
    ("Maria", "Mariya"),
    ("Arseniy", "Arseny", "Arsenii"),
)
ARABIC_NAMES = (
    ("Mohammed", "Mohamed", "Muhammad", "Mohammad", "Muhammed", "Mohamad"),
    ("Ahmed", "Ahmad"),
    ("Abdullah", "Abdallah", "Abdulla"),
    ("Hussein", "Husayn", "Hossein", "Hussain"),
    ("Hassan", "Hasan"),
    ("Yousef", "Youssef", "Yusuf", "Yousuf"),
    ("Abdel", "Abdul", "Abd"),
    ("Mahmoud", "Mahmud"),
    ("Mustafa", "Mostafa", "Mustapha"),
    ("Omar", "Umar"),
    ("Khaled", "Khalid"),
    ("Saeed", "Said"),
    ("Ibrahim", "Ebrahim"),
    ("Ismail", "Ismael", "Esmail"),
    ("Salman", "Selman"),
)
SUFFIXES = (("skyy", "sky", "skyi", "skiy", "skii", "ski"), ("ov", "off"), ("yev", "ev", "iev"), ("iy", "y", "ii"))


def is_latin(text: str) -> bool:
    """Whether the letters are Latin ones, so that an English report could write the name so."""
    return all("LATIN" in unicodedata.name(letter, "") or letter in "ʻʿʾ" for letter in text if letter.isalpha())


def plain(text: str) -> str:
    """The name without accents: Orbán -> Orban, Løkke -> Lokke."""
    decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def without_qualifier(title: str) -> str:
    """Wikipedia's title without what tells it apart: Wang Yi (politician) -> Wang Yi."""
    return re.sub(r"\s*\(.*\)$|,.*$", "", title).strip()


def surnames(name: str, country: str, given: frozenset[str]) -> list[str]:
    """By which single names a report may call the person, the most usual first."""
    words = [word for word in name.split() if word not in {"Jr.", "Sr.", "II", "III", "Jr"}]
    if len(words) < 2:
        return words
    if country in NO_SURNAME:
        found = [] if country == "MMR" else [words[-1]]
    elif _surname_first(words, country):
        found = [words[0]]
    elif country in BY_GIVEN_NAME:
        found = [words[0], _last(words)]
    elif country in TWO_SURNAMES and len(words) > 2:
        found = _spanish(words, given)
    else:
        found = [_last(words)]
    bare = [
        re.sub(r"^(?:(?:al|el|ad|as|ash|bin|ben|de|von|van der|van|de la|von der)[- ])+", "", each) for each in found
    ]
    bare = [each for each in bare if len(each) > 2]
    return list(dict.fromkeys([*found, *bare, *map(plain, found), *map(plain, bare)]))


def _surname_first(words: list[str], country: str) -> bool:
    if country == "HKG":
        return len(words) > 1 and "-" in words[1]
    # "Syngman Rhee", "Morris Chang": Western order shows by a surname of one syllable at the end, a longer word before.
    western = len(words) == 2 and len(words[0]) > 5 and len(words[1]) <= 4 and "-" not in words[1]
    return country in SURNAME_FIRST and not western


def _last(words: list[str]) -> str:
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in PARTICLES:
        at -= 1
    return " ".join(words[at:])


def _spanish(words: list[str], given: frozenset[str]) -> list[str]:
    """Given names, father's surname, mother's surname; the father's alone or both are used."""
    last = _last(words)
    rest = words[: len(words) - len(last.split())]
    if len(rest) > 1 and rest[-1] not in given and rest[-1].lower() not in PARTICLES:
        return [f"{rest[-1]} {last}", rest[-1], last]
    return [last]


def aliases(name: str, other: str, country: str) -> list[str]:
    """Other full forms of the name: Wikipedia's, without accents, by other transliterations."""
    full = [name, *([other] if other else [])]
    full += [_short(each) for each in full]
    if country == "HUN":
        full += [" ".join(reversed(each.split())) for each in full if len(each.split()) == 2]
    full += [plain(each) for each in full]
    tables = (*((GIVEN_NAMES,) if country in SLAVIC else ()), *((ARABIC_NAMES,) if country in MUSLIM_NAMES else ()))
    for each in list(full):
        full += _respelt(each, [group for table in tables for group in table], country in SLAVIC)
    if country in MUSLIM_NAMES:
        full += [_other_article(each) for each in full]
    return [each for each in dict.fromkeys(full) if each and each != name]


def _short(name: str) -> str:
    """First and last name of three and more: John Fitzgerald Kennedy -> John Kennedy; initials are left out."""
    words = name.split()
    kept = [word for at, word in enumerate(words) if at in {0, len(words) - 1} or not re.fullmatch(r"[A-Z]\.?", word)]
    return " ".join(kept)


def _other_article(name: str) -> str:
    swap = {"al-": "el-", "el-": "al-", "Al-": "El-", "El-": "Al-"}
    return re.sub(r"\b([aeAE]l-)", lambda found: swap.get(found[1], found[1]), name)


def _respelt(name: str, groups: list[tuple[str, ...]], suffixes: bool) -> list[str]:
    """Up to eight spellings of the name by the tables above."""
    choices: list[list[str]] = []
    words = name.split()
    for at, word in enumerate(words):
        same = next((list(group) for group in groups if word in group), [word])
        if suffixes and at == len(words) - 1:
            same = surname_spellings(word)
        choices.append([word, *(each for each in same if each != word)])
    spelt = [" ".join(combination) for combination in itertools.islice(itertools.product(*choices), 12)]
    return spelt[1:9]


def surname_spellings(word: str) -> list[str]:
    """Slavic endings: Zelenskyy, Zelensky, Zelenskiy, Zelenskyi."""
    for endings in SUFFIXES[:1]:
        for ending in sorted(endings, key=len, reverse=True):
            if word.endswith(ending) and len(word) > len(ending) + 2:
                return [word[: -len(ending)] + other for other in endings]
    return [word]
