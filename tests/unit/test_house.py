"""The habits of the code that no linter checks."""

from __future__ import annotations

import re
from pathlib import Path

import toecap

SOURCE = Path(toecap.__file__).parent
MODULES = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in SOURCE.rglob("*.py")}


def test_the_text_of_a_doc_is_asked_of_text_of():
    """`doc.text` joins all tokens each time: in a loop it took longer than the parser."""
    found = {name for name, code in MODULES.items() if re.search(r"\bdoc\.text\b", code)}
    assert found == {"annotate/layers.py"}


def test_the_sentence_of_a_token_is_asked_of_sentence_of():
    """`token.sent` looks for the bounds each time: in a sentence of 20,000 words it took most of a minute."""
    assert {name for name, code in MODULES.items() if re.search(r"\b(?:token|head|verb|noun)\.sent\b", code)} <= {
        "annotate/layers.py"
    }


def test_no_module_has_a_name_that_says_nothing():
    assert {name for name in MODULES if Path(name).stem in ("utils", "common", "helpers", "core")} == set()
