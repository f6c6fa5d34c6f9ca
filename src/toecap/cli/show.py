"""A record for people, calm enough to read on 80 columns: each statement and event with the words that carry it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from toecap.records import Actor, Certainty, Count, Event, Evidence, Place, Record, Statement, When

WIDEST = 110  # longer lines are hard to read
NAMES_SHOWN = 3  # mentions shown of an actor
# Certainty is told by its word; the colour only helps to find it.
CERTAINTY_STYLE: dict[Certainty, str] = {
    "actual": "green",
    "planned": "cyan",
    "conditional": "yellow",
    "hypothetical": "magenta",
    "denied": "red",
}
OPENING = "“‘\"'«„"
CLOSING = "”’\"'»“"
QUIET = "dim"


def show(
    record: Record, console: Console | None = None, notes: Callable[[Event], Iterable[Text]] | None = None
) -> None:
    """Print the record to the console (standard output unless given), with notes to each event where they are given."""
    console = console or Console(highlight=False)
    width = min(console.width, WIDEST)
    actors = {actor.id: actor for actor in record.actors}
    for part in (
        *_head(record),
        *_statements(record, actors),
        *_events(record, actors, width, notes or _no_notes),
        *_actors(record),
        *_failures(record),
    ):
        console.print(part, width=width)
    console.print()


def plain(words: str) -> str:
    """The words on one line, with no character that would steer a terminal ("\\x1b[2J", a change of direction)."""
    line = " ".join(words.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii", "replace") for c in line)


def _head(record: Record) -> Iterable[RenderableType]:
    report = record.report
    known = (report.outlet, report.agency, report.published, report.url, record.name if report.title else None)
    yield Text(plain(report.title or record.name), style="bold")
    yield Text(" · ".join(plain(each) for each in known if each), style=QUIET)


def _heading(name: str, count: int, detail: str = "") -> RenderableType:
    return Text.assemble("\n", (f"{name} {count}", "bold underline"), (f"  {detail}" if detail else "", QUIET))


def _statements(record: Record, actors: dict[str, Actor]) -> Iterable[RenderableType]:
    yield _heading("Statements", len(record.statements))
    for statement in record.statements:
        body = Text.assemble((_speaker(statement, actors), "bold"), *_relay(statement, actors), "\n")
        body.append(" … ".join(_with_marks(record.report.text, part) for part in statement.content))
        body.append("\n" + " · ".join(_manner(statement)), style=QUIET)
        yield _entry(statement.id, body)


def _entry(id: str, *cells: RenderableType) -> RenderableType:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=4, style=QUIET, no_wrap=True)
    for _ in cells[:-1]:
        grid.add_column(width=len("hypothetical"), no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(id, *cells)
    return Padding(grid, (0, 0, 1, 0))


def _names(ids: Iterable[str], actors: dict[str, Actor]) -> str:
    return ", ".join(plain(actors[id].name) for id in ids)


def _speaker(statement: Statement, actors: dict[str, Actor]) -> str:
    if statement.speaker:
        return _names([statement.speaker], actors)
    return f"unknown (“{plain(statement.source.quote)}”)" if statement.source else "unknown"


def _relay(statement: Statement, actors: dict[str, Actor]) -> Iterable[str]:
    if statement.through:
        yield f", through {_names(statement.through, actors)}"
    if statement.addressees:
        yield f", to {_names(statement.addressees, actors)}"


def _manner(statement: Statement) -> Iterable[str]:
    """Form, reporting word, channel, day."""
    yield statement.form
    if statement.cue:
        yield f"“{plain(statement.cue.quote)}”"
    if statement.channel:
        yield f"{statement.channel.kind} (“{plain(statement.channel.evidence.quote)}”)"
    if statement.said:
        yield f"said {_days(statement.said)}"


def _with_marks(text: str, part: Evidence) -> str:
    """The words, with the quotation marks that the report puts right around them."""
    start, end = part.start, part.end
    if start > 0 and text[start - 1] in OPENING:
        start -= 1
    if text[end : end + 1] in (".", ",", "!", "?") and text[end + 1 : end + 2] in tuple(CLOSING):
        end += 2
    elif text[end : end + 1] in tuple(CLOSING):
        end += 1
    return plain(text[start:end])


def _no_notes(event: Event) -> Iterable[Text]:
    return ()


def _events(
    record: Record, actors: dict[str, Actor], width: int, notes: Callable[[Event], Iterable[Text]]
) -> Iterable[RenderableType]:
    told = Counter(event.certainty for event in record.events)
    detail = ", ".join(f"{told[certainty]} {certainty}" for certainty in CERTAINTY_STYLE if told[certainty])
    yield _heading("Events", len(record.events), detail)
    speakers = {statement.id: _speaker(statement, actors) for statement in record.statements}
    for event in record.events:
        certainty = Text(event.certainty, style=CERTAINTY_STYLE[event.certainty])
        certainty.append("\nbackground" if event.background else "", style=QUIET)
        body = Text.assemble((event.type, "bold"), (f" {event.cameo}", QUIET), "  ", _sides(event, actors), "\n")
        body.append(_in_context(record.report.text, event, width - len("hypothetical") - 8))
        body.append("\n" + " · ".join(_circumstances(event, speakers)), style=QUIET)
        for note in notes(event):
            body.append_text(note)
        yield _entry(event.id, certainty, body)


def _sides(event: Event, actors: dict[str, Actor]) -> str:
    """Who, the words that carry it, whom."""
    who = _names(event.actors, actors) or "unknown"
    whom = f" → {_names(event.recipients, actors)}" if event.recipients else ""
    return f"{who}{whom}  “{plain(event.predicate.quote)}”"


def _in_context(text: str, event: Event, room: int) -> Text:
    """The predicate in as much of its sentence as fits on a line; the predicate stands out by style."""
    said = event.predicate
    sentence = next((e for e in event.evidence if e.start <= said.start and said.end <= e.end), said)
    predicate = plain(said.quote)
    before, after = plain(text[sentence.start : said.start]), plain(text[said.end : sentence.end])
    free = room - len(predicate) - 2
    shown = _clip_left(before, max(0, free // 2, free - len(after)))
    gap = " " if text[said.start - 1 : said.start].isspace() and shown else ""
    follow = " " if text[said.end : said.end + 1].isspace() and after else ""
    rest = _clip_right(after, max(0, free - len(shown)))
    return Text.assemble(shown + gap, (predicate, "bold underline"), follow + rest)


def _clip_left(words: str, room: int) -> str:
    return words if len(words) <= room else f"…{words[len(words) - room :].partition(' ')[2]}"


def _clip_right(words: str, room: int) -> str:
    return words if len(words) <= room else f"{words[:room].rpartition(' ')[0]}…"


def _circumstances(event: Event, speakers: dict[str, str]) -> Iterable[str]:
    """When, where, how many, on what condition, and who says so."""
    if event.when:
        yield _days(event.when)
    if event.place:
        yield _where(event.place)
    yield from (f"{_number(count)} {what}" for what, count in event.counts.items())
    if event.condition:
        yield f"condition “{plain(event.condition.quote)}”"
    said = event.according_to
    yield f"according to {speakers[said]} ({said})" if said else "according to the report"


def _where(place: Place) -> str:
    return plain(place.name) + (f" ({place.country})" if place.country else "")


def _number(count: Count) -> str:
    if count.low == count.high:
        return f"{count.low:,}"
    if count.high is None:
        return f"at least {count.low:,}"
    return f"at most {count.high:,}" if count.low is None else f"{count.low:,} to {count.high:,}"


def _days(when: When) -> str:
    """The day, month or year; else from when to when."""
    start, end = date.fromisoformat(when.start), date.fromisoformat(when.end)
    after = end + timedelta(days=1)
    if start == end:
        return when.start
    if (start.month, start.day) == (after.month, after.day) == (1, 1) and after.year == start.year + 1:
        return when.start[:4]
    if start.day == after.day == 1 and (end.year, end.month) == (start.year, start.month):
        return when.start[:7]
    return f"{when.start} to {when.end}"


def _actors(record: Record) -> Iterable[RenderableType]:
    yield _heading("Actors", len(record.actors))
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=4, style=QUIET, no_wrap=True)
    grid.add_column(ratio=3)
    grid.add_column(ratio=3)
    grid.add_column(ratio=4, style=QUIET)
    for actor in record.actors:
        names = list(dict.fromkeys(plain(mention.quote) for mention in actor.mentions))
        others = [f"“{name}”" for name in names if name != actor.name]
        more = len(others) - NAMES_SHOWN
        also = ", ".join(others[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
        grid.add_row(actor.id, Text(plain(actor.name)), Text(_described(actor)), Text(also))
    yield grid


def _described(actor: Actor) -> str:
    known = (actor.role or actor.kind, actor.country or actor.code, *actor.sectors)
    return plain(" ".join(each for each in known if each))


def _failures(record: Record) -> Iterable[RenderableType]:
    for failure in record.failures:
        yield Text.assemble(("failure ", "bold red"), plain(failure.message))
