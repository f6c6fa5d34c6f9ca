"""All statements of a Doc: find, widen to whole quotations, nest, merge, and write down in characters."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from spacy.tokens import Doc, Token

from toecap.annotate.layers import Chars, StatementSpan, text_of
from toecap.annotate.statements.channel import find_channel
from toecap.annotate.statements.cues import Cues, load_cues
from toecap.annotate.statements.direct import attach, ranges_of, touched
from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.indirect import find_cues, from_according, from_noun, from_verb
from toecap.annotate.statements.labels import block_below, from_labels
from toecap.annotate.statements.marks import find_quotations
from toecap.annotate.statements.sources import find_source, own_subject
from toecap.annotate.statements.tokens import Page, Range, cut, join, make_page, name_of_source, phrase, shared, size
from toecap.records import Form

_EDGE = " \t\n\r\u00a0.,;:!?\"“”„‟«»‘’'`()[]—–-…"

# What sets a second report beside the first.
_MEANWHILE = frozenset({"while", "whereas", "after", "as", "although", "though"})


def find_statements(doc: Doc) -> tuple[StatementSpan, ...]:
    """What the text attributes to whom, in order of the content."""
    cues = load_cues()
    page = make_page(doc, find_quotations(text_of(doc), cues.elisions))
    drafts, speech = _drafts(page, cues)
    drafts = [_from_inside(page, draft, cues) for draft in _nest(page, drafts, cues)]
    drafts = [_widen(page, _without_comment(page, draft, cues)) for draft in drafts]
    drafts = attach(page, drafts, speech, cues)
    drafts = _trim_reports(page, drafts)
    drafts = [_without_owner(page, draft) for draft in drafts]
    drafts = _outer_only(page, drafts)
    return _finish(page, drafts, cues)


def _drafts(page: Page, cues: Cues) -> tuple[list[Draft], dict[int, Token]]:
    drafts: list[Draft] = []
    speech: dict[int, Token] = {}
    for verb, found in find_cues(page, cues):
        if any(not cue.shapes.isdisjoint({"clause", "quoted-object", "addressee"}) for cue in found):
            speech[verb.i] = verb
        draft = from_verb(verb, found, page, cues)
        if draft is not None:
            drafts.append(draft)
    for token in page.doc:
        if page.quoted[token.i] >= 0:
            continue
        if token.lower_ == "according":
            extra = from_according(token, page)
        elif token.pos_ == "NOUN":
            extra = from_noun(token, page, cues)
        else:
            continue
        if extra is not None:
            drafts.append(extra)
            if token.lower_ == "according":
                speech[token.i] = token
    drafts += from_labels(page, cues.message_nouns)
    taken = {draft.cue_head for draft in drafts}
    for i, verb in speech.items():
        block = block_below(page, verb) if i not in taken else None
        source = find_source(verb, cues.message_nouns) if block is not None else None
        if block is not None and source is not None:
            drafts.append(Draft(i, (i, i + 1), "saying", (block,), source.i, "block", 0.6))
    return drafts, speech


def _nest(page: Page, drafts: list[Draft], cues: Cues) -> list[Draft]:
    """ "A said B stressed X" is B's, through A; "A said he believed X" stays A's; "A said X and B said Y" is two."""
    by_head = {draft.cue_head: draft for draft in drafts if draft.cue_head is not None}
    gone: set[int] = set()
    new: dict[int, Draft] = {}
    for draft in drafts:
        root = _root(page, draft)
        if root is None or draft.cue_head is None or draft.source is None:
            continue
        for child, first in _coordinated(page, draft, root):
            inner = by_head.get(child.i)
            if inner is None or inner.source is None:
                continue
            subject = own_subject(child)
            if subject is None and first:
                continue
            if subject is not None and _stays_outer(page, inner, cues):
                gone.add(child.i)
            elif first and _relays(page, draft.source, cues):
                gone.add(draft.cue_head)
                new[child.i] = replace(new.get(child.i, inner), through=(*draft.through, draft.source))
            elif first and inner.rule.endswith(":clause"):
                new[child.i] = replace(new.get(child.i, inner), through=(*draft.through, draft.source))
            elif first:
                gone.add(child.i)
            else:
                outer = new.get(draft.cue_head, draft)
                new[draft.cue_head] = replace(outer, content=cut(outer.content, phrase(child)) or outer.content)
    return [new.get(d.cue_head if d.cue_head is not None else -1, d) for d in drafts if d.cue_head not in gone]


def _from_inside(page: Page, draft: Draft, cues: Cues) -> Draft:
    """ "The office said the minister “stressed the need”": the marks hold the inner cue, and what is in them is his."""
    root = _root(page, draft)
    if root is None or draft.source is None or page.quoted[root.i] < 0 or not cues.verbs.get(root.lemma_.lower()):
        return draft
    subject = own_subject(root) if _relays(page, draft.source, cues) else None
    numbers = {page.quoted[i] for s, e in draft.content for i in range(s, e)} - {-1}
    if subject is None or page.quoted[subject.i] >= 0 or subject.lower_ in cues.inner_pronouns or len(numbers) != 1:
        return draft
    inside = cut(draft.content, (draft.content[0][0], root.i)) if root.i > subject.i else ()
    first = page.range_of(page.quotations[page.quoted[root.i]].pieces[0])[0]
    if not inside or root.i != first:
        return draft
    return replace(draft, content=inside, source=subject.i, through=(*draft.through, draft.source))


def _root(page: Page, draft: Draft) -> Token | None:
    """The verb of what was said, where a clause was said."""
    if draft.cue_head is None or not (draft.rule.endswith(":clause") or draft.rule == "according"):
        return None
    if draft.rule.startswith("noun"):
        return None
    head = page.doc[draft.cue_head]
    if draft.rule == "according":
        root = head.head
        return root if root.pos_ == "VERB" and any(s <= root.i < e for s, e in draft.content) else None
    return next((c for c in head.children if c.dep_ == "ccomp" and any(s <= c.i < e for s, e in draft.content)), None)


def _coordinated(page: Page, draft: Draft, root: Token) -> list[tuple[Token, bool]]:
    """The content's verb (True) and those that stand beside it: its conjuncts and further clauses of the cue."""
    out = [(root, True)]
    out += [(c, False) for c in root.rights if c.dep_ in ("conj", "ccomp") and own_subject(c) is not None]
    if draft.rule != "according" and draft.cue_head is not None:
        out += [(c, False) for c in page.doc[draft.cue_head].children if c.dep_ == "ccomp" and c.i != root.i]
    return out


