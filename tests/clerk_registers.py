"""Ballots on paper as a principal's clerk types them into tables: what stands around and between them.

Written without a look at how the reader takes them. A person reads each at a glance.
"""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any

from tests.ballot_files import GROUPS
from tests.first_sight import ANSWERS, GENERAL, LABELS, Grid, book, case, drawn, either
from tests.nasty_workbooks import xls, xlsx
from tests.polluted_files import Case

_HEAD = ["参评人员", *LABELS, "意见和建议"]


def _paper(random: Random, **more: Any) -> Grid:
    return drawn(random, way="纸质", day=date(2025, 12, random.randrange(8, 20)), **more)


def _day(rows: Grid) -> str:
    day = rows[0][2]
    return f"{day.year}年{day.month}月{day.day}日"


def _lines(rows: Grid) -> Grid:
    return [[at, row[0], *row[4:]] for at, row in enumerate(rows, 1)]


def _framed(rows: Grid, lines: Grid | None = None, head: Sequence[str] = ("序号", *_HEAD)) -> Grid:
    return [["群众评议表登记（纸质）"], [f"日期：{_day(rows)}"], [*head], *(_lines(rows) if lines is None else lines)]


def a_letterhead(random: Random) -> Case:
    rows = _paper(random)
    above: Grid = [
        [random.choice(("附件2", "附件3：", "附表一"))],
        ["××县教育体育局"],
        ["深入学习实践科学发展观活动群众评议表登记（纸质）"],
        [f"填报单位（盖章）：××中心小学          填报日期：{_day(rows)}          单位：张"],
    ]
    return case("a letterhead", book([*above, ["序号", *_HEAD], *_lines(rows)], [(2, 0, 2, 5)]), rows)


def facts_in_two_cells(random: Random) -> Case:
    rows = _paper(random)
    day: Any = random.choice((_day(rows), rows[0][2].date()))
    above = [["民主评议登记表"], ["评议方式：", "纸质", "", "评议日期：", day, ""]]
    lines = [*above, ["序号", *_HEAD], *_lines(rows)]
    return case("facts in two cells", (xlsx({"登记": lines}), "登记.xlsx"), rows)


def facts_below(random: Random) -> Case:
    rows = _paper(random)
    below = random.choice(([[f"评议方式：纸质    评议日期：{_day(rows)}"]],
                           [["评议方式：纸质"], [f"评议日期：{_day(rows)}"]],
                           [[], ["计票人：张三", "", "监票人：李四", "", f"评议日期：{_day(rows)}"],
                            ["评议方式：纸质"]]))  # fmt: skip
    return case("facts below", either(random, [["民主评议登记表"], ["序号", *_HEAD], *_lines(rows), *below]), rows)


def a_heading_over_the_criteria(random: Random) -> Case:
    rows = _paper(random)
    over = random.choice(("评议内容", "评议项目", "测评内容及等次", "评 议 意 见"))
    grid = _framed(rows, [["", "", *LABELS, ""], *_lines(rows)], ["序号", "参评人员", over, "", "", "意见和建议"])
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 4), (2, 5, 3, 5)]
    return case("a heading over the criteria", book(grid, merged), rows)


def numbers_of_columns(random: Random) -> Case:
    rows = _paper(random)
    numbers = random.choice((["甲", "乙", "1", "2", "3", "4"], [1, 2, 3, 4, 5, 6], ["(1)", "(2)", "(3)", "(4)", "(5)",
                             "(6)"], ["A", "B", "C", "D", "E", "F"]))  # fmt: skip
    return case("numbers of columns", either(random, _framed(rows, [numbers, *_lines(rows)])), rows)


def _coded(random: Random, rows: Grid, codes: Sequence[Any]) -> Grid:
    return [[at, row[0], *(w and codes[words.index(w)] for words, w in zip(ANSWERS, row[4:7], strict=True)), row[7]]
            for at, row in enumerate(rows, 1)]  # fmt: skip


def codes_explained_above(random: Random) -> Case:
    rows = _paper(random)
    codes, remark = random.choice((((1, 2, 3, 4), "说明：1—好，2—较好，3—一般，4—差"),
                                 (("A", "B", "C", "D"), "A=好 B=较好 C=一般 D=差"),
                                 ((1, 2, 3, 4), "填写代码：1.好 2.较好 3.一般 4.差"),
                                 (("①", "②", "③", "④"), "注：①好；②较好；③一般；④差")))  # fmt: skip
    grid = _framed(rows, _coded(random, rows, codes))
    grid.insert(2, [remark])
    return case("codes explained above", either(random, grid), rows)


