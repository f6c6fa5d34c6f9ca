"""What a page is: an address, what may be asked, the answer, and its three forms: HTML, JSON, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from toecap.errors import ToecapError, UsageError
from toecap.web.snapshot import Snapshot

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]


class NotFoundError(ToecapError):
    """What was asked for is not in the store."""


@dataclass(frozen=True)
class Page:
    """One page. `asks` is a frozen dataclass of what the address may hold, `shape` one of what the page shows."""

    name: str
    title: str
    says: str
    asks: type
    shape: type
    answer: Callable[[Snapshot, Any], Any]
    table: Callable[[Any], Table]
    # What only the HTML needs, such as charts.
    extras: Callable[[Snapshot, Any, Any], Mapping[str, Any]] = lambda snapshot, asked, answer: {}
    # Whether the answer is a function of the commit and the address alone.
    keep: bool = True

    @cached_property
    def question(self) -> TypeAdapter[Any]:
        """Checks what is asked."""
        return TypeAdapter(self.asks)

    @cached_property
    def form(self) -> TypeAdapter[Any]:
        """Writes the JSON twin, and its schema."""
        return TypeAdapter(self.shape)

    def asked(self, given: Sequence[tuple[str, str]]) -> Any:
        """What the address asks; a form sends fields that were left empty. UsageError that names what is wrong."""
        try:
            return self.question.validate_python({name: value for name, value in given if value})
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the address"
            known = ", ".join(field.name for field in fields(self.asks))
            raise UsageError(
                "bad-question", f"{where}: {first['msg']}; /{self.name} knows: {known or 'nothing'}"
            ) from None

    def as_json(self, answer: Any) -> bytes:
        """The JSON twin."""
        return self.form.dump_json(answer)

    def as_csv(self, answer: Any) -> bytes:
        """The CSV twin: the page's main table, with its header also where there is no row."""
        columns, rows = self.table(answer)
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)
        return stream.getvalue().encode("utf-8", "replace")


def table(line: type, lines: Iterable[Any], **fixed: Any) -> Table:
    """Lines of one shape as a table: an actor as name and key, lists joined by '; '. `fixed` stands before each."""
    columns = [*fixed]
    for field in fields(line):
        columns += [field.name, *([f"{field.name}_keys"] if _many(field) else [])]
        columns += [f"{field.name}_key"] if _one(field) else []
    return columns, ([*fixed.values(), *_cells(one)] for one in lines)


def _cells(line: Any) -> Iterator[Any]:
    for field in fields(line):
        value = getattr(line, field.name)
        if _many(field):
            yield "; ".join(one.name for one in value)
            yield "; ".join(one.key for one in value)
        elif _one(field):
            yield value and value.name
            yield value and value.key
        elif isinstance(value, list):
            yield "; ".join(map(_said, value))
        else:
            yield value


def _many(field: Field[Any]) -> bool:
    return field.type == "list[Named]"


def _one(field: Field[Any]) -> bool:
    return field.type in ("Named", "Named | None")


def _said(value: Any) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        return " ".join(str(getattr(value, field.name)) for field in fields(value))
    return str(value)
