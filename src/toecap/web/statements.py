"""Statements by words, speaker, topic, day and channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from toecap.web.filters import PER_PAGE, STRICT, PageNumber, Text, Window
from toecap.web.incidents import outlets
from toecap.web.page import Page, table
from toecap.web.shapes import STATEMENT_COLUMNS, StatementLine, statement_line
from toecap.web.snapshot import Snapshot

CHANNELS = ("call", "meeting", "interview", "news conference", "speech", "written statement", "social media", "other")


@dataclass(frozen=True, slots=True)
class Asked(Window):
    """What statements to find."""

    __pydantic_config__ = STRICT

    words: Annotated[Text | None, Field(description="words that it holds, all of them, in any order")] = None
    speaker: Annotated[Text | None, Field(description="a speaker's key, country, or part of the name")] = None
    about: Annotated[Text | None, Field(description="key or code of an actor that it names or addresses")] = None
    channel: Annotated[Text | None, Field(description="call, meeting, interview, ...")] = None
    outlet: Annotated[Text | None, Field(description="told by this outlet")] = None
    page: Annotated[PageNumber, Field(description="page of the list, from 1")] = 1


@dataclass(frozen=True, slots=True)
class Statements:
    """A page of statements."""

    total: int
    page: int
    pages: int
    statements: list[StatementLine]


_SPEAKER = "(speaker_key = $speaker OR speaker_country = $speaker OR contains(lower(speaker), lower($speaker)))"
# Named inside the content's own words, not merely somewhere in the report.
ABOUT = """(list_contains(addressee_keys, $about) OR (statements.record_id, statement_id) IN (
    SELECT (said.record_id, said.owner) FROM evidence AS said
    JOIN actors ON actors.record_id = said.record_id AND (actors.actor_key = $about OR actors.code = $about)
    JOIN evidence AS named ON named.record_id = said.record_id AND named.owner = actors.actor_id
        AND named.field = 'mention' AND named.start >= said.start AND named."end" <= said."end"
    WHERE said.field = 'content'))"""


def statements(snapshot: Snapshot, asked: Asked) -> Statements:
    """The page asked for."""
    where, values = condition(asked)
    total = snapshot.rows(f"SELECT count(*) AS n FROM statements JOIN reports USING (record_id) WHERE {where}", values)
    lines = latest(snapshot, where, values, PER_PAGE, (asked.page - 1) * PER_PAGE)
    return Statements(total[0]["n"], asked.page, -(-total[0]["n"] // PER_PAGE), lines)


def condition(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The condition on statements joined with their reports, and its values."""
    parts = {
        "since": "coalesce(said_end, published) >= $since",
        "until": "coalesce(said_start, published) <= $until",
        "speaker": _SPEAKER,
        "about": ABOUT,
        "channel": "channel = $channel",
        "outlet": "outlet = $outlet",
    }
    values: dict[str, Any] = {name: value for name in parts if (value := getattr(asked, name))}
    made = [parts[name] for name in values]
    for place, word in enumerate((asked.words or "").split()[:20]):
        values[f"word{place}"] = word
        made.append(f"contains(lower(content), lower($word{place}))")
    return " AND ".join(made) or "true", values


def latest(snapshot: Snapshot, where: str, values: dict[str, Any], limit: int, offset: int = 0) -> list[StatementLine]:
    """Statements, those said last first."""
    return snapshot.all(
        statement_line,
        f"SELECT {STATEMENT_COLUMNS} FROM statements JOIN reports USING (record_id) WHERE {where} "
        "ORDER BY coalesce(said_end, published) DESC NULLS LAST, published DESC NULLS LAST, statements.record_id, "
        f"statements.start, statement_id LIMIT {limit} OFFSET {offset}",
        values,
    )


def _offered(snapshot: Snapshot, asked: Any, answer: Any) -> dict[str, Any]:
    return {"channels": CHANNELS, "outlets": outlets(snapshot)}


STATEMENTS = Page(
    name="statements",
    title="Statements",
    says="Statements by words, speaker, the actor that they are about, time, channel and outlet.",
    asks=Asked,
    shape=Statements,
    answer=statements,
    table=lambda answer: table(StatementLine, answer.statements),
    extras=_offered,
)
