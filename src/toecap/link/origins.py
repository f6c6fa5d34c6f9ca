"""Where the chain of attribution of a telling ends: whoever is behind it, however many print it.

Told by a speaker alone: that speaker. Else the agency whose text it is; else the owner of the outlet; else the family.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from toecap.knowledge.outlets import owner_of
from toecap.knowledge.words import words_of
from toecap.link.families import Member, Text, own_agency
from toecap.link.runs import Hashes, Numbers, runs_of, shared
from toecap.read.credit import agency_named

COPIED_RUNS = 0.2  # of a paragraph's five-word runs
COPIED_WORDS = 0.7  # of its longer words, where it is reworded
LONG = 5  # letters
AROUND = 250  # characters
COMPARED = 8  # reports of the family that a paragraph is looked for in


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a telling comes from: a key that is equal for one origin, and why, in words.

    `copied`: its passage stands in other reports of its family, so it has one origin with their tellings.
    """

    key: str
    says: str
    copied: bool = False


@dataclass(slots=True)
class Origins:
    """Answers for tellings of these reports."""

    texts: Mapping[str, Text]
    members: Mapping[str, Member]
    _families: dict[str, list[str]] = field(default_factory=dict)
    _numbers: Numbers = field(default_factory=Numbers)
    _copied: dict[tuple[str, int], bool] = field(default_factory=dict)
    _known: dict[str, tuple[Hashes, frozenset[str]]] = field(default_factory=dict)
    _outlets: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.members.values():
            grouped[one.family].append(one.id)
        self._families = {family: sorted(ids) for family, ids in grouped.items()}
        self._outlets = frozenset(text.outlet for text in self.texts.values() if text.outlet)

    def of(self, record: str, start: int, speaker_key: str | None, speaker: str | None) -> Origin:
        """The origin of what a report tells at an offset; `speaker` is who alone tells it, if it is told so."""
        text, member = self.texts[record], self.members[record]
        copied = len(self._families[member.family]) > 1 and self._is_copied(record, start)
        return replace(self._of(text, member, copied, speaker_key, speaker), copied=copied)

    def _of(self, text: Text, member: Member, copied: bool, speaker_key: str | None, speaker: str | None) -> Origin:
        if speaker_key is not None:
            return self._speaker(speaker_key, speaker or speaker_key)
        if own := own_agency(text):
            return Origin(f"agency:{own}", f"its report is a text of {own}, by its own credit line")
        if copied:
            first = self.texts[member.family]
            if member.agency:
                return Origin(f"agency:{member.agency}", f"its passage stands in other reports too, of {member.agency}")
            if first.id != text.id:
                where = first.outlet or "a report without an outlet"
                return _printed(first, f"its passage is copied from {where}", f"family:{member.family}")
        return _printed(text, f"{text.outlet or 'a report without an outlet'} tells it itself", f"family:{text.id}")

    def _speaker(self, key: str, name: str) -> Origin:
        says = f"its report tells it only according to {name}"
        if agency := agency_named(name):
            return Origin(f"agency:{agency}", says)
        if name in self._outlets or owner_of(name) != name:
            return Origin(f"owner:{owner_of(name)}", says)
        return Origin(f"actor:{key}", says)

    def _is_copied(self, record: str, start: int) -> bool:
        if self.members[record].relation == "same":
            return True
        passage = _passage(self.texts[record].text, start)
        key = (record, passage.start)
        if key not in self._copied:
            self._copied[key] = self._stands_elsewhere(record, self.texts[record].text[passage])
        return self._copied[key]

    def _stands_elsewhere(self, record: str, passage: str) -> bool:
        runs = runs_of(passage, self._numbers).all
        words = {word for word in words_of(passage.lower()) if len(word) >= LONG}
        for other in self._compared(record):
            their_runs, their_words = self._read(other)
            if shared(runs, their_runs) >= COPIED_RUNS * len(runs):
                return True
            if len(words & their_words) >= COPIED_WORDS * max(len(words), 1):
                return True
        return False

    def _read(self, record: str) -> tuple[Hashes, frozenset[str]]:
        if record not in self._known:
            text = self.texts[record].text
            self._known[record] = (runs_of(text, self._numbers).all, frozenset(words_of(text.lower())))
        return self._known[record]

    def _compared(self, record: str) -> Sequence[str]:
        member = self.members[record]
        near = [member.like] if member.like else []
        near += [other for other in self._families[member.family] if self.members[other].like == record]
        rest = [other for other in self._families[member.family] if other != record and other not in near]
        return [*near, *rest][:COMPARED]


def _printed(text: Text, says: str, family: str) -> Origin:
    if not text.outlet:
        return Origin(family, says)
    owner = owner_of(text.outlet)
    return Origin(f"owner:{owner}", says if owner == text.outlet else f"{says}; {text.outlet} belongs to {owner}")


def _passage(text: str, at: int) -> slice:
    """The paragraph around an offset; of a long one the part."""
    end = text.find("\n", at)
    return slice(max(text.rfind("\n", 0, at) + 1, at - AROUND), min(len(text) if end < 0 else end, at + AROUND))


def of_one_text(origins: Sequence[tuple[str, Origin]]) -> list[Origin]:
    """The origins of an incident's tellings, given with their families, first telling first.

    Copies of one passage have one origin, also where it is attributed in some of them and told as a fact in others:
    the speaker's, if any names one.
    """
    leads: dict[str, Origin] = {}
    for family, origin in origins:
        if origin.copied and (family not in leads or (_is_speaker(origin) and not _is_speaker(leads[family]))):
            leads[family] = origin
    return [
        origin
        if not origin.copied or leads[family].key == origin.key
        else replace(leads[family], says=f"its passage is a copy, and of another it is known: {leads[family].says}")
        for family, origin in origins
    ]


def _is_speaker(origin: Origin) -> bool:
    return origin.key.startswith("actor:")
