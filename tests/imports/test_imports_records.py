"""Talks and problems come in from files: looked at row by row, then whole or not at all, and back without a trace."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from board.access import Actor, Role
from board.activity import activities
from board.errors import Refused
from board.importing.ledgers.recognising import recognised
from board.imports import ledger_undo
from board.meeting import talks
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.store import records
from tests.ballot_files import small_form
from tests.example_school import Example
from tests.imports.test_imports_ledger import brought, file_with, looked_at

TALKS = ["编号", "谈心日期", "班子成员", "与谁谈", "交换了看法"]
PROBLEMS = ["编号", "查出日期", "具体问题", "关于谁", "哪位领导", "方面", "主观原因", "当前能解决", "查出的会议"]
_OF_EVENTS = frozenset({"event_id", "seq", "happened_at", "actor_id", "actor_name", "action", "reason", "batch_id"})


def names(school: Example) -> list[str]:
    people = activities.people(school.store, school.activity_id)
    found: list[str] = people[people["is_member"]]["name"].tolist()
    return found


def partner(school: Example) -> str:
    terms = activities.terms(school.store, school.activity_id)
    return str(terms[terms["kind"] == "partner"]["label"].iloc[0])


def talk_row(school: Example, other: str, ago: int = 1, **given: str) -> list[str]:
    row = {"编号": "", "谈心日期": str(school.today - timedelta(days=ago)), "交换了看法": "是"}
    return [{**row, "班子成员": names(school)[0], "与谁谈": other, **given}[name] for name in TALKS]


def problem_row(school: Example, content: str = "深入课堂太少", **given: str) -> list[str]:
    row = {**dict.fromkeys(PROBLEMS, ""), "查出日期": str(school.today), "具体问题": content, "方面": "工作作风"}
    return [{**row, "主观原因": "重安排、轻检查", **given}[name] for name in PROBLEMS]


def known(school: Example, read: Any, key: str) -> dict[str, Mapping[Any, Any]]:
    return {str(row[key]): row for row in read(school.store, school.activity_id, school.today).to_dict("records")}


def all_talks(school: Example) -> dict[str, Mapping[Any, Any]]:
    return known(school, talks.talks, "talk_id")


def all_problems(school: Example) -> dict[str, Mapping[Any, Any]]:
    return known(school, problems.problems, "problem_id")


def kept(school: Example) -> dict[str, Any]:
    """All that a page shows of talks and problems, but for who changed them last."""
    shown = {"talks": all_talks(school), "problems": all_problems(school)}
    return {
        kind: {key: {name: str(row[name]) for name in row.keys() - _OF_EVENTS} for key, row in rows.items()}
        for kind, rows in shown.items()
    }


def wrong(school: Example, clerk: Actor, kind: str, data: bytes) -> dict[tuple[int, str], str]:
    return {(each.row, each.column): each.what for each in looked_at(school, clerk, kind, data).problems}


def blocked(school: Example, import_id: str) -> str:
    return " ".join(ledger_undo.preview_undo(school.store, school.activity_id, import_id).blocked)


def test_talks_with_a_member_and_with_a_kind_of_people_are_registered(school: Example, clerk: Actor) -> None:
    before, second = all_talks(school), names(school)[1]
    data = file_with(TALKS, talk_row(school, second), talk_row(school, partner(school), 交换了看法="否"))
    receipt = brought(school, clerk, "talks", data)
    new = [row for name, row in all_talks(school).items() if name not in before]
    assert (receipt.new_count, receipt.edited_count) == (2, 0)
    assert [(row["with_kind"], row["with_name"], row["views_exchanged"]) for row in new] == [
        ("member", second, True),
        ("partner", partner(school), False),
    ]
    assert [row["member_name"] for row in new] == [names(school)[0]] * 2


def test_a_talk_is_the_same_from_either_side_and_comes_in_once(school: Example, clerk: Actor) -> None:
    first, second = names(school)[:2]
    brought(school, clerk, "talks", file_with(TALKS, talk_row(school, second)))
    turned = file_with(TALKS, talk_row(school, first, 班子成员=second))
    assert looked_at(school, clerk, "talks", turned).counts == {"相同": 1}
    both = file_with(TALKS, talk_row(school, second, 2), talk_row(school, first, 2, 班子成员=second))
    assert wrong(school, clerk, "talks", both) == {(3, "D 与谁谈"): "与第 2 行是同一次"}
    moved = file_with(TALKS, talk_row(school, second, 2), talk_row(school, second, 2, 编号=list(all_talks(school))[-1]))
    assert wrong(school, clerk, "talks", moved) == {(3, "D 与谁谈"): "与第 2 行是同一次"}


def test_every_cell_of_a_talk_that_can_not_be_is_named(school: Example, clerk: Actor) -> None:
    first, second = names(school)[:2]
    rows = [
        talk_row(school, "李老师"),
        talk_row(school, first),
        talk_row(school, second, -1),
        talk_row(school, ""),
        talk_row(school, second, 谈心日期="前天", 交换了看法="谈了"),
        talk_row(school, second, 编号="K-999"),
    ]
    assert wrong(school, clerk, "talks", file_with(TALKS, *rows)) == {
        (2, "D 与谁谈"): "“与谁谈”里没有这个词",
        (3, "D 与谁谈"): "不能与自己谈心",
        (4, "B 谈心日期"): "谈心日期不能晚于今天",
        (5, "D 与谁谈"): "请选择与谁谈心",
        (6, "B 谈心日期"): "看不出是哪一天",
        (6, "E 交换了看法"): "看不出是还是否",
        (7, "A 编号"): "没有这个编号",
    }
    seen = looked_at(
        school, clerk, "talks", file_with([*TALKS, "谈话内容"], [*talk_row(school, second), "说了家里的事"])
    )
    assert "下列各列不认识，不用也不保存：谈话内容" in seen.notes


def test_a_name_that_two_members_have_tells_neither(school: Example, clerk: Actor) -> None:
    people = school.store.rows("activities/people", activity_id=school.activity_id)
    first, second, *_ = [row for row in people if row["is_member"]]
    with school.store._connection.cursor() as cursor:
        cursor.execute("UPDATE people SET name = ? WHERE person_id = ?", [first["name"], second["person_id"]])
    data = file_with(TALKS, talk_row(school, first["name"], 班子成员="教学副校长"))
    assert wrong(school, clerk, "talks", data) == {(2, "D 与谁谈"): "“与谁谈”里没有这个词"}


def test_problems_of_the_group_and_of_a_member_are_registered(school: Example, clerk: Actor) -> None:
    before, name = all_problems(school), names(school)[1]
    (meeting, *_) = school.store.rows("meetings/present", activity_id=school.activity_id)
    held = f"{meeting['meeting_id']} {meeting['held_on']} {meeting['kind']}"
    rows = [
        problem_row(school, "课间没有人值守", 当前能解决="是"),
        problem_row(school, "听课太少", 哪位领导=name),
        problem_row(school, "批改太慢", 关于谁=name, 查出的会议=held),
    ]
    assert brought(school, clerk, "problems", file_with(PROBLEMS, *rows)).new_count == 3
    new = [row for key, row in all_problems(school).items() if key not in before]
    assert [(row["about"], row["member_name"] if row["about"] == "member" else "") for row in new] == [
        ("group", ""),
        ("member", name),
        ("member", name),
    ]
    assert ([row["solve_now"] for row in new], new[2]["meeting_id"]) == ([True, False, False], meeting["meeting_id"])
    assert looked_at(school, clerk, "problems", file_with(PROBLEMS, *rows)).counts == {"相同": 3}


def test_every_cell_of_a_problem_that_can_not_be_is_named(school: Example, clerk: Actor) -> None:
    rows = [
        problem_row(school, "甲", 主观原因="无"),
        problem_row(school, "乙", 关于谁="领导个人"),
        problem_row(school, "丙", 关于谁="领导班子", 哪位领导=names(school)[0]),
        problem_row(school, "丁", 方面="天气"),
        problem_row(school, "戊", 查出的会议="上个月的会"),
        problem_row(school, ""),
    ]
    assert wrong(school, clerk, "problems", file_with(PROBLEMS, *rows)) == {
        (2, "G 主观原因"): "请写明主观原因，不能写“无”",
        (3, "E 哪位领导"): "领导个人的问题，请选择是哪一位",
        (4, "E 哪位领导"): "领导班子的问题，不选个人",
        (5, "F 方面"): "“方面”里没有这个词",
        (6, "I 查出的会议"): "“查出的会议”里没有这个词",
        (7, "C 具体问题"): "请写明具体问题",
    }


def test_nothing_of_an_undone_import_is_left(school: Example, clerk: Actor) -> None:
    before, (talk_id, *_), (problem_id, *_) = kept(school), all_talks(school), all_problems(school)
    changed = talk_row(school, "", 编号=talk_id, 谈心日期="", 班子成员="", 交换了看法="否")
    other = problem_row(school, "换一种说法", 编号=problem_id, 主观原因="抓得不紧", 查出日期="", 方面="")
    files = {
        "talks": file_with(TALKS, talk_row(school, partner(school)), changed),
        "problems": file_with(PROBLEMS, problem_row(school), other),
    }
    for kind, data in files.items():
        receipt = brought(school, clerk, kind, data)
        assert (receipt.new_count, receipt.edited_count) == (1, 1)
        assert kept(school) != before
        done = ledger_undo.undo(school.store, clerk, school.activity_id, receipt.import_id)
        assert (len(done.gone), len(done.back)) == (1, 1)
        assert kept(school) == before


def test_what_others_rest_on_or_somebody_changed_since_is_named(school: Example, clerk: Actor) -> None:
    ids = (school.store, clerk, school.activity_id)
    came = [brought(school, clerk, "talks", file_with(TALKS, talk_row(school, partner(school)))).import_id]
    came += [brought(school, clerk, "problems", file_with(PROBLEMS, problem_row(school))).import_id]
    talk_id, problem_id = list(all_talks(school))[-1], list(all_problems(school))[-1]
    source = {"channel": "谈心", "giver": "教职工", "received_on": school.today, "about": "group", "talk_id": talk_id}
    heard = opinions.add(*ids, {**source, "content": "希望少开会"})
    problems.link_source(*ids, problem_id, "opinion", heard)
    assert f"{talk_id}（从它听到的 {heard}）已有别的记录连着" in blocked(school, came[0])
    assert f"{problem_id}（它的来源 {heard}）已有别的记录连着" in blocked(school, came[1])
    problems.unlink_source(*ids, problem_id, "opinion", heard)
    records.act(*ids[:2], problems.PROBLEM, school.activity_id, problem_id, "edit", {"content": "换一种说法"})
    assert f"{problem_id}（工作人员修改）在这以后又办理过" in blocked(school, came[1])


def test_it_refuses_whoever_may_not_edit_them(school: Example, clerk: Actor, leader: Actor) -> None:
    rows = {"talks": (TALKS, talk_row(school, partner(school))), "problems": (PROBLEMS, problem_row(school))}
    for kind, (header, row) in rows.items():
        for actor in (leader, Actor("A-owner", "责任人", frozenset({Role.OWNER}), "P01")):
            with pytest.raises(Refused):
                looked_at(school, actor, kind, file_with(header, row))


def test_their_files_are_recognised_and_those_of_items_too(school: Example) -> None:
    found = {
        "talks": file_with(TALKS, talk_row(school, partner(school))),
        "problems": file_with(PROBLEMS, problem_row(school)),
        "rectification": file_with(["编号", "具体问题", "整改措施", "责任人", "方面"], ["", "甲", "乙", "丙", "丁"]),
    }
    assert {name: recognised(data, small_form()) for name, data in found.items()} == {name: name for name in found}
