"""The rules of times.toml, compiled, and for each word the rules that can start with it.

Most words of a report start no time expression. Looking each word up first and trying only the rules that can start
there takes a fifth of the time of one alternation of all rules tried everywhere (1.26 microseconds a character).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

DIGIT = "0"  # stands for any word that starts with a digit
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d|,\d{3}|\.\d)"


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary, each word in lower case with what it stands for."""

    weekdays: dict[str, int]  # Monday is 0
    months: dict[str, int]  # January is 1
    numbers: dict[str, int]
    ordinals: dict[str, int]
    early: frozenset[str]
    mid: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `pattern` with its named parts, and what must or must not stand around a match."""

    resolve: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules by the word in lower case that they can start with, in the order of the file; DIGIT for numerals."""

    words: Words
    starts: dict[str, tuple[Rule, ...]]
    future: re.Pattern[str]


def read_toml() -> dict[str, Any]:
    """The data as written in times.toml."""
    text = (files("toecap.knowledge") / "data" / "rules" / "times.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _either(words: list[str]) -> str:
    """A group of alternatives, the longest first so that none hides a longer one."""
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True)) + ")"


def _names(names: list[list[str]], cased: frozenset[str]) -> str:
    """Names as written, in capitals, and in lower case but for those that are words of their own there ("may")."""
    flat = [name for forms in names for name in forms]
    capitals = [name.upper() for name in flat if len(name) > 2]
    lower = [name.lower() for name in flat if name not in cased]
    return f"(?-i:{_either(flat + capitals + lower)})"


def _placeholders(words: dict[str, Any]) -> dict[str, str]:
    ordinals = _either(list(words["ordinals"]))
    cased = frozenset(words["cased"])
    return {
        "weekday": _names(words["weekdays"], cased),
        "month": _names(words["months"], cased),
        "day": rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?|{ordinals})(?![\d\w])",
        "year": _YEAR,
        "number": rf"(?:\d{{1,3}}|{_either(list(words['numbers']))})",
        "ordinal": f"(?:{ordinals}|1st|2nd|3rd|4th)",
        "unit": _either(words["units"]),
        "pod": _either(words["parts_of_day"]),
        "part": _either(words["early"] + words["mid"] + words["late"]),
        "apos": "[’']",
        # A year in words, which no rule reads: a date before it would get the wrong year.
        "worded": r"(?: of|,)? (?:(?:two thousand|(?:seven|eight|nine)teen|twenty)\b| ?[’']?\d\d\b(?! ?[:%]))",
        "yr": rf"(?:(?: ?,)? (?:of |in )?(?:(?P<y>{_YEAR})|(?P<yrel>last|this|next) year\b))",
    }


def _fill(template: str, placeholders: dict[str, str]) -> str:
    """The pattern with its placeholders filled in; braces that count ("{2}") stay."""
    return re.sub(r"\{([a-z]+)\}", lambda match: placeholders[match[1]], template)


def _optional(row: dict[str, Any], key: str, placeholders: dict[str, str]) -> re.Pattern[str] | None:
    return re.compile(_fill(row[key], placeholders), re.IGNORECASE) if key in row else None


def _words(data: dict[str, Any]) -> Words:
    return Words(
        weekdays={form.lower(): i for i, forms in enumerate(data["weekdays"]) for form in forms},
        months={form.lower(): i for i, forms in enumerate(data["months"], 1) for form in forms},
        numbers=dict(data["numbers"]),
        ordinals=dict(data["ordinals"]),
        early=frozenset(data["early"]),
        mid=frozenset(data["mid"]),
    )


def _first_words(names: list[str], words: dict[str, Any]) -> list[str]:
    """The words of a rule's `starts`, with its placeholders filled in."""
    classes = {
        "{digit}": [DIGIT],
        "{weekday}": [form for forms in words["weekdays"] for form in forms],
        "{month}": [form for forms in words["months"] for form in forms],
        "{number}": list(words["numbers"]),
        "{ordinal}": [word.split("-")[0] for word in words["ordinals"]],
        "{part}": [word.split()[0] for word in words["early"] + words["mid"] + words["late"]],
    }
    return list(dict.fromkeys(word.lower() for name in names for word in classes.get(name, [name])))


def _rule(row: dict[str, Any], placeholders: dict[str, str]) -> Rule:
    return Rule(
        resolve=row["resolve"],
        pattern=re.compile(rf"(?:{_fill(row['pattern'], placeholders)})(?!\w)", re.IGNORECASE),
        before=_optional(row, "before", placeholders),
        not_before=_optional(row, "not_before", placeholders),
        not_after=_optional(row, "not_after", placeholders),
    )


@cache
def load_rules() -> Rules:
    """Read and compile the rules, once a process."""
    data = read_toml()
    placeholders = _placeholders(data["words"])
    starts: dict[str, list[Rule]] = {}
    for row in data["rule"]:
        rule = _rule(row, placeholders)
        for word in _first_words(row["starts"], data["words"]):
            starts.setdefault(word, []).append(rule)
    future = re.compile(rf"(?<!\w){_either(data['words']['future'])}(?!\w)", re.IGNORECASE)
    return Rules(_words(data["words"]), {word: tuple(rules) for word, rules in starts.items()}, future)
