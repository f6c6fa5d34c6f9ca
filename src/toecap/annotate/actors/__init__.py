"""Actors: who is named where in a report, one actor for all mentions of one person, state or group."""

from toecap.annotate.actors.component import annotate_actors, find_actors

__all__ = ["annotate_actors", "find_actors"]
