"""Links are a function of the set of records: no order, no copy of a text and no other report changes a comparison."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toecap.link.families import Text, candidates, families, likeness
from toecap.link.grouping import average_linkage
from toecap.link.runs import Numbers, runs_of

WORDS = [f"{stem}{end}" for stem in ("harb", "mill", "quay", "tow", "bell", "fen", "gor", "lark") for end in "aeiou"]
SENTENCES = [" ".join(random.Random(seed).choices(WORDS, k=14)).capitalize() + "." for seed in range(30)]
texts_of = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=14).map(" ".join), min_size=1, max_size=10
)
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def named(texts: list[str]) -> list[Text]:
    return [Text(f"r{number:02}", text) for number, text in enumerate(texts)]


@few
@given(texts_of, st.randoms(use_true_random=False))
def test_families_do_not_depend_on_the_order(texts, chance):
    given = named(texts)
    shuffled = chance.sample(given, len(given))
    assert families(given) == families(shuffled)


@few
@given(texts_of)
def test_a_family_is_a_tree_from_its_first_report(texts):
    found = {one.id: one for one in families(named(texts))}
    for one in found.values():
        assert (one.relation == "first") == (one.like is None) == (one.family == one.id)
        assert one.like is None or found[one.like].family == one.family


@few
@given(texts_of)
def test_no_text_that_is_a_copy_is_missed(texts):
    """Texts that share 60 runs are compared, since some of these are among those that a text is found by."""
    numbers = Numbers()
    runs = [runs_of(text, numbers) for text in texts]
    found = {tuple(pair) for pair in candidates(runs).tolist()}
    for one in range(len(texts)):
        for other in range(one + 1, len(texts)):
            assert likeness(runs[one], runs[other]).runs < 60 or (one, other) in found


@few
@given(texts_of, st.data())
def test_a_comparison_is_of_two_texts_alone(texts, data):
    one, other = data.draw(st.sampled_from(texts)), data.draw(st.sampled_from(texts))
    fresh, used = Numbers(), Numbers()
    for text in texts:
        runs_of(text, used)
    assert likeness(runs_of(one, fresh), runs_of(other, fresh)) == likeness(runs_of(one, used), runs_of(other, used))


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
