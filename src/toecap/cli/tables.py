"""`toecap knowledge show` and `toecap knowledge check`: what the tables know, and whether they are sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from toecap.errors import UsageError

if TYPE_CHECKING:
    from toecap.run.knowledge import Answer, Person

knowledge = App(name="knowledge", help="Show and check the tables of actors, offices and names.")
Folder = Annotated[Path | None, Parameter(help="Folder with tables of your own; else the one that the settings name.")]


@knowledge.command
def show(
    name: str,
    on: Annotated[str | None, Parameter(help="The day asked about: YYYY-MM-DD.")] = None,
    folder: Folder = None,
) -> int:
    """Print whom a name may mean and which offices they held, with sources. Exit 1 where nothing is known.

    Parameters
    ----------
    name
        A name, surname, adjective, capital or short form, such as Lavrov, French or NATO.
    """
    from toecap.run.knowledge import known

    answer = known(name, _day(on), folder)
    lines = _lines(answer, on)
    print("\n".join(lines) if lines else f"nothing known of {name!r}{f' on {on}' if on else ''}")
    return 0 if lines else 1


@knowledge.command
def check(folder: Folder = None, warnings: Annotated[bool, Parameter(help="Print warnings as well.")] = False) -> int:
    """Print what is wrong in the built-in tables and in your own: file, line, and how to mend it. Exit 1 on errors."""
    from toecap.run.knowledge import digest, problems

    found = problems(folder)
    errors = [problem for problem in found if problem.level == "error"]
    for problem in found if warnings else errors:
        print(problem)
    of = "" if errors else f"knowledge {digest(folder)[:12]}: "
    print(f"{of}{len(errors)} errors, {len(found) - len(errors)} warnings")
    return 1 if errors else 0


def _day(on: str | None) -> str | None:
    if on is None:
        return None
    try:
        return date.fromisoformat(on).isoformat()
    except ValueError:
        raise UsageError("no-date", f"{on!r} is no date; write YYYY-MM-DD") from None


def _lines(answer: Answer, on: str | None) -> list[str]:
    out = []
    for row, table in answer.named:
        codes = " ".join(part for part in (row.code, *row.sectors) if part)
        dates = f" {row.start or ''}..{row.end or ''}" if row.start or row.end else ""
        doubt = ", only with support from the report" if row.ambiguous else ""
        out.append(f"{row.surface}: {row.surface_kind} of {row.name} ({row.kind} {codes}){dates}{doubt} [{table}]")
    for person in answer.people:
        out += _person(person, on)
    if len(answer.people) > 1:
        out.append(f"{len(answer.people)} people: a report has to tell which by state or office, else nobody is meant")
    return out


def _person(person: Person, on: str | None) -> list[str]:
    role = ", ".join(term.office for term in person.held) or "no office"
    head = f"{person.name}{f' ({person.wikidata})' if person.wikidata else ''}{f': {role} on {on}' if on else ''}"
    terms = [
        f"  {'*' if term in person.held else ' '} {term.start or '?'}..{term.end or ''} {term.country}"
        f" {term.office} ({term.title}) [{term.source}]"
        for term in person.terms
    ]
    return [head, *terms]
