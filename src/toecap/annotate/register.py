"""Name the annotators "toecap.<name>" for spaCy, whose decorators refuse a dot in a component's name."""

# No `from __future__ import annotations`: spaCy reads the factory's annotations as types.
from collections.abc import Callable

from spacy.language import FactoryMeta, Language
from spacy.tokens import Doc
from spacy.util import registry


def register_component(
    name: str, annotate: Callable[[Doc], Doc], requires: tuple[str, ...], assigns: tuple[str, ...]
) -> None:
    """Make `nlp.add_pipe(name)` add a function without settings; registering again replaces it.

    `requires` and `assigns` are what spaCy's `nlp.analyze_pipes()` checks.

    `Language.component` does the same after it has refused the dot, which stands for a language in factory names
    ("en.tagger"); its lookup falls back to the plain name, so the dotted one is found.
    """

    def factory(nlp: Language, name: str) -> Callable[[Doc], Doc]:
        return annotate

    registry.factories.register(name, func=factory)
    meta = FactoryMeta(
        factory=name,
        default_config={},
        assigns=list(assigns),
        requires=list(requires),
        scores=[],
        default_score_weights={},
        retokenizes=False,
    )
    Language.set_factory_meta(name, meta)