def codes_explained_below(random: Random) -> Case:
    rows = _paper(random)
    remark = random.choice(("注：A代表好，B代表较好，C代表一般，D代表差。", "备注：A、好 B、较好 C、一般 D、差"))
    grid = [*_framed(rows, _coded(random, rows, "ABCD")), [remark]]
    return case("codes explained below", either(random, grid), rows)


def codes_explained_in_headings(random: Random) -> Case:
    rows = _paper(random)
    codes = random.choice(((1, 2, 3, 4), ("①", "②", "③", "④"), ("A", "B", "C", "D")))
    sep = random.choice(("", ".", "、"))
    asked = [f"{label}（{' '.join(f'{c}{sep}{w}' for c, w in zip(codes, words, strict=False))}）"
             for label, words in zip(LABELS, ANSWERS, strict=True)]  # fmt: skip
    grid = _framed(rows, _coded(random, rows, codes), ["序号", "参评人员", *asked, "意见和建议"])
    return case("codes explained in headings", book(grid), rows)


def classes_beside(random: Random) -> Case:
    rows = _paper(random)
    name = random.choice(("班级", "所在班级", "年级班级", "任教学科", "所属支部"))
    lines = [
        [*line[:2], f"{random.choice('一二三')}（{random.randrange(1, 5)}）班", *line[2:]] for line in _lines(rows)
    ]
    return case("classes beside", either(random, _framed(rows, lines, ["序号", "参评人员", name, *_HEAD[1:]])), rows)


def delegates(random: Random) -> Case:
    rows = _paper(random)
    lines = [[line[0], f"{line[1]}代表", *line[2:]] for line in _lines(rows)]
    return case("delegates", either(random, _framed(rows, lines)), rows)


def blank_below(random: Random) -> Case:
    rows = _paper(random)
    spare = [[at] for at in range(len(rows) + 1, len(rows) + random.randrange(4, 12))]
    remark = [[random.choice(("以下空白", "（以下空白）", "此处以下空白", "～以下空白～"))]]
    tail = random.choice((remark, [["", remark[0][0]]], [*spare], [*remark, *spare]))
    return case("blank below", either(random, [*_framed(rows), *tail]), rows)


def a_sheet_of_lists(random: Random) -> Case:
    rows = _paper(random)
    lists: Grid = [["参评人员", "评议等次"], *([group, word] for group, word in zip(GROUPS, GENERAL, strict=True))]
    name = random.choice(("下拉选项", "字典", "Sheet2", "数据源"))
    return case("a sheet of lists", (xlsx({"登记表": _framed(rows), name: lists}), "登记.xlsx"), rows)


def a_sheet_of_instructions(random: Random) -> Case:
    rows = _paper(random)
    instructions: Grid = [["填表说明"], ["1. 参评人员从下拉列表中选择。"], ["2. 各项评议只选一个等次，多选为废票。"],
                  ["3. 请于12月20日前报办公室。"]]  # fmt: skip
    sheets = {"填表说明": instructions, "登记表": _framed(rows), "Sheet3": [[]]}
    return case("a sheet of instructions", (xlsx(sheets), "登记.xlsx"), rows)


def sheets_of_ways(random: Random) -> Case:
    rows = drawn(random, day=date(2025, 12, random.randrange(8, 20)))
    sheets = {}
    for way in ("纸质", "网上"):
        head = [[f"群众评议登记（{way}）"], [f"日期：{_day(rows)}"]]
        sheets[f"{way}票"] = [*head, ["序号", *_HEAD], *_lines([row for row in rows if row[1] == way])]
    return case("sheets of ways", (xlsx(sheets), "登记.xlsx"), rows)


def sheets_of_days(random: Random) -> Case:
    first, second = (drawn(random, way="纸质", day=date(2025, 12, day)) for day in (10, 11))
    name = random.choice(("12月{}日", "2025-12-{}", "12.{}"))
    sheets = {name.format(day): [["2025年群众评议登记（纸质）"], ["序号", *_HEAD], *_lines(rows)]
              for day, rows in ((10, first), (11, second))}  # fmt: skip
    return case("sheets of days", (xlsx(sheets), "登记.xlsx"), [*first, *second])


def sheets_of_classes(random: Random) -> Case:
    rows = [["家长", *row[1:]] for row in _paper(random)]
    sheets = {}
    for at, name in enumerate(("一（1）班", "一（2）班", "一（3）班")):
        lines = [[line[0], *line[2:]] for line in _lines(rows[at::3])]
        head = [[f"{name}家长评议表登记（纸质）"], [f"日期：{_day(rows)}"]]
        sheets[name] = [*head, ["序号", *_HEAD[1:]], *lines]
    return case("sheets of classes", (xlsx(sheets), "登记.xlsx"), rows)


