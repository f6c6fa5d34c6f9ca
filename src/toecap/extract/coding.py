"""The CAMEO code of a match, as fine as its words allow: what a request, promise, refusal or threat is about."""

from __future__ import annotations

from collections.abc import Sequence

from toecap.extract.matching import Match
from toecap.extract.shared import content_of
from toecap.knowledge.contents import WAYS, spoken
from toecap.knowledge.events import EventRules

# Codes that already say all that CAMEO can say.
WHOLE = frozenset({"128", "129", "139"})


def codes_of(found: Sequence[Match], rules: EventRules) -> list[str]:
    """The code of each match; the matches are all of a report, in order of the text."""
    return [_code(at, found, rules) for at in range(len(found))]


def _code(at: int, found: Sequence[Match], rules: EventRules) -> str:
    match = found[at]
    code = _in_own_way(match, rules)
    way = WAYS.get(code[:2])
    if way is None or code in WHOLE:
        return code
    content = content_of(at, found)
    while content is not None and found[content].rule.cameo[:2] in WAYS:  # "rejected the demand to withdraw"
        content = content_of(content, found)
    return (spoken(way, found[content].rule.cameo) if content is not None else None) or code


def _in_own_way(match: Match, rules: EventRules) -> str:
    """A demand for reform is a demand, though its pattern stands with the appeals: codes of both run in parallel."""
    code = match.rule.cameo
    if code[:2] != "02" or match.nominal:
        return code
    patterns = rules.by_verb.get(match.head.lemma_.lower(), ())
    demanding = any(rule.cameo == "100" and not (p.particles or p.objects) for rule, p in patterns)
    return "10" + code[2:] if demanding else code
