"""All statements of a Doc: find, widen to whole quotations, nest, merge, and write down in characters."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from toecap.annotate.layers import Chars, StatementSpan, text_of
from toecap.annotate.statements.bounds import only_marked, shut, trim_reports, widen, without_comment
from toecap.annotate.statements.channel import find_channel
from toecap.annotate.statements.direct import attach
from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.indirect import find_cues, from_according, from_noun, from_verb
from toecap.annotate.statements.labels import block_below, from_labels
from toecap.annotate.statements.marks import find_quotations
from toecap.annotate.statements.nesting import from_inside, nest
from toecap.annotate.statements.sources import find_source, own_subject
from toecap.annotate.statements.tokens import EDGE, Page, Range, cut, make_page, name_of_source
from toecap.knowledge.cues import Cues, VerbCue, load_cues
from toecap.records import Form


def find_statements(doc: Doc) -> tuple[StatementSpan, ...]:
    """What the text attributes to whom, in order of the content."""
    cues = load_cues()
    quotations = find_quotations(text_of(doc), cues.elisions)
    page = make_page(doc, shut(doc, quotations, cues), cues.channel_nouns)
    drafts, speech = _drafts(page, cues)
    drafts = [from_inside(page, draft, cues) for draft in nest(page, drafts, cues)]
    drafts = [widen(page, without_comment(page, draft, cues)) for draft in drafts]
    drafts = attach(page, drafts, speech, cues)
    drafts = trim_reports(page, drafts)
    drafts = [only_marked(page, draft) for draft in drafts]
    drafts = _outer_only(page, drafts)
    return _finish(page, drafts, cues)


def _drafts(page: Page, cues: Cues) -> tuple[list[Draft], dict[int, Token]]:
    drafts: list[Draft] = []
    speech: dict[int, Token] = {}
    for verb, found in find_cues(page, cues):
        if _introduces(verb, found):
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


def _introduces(verb: Token, found: tuple[VerbCue, ...]) -> bool:
    """Whether a quotation beside the verb may be what was said, not what was only thought."""
    telling = {"clause", "quoted-object", "addressee"}
    if any(child.dep_ == "neg" for child in verb.lefts):
        return False
    return any(c.group != "belief" and not c.shapes.isdisjoint(telling) for c in found)


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
        while first < last and text[first] in EDGE and not _holds(text[first:last], 0):
            first += 1
        token = doc[min(page.token_at(first), end - 1)] if first < last else None
        if token is not None and token.i >= start and token.lower_ == "that" and token.dep_ == "mark":
            first = token.idx + len(token)
    while last > first and text[last - 1] in EDGE and not _holds(text[first:last], -1):
        last -= 1
    if last < len(text) and last > first and text[last] in ".?!" and page.quoted[page.token_at(last)] >= 0:
        last += 1
    return (first, last) if any(c.isalnum() for c in text[first:last]) else None


def _holds(words: str, at: int) -> bool:
    """Whether a bracket at an edge has its other half inside: "[i]t will hold"."""
    pair = {"[": "]", "(": ")"}.get(words[at]) if at == 0 else {"]": "[", ")": "("}.get(words[at])
    return pair is not None and pair in words


def _glue(page: Page, pieces: tuple[Chars, ...]) -> tuple[Chars, ...]:
    """Pieces that only marks and spaces of one line part are one piece."""
    out: list[Chars] = []
    text = page.text
    for start, end in sorted(pieces):
        if out and all(c in EDGE and c != "\n" for c in text[out[-1][1] : start]):
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
