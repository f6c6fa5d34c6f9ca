"""The API, asked at random from its own description: no question breaks it, and every answer is as described."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from starlette.testclient import TestClient

from toecap.web.openapi import document
from toecap.web.pages import PAGES

DOCUMENT = document(PAGES)
API = schemathesis.openapi.from_dict(DOCUMENT)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["sound", "unsound"])
@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_no_question_breaks_it(path: str, mode: GenerationMode, pages: TestClient):
    described = DOCUMENT["paths"][path]["get"]["responses"]

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(case=API[path]["GET"].as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        answer = pages.get(path, params=case.query or {})
        status = str(answer.status_code)
        assert status in described, answer.text[:300]
        media, what = next(iter(described[status]["content"].items()))
        assert answer.headers["content-type"].startswith(media)
        if media == "application/json":
            schema = what["schema"] | {"components": DOCUMENT["components"]}
            jsonschema.Draft202012Validator(schema).validate(answer.json())

    check()
