"""Papers and words that stand for who made them: "the government statement", "Judge Miller's ruling", "reports"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.nouns import Phrase, phrase_founds, phrase_start
from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import Words

PhraseAt = Callable[[int], Phrase | None]


def utterance_founds(words: Words, founds: Sequence[Found], phrase_at: PhraseAt) -> list[Found]:
    """A mention of the maker at each paper that speaks; a paper without a maker is a source of unknown kind."""
    nouns = vocabulary().utterance_nouns
    by_head = {f.head: f for f in founds}
    out = []
    for i, lemma in enumerate(words.lemma):
        if lemma not in nouns or i in by_head or not words.tag[i].startswith("NN") or not _speaks(words, i):
            continue
        start = phrase_start(words, i)
        maker = _maker(words, i, by_head, phrase_at)
        if maker is not None:
            out.append(maker._replace(start=start, end=i + 1, head=i, form="noun"))
        elif words.tag[i] in ("NNS", "NNPS") or lemma in ("study", "report", "media", "document"):
            name = " ".join(w for w in words.text[start : i + 1] if w.lower() not in ("the", "a", "an"))
            out.append(Found(start, i + 1, i, "noun", "unknown", name, noun=lemma, key=f"paper:{name.lower()}"))
    return out


def _speaks(words: Words, i: int) -> bool:
    """Only as the subject of a clause or after "according to": "a report on the war" is nobody."""
    if words.dep[i] == "pobj":
        to = words.head[i]
        return words.lower[to] == "to" and words.lower[words.head[to]] == "according"
    return words.dep[i] in ("nsubj", "nsubjpass") and words.lemma[words.head[i]] not in (
        "be",
        "come",
        "emerge",
        "appear",
    )


def _maker(words: Words, i: int, by_head: dict[int, Found], phrase_at: PhraseAt) -> Found | None:
    before = [k for k in words.kids[i] if k < i and words.dep[k] in ("poss", "compound", "nmod", "amod")]
    after = [
        p
        for k in words.kids[i]
        if k > i and words.dep[k] == "prep" and words.lower[k] in ("by", "from", "of")
        for p in words.kids[k]
        if words.dep[p] == "pobj"
    ]
    for j in before + after:
        if j in by_head and (by_head[j].form != "adjective" or j in after):
            return by_head[j]
        phrase = phrase_at(j) if j in before else None
        if phrase is not None:
            return phrase_founds(words, phrase)[0]
    return None
