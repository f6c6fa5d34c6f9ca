"""The JSON Schema of the record, made from the dataclasses so that the two cannot differ."""

from __future__ import annotations

from typing import Any


def record_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one line of `toecap read --json`."""
    from pydantic import TypeAdapter

    from toecap import records

    adapter = TypeAdapter(records.Record)
    schema = adapter.json_schema(mode="serialization")
    _close(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Toecap record", **schema}


def _close(node: Any) -> None:
    """No field beside the named ones, and every named one present."""
    if isinstance(node, dict):
        if node.get("type") == "object" and "properties" in node:
            node["additionalProperties"] = False
            node["required"] = list(node["properties"])
        for value in node.values():
            _close(value)
    elif isinstance(node, list):
        for value in node:
            _close(value)
