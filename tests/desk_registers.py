"""Ballots on paper as further offices type them into tables, each of which a person reads at a glance.

Written without a look at the reader, as `tests.desk_platforms`.
"""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from tests.ballot_files import GROUPS
from tests.first_sight import ANSWERS, GENERAL, LABELS, Grid, book, case, drawn, either
from tests.nasty_workbooks import xls, xlsx
from tests.polluted_files import Case

_TITLES = ("群众评议表登记（纸质）", "民主评议纸质票录入表", "纸质评议表汇总")
_HEAD = ("参评人员", *LABELS, "意见和建议")


def _paper(random: Random, **more: Any) -> Grid:
    return drawn(random, way="纸质", day=date(2025, 12, random.randrange(8, 20)), **more)


def _over(random: Random, rows: Grid) -> Grid:
    day = rows[0][2]
    form = random.choice(("日期：{0.year}年{0.month}月{0.day}日", "收回日期：{0:%Y-%m-%d}", "时间：{0:%Y.%m.%d}"))
    return [[random.choice(_TITLES)], [form.format(day)]]


def _lines(rows: Grid) -> Grid:
    return [[row[0], *row[4:]] for row in rows]


def _framed(random: Random, rows: Grid, lines: Grid, head: tuple[str, ...] = _HEAD) -> Grid:
    numbered = [[at, *line] for at, line in enumerate(lines, 1)]
    return [*_over(random, rows), ["序号", *head], *numbered]


def boxes_in_a_cell(random: Random) -> Case:
    rows = _paper(random, blanks=random.random() < 0.3)
    yes, no = random.choice((("☑", "□"), ("■", "□"), ("√", "□"), ("[√]", "[ ]"), ("●", "○")))
    lines = [
        [row[0], *(" ".join(f"{yes if w == word else no}{w}" for w in words[:4])
                   for words, word in zip(ANSWERS, row[4:7], strict=True)), row[7]]
        for row in rows
    ]  # fmt: skip
    return case("boxes in a cell", either(random, _framed(random, rows, lines)), rows)


def ticked_words(random: Random) -> Case:
    rows = _paper(random)
    form = random.choice(("{}√", "√{}", "{} √", "{}（√）", "✓{}"))
    lines = [[row[0], *(w and form.format(w) for w in row[4:7]), row[7]] for row in rows]
    return case("ticked words", either(random, _framed(random, rows, lines)), rows)


def ditto(random: Random) -> Case:
    rows = _paper(random)
    rows.sort(key=lambda row: row[0])
    mark = random.choice(("〃", "同上", "″", '"'))
    lines = _lines(rows)
    for at in range(len(rows) - 1, 0, -1):
        if rows[at][0] == rows[at - 1][0]:
            lines[at][0] = mark
    return case("ditto", either(random, _framed(random, rows, lines)), rows)


def group_once(random: Random) -> Case:
    rows = _paper(random)
    rows.sort(key=lambda row: row[0])
    lines = _lines(rows)
    for at in range(len(rows) - 1, 0, -1):
        if rows[at][0] == rows[at - 1][0]:
            lines[at][0] = ""
    return case("group once", either(random, _framed(random, rows, lines)), rows)


