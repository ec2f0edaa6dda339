"""系统管理 → 操作记录: looked for, opened, checked; by the administrator and nobody else, who sees no opinion in it."""

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from tests.example_school import Example
from tests.ledger_rows import opinion_fields
from tests.pages.visitor import notices, opened, saved, sentences_on, sheet, tables

SECRET = "食堂的菜太咸"


@pytest.fixture
def busy(school: Example, clerk: Actor, admin: Actor) -> Example:
    """A school where an item moved, an opinion came in and an account was changed."""
    rectification.act(
        school.store, clerk, school.activity_id, "R-006", "report", {"percent": 65, "progress": "已换新灯"}
    )
    opinions.add(school.store, clerk, school.activity_id, opinion_fields(content=SECRET))
    account_id = accounts.create_account(
        school.store,
        admin,
        {"name": "li", "display_name": "李老师", "roles": [Role.CLERK], "password": "春风化雨润物无声两个黄鹂"},
    )
    accounts.edit_account(school.store, admin, account_id, {"display_name": "李主任"})
    return school


def listed(at: AppTest) -> list[tuple[str, ...]]:
    """Who, of which kind, what and on which record, as the table says it."""
    (table,) = [each.value for each in tables(at) if each.key == "audit_table"]
    return list(table[["who", "subject_word", "deed_word", "record"]].itertuples(index=False, name=None))


def test_the_newest_deed_stands_first_in_words(busy: Example) -> None:
    rows = listed(opened("admin", Role.ADMIN, admin_part="操作记录"))
    assert [row[:3] for row in rows[:4]] == [
        ("管理员", "账号", "修改账号"),
        ("管理员", "账号", "新建账号"),
        ("工作人员", "征求意见", "登记"),
        ("工作人员", "整改台账", "报进展"),
    ]
    assert rows[3][3] == "R-006"


@pytest.mark.parametrize(
    ("asked", "deeds"),
    [
        ({"audit_subject": "整改台账"}, {"报进展"}),
        ({"audit_who": "管理员"}, {"新建账号", "修改账号"}),
        ({"audit_q": "R-006"}, {"报进展", "载入示例"}),
        ({"audit_q": "改账号"}, {"修改账号"}),
        ({"audit_until": "2020-01-01"}, set()),
    ],
)
def test_deeds_are_found_by_kind_person_day_and_word(busy: Example, asked: dict[str, str], deeds: set[str]) -> None:
    at = opened("admin", Role.ADMIN, **asked)
    if deeds:
        assert {row[2] for row in listed(at)} == deeds
    else:
        assert "没有符合条件的操作记录" in sentences_on(at)


def last(school: Example, kind: str) -> str:
    return str(next(entry.number for entry in reversed(list(school.store.entries())) if entry.kind == kind))


def test_an_entry_says_what_was_before_and_after(busy: Example) -> None:
    at = opened("admin", Role.ADMIN, audit_open=last(busy, "rectification.report"))
    assert sheet(at) == "操作记录"
    (changes,) = [each.value for each in tables(at) if "原来" in each.value.columns]
    assert ["进展情况", "已换新灯"] in changes[["哪一栏", "后来"]].to_numpy().tolist()
    assert ["进度", "65%"] in changes[["哪一栏", "后来"]].to_numpy().tolist()
    at = opened("admin", Role.ADMIN, audit_open=last(busy, "accounts.edit"))
    (changes,) = [each.value for each in tables(at) if "原来" in each.value.columns]
    assert changes.to_numpy().tolist() == [["显示的名字", "李老师", "李主任"]]


def test_what_somebody_said_is_not_told_to_who_keeps_the_machine(busy: Example) -> None:
    at = opened("admin", Role.ADMIN, audit_open=last(busy, "opinions.add"))
    assert "改动了" in sentences_on(at)
    assert "内容" in sentences_on(at)
    assert SECRET not in str(at)
    assert "O-" not in sentences_on(at)  # with the time it would tell who came when
    assert "家长" not in sentences_on(at)


@pytest.mark.walk
def test_a_check_says_that_all_is_well_and_that_it_is_not(busy: Example) -> None:
    at = saved(opened("admin", Role.ADMIN, admin_part="操作记录"), "audit_check")
    assert notices(at)[0].startswith("已核对")
    assert [each for each in at.success if "链条完整" in each.value]
    busy.store._connection.execute("UPDATE opinions SET content = '都很好'")
    at = saved(opened("admin", Role.ADMIN, admin_part="操作记录"), "audit_check")
    assert [each for each in at.error if "台账被从外面动过" in each.value]


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.OWNER])
def test_nobody_else_sees_it(busy: Example, role: Role) -> None:
    at = opened("admin", role, audit_open="2")
    assert [each for each in tables(at) if each.key == "audit_table"] == []
    assert sheet(at) is None
