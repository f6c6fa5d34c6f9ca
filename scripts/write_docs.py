"""Write the pages of docs/ that are made from the code and the knowledge, so that the two cannot differ.

python scripts/write_docs.py
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import io
import os
import re
import textwrap
import typing
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import knowledge_page
from raised import SOURCE, raised

from toecap import records
from toecap.cli.commands import app
from toecap.config import Settings
from toecap.knowledge.events import EventRule, load_event_rules
from toecap.knowledge.ontology import load_ontology
from toecap.store.export.codes import columns as filled_columns
from toecap.store.query import described
from toecap.web.openapi import document
from toecap.web.pages import PAGES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ROWS = "Record Report Actor Statement Event Evidence When Place Channel Count Failure".split()
QUAD = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
MADE = "<!-- Made by scripts/write_docs.py; change what it is made from. -->\n\n"

COMMANDS = """# Commands

What `toecap COMMAND --help` prints. Exit 0: all done; 1: some inputs failed; 2: wrong usage.
"""
SETTINGS = """# Settings

Flags stand over the environment, and the environment over `toecap.toml` in the working folder.

"""
VARIABLES = """

Only in the environment:

| environment | |
| --- | --- |
| `TOECAP_TOKEN` | The secret that `toecap serve --host` asks of other machines ([how to](../how-to/dashboard.md)). |
| `XDG_CACHE_HOME` | The folder of caches: `toecap demo`, and the search index of a store that may not be written. |
"""
ERRORS = """# Errors and failures

What stands in `code` of a failure, or goes with exit 1 or 2. `{...}` stands for a part that differs. `where` is the
stage of a failure (`read`, `fetch`, `annotate`; `first look`: set aside, which is no failure), or what is refused: the
command (`usage`, exit 2), the store, or something that Toecap needs (`toecap`). A failure that has the name of a Python
exception as its code is a bug: the report is left out, and the others go on.

"""
RECORD = """# The record

What `toecap read --json` prints, one object a report; `toecap schema` prints its JSON Schema. Offsets are code points
into `report.text`, and `text[start:end] == quote` always.
"""
API = """# The JSON API

`toecap serve STORE` answers each page of the [dashboard](../how-to/dashboard.md) also as `.json` and `.csv`, with the
same question: `/pair?a=RUS&b=UKR` is a page, `/pair.json?a=RUS&b=UKR` all that it holds, and `/pair.csv?a=RUS&b=UKR`
its main table. `/openapi.json` is the OpenAPI 3.1 document with the schema of every answer.

Only GET and HEAD are answered. A wrong question is refused with 400 and what is wrong, what is not in the store with
404, a store that cannot be read with 503, each as `{"error": {"status", "message"}}`. An answer carries an ETag that
changes with the commit: ask with `If-None-Match`, and 304 says that nothing did. Lists have 50 rows
a page; `page` turns it.
"""
TABLES = """# The tables of a store

What `toecap query STORE` can ask ([how to](../how-to/query.md)), and what `toecap export STORE --as parquet` writes.
`record_id` joins them; an id such as `s3` or `e1` is unique in its record only. Offsets are code points into the
report's text. NULL is unknown.
"""
EXPORTS = """# The columns of exports

What `toecap export` ([how to](../how-to/export.md)) fills each column of a format with. Words in code marks are columns
of [the tables](tables.md).
"""
CODEBOOK = """# Codebook

How Toecap codes events: PLOVER 2.0 types, with a CAMEO code beside. Each type has a page with its rules, made from the
rules that run; every example is a test. Where the manuals disagree, [what was decided](decisions.md) says how and why.

