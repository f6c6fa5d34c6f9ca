"""feeds.toml: which feeds are watched, how often, and how their servers are asked."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from toecap.errors import UsageError
from toecap.read.addresses import own_addresses, public_addresses
from toecap.read.fetch import AGENT, Manners
from toecap.read.inputs import Look
from toecap.read.metadata import web_address
from toecap.version import VERSION

Minutes = Annotated[float, Field(gt=0, le=10_080)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Feed(_Strict):
    """A feed. `text`: take it from the feed, from the page of each item, or from the page where the feed has little."""

    address: str
    outlet: str | None = None
    every_minutes: Minutes | None = None
    text: Literal["auto", "feed", "page"] = "auto"

    @field_validator("address")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if web_address(value) is None:
            raise ValueError("is no http or https address")
        return value


class Subscriptions(_Strict):
    """All feeds, and what holds for each of them. `first_look`: which sport, weather and listings are set aside."""

    feed: Annotated[tuple[Feed, ...], Field(min_length=1)]
    contact: str | None = None
    every_minutes: Minutes = 15
    first_look: Look = "safe"
    delay_seconds: Annotated[float, Field(ge=0, le=3_600)] = 2
    deadline_seconds: Annotated[float, Field(gt=0, le=600)] = 30
    most_megabytes: Annotated[float, Field(gt=0, le=20)] = 10

    @field_validator("feed")
    @classmethod
    def _each_once(cls, feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
        addresses = [feed.address for feed in feeds]
        if twice := next((one for one in addresses if addresses.count(one) > 1), None):
            raise ValueError(f"{twice} is there twice")
        return feeds

    @field_validator("contact")
    @classmethod
    def _fits_a_header(cls, value: str | None) -> str | None:
        if value is not None and not (value.isascii() and value.isprintable()):
            raise ValueError("must be one line of ASCII, such as an address of a page or mailto:...")
        return value

    def seconds_of(self, feed: Feed) -> float:
        """How long after one look at a feed comes the next."""
        return 60 * (feed.every_minutes or self.every_minutes)

    def manners(self, own_network: bool) -> Manners:
        """How servers are asked; `own_network`: also those of this machine and the network around it."""
        return Manners(
            agent=f"{AGENT}/{VERSION}" + (f" (+{self.contact})" if self.contact else ""),
            delay=self.delay_seconds,
            seconds=self.deadline_seconds,
            most_bytes=int(self.most_megabytes * 1_000_000),
            addresses=own_addresses if own_network else public_addresses,
        )


def read_subscriptions(path: Path) -> Subscriptions:
    """The feeds of a file; UsageError that names every mistake in it."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError("no-feeds", f"{path}: {error.strerror}; name a file with feeds") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("no-feeds", f"{path}: is no TOML ({error}); see docs/how-to/feeds.md") from None
    try:
        return Subscriptions.model_validate(given)
    except ValidationError as error:
        wrong = "; ".join(f"{_where(one['loc'])}{one['msg'].removeprefix('Value error, ')}" for one in error.errors())
        raise UsageError("no-feeds", f"{path}: {wrong}; see docs/how-to/feeds.md") from None


def _where(place: tuple[int | str, ...]) -> str:
    """The place of a mistake: `feed 2, every_minutes: `."""
    if len(place) > 1:
        return f"feed {int(place[1]) + 1}{f', {place[2]}' if len(place) > 2 else ''}: "
    return f"{place[0]}: " if place else ""
