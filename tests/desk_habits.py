"""Registers of ballots in several habits of offices at once, each of which a person reads at a glance.

Written without a look at the reader, as `tests.desk_platforms`.
"""

import csv
import io
from datetime import date
from random import Random
from typing import Any

from tests.first_sight import ANSWERS, GENERAL, LABELS, SAYS, Grid, book, case, drawn
from tests.nasty_workbooks import xls
from tests.polluted_files import Case

_GROUP_HEADS = ("参评人员类别", "参评人员", "身份", "人员类别", "群体", "类别")
_DAY_HEADS = ("填表日期", "日期", "评议日期", "收回日期")
_SCALES = (("优", "良", "中", "差"), ("优秀", "良好", "一般", "较差"), ("A", "B", "C", "D"), GENERAL, None, None, None)
_HEADERS = ("{0}", "{0}", "{1}、{0}", "{1}. {0}", "（{1}）{0}", "{0}（单选）", "{0}*", "评议项目：{0}", "{0}\n（必填）")
_WORDS = ("{}", "{}", "{}", "{}√", "√{}", "{} ", "　{}")
_BLANKS = ("", "", "", "弃权", "—", "未填", "/")
_DAYS = (
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y.%m.%d}",
    "{0:%Y%m%d}",
    "{0.year}-{0.month}-{0.day}",
)
_VOIDS = (
    ("是否废票", "否", "是"),
    ("废票", "", "√"),
    ("是否有效", "是", "否"),
    ("备注", "", "废票"),
    ("票面", "有效", "无效"),
)


def _columns(random: Random, rows: Grid, day: date, *, with_day: bool, with_way: bool) -> list[tuple[str, list[Any]]]:
    """The columns of a register: name and cells."""
    scale, header, form = random.choice(_SCALES), random.choice(_HEADERS), random.choice(_WORDS)
    blank = random.choice(_BLANKS)
    found: list[tuple[str, list[Any]]] = [(random.choice(_GROUP_HEADS), [row[0] for row in rows])]
    if with_day:
        shown = random.choice(_DAYS).format(day)
        found.append((random.choice(_DAY_HEADS), [shown] * len(rows)))
    if with_way:
        found.append((random.choice(("参评方式", "方式")), ["纸质"] * len(rows)))
    for at, (label, words) in enumerate(zip(LABELS, ANSWERS, strict=True)):
        answers = [row[4 + at] for row in rows]
        cells = [form.format(scale[words.index(w)] if scale else w) if w else blank for w in answers]
        found.append((header.format(label, at + 2), cells))
    if random.random() < 0.6:
        found.append((random.choice(("意见和建议", "意见", "意见建议")), [random.choice(SAYS) for _ in rows]))
    return found


def _voided(random: Random, rows: Grid, columns: list[tuple[str, list[Any]]]) -> None:
    if any(row[3] for row in rows):
        name, good, bad = random.choice(_VOIDS)
        columns.append((name, [bad if row[3] else good for row in rows]))


def _around(random: Random, grid: Grid, count: int, above: Grid) -> Grid:
    head, *lines = grid
    if random.random() < 0.2:
        lines.insert(0, ["必填"] * len(head))
    if random.random() < 0.2:
        lines = [*lines[: len(lines) // 2], head, *lines[len(lines) // 2 :]]
    if random.random() < 0.2:
        lines.insert(random.randrange(len(lines)), [""] * len(head))
    below = random.choice(([], [], [[], ["填表人：张三"]], [["合计", f"{count}张"]], [["注：以上均为纸质票"]],
                           [["计票人：李四", "", "监票人：王五"]]))  # fmt: skip
    return [*above, head, *lines, *below]


def _saved(random: Random, grid: Grid) -> tuple[bytes, str]:
    shape = random.choice(("xlsx", "xlsx", "xls", "csv", "csv", "tsv"))
    if shape == "xlsx":
        return book(grid)
    plain = [[str(cell) for cell in row] for row in grid]
    if shape == "xls":
        return xls("Sheet1", plain), "评议.xls"
    width = max(map(len, plain))
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter="\t" if shape == "tsv" else random.choice(",;")).writerows(
        [[*row, *[""] * (width - len(row))] for row in plain] if random.random() < 0.7 else plain
    )
    return stream.getvalue().encode(random.choice(("utf-8-sig", "gb18030", "utf-8", "utf-16"))), "评议.csv"


def register(random: Random) -> Case:
    """A register in any of these habits, several at once."""
    day = date(2025, 12, random.randrange(1, 28))
    rows = drawn(random, way="纸质", day=day, void=random.random() < 0.4)
    with_day, with_way = random.random() < 0.5, random.random() < 0.4
    columns = _columns(random, rows, day, with_day=with_day, with_way=with_way)
    _voided(random, rows, columns)
    if random.random() < 0.4:
        random.shuffle(columns)
    if random.random() < 0.6:
        columns.insert(0, (random.choice(("序号", "编号", "票号")), [*range(1, len(rows) + 1)]))
    above: Grid = [[f"××学校群众评议{'' if with_way else '（纸质）'}登记表"]]
    above += (
        [] if with_day else [[random.choice(("日期：", "评议时间：", "")) + f"{day.year}年{day.month}月{day.day}日"]]
    )
    if with_way and with_day and random.random() < 0.5:
        above = []
    grid: Grid = [[name for name, _ in columns], *map(list, zip(*(cells for _, cells in columns), strict=True))]
    return case("habits", _saved(random, _around(random, grid, len(rows), above)), rows)
