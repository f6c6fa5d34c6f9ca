"""Bodies named in full and then by their last word: "Thames Valley Police ... police", "the archive"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toecap.annotate.actors.found import Found, as_the_same
from toecap.annotate.actors.words import Words

_BODIES = ("organisation", "unknown", "group")
# Said without an article as well; of the other bodies only with one.
_BARE = ("police", "parliament", "congress")


def short_names(words: Words, founds: Sequence[Found], taken: set[int]) -> list[Found]:
    """The founds, those that name a body by its last word with that body's key; and words that nothing else found."""
    full = _named_in_full(words, founds)
    if not full:
        return list(founds)
    out = [_as_body(words, f, full) for f in founds]
    heads = taken | {f.head for f in founds}
    for i, tag in enumerate(words.tag):
        if tag != "NN" or i in heads or words.lower[i] not in full or not _only_article(words, i):
            continue
        body = _meant(full[words.lower[i]], i)
        if body is not None and words.dep[i] != "compound":
            out.append(_like(Found(i - 1, i + 1, i, "noun", body.kind, words.text[i], definite=True), body))
    return out


def _named_in_full(words: Words, founds: Sequence[Found]) -> dict[str, list[Found]]:
    """Last word, in small letters -> the bodies of at least two words that end with it, in order."""
    full: dict[str, list[Found]] = {}
    for f in sorted(founds, key=lambda f: f.start):
        last = words.lower[f.end - 1]
        if f.form == "name" and f.kind in _BODIES and f.key and " " in f.name and last.isalpha():
            full.setdefault(last, []).append(f)
    return full


def _as_body(words: Words, found: Found, full: Mapping[str, list[Found]]) -> Found:
    word = words.lower[found.head]
    if found.form != "noun" or not found.bare or found.kind not in _BODIES or word not in full:
        return found
    if found.end - 1 != found.head or not (_only_article(words, found.head) or _is_bare(words, found)):
        return found
    body = _meant(full[word], found.head)
    return _like(found, body) if body is not None else found


def _is_bare(words: Words, found: Found) -> bool:
    return found.start == found.head and words.lower[found.head] in _BARE


def _only_article(words: Words, i: int) -> bool:
    return i > 0 and words.lower[i - 1] == "the" and words.head[i - 1] == i


def _meant(bodies: Sequence[Found], i: int) -> Found | None:
    """The only body with that last word; of several, the one named last before."""
    if len({body.key for body in bodies}) == 1:
        return bodies[0]
    before = [body for body in bodies if body.start < i]
    return before[-1] if before else None


def _like(found: Found, body: Found) -> Found:
    return as_the_same(found, body)._replace(
        sectors=body.sectors or found.sectors, bare=body.country is None and body.code is None and body.bare
    )
