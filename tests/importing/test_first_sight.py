"""Files that a person reads at a glance, made by somebody who hadn't seen the reader: nearly all without a question.

`python -m tests.importing.test_first_sight 1 11` prints how each kind came out, for these seeds. Before the reader knew
these kinds: of 360 files 114 right, 206 one question, 33 many, 7 refused, none wrong, none crashed.
"""

import sys
from collections import Counter
from random import Random
from typing import Any

import pytest

from board.importing.ballots import check_ballots
from tests.ballot_files import small_form
from tests.depth import walked
from tests.first_sight import book
from tests.first_sight_tallies import KINDS
from tests.polluted_files import BEFORE, CRASH, OUTCOMES, RIGHT, WRONG, outcome, read_of

_BAR = 0.9
# A person asks too: whose counts a title means, who is meant by another name; or it isn't read.
_ASKED = {"tally_of_one_group", "other_names_of_groups", "on_its_side"}
_FIRST = ("wps_form", "register_in_blocks", "ticks_under_two_rows", "tally_with_shares", "tally_in_strokes")


def outcomes(kind: str, seeds: range) -> Counter[str]:
    return Counter(outcome(KINDS[kind](Random(f"{kind} {seed}"))) for seed in seeds)  # noqa: S311 - nothing secret


@pytest.mark.parametrize("kind", [*_FIRST, *walked(*KINDS.keys() - {*_FIRST, *_ASKED})])
def test_what_is_clear_at_a_glance_is_read_without_a_question(kind: str) -> None:
    found = outcomes(kind, range(1, 4))
    assert found[RIGHT] == found.total()


@pytest.mark.walk
@pytest.mark.parametrize("first", walked(*range(11, 101, 10)))
def test_nine_of_ten_are_read_without_a_question_and_none_wrong(first: int) -> None:
    found = sum((outcomes(kind, range(first, first + 10)) for kind in KINDS), Counter[str]())
    assert not found[WRONG] + found[CRASH]
    assert found[RIGHT] >= _BAR * found.total()


def test_ballots_below_a_heading_that_nobody_knows_are_of_no_group_until_somebody_says() -> None:
    head: list[Any]
    head, answers = ["序号", "认识深不深", "发展思路清不清", "总体评价"], ["深", "清", "好"]
    for unknown in ("社区代表", "参评人员：社区代表"):
        grid = [["评议登记（纸质）"], ["参评人员：家长"], head, [1, *answers], [2, *answers]]
        for below in ([["党员"], head, [1, *answers]], []):
            data = book([*grid, *below, [unknown], head, [1, *answers]])[0]
            read = check_ballots("评议表.xlsx", data, small_form(), BEFORE)
            assert read.error_count, read_of(read)


def _table(seeds: range) -> str:
    found = {kind: outcomes(kind, seeds) for kind in KINDS}
    found["all"] = sum(found.values(), Counter())
    lines = [f"{'':34}" + "".join(f"{each:>16}" for each in OUTCOMES)]
    lines += [f"{kind:34}" + "".join(f"{counts[each]:16,}" for each in OUTCOMES) for kind, counts in found.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(_table(range(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
