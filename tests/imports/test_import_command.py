"""`manage.py import`: a clerk's script reads files as the page does; nothing is written unless somebody is named."""

from pathlib import Path

import pytest

import manage
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.backup.copies import open_own
from board.errors import BoardError
from board.evaluation import results as evaluation
from board.imports.command import Asked, bring
from board.operating.command_line import read_options
from tests.example_school import Example

LATE = Path(__file__).parent.parent.parent / "data" / "samples" / "ballots-E2-late.csv"
ROUND = "第二轮征评：报告初稿"
_PASSWORD = "木槿花开在老墙根 27"


@pytest.fixture
def office(school: Example) -> Example:
    """The example school, where the clerk signs in as zhang."""
    fields = {"name": "zhang", "display_name": "张三", "password": _PASSWORD, "roles": [Role.CLERK]}
    accounts.create_account(school.store, Actor("A-admin", "管理员", frozenset({Role.ADMIN})), fields)
    return school


def returned(office: Example) -> int:
    rounds = evaluation.rounds(office.store, office.activity_id)
    return int(rounds[rounds["name"] == ROUND]["returned_count"].iloc[0])


def test_it_only_says_what_it_reads_unless_somebody_is_named(office: Example) -> None:
    lines, are_well = bring(office.store, Asked((LATE,), ROUND))
    assert are_well
    assert lines[0] == "ballots-E2-late.csv：16 张 · 没有要改的"
    assert returned(office) == 180
    lines, are_well = bring(office.store, Asked((LATE,), ROUND, account="zhang"))
    assert are_well
    assert lines[-1] == f"  已导入“{ROUND}”，回执 I-005：16 张。"
    assert returned(office) == 196


def test_one_of_several_files_is_refused_with_its_cells_and_the_others_go_in(office: Example, tmp_path: Path) -> None:
    bad = tmp_path / "坏的.csv"
    bad.write_text(LATE.read_text("utf-8-sig").replace("较深", "很深深", 1), "utf-8")
    lines, are_well = bring(office.store, Asked((bad, LATE, tmp_path / "没有.csv"), ROUND, account="zhang"))
    assert not are_well
    assert lines[0] == "坏的.csv：16 张 · 1 处要改"
    assert any("“很深深”不是“认识深不深”的评议词" in line for line in lines)
    assert any(line.startswith("没有.csv：打不开文件") for line in lines)
    assert returned(office) == 196
    lines, are_well = bring(office.store, Asked((LATE,), ROUND, account="zhang"))
    assert not are_well
    assert "不会重复导入" in "".join(lines)


def test_what_nobody_knows_is_refused_in_words(office: Example) -> None:
    for asked in (
        Asked((LATE,), "第九轮"),
        Asked((LATE,), ROUND, account="li"),
        Asked((LATE,), ROUND, way="空中"),
    ):
        with pytest.raises(BoardError):
            bring(office.store, asked)


def test_it_is_a_command_of_manage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_own(tmp_path / "board.duckdb").close()
    options = read_options(["import", str(LATE), "--round", "第一轮", "--data", str(tmp_path)])
    assert manage.keep(options, []) == 1
    assert "还没有开过" in capsys.readouterr().err
