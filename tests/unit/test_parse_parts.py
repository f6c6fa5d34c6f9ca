"""The faster parts of the parse say what spaCy's own say."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc

from toecap.annotate.actors.words import read_words
from toecap.annotate.parse import hasten
from toecap.annotate.parse.networks import reading_network
from toecap.config import settings

# Forms that the ruler knows by more than their tag, white space, and words of several reports' kinds.
AWKWARD = (
    "There's  nothin' we ain't gonna do, y'all.\n\nLet's see: you've got ta go, he'd been told.\tThey asked you.",
    "",
    "Yes",
    "\n \n",
    "CAIRO — It wo n't rain ; is it us? The ministers' cars were it.",
)


@pytest.fixture(scope="module")
def stock() -> Language:
    return spacy.load(settings().model)


@pytest.fixture(scope="module")
def hastened() -> Language:
    nlp = spacy.load(settings().model)
    hasten(nlp)
    return nlp


@pytest.fixture(scope="module")
def texts(examples) -> list[str]:
    return [row["text"] for row in examples] + list(AWKWARD)


def said(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_, t.is_sent_start)
        for t in doc
    ]


def test_every_word_is_parsed_as_spacy_parses_it(stock, hastened, texts):
    assert "toecap.words" in hastened.pipe_names
    for ours, theirs in zip(hastened.pipe(texts), stock.pipe(texts), strict=True):
        assert said(ours) == said(theirs)


def test_vectors_of_words_are_those_of_spacy(stock, texts):
    docs = [stock.make_doc(text) for text in texts if text]
    network = stock.get_pipe("tok2vec").model
    for ours, theirs in zip(reading_network(network).predict(docs), network.predict(docs), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_a_reports_vectors_do_not_hang_on_its_neighbours(stock, texts):
    docs = [stock.make_doc(text) for text in texts if text]
    network = reading_network(stock.get_pipe("tok2vec").model)
    together = network.predict(docs)
    alone = reading_network(stock.get_pipe("tok2vec").model)
    for doc, vectors in reversed(list(zip(docs, together, strict=True))):
        assert np.array_equal(alone.predict([doc])[0], vectors)


def test_vectors_of_more_words_than_are_kept(stock, monkeypatch):
    import toecap.annotate.parse.networks as networks

    docs = [stock.make_doc(text) for text in ("One two three four.", "Five six seven eight nine ten eleven.", "Two.")]
    network = stock.get_pipe("tok2vec").model
    whole = reading_network(network).predict(docs)
    monkeypatch.setattr(networks, "_MOST_KEPT", 6)
    few = reading_network(network)
    for doc, vectors in zip(docs, whole, strict=True):
        assert np.array_equal(few.predict([doc])[0], vectors)


def test_a_network_of_another_kind_is_left_alone(stock):
    assert reading_network(stock.get_pipe("tagger").model) is None


def test_it_is_not_for_training(stock):
    with pytest.raises(NotImplementedError, match="for reading"):
        reading_network(stock.get_pipe("tok2vec").model).begin_update([stock.make_doc("One.")])


def test_the_columns_of_words_are_what_the_tokens_say(hastened, texts):
    for doc in hastened.pipe(texts):
        words = read_words(doc)
        sentences = list(doc.sents)
        assert words.whole == doc.text
        assert words.text == [token.text for token in doc]
        assert words.lemma == [token.lemma_.lower().replace("’", "'") for token in doc]
        assert (words.tag, words.dep) == ([token.tag_ for token in doc], [token.dep_ for token in doc])
        assert (words.head, words.at) == ([token.head.i for token in doc], [token.idx for token in doc])
        assert words.left == [token.left_edge.i for token in doc]
        assert words.right == [token.right_edge.i for token in doc]
        assert [list(kids) for kids in words.kids] == [[child.i for child in token.children] for token in doc]
        assert words.ents == [(entity.start, entity.end, entity.label_) for entity in doc.ents]
        assert words.sent == [number for number, sentence in enumerate(sentences) for _ in sentence]


def test_quoted_words_end_with_their_paragraph():
    doc = Doc(English().vocab, words=["“", "Go", "”", "he", "\n\n", '"', "Stay", "\n", "here", '"', "now"])
    assert read_words(doc).quoted == [True, True, False, False, False, True, True, False, False, True, True]
    assert read_words(doc).paragraph == [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2]
