"""JSONL -> pairs: a sentence and the two actors that are asked about."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from toecap.errors import InputError
from toecap.read.files import Unread, rows_of, value_of_row
from toecap.read.report import refuse_half_characters
from toecap.records import Failure

# A text of more characters is no sentence.
MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Pair:
    """What does `source` do to `target` in `sentence`?"""

    id: str
    sentence: str
    source: str
    target: str


def pairs(name: str) -> Iterator[Pair | Unread]:
    """Every pair of a JSONL file, or of standard input for `-`; a row that gives none comes as Unread."""
    try:
        if name == "-":
            yield from _pairs("stdin", sys.stdin.buffer)
            return
        with Path(name).open("rb") as stream:
            yield from _pairs(name, stream)
    except InputError as error:
        yield Unread(name, error.as_failure())
    except OSError as error:
        message = f"{name}: {error.strerror or error}; check the path and its permissions"
        yield Unread(name, Failure("read", "unreadable", message))


def _pairs(name: str, stream: BinaryIO) -> Iterator[Pair | Unread]:
    for where, raw in rows_of(name, stream):
        try:
            yield pair_of_row(where, raw)
        except InputError as error:
            yield Unread(where, error.as_failure())


def pair_of_row(where: str, raw: bytes) -> Pair:
    """The pair of one JSONL row; InputError where it is not JSON, not an object, or lacks one of the three strings."""
    row = value_of_row(where, raw)
    if not isinstance(row, dict):
        raise InputError("read", "no-object", f"{where}: is no JSON object; write sentence, source and target in one")
    for key in ("sentence", "source", "target"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise InputError("read", f"no-{key}", f'{where}: lacks "{key}" (a string); give it in this row')
        refuse_half_characters(where, row[key])
    if len(row["sentence"]) > MOST_CHARACTERS:
        message = f"{where}: a sentence of {len(row['sentence']):,} characters; split it, or give the one that is meant"
        raise InputError("read", "too-long", message)
    row_id = row.get("id")
    return Pair(str(row_id) if row_id not in (None, "") else where, row["sentence"], row["source"], row["target"])
