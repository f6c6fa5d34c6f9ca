"""What a reader may narrow a page to; all of it stays in the address."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

Text = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.:-]{1,64}$")]
PageNumber = Annotated[int, Field(ge=1, le=10_000)]
Certainty = Literal["actual", "planned", "conditional", "hypothetical", "denied"]

PER_PAGE = 50
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both included."""

    __pydantic_config__ = STRICT

    since: Annotated[date | None, Field(description="first day, YYYY-MM-DD")] = None
    until: Annotated[date | None, Field(description="last day, YYYY-MM-DD")] = None


@dataclass(frozen=True, slots=True)
class Filters(Window):
    """The filters of incidents."""

    __pydantic_config__ = STRICT

    actor: Annotated[Text | None, Field(description="an actor's key or code, on either side")] = None
    other: Annotated[Text | None, Field(description="with `actor`: the other side, in either direction")] = None
    type: Annotated[Text | None, Field(description="PLOVER type")] = None
    certainty: Annotated[Certainty | None, Field(description="certainty")] = None
    outlet: Annotated[Text | None, Field(description="told by this outlet")] = None
    country: Annotated[Text | None, Field(description="country of the place, ISO 3166 alpha-3")] = None

    @property
    def set(self) -> bool:
        """Whether anything is narrowed."""
        return any(getattr(self, field.name) for field in fields(Filters))


def incident_where(filters: Filters) -> tuple[str, dict[str, object]]:
    """The condition on `incidents` and its values."""
    told = (
        "incident_id IN (SELECT incident_id FROM incident_members JOIN reports USING (record_id) "
        "WHERE outlet = $outlet)"
    )
    parts = {
        "since": '"end" >= $since',
        "until": "start <= $until",
        "actor": f"({side('actor', 'actor')} OR {side('recipient', 'actor')})",
        "other": f"({side('actor', 'other')} OR {side('recipient', 'other')})",
        "type": "type = $type",
        "certainty": "certainty = $certainty",
        "outlet": told,
        "country": "place_country = $country",
    }
    if filters.actor and filters.other:
        there = f"({side('actor', 'actor')} AND {side('recipient', 'other')})"
        back = f"({side('actor', 'other')} AND {side('recipient', 'actor')})"
        parts["other"] = f"({there} OR {back})"
    values = {name: value for name in parts if (value := getattr(filters, name))}
    return " AND ".join(parts[name] for name in values) or "true", values


def side(which: str, value: str) -> str:
    """The condition that an actor, by key or code, stands on a side: `actor` or `recipient`."""
    return f"(list_contains({which}_keys, ${value}) OR list_contains({which}_codes, ${value}))"