def _stays_outer(page: Page, inner: Draft, cues: Cues) -> bool:
    source = page.doc[inner.source] if inner.source is not None else None
    return source is None or source.lower_ in cues.inner_pronouns or inner.group in ("belief", "agreeing", "showing")


def _relays(page: Page, source: int, cues: Cues) -> bool:
    """Whether a source passes on what others said, as outlets, offices and spokesmen do: not a person of their own."""
    head = page.doc[source]
    words = {head.lemma_.lower(), *(t.lemma_.lower() for t in head.lefts)}
    return head.ent_type_ in ("ORG", "GPE", "FAC", "NORP") or not words.isdisjoint(cues.relays)


def _without_comment(page: Page, draft: Draft, cues: Cues) -> Draft:
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


def _widen(page: Page, draft: Draft) -> Draft:
    """A content that reaches into a quotation, or up to one, has it whole."""
    content = _up_to_quotation(page, draft)
    numbers = touched(page, content)
    if not numbers:
        return draft
    for number in numbers:
        content = join((*content, *ranges_of(page, number)))
    return replace(draft, content=_without_tail(page, content), quotations=tuple(numbers))


def _up_to_quotation(page: Page, draft: Draft) -> tuple[Range, ...]:
    """ "to help and "deny them a victory"": a quotation that follows with nothing but "and" between goes on with it."""
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
    """ ""We lost," and the flag is down": what follows a finished quotation is the narrator's."""
    start, end = content[-1]
    number = page.quoted[start]
    if number < 0 or page.quoted[end - 1] >= 0:
        return content
    stop = page.range_of(page.quotations[number].pieces[-1])[1]
    rest = range(stop, end)
    if stop <= start or page.doc[stop - 1].text != "," or any(page.quoted[k] >= 0 for k in rest):
        return content
    return (*content[:-1], (start, stop))


def _trim_reports(page: Page, drafts: list[Draft]) -> list[Draft]:
    """A reporting participle after a comma ("..., saying"), or another's report ("while he said"), is no part of it."""
    participles: list[tuple[int, Range]] = []
    for draft in drafts:
        if draft.cue_head is None:
            continue
        verb = page.doc[draft.cue_head]
        edge = verb.left_edge.i
        if verb.tag_ == "VBG" and edge and page.doc[edge - 1].text == "," and verb.dep_ != "ROOT":
            participles.append((verb.i, phrase(verb)))
        elif verb.dep_ == "advcl" and own_subject(verb) is not None and page.doc[edge].lower_ in _MEANWHILE:
            participles.append((verb.i, phrase(verb)))
    out: list[Draft] = []
    for draft in drafts:
        content = draft.content
        for head, hole in participles:
            if head != draft.cue_head and any(s < hole[0] < e for s, e in content) and page.quoted[head] < 0:
                content = cut(content, hole)
        out.append(replace(draft, content=content) if content else draft)
    return out


def _without_owner(page: Page, draft: Draft) -> Draft:
    """ "voiced his “deep concern”": a content that is in marks but for "his" or "the" before them is what is in them."""
    if not draft.content:
        return draft
    start, end = draft.content[0]
    i = start
    while i < end and page.quoted[i] < 0 and (page.doc[i].tag_ in ("PRP$", "DT") or page.doc[i].is_quote):
        i += 1
    rest = (k for s, e in ((i, end), *draft.content[1:]) for k in range(s, e))
    if i == start or i == end or any(page.quoted[k] < 0 and not page.doc[k].is_punct for k in rest):
        return draft
    return replace(draft, content=((i, end), *draft.content[1:]))


