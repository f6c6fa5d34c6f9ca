"""The rules of times.toml, compiled: one pattern that finds, and one a rule that reads the parts of what was found."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

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

    name: str
    resolve: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules: `cascade` has one group for each, in their order."""

    words: Words
    cascade: re.Pattern[str]
    rules: tuple[Rule, ...]
    future: re.Pattern[str]


def read_toml() -> dict[str, Any]:
    """The data as written in times.toml."""
    text = (files("toecap.knowledge") / "data" / "rules" / "times.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _either(words: list[str]) -> str:
    """A group of alternatives, the longest first so that none hides a longer one."""
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True)) + ")"


def _cased(names: list[list[str]], least: int) -> str:
    """Names in their own case or in capitals: "may" and "march" are verbs. `least` drops short forms."""
    flat = [name for forms in names for name in forms if len(name) >= least]
    return f"(?-i:{_either(flat + [name.upper() for name in flat if len(name) > 2])})"


def _placeholders(words: dict[str, Any]) -> dict[str, str]:
    ordinals = _either(list(words["ordinals"]))
    full_months = [[forms[0]] for forms in words["months"]]
    return {
        "weekday": _cased(words["weekdays"], 1),
        "month": _cased(words["months"], 1),
        "longmonth": _cased(full_months, 1),
        "day": rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?|{ordinals})(?![\d\w])",
        "year": _YEAR,
        "number": rf"(?:\d{{1,3}}|{_either(list(words['numbers']))})",
        "ordinal": f"(?:{ordinals}|1st|2nd|3rd|4th)",
        "unit": _either(words["units"]),
        "pod": _either(words["parts_of_day"]),
        "part": _either(words["early"] + words["mid"] + words["late"]),
        "apos": "[’']",
        "yr": rf"(?:,? (?:of |in )?(?:(?P<y>{_YEAR})|(?P<yrel>last|this|next) year\b))",
    }


def _fill(template: str, placeholders: dict[str, str]) -> str:
    """The pattern with its placeholders filled in; braces that count ("{2}") stay."""
    return re.sub(r"\{([a-z]+)\}", lambda match: placeholders[match[1]], template)


def _optional(row: dict[str, Any], key: str) -> re.Pattern[str] | None:
    # What stands before is matched against a short piece of text that ends at the match, hence "search".
    return re.compile(row[key], re.IGNORECASE) if key in row else None


def _words(data: dict[str, Any]) -> Words:
    return Words(
        weekdays={form.lower(): i for i, forms in enumerate(data["weekdays"]) for form in forms},
        months={form.lower(): i for i, forms in enumerate(data["months"], 1) for form in forms},
        numbers=dict(data["numbers"]),
        ordinals=dict(data["ordinals"]),
        early=frozenset(data["early"]),
        mid=frozenset(data["mid"]),
    )


@cache
def load_rules() -> Rules:
    """Read and compile the rules, once a process."""
    data = read_toml()
    placeholders = _placeholders(data["words"])
    rules, groups = [], []
    for index, row in enumerate(data["rule"]):
        filled = _fill(row["pattern"], placeholders)
        own = re.compile(rf"(?:{filled})(?!\w)", re.IGNORECASE)
        rules.append(
            Rule(
                name=row["name"],
                resolve=row["resolve"],
                pattern=own,
                before=_optional(row, "before"),
                not_before=_optional(row, "not_before"),
                not_after=_optional(row, "not_after"),
            )
        )
        nameless = re.sub(r"\(\?P<\w+>", "(?:", filled).replace("(?P=sep)", "[/.-]")
        groups.append(f"(?P<r{index}>{nameless})")
    cascade = re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE)
    future = re.compile(rf"(?<!\w){_either(data['words']['future'])}(?!\w)", re.IGNORECASE)
    return Rules(words=_words(data["words"]), cascade=cascade, rules=tuple(rules), future=future)
