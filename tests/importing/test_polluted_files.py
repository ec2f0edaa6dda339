"""Thousands of files, each with one fault or habit of offices: read right, asked about or refused; never read wrong.

`python -m tests.importing.test_polluted_files` prints how each cause came out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from tests import office_files, office_tallies, polluted_files
from tests.polluted_files import CRASH, OUTCOMES, WRONG, Case, outcome

FAMILIES: dict[str, Callable[[], Iterator[Case]]] = {
    "pollutions": polluted_files.pollutions,
    "frames": polluted_files.frames,
    "columns": office_files.columns,
    "remarks": office_files.remarks,
    "marks": office_files.marks,
    "answers": office_files.answers,
    "cells": office_files.cells,
    "codes": office_files.codes,
    "empty blocks": office_files.empty_blocks,
    "percentages": office_tallies.percentages,
    "totals": office_tallies.totals,
    "tabs": office_tallies.tabs,
    "layouts": office_tallies.layouts,
}
# Of each cause this many files are read in the gate; of workbooks only some are made.
_FEW = 3
_LOOKED_AT = {"cells": 40}


def _wrong(cases: Iterator[Case]) -> list[tuple[str, bytes]]:
    return [(case.cause, case.data) for case in cases if outcome(case) in (WRONG, CRASH)]


@pytest.mark.parametrize("family", FAMILIES)
def test_some_of_each_cause_are_never_read_wrong(family: str) -> None:
    by_cause: dict[str, list[Case]] = defaultdict(list)
    for case in islice(FAMILIES[family](), _LOOKED_AT.get(family)):
        by_cause[case.cause].append(case)
    few = (case for cases in by_cause.values() for case in cases[:: max(1, len(cases) // _FEW)][:_FEW])
    assert _wrong(few) == []


@pytest.mark.walk
@pytest.mark.parametrize("family", FAMILIES)
def test_no_file_at_all_is_read_wrong(family: str) -> None:
    assert _wrong(FAMILIES[family]()) == []


def _table() -> Iterator[str]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for family in FAMILIES.values():
        for case in family():
            found[case.cause][outcome(case)] += 1
    found["all"] = sum(found.values(), Counter())
    yield f"{'':34}" + "".join(f"{each:>16}" for each in OUTCOMES)
    for cause, counts in found.items():
        yield f"{cause:34}" + "".join(f"{counts[each]:16,}" for each in OUTCOMES)


if __name__ == "__main__":
    print("\n".join(_table()))
