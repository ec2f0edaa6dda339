"""Plans of a unit's own: copied, edited, checked, kept beside the database and never among the product's."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from board.access import Actor
from board.activity.plan import kept as plans_kept
from board.activity.plan import reading as plan
from board.activity.plan.reading import load_plan, shipped_plans
from board.activity.plan.source import PlanRefused
from board.activity.plan.tables import LABELS, LISTS, place_of, records_from, rows_of, terms_from, terms_of
from board.activity.plan.text import written
from board.backup import files as backup_files
from board.errors import BoardError, Invalid, Refused
from tests.activity.plan_texts import SOUND

SHIPPED = sorted(shipped_plans())


def tables(name: str, folder: Path) -> dict[str, Any]:
    return tomllib.loads(plans_kept.text_of(folder, name))


def test_a_copy_is_kept_in_its_folder_and_can_be_used(admin: Actor, tmp_path: Path) -> None:
    text = plans_kept.text_of(tmp_path, "mending-stage")
    kept = plans_kept.save(admin, tmp_path, " 整改-2027 ", text, is_new=True)
    assert kept.plan_name == "整改-2027"
    assert [path.name for path in tmp_path.iterdir()] == ["整改-2027.toml"]
    assert list(plans_kept.usable(tmp_path)) == [*SHIPPED, "整改-2027"]
    assert plans_kept.save(admin, tmp_path, "整改-2027", text.replace("days = 55", "days = 60")).activity.days == 60


def test_a_plan_kept_beside_those_that_come_along_is_the_units_own(
    admin: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --data the data lie in the product's own folder."""
    folder = plans_kept.folder_of(tmp_path)
    shutil.copytree(plan.PLANS, folder)
    monkeypatch.setattr(plan, "PLANS", folder)
    plans_kept.save(admin, folder, "本校", plans_kept.text_of(folder, "mending-stage"), is_new=True)
    assert list(plans_kept.at_hand(folder)) == [*SHIPPED, "本校"]
    assert [name for name in plans_kept.at_hand(folder) if plans_kept.is_shipped(name)] == SHIPPED
    assert list(backup_files.read(tmp_path / "board.duckdb")) == ["plans/本校.toml"]


def test_an_empty_folder_or_none_leaves_the_plans_that_come_along(tmp_path: Path) -> None:
    assert list(plans_kept.at_hand(tmp_path / "nowhere")) == SHIPPED
    assert all(plans_kept.is_shipped(name) for name in SHIPPED)


def test_only_the_keeper_of_the_system_keeps_plans(clerk: Actor, leader: Actor, owner: Actor, tmp_path: Path) -> None:
    for actor in (clerk, leader, owner):
        with pytest.raises(Refused):
            plans_kept.save(actor, tmp_path, "新", SOUND)
        with pytest.raises(Refused):
            plans_kept.remove(actor, tmp_path, "新")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "  ", "../secret", "a/b", "a b", "-a", "甲" * 41, "analysis-stage"])
def test_what_can_be_no_name_is_refused(admin: Actor, tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid) as caught:
        plans_kept.save(admin, tmp_path, name, SOUND)
    assert set(caught.value.fields) == {"name"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('theme = "主题"', "theme = 主题", "第 5 行"),
        ("end = 20", "end = 21", "第 18 行"),
        ('unit = "某校"\n', "", "缺少 unit"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused_with_its_line_and_the_old_one_stays(
    admin: Actor, tmp_path: Path, old: str, new: str, says: str
) -> None:
    plans_kept.save(admin, tmp_path, "甲", SOUND)
    with pytest.raises(BoardError, match=says):
        plans_kept.save(admin, tmp_path, "甲", SOUND.replace(old, new))
    assert plans_kept.text_of(tmp_path, "甲") == SOUND


def test_a_name_is_given_to_one_plan(admin: Actor, tmp_path: Path) -> None:
    plans_kept.save(admin, tmp_path, "甲", SOUND, is_new=True)
    with pytest.raises(Invalid, match="已经有"):
        plans_kept.save(admin, tmp_path, "甲", SOUND, is_new=True)


def test_a_plan_too_large_to_be_one_is_refused(admin: Actor, tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="KB"):
        plans_kept.save(admin, tmp_path, "甲", SOUND + "#" * plans_kept.MOST_BYTES)


def test_a_kept_plan_is_removed_once_and_one_that_comes_along_never(admin: Actor, tmp_path: Path) -> None:
    plans_kept.save(admin, tmp_path, "甲", SOUND)
    plans_kept.remove(admin, tmp_path, "甲")
    for name in ("甲", SHIPPED[0]):
        with pytest.raises(BoardError):
            plans_kept.remove(admin, tmp_path, name)
    assert load_plan(shipped_plans()[SHIPPED[0]])


def test_a_plan_spoilt_by_hand_is_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "坏.toml").write_bytes(b"[activity]\nname = ")
    (tmp_path / "乱.toml").write_bytes(b"\xff\xfe\xfd")
    assert list(plans_kept.usable(tmp_path)) == SHIPPED
    with pytest.raises(BoardError, match="UTF-8"):
        plans_kept.text_of(tmp_path, "乱")
    with pytest.raises(BoardError, match="没有这个方案"):
        plans_kept.text_of(tmp_path, "无")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plan_comes_through_the_tables_of_the_editor_unchanged(name: str, tmp_path: Path) -> None:
    held = tables(name, tmp_path)
    again = {**held, **{each: records_from(each, rows_of(held, each)) for each in LISTS}}
    again["terms"] = terms_from(terms_of(held))
    assert plans_kept.checked_text(name, written(again)) == load_plan(shipped_plans()[name])


def test_text_of_any_kind_comes_through_the_file(tmp_path: Path) -> None:
    said = '引号"反斜杠\\换行\n制表\t控制\x01完'
    text = SOUND.replace('theme = "主题"', "theme = 1")
    held = {**tables("mending-stage", tmp_path)}
    held["activity"] = {**held["activity"], "theme": said}
    assert plans_kept.checked_text("甲", written(held)).activity.theme == said.replace("\x01", "")
    with pytest.raises(PlanRefused) as caught:
        plans_kept.checked_text("甲", text)
    assert place_of(caught.value.key) == "活动 实践主题"


def test_a_refusal_points_at_table_row_and_column(tmp_path: Path) -> None:
    held = tables("mending-stage", tmp_path)
    held["tasks"][2]["leader"] = "X9"
    with pytest.raises(PlanRefused) as caught:
        plans_kept.checked_text("甲", written(held))
    assert place_of(caught.value.key) == f"工作任务 第 3 行 {LABELS['leader']}"


def test_a_row_without_anything_in_it_is_no_record(tmp_path: Path) -> None:
    rows = rows_of(tables("mending-stage", tmp_path), "phases")
    rows.loc[len(rows)] = ["", "", None, None, ""]
    assert len(records_from("phases", rows)) == 3
