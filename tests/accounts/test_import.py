"""An administrator adds accounts from a list: looked at, then all or none, each with a first password of its own."""

import logging
from pathlib import Path

import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts import bulk as accounts_import
from board.accounts.bulk import NEW, PRESENT, WRONG, Opened, Seen
from board.accounts.passwords import hashed, password_fault
from board.accounts.sign_in import must_renew, sign_in, who
from board.errors import BoardError, Conflict, Refused
from board.importing.choices import Choices
from board.store.trail import check as audit_log
from tests.example_school import Example
from tests.ledger_files import written

HEADER = ["姓名", "登录名", "角色", "人员"]
LI = ["李老师", "li", "责任人", "总务主任"]


def text(*rows: list[str]) -> bytes:
    return "\n".join(",".join(row) for row in [HEADER, *rows]).encode()


def seen(school: Example, actor: Actor, data: bytes, choices: Choices | None = None) -> Seen:
    return accounts_import.preview(school.store, actor, school.activity_id, data, choices or Choices())


def ready(school: Example, found: Seen) -> list[Opened]:
    return [accounts_import.ready(school.store, each) for each in found.news]


def add(school: Example, actor: Actor, data: bytes) -> list[Opened]:
    opened = ready(school, seen(school, actor, data))
    accounts_import.create_accounts(school.store, actor, school.activity_id, opened)
    return opened


def test_they_sign_in_with_their_roles_and_person_and_change_the_password_first(example: Example, admin: Actor) -> None:
    opened = add(example, admin, text(LI, ["王老师", "Wang", "工作人员、领导", ""]))
    tokens = [sign_in(example.store, each.candidate.name, each.password) for each in opened]
    li, wang = (who(example.store, token, example.activity_id) for token in tokens)
    assert li is not None
    assert wang is not None
    assert (li.name, li.roles, li.person_id) == ("李老师", frozenset({Role.OWNER}), "P03")
    assert (wang.name, wang.roles, wang.person_id) == ("王老师", frozenset({Role.CLERK, Role.LEADER}), None)
    assert all(must_renew(example.store, token) for token in tokens)
    assert sorted(accounts.accounts(example.store)["name"]) == ["li", "wang"]


@pytest.mark.parametrize("role", ["clerk", "leader", "owner"])
def test_it_refuses_every_role_but_the_administrator(
    example: Example, admin: Actor, role: str, request: pytest.FixtureRequest
) -> None:
    actor, opened = request.getfixturevalue(role), ready(example, seen(example, admin, text(LI)))
    with pytest.raises(Refused):
        seen(example, actor, text(LI))
    with pytest.raises(Refused):
        accounts_import.create_accounts(example.store, actor, example.activity_id, opened)
    assert accounts.accounts(example.store).empty


@pytest.mark.parametrize(
    ("row", "column", "value", "what"),
    [
        (["", "li", "责任人", "总务主任"], "A 姓名", "", "请填写显示的名字"),
        (["李老师", "", "责任人", "总务主任"], "B 登录名", "", "请填写登录名"),
        (["李老师", "two words", "责任人", "总务主任"], "B 登录名", "two words", "只能用汉字"),
        (["李老师", "li", "", "总务主任"], "C 角色", "", "请至少选一个角色"),
        (["李老师", "li", "责任人、校长", "总务主任"], "C 角色", "责任人、校长", "没有“校长”这样的角色"),
        (["李老师", "li", "责任人", "某某某"], "D 人员", "某某某", "没有这个人"),
    ],
)
def test_a_wrong_row_is_told_by_cell_with_a_remedy(
    example: Example, admin: Actor, row: list[str], column: str, value: str, what: str
) -> None:
    found = seen(example, admin, text(row, ["王老师", "wang", "工作人员", ""]))
    (problem,) = found.problems
    assert (problem.row, problem.column, problem.value) == (2, column, value)
    assert what in problem.what
    assert problem.remedy
    assert [each.what for each in found.rows] == [WRONG, NEW]
    assert found.effect == "将添加 1 个账号，1 行有错"
    assert found.error_count == 1


def test_a_cell_is_mended_and_a_row_left_out_without_touching_the_file(example: Example, admin: Actor) -> None:
    data = text(["李老师", "two words", "责任人", "总务主任"], ["王老师", "wang", "校长", ""])
    choices = Choices(cells={(None, 2, 1): "li"}, skipped_rows=frozenset({3}))
    found = seen(example, admin, data, choices)
    assert (found.error_count, [each.name for each in found.news]) == (0, ["li"])


def test_a_name_twice_in_a_list_is_refused_however_it_is_spelt(example: Example, admin: Actor) -> None:
    found = seen(example, admin, text(LI, ["李四", "ＬＩ", "工作人员", ""]))
    assert [(each.row, each.what) for each in found.problems] == [(3, "和第 2 行的登录名一样")]


def test_an_account_there_is_already_is_passed_over_and_stays_as_it_is(example: Example, admin: Actor) -> None:
    add(example, admin, text(LI))
    before = accounts.accounts(example.store).to_dict("records")
    found = seen(example, admin, text(["别的名字", "LI", "管理员", ""], ["王老师", "wang", "工作人员", ""]))
    assert [each.what for each in found.rows] == [PRESENT, NEW]
    assert found.effect == "将添加 1 个账号，1 个已有"
    add(example, admin, text(["别的名字", "LI", "管理员", ""], ["王老师", "wang", "工作人员", ""]))
    assert accounts.accounts(example.store).to_dict("records")[: len(before)] == before


