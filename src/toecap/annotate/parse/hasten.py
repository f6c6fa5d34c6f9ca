"""Put the faster parts in the place of spaCy's."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from thinc.model import Model

from toecap.annotate.parse.networks import reading_network
from toecap.annotate.parse.words import WordRules, suits
from toecap.annotate.register import register_component


def hasten(nlp: Language) -> None:
    """Exchange what can be computed faster; what the pipeline puts out stays the same."""
    for _, pipe in nlp.pipeline:
        if isinstance(getattr(pipe, "model", None), Model):
            _exchange_networks(pipe)
    _exchange_word_rules(nlp)


def _exchange_networks(pipe: Any) -> None:
    for node in list(pipe.model.walk()):
        network = reading_network(node)
        if network is None:
            continue
        if node is pipe.model:
            pipe.model = network
        else:
            pipe.model.replace_node(node, network)


def _exchange_word_rules(nlp: Language) -> None:
    pipes = dict(nlp.pipeline)
    ruler, lemmatizer = pipes.get("attribute_ruler"), pipes.get("lemmatizer")
    if not isinstance(ruler, AttributeRuler) or not isinstance(lemmatizer, Lemmatizer):
        return
    follow = nlp.pipe_names.index("lemmatizer") == nlp.pipe_names.index("attribute_ruler") + 1
    if follow and suits(ruler, lemmatizer):
        register_component(
            "toecap.words",
            WordRules(ruler, lemmatizer),
            requires=("token.tag", "token.dep"),
            assigns=("token.pos", "token.morph", "token.lemma"),
        )
        nlp.add_pipe("toecap.words", after="lemmatizer")
        nlp.remove_pipe("attribute_ruler")
        nlp.remove_pipe("lemmatizer")
