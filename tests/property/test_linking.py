"""Links are a function of the set of records: no order, no copy of a text and no other report changes a comparison."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.links import candidates, families, report

from toecap.link.grouping import average_linkage
from toecap.link.runs import Numbers, runs_of, shared

WORDS = [f"{stem}{end}" for stem in ("harb", "mill", "quay", "tow", "bell", "fen", "gor", "lark") for end in "aeiou"]
SENTENCES = [" ".join(random.Random(seed).choices(WORDS, k=14)).capitalize() + "." for seed in range(30)]
texts_of = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=14).map(" ".join), min_size=1, max_size=10
)
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
fewer = settings(few, max_examples=20)  # of what links a whole store each time


def named(texts: list[str]) -> list[dict[str, Any]]:
    return [report(f"r{number:02}", text) for number, text in enumerate(texts)]


@fewer
@given(texts_of, st.randoms(use_true_random=False))
def test_families_do_not_depend_on_the_order(texts, chance):
    given = named(texts)
    shuffled = chance.sample(given, len(given))
    assert families(given) == families(shuffled)


@fewer
@given(texts_of)
def test_a_family_is_a_tree_from_its_first_report(texts):
    found = {row["record_id"]: row for row in families(named(texts))}
    for record, row in found.items():
        like = row["like_record_id"]
        assert (row["relation"] == "first") == (like is None) == (row["family_id"] == record)
        assert like is None or found[like]["family_id"] == row["family_id"]


@few
@given(texts_of)
def test_no_text_that_is_a_copy_is_missed(texts):
    """Texts that share 60 runs are compared, since some of these are among those that a text is found by."""
    numbers = Numbers()
    runs = [runs_of(text, numbers) for text in texts]
    found = candidates(runs)
    for one in range(len(texts)):
        for other in range(one + 1, len(texts)):
            assert shared(runs[one].all, runs[other].all) < 60 or (one, other) in found


@few
@given(texts_of, st.data())
def test_a_comparison_is_of_two_texts_alone(texts, data):
    one, other = data.draw(st.sampled_from(texts)), data.draw(st.sampled_from(texts))
    fresh, used = Numbers(), Numbers()
    for text in texts:
        runs_of(text, used)
    alone, beside = ([runs_of(text, numbers).all for text in (one, other)] for numbers in (fresh, used))
    assert shared(*alone) == shared(*beside)


scores = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 2)).filter(lambda pair: pair[0] < pair[1]),
    max_size=45,
    unique_by=lambda pair: pair[:2],
)


@few
@given(scores, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_pairs(pairs, chance):
    turned = [(other, one, score) for one, other, score in chance.sample(pairs, len(pairs))]
    assert average_linkage(10, pairs, 1.0) == average_linkage(10, turned, 1.0)


@few
@given(scores)
def test_a_group_holds_together_in_the_mean(pairs):
    """The last join of a group was of two parts that are at the threshold in the mean: so no group is a mere chain."""
    groups = average_linkage(10, pairs, 1.0)
    known = {pair[:2]: pair[2] for pair in pairs}
    for group in set(groups):
        inside = [at for at in range(10) if groups[at] == group]
        if len(inside) == 2:
            assert known[inside[0], inside[1]] >= 1.0 - 1e-9
        if len(inside) == 3:
            best = max(known.get((one, other), 0.0) for one in inside for other in inside if one < other)
            rest = sum(known.get((one, other), 0.0) for one in inside for other in inside if one < other) - best
            assert rest / 2 >= 1.0 - 1e-9


def test_a_chain_of_weak_links_is_no_group():
    assert average_linkage(4, [(0, 1, 1.2), (1, 2, 1.2), (2, 3, 1.2)], 1.0) == [0, 0, 2, 2]


@pytest.mark.parametrize("size", [0, 1])
def test_nothing_to_group(size):
    assert average_linkage(size, [], 1.0) == list(range(size))