def bands_of_groups(random: Random) -> Case:
    rows = sorted(_paper(random), key=lambda row: GROUPS.index(row[0]))
    grid: Grid = [["群众评议表登记（纸质）"], [f"日期：{_day(rows)}"], ["序号", *_HEAD[1:]]]
    merged = []
    form = random.choice(
        ("{mark}、{group}", "{group}", "（{mark}）{group}（{n}张）", "{group}部分", "{group}（{n}份）")
    )
    for mark, group in zip("一二三四", GROUPS, strict=True):
        mine = [row for row in rows if row[0] == group]
        merged.append((len(grid), 0, len(grid), 4))
        grid.append([form.format(mark=mark, group=group, n=len(mine))])
        grid += [[line[0], *line[2:]] for line in _lines(mine)]
    return case("bands of groups", book(grid, merged) if random.random() < 0.6 else either(random, grid), rows)


def upright_groups(random: Random) -> Case:
    rows = sorted(_paper(random), key=lambda row: GROUPS.index(row[0]))
    lines, merged, start = [["\n".join(row[0]), *row[4:]] for row in rows], [], 3
    for group in GROUPS:
        count = sum(row[0] == group for row in rows)
        if count > 1:
            merged.append((start, 0, start + count - 1, 0))
        start += count
    for at in range(len(rows) - 1, 0, -1):
        lines[at][0] = "" if rows[at][0] == rows[at - 1][0] else lines[at][0]
    return case("upright groups", book(_framed(rows, lines, _HEAD), merged), rows)


def coded_numbers(random: Random) -> Case:
    rows = sorted(_paper(random), key=lambda row: GROUPS.index(row[0]))
    codes = dict(zip(GROUPS, ("DY", "JZG", "JZ", "QZ"), strict=True))
    lines = [[f"{codes[line[1]]}-{line[0]:03}", *line[1:]] for line in _lines(rows)]
    return case("coded numbers", either(random, _framed(rows, lines, ["票号", *_HEAD])), rows)


def aligned_by_spaces(random: Random) -> Case:
    rows = [[*row[:7], ""] for row in _paper(random, blanks=False)]
    lines = [["序号", "参评人员", *LABELS], *([str(cell) for cell in line[:5]] for line in _lines(rows))]
    text = "\r\n".join(("群众评议登记（纸质）", f"日期：{_day(rows)}", *("   ".join(line) for line in lines), ""))
    return case("aligned by spaces", (text.encode(random.choice(("gb18030", "utf-8"))), "登记.txt"), rows)


def trailing_commas(random: Random) -> Case:
    rows = _paper(random)
    width = len(_HEAD) + random.randrange(3, 8)
    grid = [[*map(str, row), *[""] * (width - len(row))] for row in _framed(rows)]
    grid += [[""] * width] * random.randrange(2, 30)
    text = "".join(",".join(row) + "\r\n" for row in grid)
    return case("trailing commas", (text.encode("gb18030"), "登记.csv"), rows)


def rare_characters(random: Random) -> Case:
    rows = _paper(random)
    rows[0][7] = "建议请𠮷老师、㐂老师来讲，“㧟”字怎么写？"
    encoding = random.choice(("gb18030", "utf-16", "utf-8-sig"))
    text = "".join("\t".join(map(str, row)) + "\n" for row in _framed(rows))
    return case("rare characters", (text.encode(encoding), "登记.txt"), rows)


def an_old_workbook_of_bands(random: Random) -> Case:
    rows = _paper(random)
    plain = [[str(cell) for cell in row] for row in [*_framed(rows), [], ["填表人：张三", "", "", "审核人：李四"]]]
    return case("an old workbook of bands", (xls("纸质", plain), "登记.xls"), rows)


KINDS: tuple[Callable[[Random], Case], ...] = (
    a_letterhead, facts_in_two_cells, facts_below, a_heading_over_the_criteria, numbers_of_columns,
    codes_explained_above, codes_explained_below, codes_explained_in_headings, classes_beside, delegates, blank_below,
    a_sheet_of_lists, a_sheet_of_instructions, sheets_of_ways, sheets_of_days, sheets_of_classes, bands_of_groups,
    upright_groups, coded_numbers, aligned_by_spaces, trailing_commas, rare_characters, an_old_workbook_of_bands,
)  # fmt: skip