def test_the_same_list_twice_adds_nothing(example: Example, admin: Actor) -> None:
    add(example, admin, text(LI))
    assert seen(example, admin, text(LI)).news == ()
    with pytest.raises(BoardError, match="没有要添加的账号"):
        add(example, admin, text(LI))
    assert len(accounts.accounts(example.store)) == 1


def test_a_name_taken_meanwhile_stops_them_all(example: Example, admin: Actor) -> None:
    opened = ready(example, seen(example, admin, text(["王老师", "wang", "工作人员", ""], LI)))
    add(example, admin, text(LI))
    with pytest.raises(Conflict, match="li"):
        accounts_import.create_accounts(example.store, admin, example.activity_id, opened)
    assert accounts.accounts(example.store)["name"].tolist() == ["li"]


@pytest.mark.parametrize("data", [b"", text(), "甲,乙\n1,2".encode(), b"%PDF-1.7 nothing"])
def test_a_file_that_is_no_list_is_refused_in_words(example: Example, admin: Actor, data: bytes) -> None:
    with pytest.raises(BoardError) as caught:
        seen(example, admin, data)
    assert caught.value.title
    assert caught.value.remedy


@pytest.mark.walk
def test_more_than_five_hundred_are_refused_and_five_hundred_are_added(example: Example, admin: Actor) -> None:
    rows = [[f"老师{each}", f"t{each:03d}", "工作人员", ""] for each in range(501)]
    with pytest.raises(BoardError, match="一次加得太多"):
        seen(example, admin, text(*rows))
    found = seen(example, admin, text(*rows[:500]))
    some = accounts_import.ready(example.store, found.news[0])  # a hash takes its time: one serves all here
    opened = [
        Opened(each, {**some.row, "account_id": f"A-{each.name}", "name": each.name}, some.password)
        for each in found.news
    ]
    accounts_import.create_accounts(example.store, admin, example.activity_id, opened)
    assert len(accounts.accounts(example.store)) == 500


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_accounts(example: Example, admin: Actor, encoding: str) -> None:
    whole = "\r\n".join(",".join(row) for row in [HEADER, ["李大同", "li", "工作人员", ""]])
    (found,) = seen(example, admin, whole.encode(encoding)).rows
    assert (found.display_name, found.name, found.roles) == ("李大同", "li", (Role.CLERK,))


def test_a_workbook_and_rows_pasted_from_one_are_read_below_a_title(example: Example, admin: Actor) -> None:
    rows = [["2026 年新账号"], HEADER, LI]
    pasted = "\n".join("\t".join(row) for row in [HEADER, LI]).encode()
    assert [each.name for each in seen(example, admin, written({"名单": rows})).news] == ["li"]
    assert [each.name for each in seen(example, admin, pasted).news] == ["li"]


def test_who_has_to_be_somebody_and_is_nobody_is_pointed_out_and_stops_nothing(example: Example, admin: Actor) -> None:
    found = seen(example, admin, text(["李老师", "li", "责任人", ""]))
    assert [each.severity for each in found.problems] == ["warning"]
    assert (found.error_count, len(found.news)) == (0, 1)


def test_each_account_has_an_entry_as_if_it_had_been_added_alone(example: Example, admin: Actor) -> None:
    fields = {"name": "zhao", "display_name": "赵", "roles": ["clerk"], "password": "开会前先看台账2026"}
    accounts.create_account(example.store, admin, fields)
    alone = list(example.store.entries())[-1]
    opened = add(example, admin, text(["王老师", "wang", "工作人员", ""], ["钱老师", "qian", "工作人员", ""]))
    whole, *each = list(example.store.entries())[-3:]
    assert (whole.kind, whole.record) == ("accounts.import", "2 个")
    assert [(entry.kind, entry.record) for entry in each] == [
        ("accounts.create", one.row["account_id"]) for one in opened
    ]
    assert [entry.detail.replace(entry.record, "") for entry in each] == [alone.detail.replace(alone.record, "")] * 2
    assert audit_log.check(example.store).is_sound


def test_no_password_is_kept_in_the_file_or_in_the_log(
    example: Example, admin: Actor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    opened = add(example, admin, text(LI))
    path = example.store.path
    held = path.read_bytes() if path else b""
    rows = repr([example.store.rows(f"accounts/{name}") for name in ("all", "people", "sessions")])
    rows += repr(example.store.rows("accounts/by_name", account_name="li")) + repr(list(example.store.entries()))
    for each in opened:
        assert each.password.encode() not in held
        assert each.password not in rows + caplog.text


def test_first_passwords_are_strong_and_no_two_alike(example: Example, admin: Actor) -> None:
    rows = [[f"老师{each}", f"t{each}", "工作人员", ""] for each in range(3)]
    passwords = [each.password for each in ready(example, seen(example, admin, text(*rows)))]
    assert len(set(passwords)) == 3
    assert [password_fault(each, []) for each in passwords] == [""] * 3
    assert all(len(each.replace("-", "")) == 12 for each in passwords)
    assert hashed(passwords[0]).startswith("$argon2id$")
