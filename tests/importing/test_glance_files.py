"""Files that a person reads at a glance are read without a question, nearly all, and none is read wrong.

`python -m tests.importing.test_glance_files 1 20` prints how each cause came out, for these seeds.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from tests import glance_files, glance_tallies
from tests.depth import walked
from tests.polluted_files import CRASH, OUTCOMES, RIGHT, WRONG, Case, outcome

FAMILIES = glance_files.FAMILIES | glance_tallies.FAMILIES
_BAR = 0.9


@pytest.mark.parametrize("family", FAMILIES)
def test_one_of_each_cause_is_read_without_a_question(family: str) -> None:
    first: dict[str, Case] = {}
    for case in FAMILIES[family](1):
        first.setdefault(case.cause, case)
    assert {case.cause: outcome(case) for case in first.values()} == dict.fromkeys(first, RIGHT)


@pytest.mark.walk
@pytest.mark.parametrize("seed", [*walked(*range(1, 9))])
def test_nine_of_ten_are_read_without_a_question_and_none_wrong(seed: int) -> None:
    found = Counter(outcome(case) for family in FAMILIES.values() for case in family(seed))
    assert not found[WRONG] + found[CRASH]
    assert found[RIGHT] >= _BAR * found.total()


def _table(seeds: range) -> Iterator[str]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for family in FAMILIES.values():
        for seed in seeds:
            for case in family(seed):
                found[case.cause][outcome(case)] += 1
    found["all"] = sum(found.values(), Counter())
    yield f"{'':34}" + "".join(f"{each:>16}" for each in OUTCOMES)
    for cause, counts in found.items():
        yield f"{cause:34}" + "".join(f"{counts[each]:16,}" for each in OUTCOMES)


if __name__ == "__main__":
    print("\n".join(_table(range(int(sys.argv[1]), int(sys.argv[2])))))
