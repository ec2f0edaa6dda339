"""Further files that a person reads at a glance, made before a look at the reader: ballots, tallies and ledgers.

`python -m tests.importing.test_desks 1 9` prints how each kind came out, for these seeds. Before the reader knew these
kinds: of 464 files of ballots 131 right, 163 one question, 121 many, 26 refused, 23 wrong; of 300 registers of several
habits 79 right and 27 wrong; of 840 ledgers 576 right, 26 one question, 194 many, 34 refused, 10 wrong; none crashed.
"""

import sys
from collections import Counter
from random import Random

import pytest

from board import clock
from board.access import Actor
from board.errors import BoardError
from board.importing.choices import Choices
from board.importing.ledgers.kinds import KINDS as LEDGERS
from board.importing.ledgers.recognising import recognised
from board.imports import ledger as imports_ledger
from board.imports.records import examine_rows
from board.imports.registry import registry
from board.store.store import Store
from tests import ledger_rows
from tests.ballot_files import small_form
from tests.depth import few, walked
from tests.desk_ledgers import FEATURES, SAID, LedgerCase, made
from tests.desk_tallies import KINDS
from tests.polluted_files import CRASH, MANY, ONE, OUTCOMES, REFUSED, RIGHT, WRONG, outcome

_BAR = 0.9
_FIRST = ("platform.google_forms", "register.boxes_in_a_cell", "register.ditto", "register.side_by_side",
          "register.an_example_line", "register.void_across", "tally.a_table_a_criterion",
          "register.habits", "register.sheets_of_groups", "tally.sheets_of_groups", "register.copies_in_words",
          "platform.a_page_called_a_workbook", "platform.xml_called_a_workbook", "register.one_form_a_block",
          "tally.with_good_rates", "tally.pivots_of_excel")  # fmt: skip


def outcomes(kind: str, seeds: range) -> Counter[str]:
    return Counter(outcome(KINDS[kind](Random(f"{kind} {seed}"))) for seed in seeds)  # noqa: S311 - nothing secret


@pytest.mark.parametrize("kind", [*_FIRST, *walked(*sorted(KINDS.keys() - {*_FIRST}))])
def test_what_a_desk_writes_is_read_without_a_question(kind: str) -> None:
    found = outcomes(kind, range(1, 4))
    assert found[RIGHT] == found.total()


@pytest.mark.walk
@pytest.mark.parametrize("first", walked(*range(11, 101, 10)))
def test_nine_of_ten_are_read_at_first_and_none_wrong(first: int) -> None:
    found = sum((outcomes(kind, range(first, first + 10)) for kind in KINDS), Counter[str]())
    assert not found[WRONG] + found[CRASH]
    assert found[RIGHT] >= _BAR * found.total()


@pytest.mark.walk
def test_no_register_of_many_habits_is_read_wrong() -> None:
    found = outcomes("register.habits", range(1_000, 2_000))
    assert not found[WRONG] + found[CRASH]
    assert found[RIGHT] >= _BAR * found.total()


def ledger_outcome(store: Store, actor: Actor, case: LedgerCase) -> str:
    """One of OUTCOMES for a ledger; a kind that isn't recognised is a question."""
    try:
        found = recognised(case.data, small_form())
        seen = imports_ledger.preview(store, actor, ledger_rows.ACTIVITY, case.kind, case.name, case.data, Choices())
    except BoardError:
        return REFUSED
    if seen.error_count:
        return ONE if seen.error_count == 1 else MANY
    if seen.items is not None:
        states = [change.given for change in seen.items.changes]
    else:
        known = registry(store.rows, ledger_rows.ACTIVITY, LEDGERS[case.kind])
        states = [row.after for row in examine_rows(seen.file, known, clock.today()) if row.after]
    read = Counter(tuple(state.get(name) for name in SAID[case.kind]) for state in states)
    if read != case.truth:
        return WRONG
    return RIGHT if found == case.kind else ONE


def ledger_case(kind: str, feature: str, seed: int) -> LedgerCase:
    """A ledger with the feature, every third with two others."""
    random = Random(f"{kind} {feature} {seed}")  # noqa: S311 - nothing secret
    more = [] if seed % 3 else random.sample(["titled", "footed", "days"], 2)
    return made(kind, [*dict.fromkeys(each for each in more if each != feature), feature], random)


@pytest.mark.parametrize("kind", few(SAID, 2))
def test_a_ledger_as_an_office_keeps_it_is_read_at_first_and_never_wrong(store: Store, clerk: Actor, kind: str) -> None:
    ledger_rows.add_activity(store)
    found = Counter(ledger_outcome(store, clerk, ledger_case(kind, feature, 1)) for feature in FEATURES)
    assert not found[WRONG]
    assert found[RIGHT] >= _BAR * found.total()


@pytest.mark.walk
@pytest.mark.parametrize("feature", walked(*FEATURES))
def test_no_ledger_with_such_a_feature_is_read_wrong(store: Store, clerk: Actor, feature: str) -> None:
    ledger_rows.add_activity(store)
    found = Counter(ledger_outcome(store, clerk, ledger_case(kind, feature, seed))
                    for kind in SAID for seed in range(2, 40))  # fmt: skip
    assert not found[WRONG]


def _table(seeds: range) -> str:
    found = {kind: outcomes(kind, seeds) for kind in KINDS}
    found["all"] = sum(found.values(), Counter())
    lines = [f"{'':40}" + "".join(f"{each:>16}" for each in OUTCOMES)]
    lines += [f"{kind:40}" + "".join(f"{counts[each]:16,}" for each in OUTCOMES) for kind, counts in found.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(_table(range(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
