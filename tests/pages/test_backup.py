"""系统管理 → 备份: made, listed, looked at, put back; by the administrator and nobody else."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.backup import copies as backup
from board.backup.rules import Reason
from tests.example_school import Example
from tests.pages.visitor import faults, filled, notices, once_button, opened, saved, sentences_on, sheet, tables

pytestmark = pytest.mark.walk


def made(school: Example) -> str:
    """The name of a copy."""
    return backup.make(school.store, Reason.HAND).path.name


def listed(at: AppTest) -> list[list[str]]:
    found = [each.value for each in tables(at) if each.key == "backup_table"]
    return [list(row) for row in found[0].itertuples(index=False)] if found else []


def test_before_there_is_any_it_says_what_will_stand_here(school: Example) -> None:
    at = opened("admin", Role.ADMIN, admin_part="备份")
    assert "还没有备份" in sentences_on(at)
    assert listed(at) == []


def test_a_copy_is_made_and_listed(school: Example) -> None:
    at = saved(opened("admin", Role.ADMIN, admin_part="备份"), "backup_make")
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
    assert "T01" in set(school.store.read("tasks/present", activity_id=school.activity_id)["task_id"])


def test_a_damaged_copy_says_so_and_offers_nothing(school: Example, tmp_path: Path) -> None:
    name = made(school)
    path = next(tmp_path.rglob(name))
    path.write_bytes(path.read_bytes()[:1000])
    at = opened("admin", Role.ADMIN, backup_open=name)
    assert "备份文件不能用" in sentences_on(at)
    assert not [each for each in at.text_input if "backup_restore" in str(each.key)]


def uploading(at: AppTest, name: str, held: bytes) -> AppTest:
    """The administrator picks a file of their own computer."""
    place = next(each for each in at.file_uploader if str(each.key).startswith("backup_upload"))
    return place.upload(name, held).run()


def test_a_copy_from_elsewhere_is_uploaded_looked_at_and_put_back(school: Example, tmp_path: Path) -> None:
    copy = backup.make(school.store, Reason.HAND, tmp_path / "stick.zip").path
    school.store.write(lambda tx: tx.run("tasks/delete_many", activity_id=school.activity_id, ids=["T01"]))
    at = uploading(opened("admin", Role.ADMIN, admin_part="备份"), "移动硬盘上的.zip", copy.read_bytes())
    assert sheet(at) == "上传的备份"
    assert "恢复以后会怎样" in sentences_on(at)
    (upload,) = (tmp_path / "backups").glob("*-uploaded.zip")
    form = f"backup_restore_{upload.name}"
    at = saved(filled(at, form, typed="恢复"), form)
    assert notices(at)[0].startswith("已恢复")
    assert sheet(at) is None
    assert not upload.exists()
    assert "T01" in set(school.store.read("tasks/present", activity_id=school.activity_id)["task_id"])


def test_an_uploaded_copy_is_given_up(school: Example, tmp_path: Path) -> None:
    copy = backup.make(school.store, Reason.HAND, tmp_path / "stick.zip").path
    at = uploading(opened("admin", Role.ADMIN, admin_part="备份"), "stick.zip", copy.read_bytes())
    at = once_button(at, "backup_sheet_drop").click().run()
    assert sheet(at) is None
    assert list((tmp_path / "backups").glob("*uploaded*")) == []


def test_an_uploaded_copy_waits_to_be_looked_at_again(school: Example, tmp_path: Path) -> None:
    copy = backup.make(school.store, Reason.HAND, tmp_path / "stick.zip").path
    uploading(opened("admin", Role.ADMIN, admin_part="备份"), "stick.zip", copy.read_bytes())
    at = opened("admin", Role.ADMIN, admin_part="备份")
    assert "已收下一份" in sentences_on(at)
    assert sheet(at.button(key="backup_upload_open").click().run()) == "上传的备份"
    at = once_button(opened("admin", Role.ADMIN, admin_part="备份"), "backup_upload_drop").click().run()
    assert "已收下一份" not in sentences_on(at)
    assert list((tmp_path / "backups").glob("*uploaded*")) == []


def test_what_is_no_copy_is_refused_where_it_was_uploaded(school: Example, tmp_path: Path) -> None:
    at = uploading(opened("admin", Role.ADMIN, admin_part="备份"), "照片.zip", b"JPEG")
    assert "不是压缩文件" in sentences_on(at)
    assert sheet(at) is None
    assert list((tmp_path / "backups").glob("*uploaded*")) == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.OWNER])
def test_nobody_else_sees_them(school: Example, role: Role) -> None:
    name = made(school)
    at = opened("admin", role, backup_open=name)
    assert name not in sentences_on(at)
    assert listed(at) == []
