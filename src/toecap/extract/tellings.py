"""One place that tells an event, and whom it takes from the tellings before it: who asked, who replied."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toecap.annotate.certainty import Judgement
from toecap.annotate.layers import Chars
from toecap.extract.matching import Match
from toecap.records import Place, When

# Acts of speech are told apart sentence by sentence: to urge twice is two requests.
SAID_TYPES = frozenset({"REQUEST", "ACCUSE", "SUPPORT", "REJECT", "THREATEN", "AGREE", "CONCEDE"})
# How far (characters) a reply may stand from what it replies to.
REPLY = 400
REPLIES = frozenset({"REJECT", "CONCEDE"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One place that tells an event, before tellings are joined. `sentence`: the characters of its sentence."""

    match: Match
    cameo: str
    sentence: Chars
    judgement: Judgement
    statement: int | None
    when: When | None
    place: Place | None


def answered(tellings: list[Telling]) -> list[Telling]:
    """Requests and their replies name each other's sides: "The police asked for files, but the bank refused."

    A reply without a recipient is to who asked; a request without one was made to who replies.
    """
    found = list(tellings)
    for at, reply in enumerate(tellings):
        if reply.match.rule.type not in REPLIES or not reply.match.actors:
            continue
        asked = _request_before(found, at)
        if asked is None:
            continue
        request = found[asked]
        if not reply.match.recipients:
            found[at] = replace(reply, match=replace(reply.match, recipients=request.match.actors))
        if not request.match.recipients:
            found[asked] = replace(request, match=replace(request.match, recipients=reply.match.actors))
    return found


def _request_before(tellings: list[Telling], at: int) -> int | None:
    """The nearest request before the reply that may have been made to the one who replies."""
    reply = tellings[at].match
    for earlier in range(at - 1, -1, -1):
        request = tellings[earlier].match
        if reply.start - request.start > REPLY:
            return None
        if request.rule.type != "REQUEST" or not request.actors or set(request.actors) & set(reply.actors):
            continue
        if not request.recipients or set(request.recipients) & set(reply.actors):
            return earlier
    return None
