"""A record for people: actors, statements and events as tables of words."""

from __future__ import annotations

from rich import markup
from rich.console import Console
from rich.table import Table

from toecap.records import Actor, Record, Statement, When

# Certainty is told by a word, not by colour alone.
CERTAINTY_STYLE = {
    "actual": "bold",
    "planned": "cyan",
    "conditional": "yellow",
    "hypothetical": "magenta",
    "denied": "red",
}


def escape(words: str) -> str:
    """Words for the terminal: no markup, and no character that would steer it ("\\x1b[2J", a change of direction)."""
    seen = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii", "replace") for c in words)
    return markup.escape(seen)


def show(record: Record, console: Console | None = None) -> None:
    """Print the record to the console (standard output unless given)."""
    console = console or Console(highlight=False)
    report = record.report
    known = ", ".join(x for x in (report.outlet, report.published) if x)
    title = f"{report.title or record.name}{f' ({known})' if known else ''}"
    console.rule(f"[bold]{escape(title)}[/bold]", align="left")
    actors = {actor.id: actor for actor in record.actors}
    _actors(console, record)
    _statements(console, record, actors)
    _events(console, record, actors)
    for failure in record.failures:
        console.print(f"[red]failure[/red] {escape(failure.message)}")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", header_style="dim")
    return table


def _actors(console: Console, record: Record) -> None:
    table = _table(f"\nActors ({len(record.actors)})", "", "actor", "kind", "country", "sectors", "role", "mentions")
    for actor in record.actors:
        mentioned = list(dict.fromkeys(m.quote for m in actor.mentions))
        shown = ", ".join(mentioned[:4]) + (" …" if len(mentioned) > 4 else "")
        row = (actor.id, actor.name, actor.kind, actor.country or actor.code or "", " ".join(actor.sectors))
        table.add_row(*map(escape, (*row, actor.role or "", shown)))
    console.print(table)


def _statements(console: Console, record: Record, actors: dict[str, Actor]) -> None:
    table = _table(f"\nStatements ({len(record.statements)})", "", "speaker", "form", "words", "how")
    for statement in record.statements:
        words = " … ".join(_one_line(part.quote) for part in statement.content)
        table.add_row(
            *map(escape, (statement.id, _speaker(statement, actors), statement.form, words, _how(statement, actors)))
        )
    console.print(table)


def _speaker(statement: Statement, actors: dict[str, Actor]) -> str:
    if statement.speaker:
        return actors[statement.speaker].name
    return f"unknown ({statement.source.quote})" if statement.source else "unknown"


def _how(statement: Statement, actors: dict[str, Actor]) -> str:
    parts = [f"“{statement.cue.quote}”"] if statement.cue else []
    parts += [f"through {actors[i].name}" for i in statement.through]
    parts += [f"to {actors[i].name}" for i in statement.addressees]
    parts += [f"in a {statement.channel.kind}"] if statement.channel else []
    parts += [_day(statement.said)] if statement.said else []
    return ", ".join(parts)


def _events(console: Console, record: Record, actors: dict[str, Actor]) -> None:
    table = _table(
        f"\nEvents ({len(record.events)})", "", "type", "who → whom", "words", "certainty", "when", "according to"
    )
    for event in record.events:
        style = CERTAINTY_STYLE[event.certainty]
        who = ", ".join(actors[i].name for i in event.actors) or "unknown"
        whom = ", ".join(actors[i].name for i in event.recipients)
        certainty = event.certainty + (f", if: {_one_line(event.condition.quote)}" if event.condition else "")
        table.add_row(
            event.id,
            f"{event.type} {event.cameo}",
            escape(f"{who} → {whom}" if whom else who),
            escape(_one_line(event.predicate.quote)),
            f"[{style}]{escape(certainty)}[/{style}]",
            (_day(event.when) if event.when else "") + (" background" if event.background else ""),
            event.according_to or "the report",
        )
    console.print(table)
    console.print()


def _day(when: When) -> str:
    return when.start if when.start == when.end else f"{when.start} to {when.end}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
