"""系统管理 → 备份: made, listed, looked at, put back; by the administrator and nobody else."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from board import backup
from board.access import Role
from board.backup_rules import Reason
from tests.example_school import Example
from tests.pages.visitor import faults, filled, notices, opened, said, saved, sheet


def made(school: Example) -> str:
    """The name of a copy."""
    return backup.make(school.store, Reason.HAND).path.name


def listed(at: AppTest) -> list[list[str]]:
    found = [each.value for each in at.dataframe if each.key == "backup_table"]
    return [list(row) for row in found[0].itertuples(index=False)] if found else []


def test_before_there_is_any_it_says_what_will_stand_here(school: Example) -> None:
    at = opened("admin", Role.ADMIN)
    assert "还没有备份" in said(at)
    assert listed(at) == []


def test_a_copy_is_made_and_listed(school: Example) -> None:
    at = saved(opened("admin", Role.ADMIN), "backup_make")
    assert "已备份并核对" in notices(at)[0]
    (row,) = listed(at)
    assert (row[2], row[4], row[5]) == ("人工", "做成时已核对", "人工做的一直留着")


def test_a_copy_is_put_back_only_when_the_word_is_typed(school: Example) -> None:
    name = made(school)
    school.store.write(lambda tx: tx.run("tasks/delete_many", activity_id=school.activity_id, ids=["T01"]))
    at = opened("admin", Role.ADMIN, backup_open=name)
    assert sheet(at) == "备份"
    at = saved(filled(at, f"backup_restore_{name}", typed="好"), f"backup_restore_{name}")
    assert faults(at)
    at = saved(filled(at, f"backup_restore_{name}", typed="恢复"), f"backup_restore_{name}")
    assert notices(at)[0].startswith("已恢复")
    assert sheet(at) is None
    assert sorted(row[2] for row in listed(at)) == ["人工", "恢复前"]
    assert "T01" in set(school.store.read("tasks/states", activity_id=school.activity_id)["task_id"])


def test_a_damaged_copy_says_so_and_offers_nothing(school: Example, tmp_path: Path) -> None:
    name = made(school)
    path = next(tmp_path.rglob(name))
    path.write_bytes(path.read_bytes()[:1000])
    at = opened("admin", Role.ADMIN, backup_open=name)
    assert "备份文件不能用" in said(at)
    assert not [each for each in at.text_input if "backup_restore" in str(each.key)]


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.OWNER])
def test_nobody_else_sees_them(school: Example, role: Role) -> None:
    name = made(school)
    at = opened("admin", role, backup_open=name)
    assert name not in said(at)
    assert listed(at) == []
