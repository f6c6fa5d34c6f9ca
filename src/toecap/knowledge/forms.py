"""The forms that a word takes in a text, by its lemma: asked before anything is parsed, so too many and not too few."""

from __future__ import annotations

import functools
import tomllib

from toecap.knowledge.loader import DATA

_VOWELS = frozenset("aeiou")


def forms_of(lemma: str) -> frozenset[str]:
    """What a lemma (lower case, one word) may look like, as verb and as noun."""
    stem, last = lemma[:-1], lemma[-1:]
    forms = {lemma, f"{lemma}s", f"{lemma}es", f"{lemma}d", f"{lemma}ed", f"{lemma}ing", *_irregular().get(lemma, ())}
    if last == "e":
        forms.add(f"{stem}ing")
    elif last == "y":
        forms |= {f"{stem}ies", f"{stem}ied"}
    elif last == "f":
        forms.add(f"{stem}ves")
    elif last not in _VOWELS:
        forms |= {f"{lemma}{last}ed", f"{lemma}{last}ing"}
    if lemma.endswith("man"):
        forms.add(f"{lemma[:-3]}men")
    return frozenset(forms)


@functools.cache
def _irregular() -> dict[str, list[str]]:
    text = (DATA / "rules" / "forms.toml").read_text("utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)["irregular"]
    return found
