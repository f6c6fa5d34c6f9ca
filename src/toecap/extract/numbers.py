"""Numbers in words and figures before a noun, with the bounds that the words around them set."""

from __future__ import annotations

from spacy.tokens import Token

from toecap.knowledge.counting import CountWords

Bounds = tuple[int | None, int | None, int, int]
LARGEST = 10**9
NUMERAL = frozenset({"nummod", "quantmod", "det"})
FARTHEST = 8  # words before the noun among which its number is looked for


def bounds_before(noun: Token, words: CountWords) -> Bounds | None:
    """Lowest and highest number told of the noun, and the tokens that tell them; None where none is told.

    "dozens" is at least two dozen; what has no number, or is only "about" one, gets no bound it does not name.
    """
    region = [noun] if is_amount(noun, words) else []
    # Of adjectives only amounts: "a 25-year-old man" is one.
    region = [*[t for t in noun.lefts if t.dep_ in NUMERAL or (t.dep_ == "amod" and is_amount(t, words))], *region]
    if not region and noun.dep_ == "pobj" and noun.head.lower_ == "of":
        return bounds_before(noun.head.head, words) if is_amount(noun.head.head, words) else None
    tokens = sorted({t.i for part in region for t in part.subtree if t.i <= noun.i and t.i > noun.i - FARTHEST})
    numbers = _numbers([noun.doc[i] for i in tokens], words)
    if not numbers or len(numbers) > 2:
        return None
    before = noun.doc[max(0, numbers[0][1] - 3) : numbers[0][1]].text.lower()
    value, start, end = numbers[0]
    if len(numbers) == 2:
        between = noun.doc[end : numbers[1][1]].text.lower()
        return (value, numbers[1][0], start, numbers[1][2]) if between in words.ranges else None
    plural = noun.doc[start].lower_ not in words.numbers and noun.doc[end - 1].lower_ in words.plurals
    if plural or before.endswith(words.at_least):
        return value, None, start, end
    return (None, value, start, end) if before.endswith(words.at_most) else (value, value, start, end)


def is_amount(token: Token, words: CountWords) -> bool:
    """Whether the word is a number, or stands for one ("million", "dozens")."""
    return token.pos_ == "NUM" or token.lower_ in words.multiples or token.lower_ in words.plurals


def _numbers(tokens: list[Token], words: CountWords) -> list[tuple[int, int, int]]:
    """Runs of number words as (value, first token, token behind the last): "two hundred", "1.7 million", "dozens"."""
    found: list[tuple[int, int, int]] = []
    value: float | None = None
    start = end = 0
    for token in tokens:
        text = token.lower_.replace(",", "")
        factor = words.multiples.get(text) or words.plurals.get(text)
        number = _plain(text, words)
        if factor is not None:
            value, start = (value * factor, start) if value is not None and token.i == end else (factor, token.i)
            value = value * 2 if text in words.plurals and start == token.i else value
            end = token.i + 1
        elif number is not None:
            if value is not None:
                found.append((int(value), start, end))
            value, start, end = number, token.i, token.i + 1
    if value is not None:
        found.append((int(value), start, end))
    return [run for run in found if run[0] < LARGEST]


def _plain(text: str, words: CountWords) -> float | None:
    if text.replace(".", "", 1).isdecimal() and len(text) < 10:
        return float(text)
    return words.numbers.get(text)
