"""How good records are, against gold records of the same reports: both in the contract's form.

Statements are matched by the words of their contents, events by type and by where their predicates stand, one to one
and best first. The measures are those of the field: found at all, attributed to the right speaker, form; type, and type
with both sides ("triple"); day; and two of certainty, of which `leak` tells how often something that did not happen is
coded as if it had. Gold scored against itself is right everywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from toecap.errors import UsageError

Row = Mapping[str, Any]
T = TypeVar("T")

# A statement is found when its content shares this part of the longer one's words.
SHARED = 0.5
# An event is found within so many characters of its predicate, a sentence or two: a happening is often told again.
NEAR = 160
# What did not happen counts as told as if it had where an actual event of its type, which no actual gold explains,
# stands this near.
LEAK = 60

_WORD = re.compile(r"\w+")
# Words of names that many actors share; "President Vega" and "President Ortiz" are two.
_COMMON = frozenset(
    "the and for of president minister prime foreign defence government ministry army party movement united states "
    "state people police forces force military officials".split()
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: how many of the gold's were found, how many are gold, how many were given."""

    right: int
    gold: int
    given: int

    @property
    def precision(self) -> float | None:
        """Share of what was given that is right, 0 to 1; None where nothing was given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that was found, 0 to 1; None where there is none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None where there is neither gold nor anything given."""
        return 2 * self.right / (self.gold + self.given) if self.gold + self.given else None


@dataclass
class Score:
    """The measures over all reports; `missed` and `spare` name what made them fall."""

    reports: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)

    def add(self, name: str, number: int | bool = 1) -> None:
        """Count."""
        self.counts[name] = self.counts.get(name, 0) + int(number)

    def figures(self) -> dict[str, Figure]:
        """The measures with precision and recall, in the order of a table."""
        found = self.counts.get
        made = {}
        for part, names in (("statements", ("content", "attributed", "form")), ("events", ("type", "triple"))):
            for name in names:
                made[name] = Figure(found(name, 0), found(f"gold {part}", 0), found(f"given {part}", 0))
        return made

    def shares(self) -> dict[str, tuple[int, int]]:
        """The measures that are shares, as (right, of)."""
        return {
            name: (self.counts.get(name, 0), self.counts.get(f"{name} of", 0))
            for name in ("dated", "certainty", "leak")
        }


def score(gold: Mapping[str, Row], given: Mapping[str, Row]) -> Score:
    """Score given records against gold ones; both by name. A report without a record misses all its gold."""
    total = Score()
    for name, right in sorted(gold.items()):
        total.reports += 1
        record = given.get(name, {"actors": [], "statements": [], "events": []})
        _statements(total, name, right, record)
        _events(total, name, right, record)
    return total


def load(path: Path) -> dict[str, Row]:
    """The records of a JSONL file, a JSON file, or a folder of them, by name. UsageError where one cannot be read."""
    files = sorted(path.glob("*.json*")) if path.is_dir() else [path]
    found: dict[str, Row] = {}
    for file in files:
        try:
            text = file.read_text("utf-8")
            rows = (
                [json.loads(text)]
                if file.suffix == ".json"
                else [json.loads(line) for line in text.splitlines() if line]
            )
        except (OSError, ValueError) as error:
            raise UsageError(
                "no-records", f"{file}: {error}; give records as `toecap read --json` prints them"
            ) from None
        for row in rows:
            if not isinstance(row, dict) or not {"name", "statements", "events", "actors"} <= row.keys():
                raise UsageError(
                    "no-records", f"{file}: a row is no record; give them as `toecap read --json` prints them"
                )
            found[row["name"]] = row
    if not found:
        raise UsageError("no-records", f"{path}: holds no record; give them as `toecap read --json` prints them")
    return found


def _statements(total: Score, name: str, gold: Row, given: Row) -> None:
    actors, own = _actors(gold), _actors(given)
    total.add("gold statements", len(gold["statements"]))
    total.add("given statements", len(given["statements"]))

    def attributed(right: Row, found: Row) -> bool:
        return _same_side(_side([right["speaker"]], actors), _side([found["speaker"]], own))

    def likeness(right: Row, found: Row) -> float:
        share = _shared(right["content"], found["content"])
        return share + 0.01 * attributed(right, found) if share else 0

    pairs = _matched(gold["statements"], given["statements"], likeness)
    for right, found in pairs:
        total.add("content")
        total.add("attributed", attributed(right, found))
        total.add("form", attributed(right, found) and right["form"] == found["form"])
    _tell(total, name, "statement", gold["statements"], given["statements"], pairs)


