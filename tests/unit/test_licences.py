"""What an installation of Toecap brings along is all under free licences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

import pytest
from packaging.requirements import Requirement

FREE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|MPL|PSF|Python Software Foundation|Unlicense|CC0|CC-BY-4\.0|LGPL|Zlib|0BSD|BlueOak)\b",
    re.IGNORECASE,
)


def everything(name: str, seen: set[str]) -> Iterator[str]:
    """A package and all that it needs, each once."""
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name in seen:
        return
    seen.add(name)
    yield name
    for line in metadata.requires(name) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield from everything(needed.name, seen)


def licence(name: str) -> str:
    """All that the package's metadata say of its licence."""
    about = metadata.metadata(name)
    classifiers = [line for line in about.get_all("Classifier") or () if line.startswith("License")]
    first_lines = (about.get("License") or "")[:200]
    return " · ".join(filter(None, [about.get("License-Expression"), first_lines, *classifiers]))


@pytest.mark.parametrize("name", sorted(everything("toecap", set())))
def test_the_licence_is_free(name: str):
    assert FREE.search(licence(name)), f"{name}: {licence(name) or 'names no licence'}"
