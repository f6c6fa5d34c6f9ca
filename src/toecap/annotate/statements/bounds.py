"""Where what was said begins and ends: whole quotations, and without the narrator's own words."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from spacy.tokens import Doc, Token

from toecap.annotate.statements.direct import ranges_of, touched
from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.marks import Quotation
from toecap.annotate.statements.sources import own_subject
from toecap.annotate.statements.tokens import EDGE, Page, Range, cut, join, phrase, tells_how
from toecap.knowledge.cues import Cues

# What sets a second report beside the first.
_MEANWHILE = frozenset({"while", "whereas", "after", "as", "although", "though"})


def shut(doc: Doc, quotations: tuple[Quotation, ...], cues: Cues) -> tuple[Quotation, ...]:
    """Quotations that nobody closed end at the comma before a report: "We lost, said Roe. The hall was still."""
    return tuple(q if q.closed or len(q.pieces) > 1 else _shut(doc, q, cues) for q in quotations)


def _shut(doc: Doc, quotation: Quotation, cues: Cues) -> Quotation:
    start, end = quotation.pieces[0]
    span = doc.char_span(start, end, alignment_mode="contract")
    for token in span[:-2] if span is not None else ():
        if token.text != ",":
            continue
        first, second = doc[token.i + 1], doc[token.i + 2]
        if any(t.tag_ in ("VBD", "VBZ") and t.lemma_.lower() in cues.verbs for t in (first, second)) and (
            first.pos_ in ("VERB", "PROPN", "PRON")
        ):
            return replace(quotation, pieces=((start, token.idx + 1),))
    return quotation


def without_comment(page: Page, draft: Draft, cues: Cues) -> Draft:
    """Indirect speech up to the narrator's comment: "he would resign, [which surprised many]"."""
    if draft.group == "label" or not draft.content:
        return draft
    start, end = draft.content[-1]
    for i in page.commas[bisect_left(page.commas, start + 3) : bisect_left(page.commas, end - 2)]:
        if page.quoted[i] >= 0:
            continue
        if page.doc[i + 1].lower_ in cues.narrator_words and not any(page.quoted[k] >= 0 for k in range(i, end)):
            return replace(draft, content=(*draft.content[:-1], (start, i)))
    return draft


def widen(page: Page, draft: Draft) -> Draft:
    """A content that reaches into a quotation, or up to one, has it whole."""
    content = _up_to_quotation(page, draft)
    numbers = touched(page, content)
    if not numbers:
        return draft
    for number in numbers:
        content = join((*content, *ranges_of(page, number)))
    return replace(draft, content=_without_tail(page, content), quotations=tuple(numbers))


def _up_to_quotation(page: Page, draft: Draft) -> tuple[Range, ...]:
    """A quotation that follows with nothing but "and" between goes on: to help and "deny them a win"."""
    if not draft.content or draft.cue_head is None:
        return draft.content
    start, end = draft.content[-1]
    i, limit = end, min(len(page.doc), page.sentence[end - 1][1])
    while i < limit and page.quoted[i] < 0 and (page.doc[i].dep_ == "cc" or page.doc[i].is_quote):
        i += 1
    marked = i > end and i < limit and page.quoted[i] >= 0 and any(page.doc[k].is_quote for k in range(end, i))
    if not marked or page.quoted[start] >= 0 or draft.cue_head >= end:
        return draft.content
    return (*draft.content[:-1], (start, i + 1))


def _without_tail(page: Page, content: tuple[Range, ...]) -> tuple[Range, ...]:
    """What follows a finished quotation is the narrator's: “We lost,” and the flag is down."""
    start, end = content[-1]
    number = page.quoted[start]
    if number < 0 or page.quoted[end - 1] >= 0:
        return content
    stop = page.range_of(page.quotations[number].pieces[-1])[1]
    rest = range(stop, end)
    if stop <= start or any(page.quoted[k] >= 0 for k in rest):
        return content
    after = next((k for k in rest if page.doc[k].text.strip(EDGE)), stop)
    if page.doc[stop - 1].text == "," or (page.doc[after].dep_ == "prep" and tells_how(page, page.doc[after])):
        return (*content[:-1], (start, stop))
    return content


def trim_reports(page: Page, drafts: list[Draft]) -> list[Draft]:
    """A reporting participle after a comma ("..., saying"), or another's report ("while he said"), is no part of it."""
    heads = [page.doc[draft.cue_head] for draft in drafts if draft.cue_head is not None]
    beside = [(verb.i, phrase(verb)) for verb in heads if _stands_beside(page, verb)]
    out: list[Draft] = []
    for draft in drafts:
        content = draft.content
        for head, hole in beside:
            if head != draft.cue_head and any(s < hole[0] < e for s, e in content) and page.quoted[head] < 0:
                content = cut(content, hole)
        out.append(replace(draft, content=content) if content else draft)
    return out


def _stands_beside(page: Page, verb: Token) -> bool:
    edge = verb.left_edge.i
    if verb.tag_ == "VBG":
        return edge > 0 and page.doc[edge - 1].text == "," and verb.dep_ != "ROOT"
    return verb.dep_ == "advcl" and own_subject(verb) is not None and page.doc[edge].lower_ in _MEANWHILE


def only_marked(page: Page, draft: Draft) -> Draft:
    """Words in marks but for "his", "the" or "and" around them (his “concern” and “fear”) are direct."""
    marked, bare = [], 0
    for i in (i for start, end in draft.content for i in range(start, end)):
        token = page.doc[i]
        if page.quoted[i] >= 0:
            marked.append(i)
        elif token.text.strip(EDGE):
            if token.tag_ not in ("DT", "CC") and token.dep_ != "poss":
                return draft
            bare += 1
    if not marked or not bare:
        return draft
    return replace(draft, content=join((i, i + 1) for i in marked))
