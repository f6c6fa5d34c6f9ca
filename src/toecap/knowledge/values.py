"""How the cells of the tables are written: lists, dates that may be partial, surfaces; which tables there are."""

from __future__ import annotations

import calendar

Row = dict[str, str]

# Each table, and the columns that name a row of it. A row of `x_hand.csv` stands in place of the rows of `x.csv` with
# its key: `x.csv` is built by a script, and its mistakes are mended there without a change to the sources.
KEYS: dict[str, tuple[str, ...]] = {
    "groups.csv": ("name",),
    "groups_hand.csv": ("name",),
    "metonyms.csv": ("surface", "country"),
    "officials.csv": ("person", "country", "office"),
    "officials_hand.csv": ("person", "country", "office"),
    "organisations.csv": ("name",),
    "owners.csv": ("outlet",),
    "role_nouns.csv": ("noun",),
    "role_nouns_hand.csv": ("noun",),
    "states.csv": ("alpha3",),
}
# Of these, reports are linked and not coded: who edits them need code nothing anew.
FOR_LINKING = frozenset({"near_types.csv", "owners.csv", "word_counts.csv.gz"})
TABLES = tuple(name for name in KEYS if name not in FOR_LINKING)
ABOVE_STATES = frozenset({"UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG"})


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list: `UK|U.K.|Britain`."""
    return tuple(cell.split("|")) if cell else ()


def fold(text: str) -> str:
    """How a surface is looked up: case folded, curly apostrophes straight, spaces single."""
    folded = text.casefold()
    if folded.isascii() and "  " not in folded:
        return folded  # Nearly all of 60,000 names at loading time: half the cost of the line below.
    return " ".join(folded.replace("’", "'").split())


def earliest_day(cell: str) -> str | None:
    """The first day that a full or partial date may be: 2008 -> 2008-01-01."""
    if len(cell) == 10:
        return cell
    if len(cell) in (4, 7):
        return cell + ("-01-01" if len(cell) == 4 else "-01")
    return cell or None


def latest_day(cell: str) -> str | None:
    """The last day that a full or partial date may be: 2008-02 -> 2008-02-29."""
    if len(cell) == 10:
        return cell
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
