"""Each example of a topic is set aside for it, and each counter-example is kept, with an address or without."""

from __future__ import annotations

import pytest

from toecap.knowledge.topics import load_topics
from toecap.read.first_look import topic_of
from toecap.read.report import make_report
from toecap.records import Report

TOPICS = load_topics().topics


def report_of(example: str) -> Report:
    """The first line is the title, perhaps behind an address."""
    head, text = example.split("\n", 1)
    url, title = head.split(" ", 1) if head.startswith("https://") else (None, head)
    return make_report("example", text, url=url, title=title, language="en")


@pytest.mark.parametrize(("topic", "example"), [(topic.id, one) for topic in TOPICS for one in topic.examples])
def test_an_example_is_set_aside_for_its_topic(topic, example):
    assert topic_of(report_of(example), "wide") == topic


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_the_first_example_is_set_aside_by_the_safe_look_too(topic):
    assert topic_of(report_of(topic.examples[0]), "safe") == topic.id


@pytest.mark.parametrize("example", [one for topic in TOPICS for one in topic.not_examples])
def test_a_counter_example_is_kept(example):
    assert topic_of(report_of(example), "wide") is None


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_every_topic_has_examples_of_both_kinds(topic):
    assert topic.examples
    assert topic.not_examples