"""


def pages() -> dict[Path, str]:
    """Every page that is made, by its path."""
    made = {
        DOCS / "reference/commands.md": commands(),
        DOCS / "reference/settings.md": settings(),
        DOCS / "reference/errors.md": errors(),
        DOCS / "reference/record.md": record(),
        DOCS / "reference/api.md": api(),
        DOCS / "reference/tables.md": tables(),
        DOCS / "reference/exports.md": exports(),
        DOCS / "reference/knowledge.md": knowledge_page.page(),
        DOCS / "codebook/index.md": codebook(),
    }
    for type_ in typing.get_args(records.EventType):
        made[DOCS / f"codebook/{type_.lower()}.md"] = event_type(type_)
    return {path: MADE + text.strip() + "\n" for path, text in made.items()}


def commands() -> str:
    """What `--help` prints of each command."""
    parts = [f"## toecap {' '.join(name)}\n\n```text\n{text}\n```" for name, text in helps()]
    return COMMANDS + "\n" + "\n\n".join(parts)


def helps() -> Iterator[tuple[tuple[str, ...], str]]:
    """The name of each command and of each of its commands, with its help at 80 columns."""
    for name in sorted(command_names(app)):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            app([*name, "--help"], result_action="return_value")
        yield name, "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())


def command_names(group: typing.Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Each command that does something by itself; groups of commands are walked into."""
    for name in group:
        if name.startswith("-"):
            continue
        inner = group[name]
        below = [one for one in inner if not one.startswith("-")]
        if below:
            yield from command_names(inner, (*before, name))
        else:
            yield (*before, name)


