"""One search over everything: found by number, text, person and page, and only by who sees the record on its page."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from board.access import Actor, Role
from board.activity import activities
from board.navigation import NAVIGATION
from board.opinions import actions as opinions
from board.opinions import views as opinion_views
from board.rectification import actions as rectification
from board.search.finding import MOST, around, search
from board.search.kinds import KINDS, Reader, lines
from board.tasks import actions as tasks
from tests.example_school import Example


def reader(school: Example, role: Role, person_id: str | None = None) -> Reader:
    actor = Actor(f"A-{role}", str(role), frozenset({role}), person_id)
    return Reader(school.store, actor, school.activity_id, school.today)


def numbers(who: Reader, text: str) -> list[str]:
    """The numbers found, in order."""
    return [hit.number for group in search(who, text) for hit in group.hits]


def counts(who: Reader, text: str) -> dict[str, int]:
    return {group.word: group.count for group in search(who, text)}


@pytest.fixture
def clerk_reader(example: Example) -> Reader:
    return reader(example, Role.CLERK)


@pytest.fixture
def leader_reader(example: Example) -> Reader:
    return reader(example, Role.LEADER)


@pytest.mark.parametrize(("typed", "number"), [("R-007", "R-007"), ("r7", "R-007"), ("t03", "T03"), ("w-1", "W-001")])
def test_a_number_is_found_however_it_is_typed_and_stands_first(clerk_reader: Reader, typed: str, number: str) -> None:
    assert numbers(clerk_reader, typed)[0] == number


def test_every_record_is_found_by_its_number_and_opens_on_its_page(clerk_reader: Reader) -> None:
    known = {entry.subject for entries in NAVIGATION.values() for entry in entries}
    for kind in (kind for kind in KINDS if kind.is_known_by_number):
        every = lines(clerk_reader, kind)
        assert every, kind.word
        for line in every[:3] + every[-3:]:
            group = next(group for group in search(clerk_reader, line.number) if group.word == kind.word)
            assert (group.hits[0].number, group.hits[0].subject) == (line.number, kind.subject)
            assert line.number in group.hits[0].filters.values()
        assert kind.subject in known


def test_words_apart_by_a_space_must_all_be_there(clerk_reader: Reader) -> None:
    both, one = counts(clerk_reader, "作业 孩子"), counts(clerk_reader, "作业")
    assert 0 < both["意见"] < one["意见"]


def test_a_page_is_found_by_its_name_by_those_who_may_see_it(example: Example, clerk_reader: Reader) -> None:
    assert search(clerk_reader, "整改台账")[0].hits[0].subject == "rectification"
    assert "页面" in counts(reader(example, Role.ADMIN), "系统管理")
    assert "页面" not in counts(clerk_reader, "系统管理")


def test_a_person_leads_to_as_many_rows_as_is_said(example: Example, clerk_reader: Reader) -> None:
    items = rectification.items(example.store, example.activity_id, example.today)
    name = str(items["leader_name"].iloc[0])
    hit = next(hit for group in search(clerk_reader, name) for hit in group.hits if "牵头" in hit.where)
    assert hit.where == f"牵头的整改事项 {int((items['leader_name'] == name).sum())} 项"
    assert hit.filters == {"rectification_leader": [name]}


def test_where_more_is_found_than_is_listed_the_page_is_offered(clerk_reader: Reader) -> None:
    group = next(group for group in search(clerk_reader, "孩子") if group.word == "意见")
    assert (len(group.hits), group.more) == (MOST, {"opinions_text": "孩子"})
    assert group.count > MOST


def test_nothing_typed_and_nothing_known_find_nothing(clerk_reader: Reader) -> None:
    assert search(clerk_reader, "  ") == []
    assert search(clerk_reader, "无此一说") == []


def test_a_leader_finds_no_words_of_an_opinion_that_was_not_sorted_nor_who_gave_one(
    example: Example, leader_reader: Reader
) -> None:
    whole = opinions.opinions(example.store, example.activity_id, example.today)
    shown = opinion_views.shown(example.store, example.activity_id, example.today, False)
    for row in whole[(whole["status"] == "received") | (whole["wording"] != "")].itertuples():
        assert row.opinion_id not in numbers(leader_reader, str(row.content))
    texts = " ".join(line.folded for kind in KINDS for line in lines(leader_reader, kind) if kind.word == "意见")
    assert all(str(text).casefold() in texts for text in shown["content"])
    assert not any(channel in counts(leader_reader, channel) for channel in whole["channel"].unique())


def test_an_owner_finds_their_own_items_and_no_opinion(example: Example) -> None:
    items = rectification.items(example.store, example.activity_id, example.today)
    owner_id = str(items["owner_id"].iloc[0])
    owner = reader(example, Role.OWNER, owner_id)
    own = items[items["owner_id"] == owner_id]["item_id"].tolist()
    found = {number for item_id in items["item_id"] for number in numbers(owner, item_id)}
    assert found == set(own)
    kinds = {group.word for text in ("学", "会", "O-", "W-") for group in search(owner, text)}
    assert kinds <= {"整改事项", "工作任务", "通报与公开", "人员", "页面"}
    nobody = reader(example, Role.OWNER)
    assert not any(number.startswith("R-") for number in numbers(nobody, "R-"))


def test_who_keeps_the_machine_finds_no_opinion_talk_or_problem(example: Example) -> None:
    keeper = reader(example, Role.ADMIN)
    kinds = {group.word for text in ("学", "会", "老师") for group in search(keeper, text)}
    assert kinds.isdisjoint({"意见", "问题", "谈心", "发言提纲", "民主生活会", "分析检查报告", "就报告提的意见"})


def test_the_past_is_searched_as_it_was(example: Example, clerk_reader: Reader) -> None:
    begin = activities.activity(example.store, example.activity_id).start_on
    before = replace(clerk_reader, as_of=begin - timedelta(days=1))
    assert "R-007" not in numbers(before, "R-007")
    assert tasks.tasks(example.store, example.activity_id, begin).empty or counts(before, "T03") == {}


def test_a_search_costs_little_once_its_records_were_read(clerk_reader: Reader) -> None:
    search(clerk_reader, "学生")
    began = time.process_time()
    for _ in range(20):
        search(clerk_reader, "学生")
    assert (time.process_time() - began) / 20 < 0.05


def test_a_long_text_is_cut_about_the_word() -> None:
    text = "一" * 100 + "食堂" + "二" * 100
    cut = around(text, "食堂")
    assert "食堂" in cut
    assert len(cut) < 50
    assert around("短的", "短") == "短的"
