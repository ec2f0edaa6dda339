"""`manage.py import`: ballot files read as the page reads them, for a store that nobody serves; by default no more."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from board import clock
from board.access import Actor, Role
from board.accounts.actions import accounts
from board.activity import activities
from board.backup.copies import open_own
from board.errors import BoardError
from board.evaluation import results as evaluation
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from board.importing.choices import Choices
from board.importing.facts import read_day, read_way
from board.importing.files.decode import MOST_BYTES
from board.imports import commit as imports
from board.imports.answer import file_words
from board.store.store import Store

_MOST_LISTED = 20


@dataclass(frozen=True)
class Asked:
    """The wishes of a command line.

    round_name: of the round; also part of it. group, way, day: for ballots where a file doesn't say. account: whose
    deed it is, by the name it signs in with; without one nothing is written.
    """

    files: tuple[Path, ...]
    round_name: str
    group: str = ""
    way: str = ""
    day: str = ""
    account: str = ""


def bring_from(options: argparse.Namespace) -> Callable[[Path, list[Path]], str]:
    """The command with its options: path of the store and files → lines on each.

    It raises BoardError, after the lines, where a file could not be imported; without a store, or one that is being
    served; and as `bring`.
    """

    def brought(path: Path, files: list[Path]) -> str:
        if not path.exists():
            raise BoardError("没有数据文件", f"没有导入：{path} 不在。", "请用 --data 指定数据文件夹。")
        texts = {name: getattr(options, name) for name in ("group", "way", "day", "account")}
        store = open_own(path)
        try:
            lines, are_well = bring(store, Asked(tuple(files), options.round, **texts))
        finally:
            store.close()
        if not are_well:
            raise BoardError("有的文件没有导入", "\n" + "\n".join(lines), "")
        return "\n".join(lines)

    return brought


def bring(store: Store, asked: Asked) -> tuple[list[str], bool]:
    """Reads the files and, where an account is named, imports them one after another.

    Returns lines on each, and whether all of them could be imported. Raises BoardError for a round, way, day or account
    that isn't there.
    """
    activity_id, round_row = _round(store, asked.round_name)
    actor = _actor(store, asked.account) if asked.account else None
    choices = Choices(group=asked.group or None, way=_way(asked.way), cast_on=_day(asked.day))
    lines: list[str] = []
    are_well = True
    for file in asked.files:
        try:
            lines += _one(store, actor, activity_id, round_row, file, choices)
        except BoardError as refusal:
            lines += [f"{file.name}：{refusal.in_full}"]
            are_well = False
    if actor is None and are_well:
        lines.append("只是看看，没有导入。要导入，请加上 --account 登录名。")
    return lines, are_well


def _one(
    store: Store, actor: Actor | None, activity_id: str, round_row: dict[str, Any], file: Path, choices: Choices
) -> Iterator[str]:
    checked = check_ballots(file.name, _bytes(file), imports.form(store, activity_id), choices)
    seen = imports.preview(store, activity_id, round_row["round_id"], checked)
    yield f"{file.name}：{file_words(checked)}"
    yield from (f"  {note}" for note in checked.assumptions)
    yield from _problem_lines(checked)
    if seen.blocked:
        raise BoardError("没有导入", " ".join(seen.blocked), "这一份没有改动任何数据。")
    yield from (f"  {warning}" for warning in seen.warnings)
    if actor is not None:
        receipt = imports.commit(store, actor, activity_id, round_row["round_id"], checked)
        yield f"  已导入“{round_row['name']}”，回执 {receipt.import_id}：{receipt.ballot_count} 张。"


def _problem_lines(checked: Checked) -> Iterator[str]:
    for problem in checked.problems[:_MOST_LISTED]:
        where = f"第 {problem.row} 行 {problem.column}".rstrip()
        yield f"  {where}：{problem.what}。{problem.remedy}"
    if checked.problem_count > _MOST_LISTED:
        yield f"  ……共 {checked.problem_count} 处"


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BoardError("文件太大", f"最多 {MOST_BYTES // 2**20} MB。", "请拆成几个文件，分次导入。")
        return file.read_bytes()
    except OSError as error:
        raise BoardError("打不开文件", f"{error.strerror}。", "请核对文件的位置和权限。") from error


def _round(store: Store, name: str) -> tuple[str, dict[str, Any]]:
    every: list[tuple[str, dict[str, Any]]] = [
        (str(activity_id), {str(column): value for column, value in row.items()})
        for activity_id in activities.activities(store)["activity_id"]
        for row in evaluation.rounds(store, activity_id).to_dict("records")
    ]
    found = [each for each in every if name in (each[1]["name"], each[1]["round_id"])]
    if len(found) != 1:
        names = "、".join(row["name"] for _, row in every)
        why = "不止一轮叫这个名字" if found else f"没有“{name}”这一轮"
        raise BoardError("不知道导入到哪一轮", f"{why}。", f"请用 --round 写明：{names or '还没有开过'}。")
    return found[0]


def _actor(store: Store, name: str) -> Actor:
    known = accounts(store)
    named = known[(known["name"] == name) & known["is_active"].astype(bool)]
    if named.empty:
        raise BoardError("没有这个账号", f"“{name}”不是能登录的账号。", "请写工作人员的登录名。")
    row = named.iloc[0]
    return Actor(row["account_id"], row["display_name"], frozenset(Role(role) for role in row["roles"] if role))


def _way(text: str) -> str | None:
    way = read_way(text) if text else None
    if text and way is None:
        raise BoardError("看不懂参评方式", f"“{text}”不是参评方式。", "请写“纸质”或“网上”。")
    return way


def _day(text: str) -> date:
    day = read_day(text) if text else clock.today()
    if day is None:
        raise BoardError("看不出是哪一天", f"“{text}”不是日期。", "请写成 2026-12-01 这样。")
    return day
