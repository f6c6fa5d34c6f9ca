"""Which language a text is in (py3langid: naive Bayes over byte n-grams, 97 languages, offline)."""

from __future__ import annotations

import functools
import re
from typing import Any

# Below this many letters the classifier guesses: names alone look like any language.
FEWEST_LETTERS = 120
# From so many letters on it is asked, and believed where it is sure and hardly a word looks like an English function
# word ("in" and "a" are words of other languages too).
SHORTEST, SURE, HARDLY = 50, 0.99, 0.12
SAMPLE = 5_000
# English function words: a text with this share of them is English, whatever names fill the rest.
FUNCTION_WORDS = frozenset("the of and to in a that is was for on with as by at from his its he has have said".split())
ENGLISH_SHARE = 0.2

_WORD = re.compile(r"[^\W\d_]+")


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str | None:
    """ISO 639-1 code, or None where the text is too short to tell."""
    words = _WORD.findall(text[:SAMPLE])
    letters = sum(map(len, words))
    english = sum(word.lower() in FUNCTION_WORDS for word in words)
    if letters < SHORTEST or (letters < FEWEST_LETTERS and english > HARDLY * len(words)):
        return None
    if english >= ENGLISH_SHARE * len(words):
        return "en"
    language, probability = _identifier().classify(" ".join(words))
    return str(language) if letters >= FEWEST_LETTERS or (probability > SURE and language != "en") else None
