"""Heads that only count: "thousands of protesters", "one of Russia's top diplomats"."""

from __future__ import annotations

from collections.abc import Sequence

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import Words


def quantity_founds(words: Words, founds: Sequence[Found]) -> list[Found]:
    """A mention at each counting head whose "of" phrase names an actor; "one of" is a person by itself."""
    lists = vocabulary()
    known = {f.head for f in founds}
    by_head: dict[int, list[Found]] = {}
    for f in founds:
        by_head.setdefault(f.head, []).append(f)
    out = []
    for head, those in by_head.items():
        of = words.head[head]
        top = words.head[of]
        if words.dep[head] != "pobj" or words.lower[of] != "of" or top >= of or top in known:
            continue
        if words.lower[top] not in lists.quantity_nouns and words.lemma[top] not in lists.quantity_nouns:
            continue
        out += [_counted(words, top, f) for f in those]
    return out


def hyphened_founds(words: Words, founds: Sequence[Found]) -> list[Found]:
    """ "Co-founder", "counter-protesters": the parser may hang the clause on what stands before the hyphen."""
    known = {f.head for f in founds}
    out = []
    for f in founds:
        first = f.head - 2
        glued = first >= 0 and words.text[first + 1] == "-" and words.at[f.head] - words.at[first + 1] == 1
        if f.form != "noun" or not glued or first in known or words.head[first] == f.head:
            continue
        out.append(f._replace(start=min(f.start, first), head=first))
    return out


def _counted(words: Words, top: int, f: Found) -> Found:
    start = words.left[top] if top - words.left[top] < 6 else top
    single = words.lower[top] in ("one", "neither", "either", "each") and f.plural
    if not single:
        return f._replace(start=start, end=f.end, head=top, form="noun")
    return f._replace(
        start=start,
        head=top,
        form="noun",
        kind="person" if f.kind in ("group", "person") else f.kind,
        key=None,
        plural=False,
        name=" ".join(words.text[start : f.end]).replace(" ’s", "’s").replace(" 's", "'s"),
        role=f.noun or None,
    )
