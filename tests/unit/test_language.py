"""Languages: long texts are told, short ones where the words leave no doubt."""

from __future__ import annotations

import pytest

from toecap.read.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Kanzlerin sprach am Montag mit dem Ministerpräsidenten über die Lage und die Sanktionen.", "de"),
        ("Le ministre a reçu lundi son homologue italien à Paris pour parler des frontières.", "fr"),
        ("Rebels seize Goma; Kinshasa vows revenge; Rwanda denies involvement", None),
        ("Emmanuel Macron meets Volodymyr Zelenskyy; Sergey Lavrov criticises Antony Blinken", None),
        ("Peru urged Chile to talk.", None),
        ("The minister said on Monday that the talks with the neighbours had failed. " * 3, "en"),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert language_of(text) == language
