"""JSONL -> pairs: a sentence and the two actors that are asked about."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from toecap.errors import InputError
from toecap.read.files import Unread, decode
from toecap.read.report import refuse_half_characters
from toecap.records import Failure

# A row of more bytes than this holds no sentence, nor does a text of more characters.
MOST_BYTES = 1_000_000
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
            yield from _rows("stdin", sys.stdin.buffer)
            return
        with Path(name).open("rb") as stream:
            yield from _rows(name, stream)
    except OSError as error:
        message = f"{name}: {error.strerror or error}; check the path and its permissions"
        yield Unread(name, Failure("read", "unreadable", message))


def _rows(name: str, stream: BinaryIO) -> Iterator[Pair | Unread]:
    empty = True
    for number, raw in enumerate(iter(lambda: stream.readline(MOST_BYTES + 1), b""), start=1):
        if not raw.strip():
            continue
        empty = False
        where = f"{name}:{number}"
        try:
            yield pair_of_row(where, raw)
        except InputError as error:
            yield Unread(where, error.as_failure())
    if empty:
        message = f"{name}: holds no rows; give one JSON object a line, with sentence, source and target"
        yield Unread(name, Failure("read", "empty", message))


def pair_of_row(where: str, raw: bytes) -> Pair:
    """The pair of one JSONL row; InputError where it is not JSON, not an object, or lacks one of the three strings."""
    try:
        row: Any = json.loads(decode(where, raw))
    except (json.JSONDecodeError, RecursionError) as error:
        what = getattr(error, "msg", "nested too deeply")
        raise InputError("read", "not-json", f"{where}: is not JSON ({what}); write one object a line") from None
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
