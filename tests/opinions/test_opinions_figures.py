"""What is counted of opinions: nothing that was demanded and not heard may stay out of sight."""

from datetime import timedelta

import pandas as pd
import pytest

from board.access import Actor
from board.errors import Invalid, Refused
from board.opinions import actions as opinions
from board.opinions.figures import by_aspect, by_theme, coverage, funnel, heard
from board.problems import actions as problems
from board.problems import leading as opinions_leading
from board.rectification import actions as rectification
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, add_opinion, by_id, item_fields, opinion_fields

AS_OF = START_ON + timedelta(days=10)


@pytest.fixture
def terms(store: Store) -> pd.DataFrame:
    add_activity(store)
    return store.read("activities/terms", activity_id=ACTIVITY)


@pytest.fixture
def given(store: Store, clerk: Actor, terms: pd.DataFrame) -> pd.DataFrame:
    """Four opinions: one as it came, one merged into a sorted one, one fed back and put into an item."""
    typed = [
        opinion_fields(),
        opinion_fields(giver="家长"),
        opinion_fields(channel="电话", giver="家长"),
        opinion_fields(),
    ]
    ids = [add_opinion(store, clerk, f"O-00{place}", **fields) for place, fields in enumerate(typed, start=1)]
    opinions.act(store, clerk, ACTIVITY, ids[1], "sort", {"aspect": "工作作风", "theme": "会议"}, at=NINE)
    opinions.act(store, clerk, ACTIVITY, ids[3], "merge", {"merged_into": ids[1]}, at=NINE)
    opinions.act(store, clerk, ACTIVITY, ids[2], "sort", {"aspect": "制度机制", "theme": "安全"}, at=NINE)
    opinions.act(store, clerk, ACTIVITY, ids[2], "feed_back", {}, at=NINE)
    rectification.add(store, clerk, ACTIVITY, item_fields(), opinion_ids=[ids[2]], at=NINE)
    return opinions.opinions(store, ACTIVITY, AS_OF)


def test_every_channel_and_giver_stands_in_the_coverage(given: pd.DataFrame, terms: pd.DataFrame) -> None:
    grid = coverage(given, terms)
    assert len(grid) == 3 * 4
    assert grid["opinion_count"].sum() == len(given)
    counted = grid.set_index(["channel", "giver"])["opinion_count"].to_dict()
    assert counted[("座谈会", "教职工")] == 2
    assert counted[("意见箱", "普通群众")] == 0
    assert grid.loc[grid["channel"] == "电话", "is_required"].sum() == 0


def test_who_was_to_be_heard_and_was_not_is_named(given: pd.DataFrame, terms: pd.DataFrame) -> None:
    words = by_id(heard(given, terms), "label")
    assert [label for label, row in words.items() if row["is_missing"]] == ["意见箱", "普通群众"]
    assert words["家长"]["opinion_count"] == 2
    assert not words["学生"]["is_missing"]


def test_the_funnel_handles_a_merged_opinion_with_its_main_one(given: pd.DataFrame) -> None:
    stages = by_id(funnel(given), "stage")
    counts = {stage: row["opinion_count"] for stage, row in stages.items()}
    assert counts == {"received": 4, "sorted": 3, "fed_back": 1, "answered": 1}
    assert stages["sorted"]["opinion_rate"] == 0.75


def test_aspects_stand_in_their_order_with_the_unsorted_last(given: pd.DataFrame, terms: pd.DataFrame) -> None:
    counted = by_aspect(given, terms)
    assert counted["aspect"].tolist() == ["思想观念", "工作作风", "制度机制", ""]
    assert counted["opinion_count"].tolist() == [0, 1, 1, 2]
    assert counted["answered_count"].tolist() == [0, 0, 1, 0]


def test_the_commonest_theme_stands_first(given: pd.DataFrame) -> None:
    assert by_theme(given)["theme"].tolist() == ["会议", "安全"]


def test_a_removed_item_is_no_answer(store: Store, clerk: Actor, given: pd.DataFrame) -> None:
    rectification.act(store, clerk, ACTIVITY, "R-001", "remove", {"reason": "重复"}, at=NINE)
    assert not opinions.opinions(store, ACTIVITY, AS_OF)["is_answered"].any()


def test_an_item_leads_on_from_an_opinion_on_the_days_it_stood_in_the_ledger(
    store: Store, clerk: Actor, given: pd.DataFrame
) -> None:
    rectification.act(store, clerk, ACTIVITY, "R-001", "remove", {"reason": "重复"}, at=NINE + timedelta(days=2))
    rectification.act(store, clerk, ACTIVITY, "R-001", "restore", {"reason": "不是重复"}, at=NINE + timedelta(days=4))
    led_to = {
        day: by_id(opinions.opinions(store, ACTIVITY, START_ON + timedelta(days=day)), "opinion_id")["O-003"][
            "item_ids"
        ]
        for day in range(6)
    }
    assert led_to == {0: "R-001", 1: "R-001", 2: "", 3: "", 4: "R-001", 5: "R-001"}


def test_waiting_ends_with_the_feedback(given: pd.DataFrame) -> None:
    waiting = by_id(given, "opinion_id")
    assert waiting["O-001"]["days_waiting"] == 10
    assert pd.isna(waiting["O-003"]["days_waiting"])


def test_nothing_heard_is_counted_as_nothing(store: Store, terms: pd.DataFrame) -> None:
    nobody = opinions.opinions(store, ACTIVITY, AS_OF)
    assert coverage(nobody, terms)["opinion_count"].tolist() == [0] * 12
    assert funnel(nobody)["opinion_count"].tolist() == [0, 0, 0, 0]
    assert by_aspect(nobody, terms)["opinion_count"].tolist() == [0, 0, 0]
    assert by_theme(nobody).empty


def test_an_item_that_came_by_a_problem_is_one_too(store: Store, clerk: Actor, given: pd.DataFrame) -> None:
    fields = {"found_on": START_ON, "about": "group", "aspect": "工作作风", "content": "会议偏多"}
    told = {**fields, "subjective_cause": "图省事"}
    problem = opinions_leading.to_problem(store, clerk, ACTIVITY, "O-002", None, told, at=NINE + timedelta(days=1))
    problems.link_item(store, clerk, ACTIVITY, problem, "R-001", at=NINE + timedelta(days=2))
    by_day = [
        by_id(opinions.opinions(store, ACTIVITY, START_ON + timedelta(days=day)), "opinion_id")["O-002"]
        for day in (1, 2)
    ]
    assert [row["item_ids"] for row in by_day] == ["", "R-001"]
    assert [row["is_answered"] for row in by_day] == [False, True]


def test_a_problem_that_makes_no_sense_leaves_no_link(store: Store, clerk: Actor, given: pd.DataFrame) -> None:
    fields = {"found_on": START_ON, "about": "group", "aspect": "工作作风", "content": "会议偏多"}
    told = {**fields, "subjective_cause": "图省事"}
    for opinion_id, given_fields in (("O-002", fields), ("O-404", told)):
        with pytest.raises(Invalid):
            opinions_leading.to_problem(store, clerk, ACTIVITY, opinion_id, None, given_fields)
    assert problems.problems(store, ACTIVITY, AS_OF).empty


def test_only_who_keeps_problems_leads_an_opinion_to_one(store: Store, leader: Actor, given: pd.DataFrame) -> None:
    with pytest.raises(Refused):
        opinions_leading.to_problem(store, leader, ACTIVITY, "O-002", "W-001")
