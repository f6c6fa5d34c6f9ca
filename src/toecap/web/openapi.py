"""The OpenAPI document of the JSON twins, made from what the pages ask and answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from toecap.version import VERSION
from toecap.web.page import Page

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "message"],
            "properties": {"status": {"type": "integer"}, "message": {"type": "string"}},
        }
    },
}


def document(pages: Iterable[Page]) -> dict[str, Any]:
    """OpenAPI 3.1."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Error": _ERROR}
    for page in pages:
        schemas |= _shapes(page)
        answer = {"$ref": f"#/components/schemas/{page.shape.__name__}"}
        paths[f"/{page.name}.json"] = {"get": _operation(page, "json", "application/json", answer)}
        paths[f"/{page.name}.csv"] = {"get": _operation(page, "csv", "text/csv", {"type": "string"})}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Toecap",
            "version": VERSION,
            "description": "What a store holds. Every page of the dashboard is also here, under its own address.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _shapes(page: Page) -> dict[str, Any]:
    schema = page.form.json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    found: dict[str, Any] = schema.pop("$defs", {})
    # A shape that holds itself stands among the definitions already.
    return found if "$ref" in schema else {**found, page.shape.__name__: schema}


def _operation(page: Page, kind: str, media: str, schema: dict[str, Any]) -> dict[str, Any]:
    refusals = {"400": "what was asked is no question that this page knows", "404": "it is not in the store"}
    refusals["503"] = "the store cannot be read"
    return {
        "operationId": f"{page.name}_{kind}",
        "summary": page.says,
        "parameters": _parameters(page),
        "responses": {
            "200": {"description": page.title, "content": {media: {"schema": schema}}},
            **{
                status: {
                    "description": says,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                }
                for status, says in refusals.items()
            },
        },
    }


def _parameters(page: Page) -> list[dict[str, Any]]:
    schema = page.question.json_schema()
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": what.get("description", name),
            "schema": _given(what),
        }
        for name, what in schema.get("properties", {}).items()
    ]


def _given(what: dict[str, Any]) -> dict[str, Any]:
    """A parameter is given or not, but never null."""
    options = [one for one in what.get("anyOf", [what]) if one.get("type") != "null"]
    return {name: value for name, value in options[0].items() if name not in ("title", "description", "default")}
