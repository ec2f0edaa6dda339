"""Registers and tallies with one habit more, made before a look at how the reader takes them.

Before the reader knew these: of 435 files (145 kinds, three of each) 306 right, 128 asked about, 1 wrong; a column of
votes that was named in a way nobody knew was left out where 弃权 alone was known. Two more were files of zeros.
"""

from collections import Counter
from random import Random

import pytest

from tests.depth import walked
from tests.desk_counters import KINDS
from tests.polluted_files import CRASH, REFUSED, RIGHT, WRONG, outcome

# 很好 over 好, stars and a count that is about so many may be meant in two ways.
_ASKED = {"scale.1 agreed", "scale.4 stars", "counts.10 约{}", "counts.4 正{}"}


def outcomes(kind: str, seeds: range) -> Counter[str]:
    return Counter(outcome(KINDS[kind](Random(f"{kind} {seed}"))) for seed in seeds)  # noqa: S311 - nothing secret


@pytest.mark.parametrize("first", [1, *walked(101, 201)])
def test_nine_of_ten_are_read_without_a_question_and_none_wrong(first: int) -> None:
    found = sum((outcomes(kind, range(first, first + 1)) for kind in KINDS), Counter[str]())
    assert not found[WRONG] + found[CRASH] + found[REFUSED]
    assert found[RIGHT] >= 0.9 * found.total()


@pytest.mark.parametrize("kind", sorted(_ASKED))
def test_what_may_be_meant_in_two_ways_is_asked(kind: str) -> None:
    assert not outcomes(kind, range(5))[RIGHT]


def test_votes_under_a_heading_nobody_knows_are_asked_about() -> None:
    kind = "heads.3 评议人员|测评项目|好评|较好评|一般|差评|弃权"
    found = outcomes(kind, range(1, 30))
    assert not found[WRONG]
