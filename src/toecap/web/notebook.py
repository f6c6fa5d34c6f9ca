"""A record as a piece of HTML for notebooks: its text with statements, events and actors in place."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from toecap.records import Evidence, Record
from toecap.web.marks import Mark, Segment, segments

# Certainty is told by the line under the word and by its name, and not by colour alone, as on the pages.
STYLE = """
.toecap{line-height:1.9;white-space:pre-wrap;max-width:46em}
.toecap .said{background:#8fb3d926}
.toecap .mention{border-bottom:1px dotted #888}
.toecap .event{border-bottom:2px solid #b5482a;font-weight:600}
.toecap .planned{border-bottom-style:dashed}.toecap .conditional{border-bottom-style:dotted}
.toecap .hypothetical{border-bottom:3px double #b5482a}.toecap .denied{text-decoration:line-through}
.toecap sup{font-size:.65em;font-weight:600;padding:0 .2em}
"""


class Rendered(str):
    """HTML that notebooks show as it is meant."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return self


def render(record: Record) -> Rendered:
    """The text of a record with what was found in it; a word's title tells what it was found to be.

    Notebooks show it by themselves; elsewhere it is HTML with nothing but text and style.
    """
    says = _says(record)
    text = "".join(_html(segment, says) for segment in segments(record.report.text, _marks(record)))
    return Rendered(f'<style>{STYLE}</style><div class="toecap">{text}</div>')


def _marks(record: Record) -> Iterator[Mark]:
    for statement in record.statements:
        yield from _of("content", statement.id, statement.content)
    for event in record.events:
        yield Mark(event.predicate.start, event.predicate.end, event.id, "predicate", event.certainty)
    for actor in record.actors:
        yield from _of("mention", actor.id, actor.mentions)


def _of(field: str, owner: str, places: tuple[Evidence, ...]) -> Iterator[Mark]:
    for place in places:
        yield Mark(place.start, place.end, owner, field)


def _says(record: Record) -> dict[str, str]:
    """What stands behind each id, in a line."""
    names = {actor.id: actor.name for actor in record.actors}
    says = {
        actor.id: " · ".join(filter(None, (actor.name, actor.role, actor.code, *actor.sectors)))
        for actor in record.actors
    }
    for statement in record.statements:
        speaker = names[statement.speaker] if statement.speaker else "unknown speaker"
        says[statement.id] = f"{statement.id}: {speaker}, {statement.form}"
    for event in record.events:
        actors, recipients = (
            ", ".join(names[one] for one in side) or "unknown" for side in (event.actors, event.recipients)
        )
        says[event.id] = f"{event.id}: {event.certainty} {event.type} {event.cameo}, {actors} → {recipients}"
    return says


def _html(segment: Segment, says: dict[str, str]) -> str:
    opens = "".join(f"<sup>{escape(one)}</sup>" for one in segment.opens)
    kinds = ["said"] if segment.statements else []
    if segment.link:
        kinds += ["event", segment.certainty] if segment.certainty else ["mention"]
    if not kinds:
        return opens + escape(segment.text)
    title = says[segment.link or segment.statements[0]]
    closes = f"<sup>{segment.closes}</sup>" if segment.closes else ""
    return f'{opens}<span class="{" ".join(kinds)}" title="{escape(title)}">{escape(segment.text)}</span>{closes}'