def side_by_side(random: Random) -> Case:
    rows = _paper(random)
    lines = [[at, *line] for at, line in enumerate(_lines(rows), 1)]
    half = -(-len(lines) // 2)
    head = ["序号", *_HEAD]
    right = [*lines[half:], *[[""] * len(head)] * (2 * half - len(lines))]
    gap = [[], [""]][random.random() < 0.5]
    grid = [[*a, *gap, *b] for a, b in zip(lines[:half], right, strict=True)]
    return case("side by side", either(random, [*_over(random, rows), [*head, *gap, *head], *grid]), rows)


def upright_headers(random: Random) -> Case:
    rows = _paper(random)
    head = tuple("\n".join(name) for name in _HEAD)
    return case("upright headers", book(_framed(random, rows, _lines(rows), head)), rows)


def headers_with_choices(random: Random) -> Case:
    rows = _paper(random)
    sep = random.choice(("/", "、", "｜", " "))
    form = random.choice(("{}（{}）", "{}\n({})", "{}[{}]", "{}：{}"))
    asked = [form.format(label, sep.join(words[:4])) for label, words in zip(LABELS, ANSWERS, strict=True)]
    head = ("参评人员", *asked, "意见和建议")
    return case("headers with choices", book(_framed(random, rows, _lines(rows), head)), rows)


def a_line_of_hints(random: Random) -> Case:
    rows = _paper(random)
    grid = _framed(random, rows, _lines(rows))
    hint = random.choice((["", "必填", "必填", "必填", "必填", "选填"],
                          ["", "从列表中选", "深/较深/一般/不深", "清/较清/一般/不清", "好/较好/一般/差", "可不填"],
                          ["说明", "下拉选择", "下拉选择", "下拉选择", "下拉选择", "照原话填"]))  # fmt: skip
    grid.insert(3, hint)
    return case("a line of hints", either(random, grid), rows)


def an_example_line(random: Random) -> Case:
    rows = _paper(random)
    grid = _framed(random, rows, _lines(rows))
    grid.insert(3, [random.choice(("示例", "例", "样例", "（示例）")), "家长", "深", "清", "好", "希望多沟通"])
    return case("an example line", either(random, grid), rows)


def subtotals_of_groups(random: Random) -> Case:
    rows = _paper(random)
    rows.sort(key=lambda row: row[0])
    grid = [*_over(random, rows), ["序号", *_HEAD]]
    for group in GROUPS:
        mine = [row for row in rows if row[0] == group]
        grid += [[at, *line] for at, line in enumerate(_lines(mine), 1)]
        grid.append(random.choice(([f"{group}小计", f"{len(mine)}张"], ["小计", f"{len(mine)} 张"])))
    return case("subtotals of groups", either(random, [*grid, ["合计", f"{len(rows)}张"]]), rows)


def sheets_of_groups(random: Random) -> Case:
    rows = _paper(random)
    sheets = {}
    for group in GROUPS:
        mine = [row for row in rows if row[0] == group]
        lines = [[at, *row[4:]] for at, row in enumerate(mine, 1)]
        sheets[group] = [*_over(random, rows), ["序号", *_HEAD[1:]], *lines]
    return case("sheets of groups", (xlsx(sheets), "评议.xlsx"), rows)


def void_across(random: Random) -> Case:
    rows = _paper(random, void=True)
    lines = [
        [row[0], *((random.choice(("废票", "作废", "无效票")), "", "", "") if row[3] else row[4:])] for row in rows
    ]
    return case("void across", either(random, _framed(random, rows, lines)), rows)


def validity_in_words(random: Random) -> Case:
    rows = _paper(random, void=True)
    name, good, bad = random.choice((("票面情况", "有效", "无效"), ("有效/无效", "有效", "无效"),
                                     ("备注", "", "废票"), ("是否废票", "否", "是")))  # fmt: skip
    lines = [[*line, bad if row[3] else good] for line, row in zip(_lines(rows), rows, strict=True)]
    return case("validity in words", either(random, _framed(random, rows, lines, (*_HEAD, name))), rows)


def blanks_in_words(random: Random) -> Case:
    rows = _paper(random)
    blank = random.choice(("弃权", "未填", "/", "—", "空白", "未选", "-", "无"))
    lines = [[row[0], *(w or blank for w in row[4:7]), row[7]] for row in rows]
    return case("blanks in words", either(random, _framed(random, rows, lines)), rows)


def spaced_words(random: Random) -> Case:
    rows = _paper(random)
    gap = random.choice((" ", "\u3000", "\u00a0"))

    def wide(word: str) -> str:
        return gap.join(word) if len(word) == 2 else word

    lines = [[wide(row[0]), *map(wide, row[4:7]), row[7]] for row in rows]
    return case("spaced words", either(random, _framed(random, rows, lines)), rows)


def words_of_another_scale(random: Random) -> Case:
    rows = _paper(random)
    scale = random.choice((("优", "良", "中", "差"), ("优秀", "良好", "一般", "较差"), GENERAL,
                           ("满意", "比较满意", "一般", "不满意"), ("很好", "较好", "一般", "不好")))  # fmt: skip
    lines = [
        [row[0], *(w and scale[words.index(w)] for words, w in zip(ANSWERS, row[4:7], strict=True)), row[7]]
        for row in rows
    ]
    return case("words of another scale", either(random, _framed(random, rows, lines)), rows)


def letters_with_a_key(random: Random) -> Case:
    rows = _paper(random)
    key = random.choice(("说明：A 好，B 较好，C 一般，D 差", "注：A—好 B—较好 C—一般 D—差", "A=好 B=较好 C=一般 D=差"))
    lines = [
        [row[0], *(w and "ABCD"[words.index(w)] for words, w in zip(ANSWERS, row[4:7], strict=True)), row[7]]
        for row in rows
    ]
    grid = _framed(random, rows, lines)
    grid.insert(2, [key])
    return case("letters with a key", either(random, grid), rows)


def days_in_short(random: Random) -> Case:
    rows = _paper(random)
    form = random.choice(("{0:%Y%m%d}", "{0:%Y.%m.%d}", "{0.month}月{0.day}日",
                          "{0.year}年{0.month}月{0.day}日（周三）", "{0:%y}.{0.month}.{0.day}",
                          "{0:%Y-%m-%d} 星期三"))  # fmt: skip
    lines = [[form.format(row[2]), *line] for line, row in zip(_lines(rows), rows, strict=True)]
    name = random.choice(("收回日期", "评议日期", "投票时间", "日期"))
    year = [["2025 年民主评议纸质票登记"]]
    return case("days in short", either(random, [*year, [name, *_HEAD], *lines]), rows)


def way_by_its_tab(random: Random) -> Case:
    rows = _paper(random)
    lines = [[at, f"{row[2]:%Y-%m-%d}", row[0], *row[4:]] for at, row in enumerate(rows, 1)]
    grid: Grid = [["序号", "日期", *_HEAD], *lines]
    sheet = random.choice(("纸质", "纸质票", "纸质评议表"))
    return case("way by its tab", (xlsx({sheet: grid}), "评议.xlsx"), rows)


def copies_in_words(random: Random) -> Case:
    rows = _paper(random)
    lines, truth = [], []
    for row in rows:
        count = random.choice((1, 1, 2, 3))
        truth += [row] * count
        lines.append([row[0], *row[4:7], random.choice((f"{count}张", f"{count}份", f"{count}票"))])
    name = random.choice(("份数", "票数", "张数"))
    return case("copies in words", either(random, _framed(random, rows, lines, (*_HEAD[:4], name))), truth)


def signed(random: Random) -> Case:
    rows = _paper(random)
    foot = random.choice(([[], ["计票人：张三", "", "监票人：李四"]], [["以上共", "", f"{len(rows)}张"]],
                          [["", "", "", "", "录入：王五"]],
                          [["第 1 页", "", "共 1 页"], ["审核：", "", "制表："]]))  # fmt: skip
    return case("signed", either(random, [*_framed(random, rows, _lines(rows)), *foot]), rows)


def old_register(random: Random) -> Case:
    rows = _paper(random)
    return case("old register", (xls("纸质票", _framed(random, rows, _lines(rows))), "评议.xls"), rows)


def one_form_a_block(random: Random) -> Case:
    rows = _paper(random, blanks=False)
    grid = _over(random, rows)
    for at, row in enumerate(rows, 1):
        grid += [[f"第{at}张", f"参评人员：{row[0]}"], ["评议项目", "评价"]]
        grid += [[label, word] for label, word in zip(LABELS, row[4:7], strict=True)]
    return case("one form a block", either(random, grid), rows)


KINDS: tuple[Callable[[Random], Case], ...] = (
    boxes_in_a_cell, ticked_words, ditto, group_once, side_by_side, upright_headers, headers_with_choices,
    a_line_of_hints, an_example_line, subtotals_of_groups, sheets_of_groups, void_across, validity_in_words,
    blanks_in_words, spaced_words, words_of_another_scale, letters_with_a_key, days_in_short, way_by_its_tab,
    copies_in_words, signed, old_register, one_form_a_block,
)  # fmt: skip
