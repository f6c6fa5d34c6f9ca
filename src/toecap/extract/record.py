"""Doc -> Record."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc

from toecap.annotate.layers import text_of
from toecap.extract.events import events_of
from toecap.extract.statements import evidence, part_overlaps, statements_of
from toecap.records import Actor, Evidence, Record, Report


def record_of(report: Report, doc: Doc, events: bool = True) -> Record:
    """The record of an annotated report, with its events or without."""
    actors: tuple[Actor, ...] = doc._.actors
    involved: set[int] = set()

    def actor_id(index: int) -> str:
        involved.add(index)
        return actors[index].id

    part_overlaps(doc)
    statements = statements_of(doc, actor_id)
    happened = events_of(doc, actor_id) if events else []
    record = Record(report.id, report, _with_mentions(doc, actors, involved), tuple(statements), tuple(happened))
    return record if text_of(doc) == report.text else _requoted(record, report.text)


def _requoted(value: Any, text: str) -> Any:
    """The row with the quotes of the report's own text: a Doc has spaces for the line breaks of a wrapped one."""
    if isinstance(value, Evidence):
        return replace(value, quote=text[value.start : value.end])
    if isinstance(value, tuple):
        return tuple(_requoted(one, text) for one in value)
    if isinstance(value, dict):
        return {key: _requoted(one, text) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type | Report):
        return replace(value, **{field.name: _requoted(getattr(value, field.name), text) for field in fields(value)})
    return value


def _with_mentions(doc: Doc, actors: tuple[Actor, ...], involved: set[int]) -> tuple[Actor, ...]:
    """The actors, each with the places that name it.

    Left out are those of whom the report has but a common noun and no act or word ("a radio", "neighbours").
    """
    places: list[list[tuple[int, int]]] = [[] for _ in actors]
    starts, lengths = doc.to_array([IDX, LENGTH]).T.tolist() if len(doc) else ([], [])
    kept = involved | {index for index, actor in enumerate(actors) if actor.country or actor.wikidata}
    for mention in doc._.mentions:
        span = (starts[mention.start], starts[mention.end - 1] + lengths[mention.end - 1])
        for index in mention.actors:
            places[index].append(span)
            if mention.form in ("name", "title"):
                kept.add(index)
    return tuple(
        replace(actors[index], mentions=tuple(evidence(doc, span) for span in sorted(set(places[index]))))
        for index in sorted(kept)
        if places[index]
    )
