"""Where a thread leads: to what a record came of and led to, to sections and criteria, and not through these."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.thread.rules import LINKED, Record, as_link, chain, linkable, loose, ordered, threads_of, with_merged
from board.thread.words import THREAD_KIND

Link = tuple[Record, Record]
O1, O2, O3 = ("opinion", "O-001"), ("opinion", "O-002"), ("opinion", "O-003")
P1, P2 = ("problem", "W-001"), ("problem", "W-002")
R1, R2, R3 = ("item", "R-001"), ("item", "R-002"), ("item", "R-003")
HARD, WORK = ("section", "突出问题"), ("section", "重点任务")
C1, C2 = ("criterion", "C1"), ("criterion", "C2")
SCHOOL: tuple[Link, ...] = (
    *((O1, P1), (P1, HARD), (P1, R1), (WORK, R1), (R1, C1)),
    *((O2, P2), (P2, HARD), (P2, R2), (R2, C2)),
    *((O3, R3), (WORK, R3), (R3, C1)),
)


def links_of(pairs: tuple[Link, ...] | list[Link]) -> pd.DataFrame:
    rows = [(*upper, *lower) for upper, lower in pairs]
    return pd.DataFrame(rows, columns=["upper_kind", "upper_id", "lower_kind", "lower_id"], dtype="str")


def thread(start: Record) -> set[Record]:
    return set(chain(threads_of(links_of(SCHOOL)), start))


@pytest.mark.parametrize("start", [O1, P1, R1])
def test_an_opinion_its_problem_and_its_item_are_on_one_thread(start: Record) -> None:
    assert thread(start) == {O1, P1, HARD, WORK, R1, C1}


def test_what_is_told_in_the_same_section_is_on_another_thread() -> None:
    assert P2 not in thread(P1)
    assert R3 not in thread(R1)


def test_a_section_gathers_the_threads_that_end_there() -> None:
    assert thread(HARD) == {HARD, O1, P1, R1, C1, O2, P2, R2, C2}
    assert thread(WORK) == {WORK, O1, P1, R1, O3, R3, C1}


def test_a_criterion_gathers_the_items_that_answer_it_with_all_before_them() -> None:
    assert thread(C1) == {C1, R1, P1, O1, HARD, WORK, R3, O3}


def test_a_section_changed_for_a_criterion_names_it_and_nothing_else_that_ends_there() -> None:
    walked = threads_of(links_of([*SCHOOL, (HARD, C1)]))
    assert chain(walked, C1) == thread(C1) | {HARD}
    assert chain(walked, HARD) == thread(HARD) | {C1}
    assert chain(threads_of(links_of([(WORK, C2)])), C2) == {C2, WORK}


def test_a_problem_is_not_said_to_come_of_what_only_its_item_came_of() -> None:
    pairs = [(O1, P1), (P1, R1), (O2, R1)]
    walked = threads_of(links_of(pairs))
    assert chain(walked, P1) == {O1, P1, R1}
    assert chain(walked, R1) == {O1, O2, P1, R1}


def test_a_record_without_links_is_alone_on_its_thread() -> None:
    assert thread(("item", "R-099")) == {("item", "R-099")}


IDS = {kind: [f"{kind}{number}" for number in range(4)] for kind in THREAD_KIND}
RECORDS = {kind: st.sampled_from([(kind, record_id) for record_id in ids]) for kind, ids in IDS.items()}
A_LINK = st.sampled_from(sorted(LINKED)).flatmap(lambda pair: st.tuples(RECORDS[pair[0]], RECORDS[pair[1]]))


@pytest.mark.walk
@given(st.lists(A_LINK, max_size=25))
def test_whoever_is_on_my_thread_has_me_on_theirs(pairs: list[Link]) -> None:
    walked = threads_of(links_of(pairs))
    for one in {record for pair in pairs for record in pair}:
        assert [other for other in chain(walked, one) if one not in chain(walked, other)] == []


@given(st.lists(A_LINK, max_size=25))
def test_both_ends_of_a_link_are_on_one_thread(pairs: list[Link]) -> None:
    walked = threads_of(links_of(pairs))
    for upper, lower in pairs:
        assert {upper, lower} <= chain(walked, upper) & chain(walked, lower)


def test_a_merged_opinion_has_the_links_of_its_main_one_beside_its_own() -> None:
    found = with_merged(links_of([(O1, P1), (O2, R2), (O2, P1)]), {"O-002": "O-001", "O-003": "O-001"})
    of_merged = found[found["upper_id"].isin(["O-002", "O-003"])]
    told = of_merged[["upper_id", "lower_id", "is_own"]].to_numpy().tolist()
    assert sorted(told) == [["O-002", "R-002", True], ["O-002", "W-001", True], ["O-003", "W-001", False]]


def ends(pairs: list[Link], *, answered: tuple[str, ...] = (), weak: dict[str, str] | None = None) -> list[list[str]]:
    opinions = pd.DataFrame({"opinion_id": ["O-001", "O-002"]})
    led = {upper[1] for upper, _ in pairs}
    opinions["is_nowhere"] = ~opinions["opinion_id"].isin(led | set(answered))
    problems = pd.DataFrame({"problem_id": ["W-001"], "source_count": [sum(lower == P1 for _, lower in pairs)]})
    items = pd.DataFrame({"item_id": ["R-001"]})
    found: list[list[str]] = (
        loose(links_of(pairs), opinions, problems, items, weak or {})[["end", "record_id", "why"]].to_numpy().tolist()
    )
    return found


def test_records_without_a_link_hang_loose_at_either_end() -> None:
    assert [each[:2] for each in ends([])] == [
        ["onward", "O-001"],
        ["onward", "O-002"],
        ["onward", "W-001"],
        ["behind", "W-001"],
        ["behind", "R-001"],
    ]


def test_an_answer_is_an_end_and_so_is_a_problem() -> None:
    assert [each[1] for each in ends([(O1, P1), (P1, R1)], answered=("O-002",))] == []
    assert [each[:2] for each in ends([(O1, P1), (P1, R1)])] == [["onward", "O-002"]]


def test_an_item_without_a_problem_says_how_many_opinions_it_came_of() -> None:
    heard = ends([(O1, R1), (O2, R1), (O1, P1)])
    assert heard[-1] == ["behind", "R-001", "没有对应的问题，直接来自 2 条意见"]
    assert ends([])[-1] == ["behind", "R-001", "没有对应的问题，也没有意见"]


def test_a_weak_criterion_without_an_item_leads_nowhere() -> None:
    assert ["onward", "C1", "优良率 70%"] in ends([], weak={"C1": "优良率 70%"})


@pytest.mark.parametrize(("one", "other"), [(O1, HARD), (O1, C1), (P1, P2), (HARD, WORK), (P1, C1), (O1, O2)])
def test_some_kinds_are_never_linked(one: Record, other: Record) -> None:
    assert as_link(one, other) is None


def test_an_item_may_be_linked_to_every_other_kind() -> None:
    assert linkable("item") == ["opinion", "problem", "section", "criterion"]
    assert linkable("criterion") == ["section", "item"]


def test_a_link_is_the_same_from_either_side() -> None:
    assert as_link(R1, P1) == as_link(P1, R1) == (P1, R1)


def test_records_stand_in_the_order_of_the_thread_and_of_their_numbers() -> None:
    found = ordered({("item", "R-1000"), R2, C1, O1})
    assert list(found.items()) == [
        ("opinion", ["O-001"]),
        ("problem", []),
        ("section", []),
        ("item", ["R-002", "R-1000"]),
        ("criterion", ["C1"]),
    ]