def _outer_only(page: Page, drafts: list[Draft]) -> list[Draft]:
    """A statement told inside another one's content is part of that content.

    Swept from left to right: of the statements whose content began, the one that reaches furthest is the cover.
    """
    spans = [(s, -e, k) for k, draft in enumerate(drafts) for s, e in draft.content]
    reach, holder = -1, -1
    inside: set[int] = set()
    for start, minus_end, k in sorted(spans):
        head = drafts[k].cue_head if not drafts[k].through else None
        if -minus_end <= reach and k != holder and head is not None and start - 25 < head:
            cover = drafts[holder].content
            if any(s <= head < e for s, e in cover):
                inside.add(k)
        if -minus_end > reach:
            reach, holder = -minus_end, k
    kept = [k for k in range(len(drafts)) if k not in inside]
    place = {k: at for at, k in enumerate(kept)}
    return [
        replace(d, continues=place.get(d.continues) if d.continues is not None else None)
        for d in map(drafts.__getitem__, kept)
    ]


def _finish(page: Page, drafts: list[Draft], cues: Cues) -> tuple[StatementSpan, ...]:
    order = sorted(range(len(drafts)), key=lambda k: drafts[k].content[0] if drafts[k].content else (0, 0))
    spans: list[StatementSpan] = []
    place: dict[int, int] = {}
    for k in order:
        span = _span(page, drafts[k], place, cues)
        if span is not None:
            place[k] = len(spans)
            spans.append(span)
    return tuple(spans)


def _span(page: Page, draft: Draft, place: dict[int, int], cues: Cues) -> StatementSpan | None:
    pieces = tuple(p for r in draft.content if r[0] < r[1] if (p := _trim(page, r)) is not None)
    pieces = _glue(page, pieces)
    if not pieces:
        return None
    source = None
    if draft.source is not None:
        source = page.chars_of(_source_span(page, draft, draft.source))
    return StatementSpan(
        form=_form(page, pieces),
        content=pieces,
        cue=page.chars_of(draft.cue) if draft.cue else None,
        source=source,
        cue_head=draft.cue_head,
        source_head=draft.source,
        through_heads=draft.through,
        addressee_heads=draft.addressees,
        channel=find_channel(page, draft, cues),
        continues=place.get(draft.continues) if draft.continues is not None else None,
        rule=draft.rule,
        confidence=draft.confidence,
    )


def _source_span(page: Page, draft: Draft, source: int) -> Range:
    """The words next to the cue that name the source: in a relative clause "who", though its head is the antecedent."""
    if draft.cue_head is not None:
        verb = page.doc[draft.cue_head]
        while own_subject(verb) is None and verb.dep_ == "conj" and verb.head.i < verb.i:
            verb = verb.head
        subject = own_subject(verb)
        if subject is not None and subject.i != source and subject.lower_ in ("who", "which", "that"):
            return subject.i, subject.i + 1
    return _clear(name_of_source(page.doc[source]), draft)


def _clear(span: Range, draft: Draft) -> Range:
    """The source's span without the cue and the content, which a wrong parse may have put into it."""
    assert draft.source is not None
    rest = [span]
    for hole in (*draft.content, *((draft.cue,) if draft.cue else ())):
        rest = list(cut(rest, hole))
    return next((r for r in rest if r[0] <= draft.source < r[1]), (draft.source, draft.source + 1))


def _trim(page: Page, span: Range) -> Chars | None:
    """A range in characters, without marks and spaces at its edges and without "that" at its head."""
    doc = page.doc
    start, end = span
    text = page.text
    first, last = page.chars_of(span)
    for _ in range(2):
        while first < last and text[first] in _EDGE:
            first += 1
        token = doc[min(page.token_at(first), end - 1)] if first < last else None
        if token is not None and token.i >= start and token.lower_ == "that" and token.dep_ == "mark":
            first = token.idx + len(token)
    while last > first and text[last - 1] in _EDGE:
        last -= 1
    if last < len(text) and last > first and text[last] in ".?!" and page.quoted[page.token_at(last)] >= 0:
        last += 1
    return (first, last) if any(c.isalnum() for c in text[first:last]) else None


def _glue(page: Page, pieces: tuple[Chars, ...]) -> tuple[Chars, ...]:
    """Pieces that only marks and spaces of one line part are one piece."""
    out: list[Chars] = []
    text = page.text
    for start, end in sorted(pieces):
        if out and all(c in _EDGE and c != "\n" for c in text[out[-1][1] : start]):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _form(page: Page, pieces: tuple[Chars, ...]) -> Form:
    inside = outside = 0
    for piece in pieces:
        start, end = page.range_of(piece)
        for i in range(start, end):
            token = page.doc[i]
            if token.is_punct or token.is_space:
                continue
            if page.quoted[i] >= 0:
                inside += 1
            else:
                outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


__all__ = ["find_statements", "shared", "size"]
