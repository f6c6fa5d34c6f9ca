"""How the cells of the tables are written: lists, dates that may be partial, surfaces; which tables there are."""

from __future__ import annotations

import calendar

Row = dict[str, str]

# Each table, and the columns that name a row of it. `*_hand.csv` and those that no script writes are kept by hand.
KEYS: dict[str, tuple[str, ...]] = {
    "groups.csv": ("name",),
    "groups_hand.csv": ("name",),
    "metonyms.csv": ("surface", "country"),
    "officials.csv": ("person", "country", "office"),
    "officials_hand.csv": ("person", "country", "office"),
    "organisations.csv": ("name",),
    "role_nouns.csv": ("noun",),
    "states.csv": ("alpha3",),
}
TABLES = tuple(KEYS)
ABOVE_STATES = frozenset({"UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG"})


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list: `UK|U.K.|Britain`."""
    return tuple(cell.split("|")) if cell else ()


def fold(text: str) -> str:
    """How a surface is looked up: case folded, curly apostrophes straight, spaces single."""
    return " ".join(text.casefold().replace("’", "'").split())


def earliest_day(cell: str) -> str | None:
    """The first day that a full or partial date may be: 2008 -> 2008-01-01."""
    if not cell:
        return None
    return cell + {4: "-01-01", 7: "-01"}.get(len(cell), "")


def latest_day(cell: str) -> str | None:
    """The last day that a full or partial date may be: 2008-02 -> 2008-02-29."""
    if len(cell) == 7:
        year, month = cell.split("-")
        return f"{cell}-{calendar.monthrange(int(year), int(month))[1]}"
    if len(cell) == 4:
        return f"{cell}-12-31"
    return cell or None


def is_short_form(surface: str) -> bool:
    """Whether only its capitals tell a surface from a word: US, U.N., IT, WHO, G7."""
    letters = [character for character in surface if character.isalpha()]
    return bool(letters) and len(letters) <= 6 and all(letter.isupper() for letter in letters)