def _events(total: Score, name: str, gold: Row, given: Row) -> None:
    actors, own = _actors(gold), _actors(given)
    happened = [event for event in gold["events"] if event["certainty"] == "actual"]
    told = [event for event in given["events"] if event["certainty"] == "actual"]
    total.add("gold events", len(happened))
    total.add("given events", len(told))

    def sides(right: Row, found: Row) -> list[bool]:
        return [_same_side(_side(right[side], actors), _side(found[side], own)) for side in ("actors", "recipients")]

    def likeness(right: Row, found: Row) -> float:
        gap: int = abs(right["predicate"]["start"] - found["predicate"]["start"])
        if right["type"] != found["type"] or gap > NEAR:
            return 0
        return 1 + sum(sides(right, found)) + (1 - gap / (NEAR + 1))

    pairs = _matched(happened, told, likeness)
    for right, found in pairs:
        total.add("type")
        total.add("triple", all(sides(right, found)))
        if right["when"]:
            total.add("dated of")
            total.add("dated", bool(found["when"]) and found["when"]["start"] == right["when"]["start"])
    for right, found in _matched(gold["events"], given["events"], likeness):
        total.add("certainty of")
        total.add("certainty", right["certainty"] == found["certainty"])
    explained = {id(found) for _, found in pairs}
    spare = [one for one in told if id(one) not in explained]
    for event in gold["events"]:
        if event["certainty"] != "actual":
            total.add("leak of")
            total.add("leak", any(_tells(one, event) for one in spare))
    _tell(total, name, "event", happened, told, pairs)


def _tells(told: Row, event: Row) -> bool:
    gap = abs(told["predicate"]["start"] - event["predicate"]["start"])
    return bool(told["type"] == event["type"] and gap <= LEAK)


def _tell(
    total: Score, name: str, kind: str, gold: Sequence[Row], given: Sequence[Row], pairs: Sequence[tuple[Row, Row]]
) -> None:
    matched, used = {id(right) for right, _ in pairs}, {id(found) for _, found in pairs}
    total.missed += [f"{name}: {kind} {_named(row)}" for row in gold if id(row) not in matched]
    total.spare += [f"{name}: {kind} {_named(row)}" for row in given if id(row) not in used]


def _named(row: Row) -> str:
    if "predicate" in row:
        return f"{row['type']} “{row['predicate']['quote']}” at {row['predicate']['start']}"
    part: Row = row["content"][0] if row["content"] else {"quote": "", "start": 0}
    return f"{row['form']} “{part['quote'][:60]}” at {part['start']}"


def _shared(right: Sequence[Row], found: Sequence[Row]) -> float:
    one, other = _words(right), _words(found)
    share = len(one & other) / max(len(one), len(other), 1)
    return share if share >= SHARED else 0


def _words(places: Iterable[Row]) -> set[int]:
    """The words of evidence, each by where it stands."""
    return {place["start"] + word.start() for place in places for word in _WORD.finditer(place["quote"])}


def _matched(gold: Sequence[T], given: Sequence[T], likeness: Callable[[T, T], float]) -> list[tuple[T, T]]:
    """Pairs, one to one, the likest first; on a tie the earlier."""
    weighed = [(likeness(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(given)]
    left, right = set(range(len(gold))), set(range(len(given)))
    pairs = []
    for weight, i, j in sorted(weighed, key=lambda row: (-row[0], row[1], row[2])):
        if weight > 0 and i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((gold[i], given[j]))
    return pairs


def _actors(record: Row) -> dict[str, Row]:
    return {actor["id"]: actor for actor in record["actors"]}


def _side(ids: Iterable[str | None], actors: Mapping[str, Row]) -> list[Row]:
    return [actors[one] for one in ids if one is not None and one in actors]


def _same_side(gold: Sequence[Row], given: Sequence[Row]) -> bool:
    """Whether an actor is on both sides: of one country, or with a word of the name in common; or both are empty."""
    if not gold or not given:
        return not gold and not given
    return any(_same_actor(one, other) for one in gold for other in given)


def _same_actor(one: Row, other: Row) -> bool:
    if one["country"] and one["country"] == other["country"]:
        return True
    if one["name"].casefold() == other["name"].casefold():
        return True
    return bool(_name_words(one["name"]) & _name_words(other["name"]))


def _name_words(name: str) -> set[str]:
    return {word for word in _WORD.findall(name.casefold()) if len(word) > 2 and word not in _COMMON}