def settings() -> str:
    """The settings with what they do."""
    rows = ["| `toecap.toml` | environment | at first | |", "| --- | --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        rows.append(f"| `{name}` | `TOECAP_{name.upper()}` | {default} | {_line(field.description or '')} |")
    return SETTINGS + "\n".join(rows) + VARIABLES


def errors() -> str:
    """Every code of a failure or error, from where the code raises it."""
    rows = ["| code | where | what it says |", "| --- | --- | --- |"]
    told = {(one.code, one.stage, one.message) for one in raised() if one.code}
    rows += [f"| `{code}` | {stage} | {_line(message)} |" for code, stage, message in sorted(told)]
    return ERRORS + "\n".join(rows)


def record() -> str:
    """Each row of the record with its fields."""
    parts = [RECORD]
    for name in ROWS:
        row = getattr(records, name)
        says = field_docs(row)
        lines = [f"| `{field.name}` | {_type(field)} | {says[field.name]} |" for field in dataclasses.fields(row)]
        head = f"## {name}\n\n{(row.__doc__ or '').strip()}\n\n| field | value | |\n| --- | --- | --- |"
        parts.append("\n".join([head, *lines]))
    return "\n\n".join(parts)


def api() -> str:
    """Each address of the JSON API, with what may be asked and what comes back."""
    described = document(PAGES)
    shapes = described["components"]["schemas"]
    parts = [API]
    for page in PAGES:
        asked = described["paths"][f"/{page.name}.json"]["get"]["parameters"]
        rows = []
        for one in asked:
            needed = " (needed)" if one["required"] else ""
            rows.append(f"| `{one['name']}`{needed} | {_kind(one['schema'])} | {one['description']} |")
        shape = shapes[page.shape.__name__]
        held = ", ".join(f"`{name}`" for name in shape["properties"])
        table = "\n".join(["| asked | as | meaning |", "| --- | --- | --- |", *rows]) if rows else "Nothing is asked."
        parts.append(f"## /{page.name}\n\n{page.says}\n\n{table}\n\nHolds {held}.")
    return "\n\n".join(parts)


def _kind(schema: dict[str, typing.Any]) -> str:
    if "enum" in schema:
        return ", ".join(schema["enum"])
    return {"date": "YYYY-MM-DD"}.get(schema.get("format", ""), schema["type"])


def field_docs(row: type) -> dict[str, str]:
    """The words under each field of a dataclass."""
    tree = ast.parse((SOURCE / "records.py").read_text("utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == row.__name__)
    says = {}
    for node, after in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(after, ast.Expr):
            says[ast.unparse(node.target)] = _line(ast.literal_eval(after.value))
    return says


def _type(field: dataclasses.Field[typing.Any]) -> str:
    kind = str(field.type)
    known = typing.get_args(getattr(records, kind, None)) if kind.isidentifier() else ()
    if known and all(isinstance(value, str) for value in known):
        return ", ".join(known)
    words = re.sub(r"tuple\[(\w+), \.\.\.\]", r"list of \1", kind)
    words = re.sub(r"dict\[str, (\w+)\]", r"object of \1", words)
    return words.replace(" | None", " or null").replace("str", "text").replace("int", "whole number")


def tables() -> str:
    """Each view of a store with its columns."""
    parts = [TABLES]
    for name, says, columns in described():
        rows = [f"| `{column}` | {kind} | {_line(meaning)} |" for column, kind, meaning in columns]
        parts.append("\n".join([f"## {name}\n\n{says}\n\n| column | type | |\n| --- | --- | --- |", *rows]))
    return "\n\n".join(parts)


def exports() -> str:
    """Each file of each format with what its columns are filled with."""
    parts = [EXPORTS]
    for file in ("plover", "polecat", "gdelt-events", "gdelt-mentions", "icews", "acled"):
        rows = [f"| `{column}` | {_line(filled)} |" for column, filled in filled_columns(file).items()]
        parts.append("\n".join([f"## {file}\n\n| column | filled with |\n| --- | --- |", *rows]))
    return "\n\n".join(parts)


def codebook() -> str:
    """The types, quad classes and scores, and where each rule is."""
    ontology = load_ontology()
    rows = ["| type | quad class | rules | |", "| --- | --- | ---: | --- |"]
    for type_ in typing.get_args(records.EventType):
        rules = rules_of(type_)
        quad = ontology.quads[type_]
        rows.append(f"| [{type_}]({type_.lower()}.md) | {quad}, {QUAD[quad]} | {len(rules)} | {head_of(type_)} |")
    types = "\n".join(type_.lower() for type_ in typing.get_args(records.EventType))
    contents = f"```{{toctree}}\n:hidden:\n\ndecisions\n{types}\n```"
    return CODEBOOK + "\n".join(rows) + "\n\n" + contents


def event_type(type_: str) -> str:
    """One type with its modes and rules."""
    ontology = load_ontology()
    quad, modes = ontology.quads[type_], sorted(ontology.modes[type_])
    parts = [f"# {type_}\n\n{head_of(type_)}\n\nQuad class {quad}, {QUAD[quad]}."]
    parts += [f"Modes: {', '.join(modes)}."] if modes else []
    parts += [_rule(rule) for rule in rules_of(type_)]
    return "\n\n".join(parts)


def _rule(rule: EventRule) -> str:
    about = [f"CAMEO {rule.cameo}"] + ([f"mode {rule.mode}"] if rule.mode else [])
    about += [f"contexts {', '.join(rule.contexts)}"] if rule.contexts else []
    lines = [f"## {rule.id}", "", rule.why, "", "; ".join(about) + ".", ""]
    lines += [f"- yes: {example}" for example in rule.examples]
    lines += [f"- no: {example}" for example in rule.not_examples]
    return "\n".join(lines)


def rules_of(type_: str) -> list[EventRule]:
    """The rules of a type, in the order of their file."""
    return [rule for rule in load_event_rules().rules if rule.type == type_]


def head_of(type_: str) -> str:
    """The line at the head of the type's file of rules."""
    path = SOURCE / f"knowledge/data/rules/events/{type_.lower()}.toml"
    return path.read_text("utf-8").splitlines()[0].removeprefix("# ")


def _line(text: str) -> str:
    return " ".join(textwrap.dedent(text).split()).replace("|", "\\|")


# cyclopts asks the environment how wide the page is.
os.environ["COLUMNS"] = "80"

if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
