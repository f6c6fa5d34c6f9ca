"""StatementSpan -> Statement: speaker, through, addressees and time resolved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Doc, Token

from toecap.annotate.layers import Chars, StatementSpan, text_of
from toecap.extract.arguments import actors_of
from toecap.extract.timing import when_at
from toecap.records import Channel, Evidence, Statement


def evidence(doc: Doc, span: Chars) -> Evidence:
    """The words at these characters."""
    return Evidence(span[0], span[1], text_of(doc)[span[0] : span[1]])


def speakers(doc: Doc) -> list[int | None]:
    """For each of `doc._.statements` the index of its speaker in `doc._.actors`, or None."""
    found: list[int | None] = []
    for span in doc._.statements:
        own = _only(doc, span.source_head)
        if own is None and span.source_head is None and span.continues is not None:
            own = found[span.continues] if span.continues < len(found) else None
        found.append(own)
    return found


def part_overlaps(doc: Doc) -> None:
    """Words belong to one statement of a speaker: where two of them overlap, the fuller keeps the words.

    Who speaks is known only now, so the annotator could not tell ("Roe said the mayor ...", and Roe is the mayor).
    """
    spans, who = list(doc._.statements), speakers(doc)
    order = sorted(range(len(spans)), key=lambda k: -sum(end - start for start, end in spans[k].content))
    kept: dict[int, list[Chars]] = {}
    for k in order:
        speaker = who[k]
        if speaker is None:
            continue
        taken = kept.setdefault(speaker, [])
        content = tuple(part for part in spans[k].content if not any(part[0] < e and s < part[1] for s, e in taken))
        taken += content
        spans[k] = replace(spans[k], content=content)
    if any(not span.content for span in spans):
        spans = _without_empty(spans, who)
    doc._.statements = tuple(spans)


def _without_empty(spans: list[StatementSpan], who: list[int | None]) -> list[StatementSpan]:
    """The statements that kept words; those that went on with a dropped one go on with another of its speaker."""
    place: dict[int, int] = {}
    last: dict[int | None, int] = {}
    kept: list[StatementSpan] = []
    for k, span in enumerate(spans):
        if span.content:
            last[who[k]] = len(kept)
            kept.append(span if span.continues is None else replace(span, continues=place.get(span.continues)))
        if who[k] in last:
            place[k] = last[who[k]]
    return kept


def _only(doc: Doc, head: int | None) -> int | None:
    """The first of the actors at a source; a joint statement is kept under the first named."""
    if head is None:
        return None
    actors = actors_of(doc, doc[head])
    return actors[0] if actors else None


def statements_of(doc: Doc, actor_id: Callable[[int], str]) -> list[Statement]:
    """All statements, ids "s1".. in order of the text."""
    who = speakers(doc)
    return [
        _statement(doc, span, f"s{number}", who[number - 1], actor_id)
        for number, span in enumerate(doc._.statements, start=1)
    ]


def _statement(
    doc: Doc, span: StatementSpan, id: str, speaker: int | None, actor_id: Callable[[int], str]
) -> Statement:
    def ids(heads: tuple[int, ...]) -> tuple[str, ...]:
        found = dict.fromkeys(i for head in heads for i in actors_of(doc, doc[head]))
        return tuple(actor_id(i) for i in found)

    return Statement(
        id=id,
        form=span.form,
        content=tuple(evidence(doc, part) for part in span.content),
        cue=evidence(doc, span.cue) if span.cue else None,
        source=evidence(doc, span.source) if span.source else None,
        speaker=actor_id(speaker) if speaker is not None else None,
        addressees=ids(span.addressee_heads),
        through=ids(span.through_heads),
        channel=Channel(span.channel[0], evidence(doc, span.channel[1])) if span.channel else None,
        said=when_at(doc, doc[span.cue_head], span.content) if span.cue_head is not None else None,
        rule=span.rule,
        confidence=span.confidence,
    )


def statement_at(doc: Doc, at: int) -> int | None:
    """The innermost statement whose content holds the character, as an index."""
    found: tuple[int, int] | None = None
    for index, span in enumerate(doc._.statements):
        for start, end in span.content:
            if start <= at < end and (found is None or end - start <= found[0]):
                found = (end - start, index)
    return found[1] if found else None


def speaker_token(token: Token) -> Token | None:
    """The word that names the source of the innermost statement around a token."""
    statement = statement_at(token.doc, token.idx)
    head = token.doc._.statements[statement].source_head if statement is not None else None
    return token.doc[head] if head is not None else None
