"""Ballots on paper as a principal's clerk lays them out in columns, and what spreadsheets do to them.

Written without a look at how the reader takes them. A person reads each at a glance.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import xlsxwriter

from tests.ballot_files import GROUPS
from tests.clerk_registers import _HEAD, _day, _framed, _lines, _paper
from tests.first_sight import ANSWERS, GENERAL, LABELS, SAYS, Grid, book, case, drawn, either
from tests.polluted_files import Case


def _after(rows: Grid, names: Sequence[str], cells: Callable[[list[Any]], list[Any]]) -> Grid:
    """The register without a day above, with further columns after 参评人员."""
    head = ["序号", "参评人员", *names, *_HEAD[1:]]
    lines = [[*line[:2], *cells(row), *line[2:]] for line, row in zip(_lines(rows), rows, strict=True)]
    return [["群众评议表登记（纸质）"], head, *lines]


def days_as_serials(random: Random) -> Case:
    rows = _paper(random)
    grid = _after(rows, ["填表日期"], lambda row: [(row[2].date() - date(1899, 12, 30)).days])
    return case("days as serials", either(random, grid), rows)


def days_without_years(random: Random) -> Case:
    rows = _paper(random)
    form = random.choice(("{0.month}月{0.day}日", "{0.month}-{0.day}", "{0.month}/{0.day}"))
    grid = _after(rows, ["日期"], lambda row: [form.format(row[2])])
    grid[0] = ["2025年群众评议表登记（纸质）"]
    return case("days without years", either(random, grid), rows)


def a_day_merged_down(random: Random) -> Case:
    rows = _paper(random)
    grid = _after(rows, ["评议日期"], lambda _: [""])
    grid[2][2] = _day(rows)
    return case("a day merged down", book(grid, [(2, 2, 1 + len(rows), 2)]), rows)


def a_day_and_way_merged_down(random: Random) -> Case:
    rows = _paper(random)
    grid = _after(rows, ["评议日期", "评议方式"], lambda _: ["", ""])
    grid[0], grid[2][2:4] = ["群众评议表登记"], [f"{rows[0][2]:%Y-%m-%d}", "纸质"]
    return case("a day and way merged down", book(grid, [(2, 2, 1 + len(rows), 2), (2, 3, 1 + len(rows), 3)]), rows)


def _day_above(rows: Grid, head: Sequence[str], lines: Grid) -> Grid:
    return [["群众评议表登记"], [f"日期：{_day(rows)}"], [*head], *lines]


def ways_as_ticks(random: Random) -> Case:
    rows = drawn(random, day=date(2025, 12, random.randrange(8, 20)))
    tick = random.choice("√✓1")
    lines = [[*line[:2], tick * (row[1] == "纸质"), tick * (row[1] == "网上"), *line[2:]]
             for line, row in zip(_lines(rows), rows, strict=True)]  # fmt: skip
    if random.random() < 0.5:
        names = ["序号", "参评人员", "纸质", "网上", *_HEAD[1:]]
        return case("ways as ticks", either(random, _day_above(rows, names, lines)), rows)
    head = ["序号", "参评人员", "评议方式", "", *_HEAD[1:]]
    grid = _day_above(rows, head, [["", "", "纸质", "网上", *[""] * len(_HEAD[1:])], *lines])
    merged = [(2, 2, 2, 3), *((2, at, 3, at) for at in (0, 1, 4, 5, 6, 7))]
    return case("ways as ticks", book(grid, merged), rows)


def groups_as_ticks(random: Random) -> Case:
    rows = _paper(random)
    tick = random.choice("√✓1")
    lines = [[line[0], *(tick * (row[0] == group) for group in GROUPS), *line[2:]]
             for line, row in zip(_lines(rows), rows, strict=True)]  # fmt: skip
    if random.random() < 0.5:
        return case("groups as ticks", either(random, _framed(rows, lines, ["序号", *GROUPS, *_HEAD[1:]])), rows)
    head = ["序号", random.choice(("参评人员类别", "参评人员", "身份")), "", "", "", *_HEAD[1:]]
    grid = _framed(rows, [["", *GROUPS, *[""] * len(_HEAD[1:])], *lines], head)
    return case("groups as ticks", book(grid, [(2, 1, 2, 4), *((2, at, 3, at) for at in (0, 5, 6, 7, 8))]), rows)


def void_ones_below(random: Random) -> Case:
    rows = _paper(random)
    void = [
        ["家长", "纸质", rows[0][2], True, "深", "清", "好", ""],
        ["党员", "纸质", rows[0][2], True, "", "", "", ""],
    ]
    heading = random.choice(("废票：", "以下为废票", "作废票（2张）", "二、废票"))
    lines = [*_lines(rows), [heading], *_lines(void)]
    return case("void ones below", either(random, _framed(rows, lines)), [*rows, *void])


def a_suggestion_over_two_rows(random: Random) -> Case:
    rows = _paper(random)
    lines = _lines(rows)
    at = random.randrange(1, len(lines))
    lines[at][5] = "食堂的菜再热一点，希望学校多听听家长的意见，"
    lines.insert(at + 1, ["", "", "", "", "", "多开几次座谈会。"])
    return case("a suggestion over two rows", either(random, _framed(rows, lines)), rows)


def suggestions_in_three_columns(random: Random) -> Case:
    rows = _paper(random)
    names = random.choice((["意见1", "意见2", "意见3"], ["意见和建议（一）", "意见和建议（二）", "意见和建议（三）"]))
    lines = [[*line, random.choice(SAYS), ""] for line in _lines(rows)]
    return case(
        "suggestions in three columns", either(random, _framed(rows, lines, ["序号", *_HEAD[:4], *names])), rows
    )


def gaps_between_columns(random: Random) -> Case:
    rows = _paper(random)
    grid = [[cell for each in row for cell in (each, "")] if len(row) > 1 else row for row in _framed(rows)]
    return case("gaps between columns", either(random, grid), rows)


def away_from_the_corner(random: Random) -> Case:
    rows = _paper(random)
    right, down = random.randrange(1, 4), random.randrange(1, 4)
    grid = [*[[]] * down, *([*[""] * right, *row] for row in _framed(rows))]
    return case("away from the corner", book(grid), rows)


def a_small_tally_below(random: Random) -> Case:
    rows = _paper(random)
    counts = [Counter(row[4 + at] for row in rows) for at in range(3)]
    below = [["", f"{word}（票）", *(each[words[at]] for each, words in zip(counts, ANSWERS, strict=True))]
             for at, word in enumerate(GENERAL)]  # fmt: skip
    below = [["统计"], *below] if random.random() < 0.5 else [[], *below]
    return case("a small tally below", either(random, [*_framed(rows), *below]), rows)


def a_small_tally_beside(random: Random) -> Case:
    rows = _paper(random)
    grid = _framed(rows)
    right: Grid = [["统计", "票数"], *([word, sum(row[6] == word for row in rows)] for word in GENERAL)]
    for at, cells in enumerate(right, 2):
        grid[at] = [*grid[at], "", *cells]
    return case("a small tally beside", book(grid), rows)


def sums_above_the_register(random: Random) -> Case:
    rows = _paper(random)
    counts = [[sum(row[4 + at] == word for row in rows) for word in words[:4]] for at, words in enumerate(ANSWERS)]
    sums: Grid = [["一、汇总"], ["评议项目", *GENERAL]]
    sums += [[label, *each] for label, each in zip(LABELS, counts, strict=True)]
    grid = [*sums, [], ["二、原始登记（纸质）"], *_framed(rows)[1:]]
    return case("sums above the register", book(grid), rows)


def names_above_the_header(random: Random) -> Case:
    rows = _paper(random)
    grid = _framed(rows)
    grid.insert(2, random.choice((["计票人：张三", "", "监票人：李四", "", "唱票人：王五"], ["", "", "", "单位：张"],
                                  ["会议地点：阶梯教室", "", "", "主持人：赵六"])))  # fmt: skip
    return case("names above the header", either(random, grid), rows)


def _sheet(write: Callable[[Any, Any], None]) -> tuple[bytes, str]:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as made:
        write(made, made.add_worksheet("登记"))
    return held.getvalue(), "登记.xlsx"


def _filled(page: Any, grid: Grid) -> None:
    for at, row in enumerate(grid):
        for place, cell in enumerate(row):
            if cell != "":
                page.write(at, place, cell)


def formulas_with_results(random: Random) -> Case:
    rows = _paper(random)
    grid = _framed(rows)

    def write(_: Any, page: Any) -> None:
        _filled(page, grid)
        for at, line in enumerate(grid[3:], 3):
            page.write_formula(at, 0, "=ROW()-3", None, at - 2)
            page.write_formula(at, 1, f"=VLOOKUP(A{at + 1},字典!A:B,2,0)", None, line[1])
        page.write(len(grid), 0, "合计")
        page.write_formula(len(grid), 1, f"=COUNTA(B4:B{len(grid)})", None, len(rows))

    return case("formulas with results", _sheet(write), rows)


def partly_bold(random: Random) -> Case:
    rows = _paper(random)
    grid = _framed(rows)

    def write(made: Any, page: Any) -> None:
        _filled(page, grid)
        bold = made.add_format({"bold": True, "font_color": "red"})
        for at, line in enumerate(grid[3:], 3):
            if len(line[2]) > 1:
                page.write_rich_string(at, 2, bold, line[2][0], line[2][1:])
        page.write_comment(4, 3, "家长来电更正：原填“一般”")
        page.autofilter(2, 0, len(grid) - 1, 5)
        page.data_validation(3, 2, 200, 2, {"validate": "list", "source": ["深", "较深", "一般", "不深"]})

    return case("partly bold", _sheet(write), rows)


def hidden_columns(random: Random) -> Case:
    rows = _paper(random)
    grid = _framed(rows, [[*line, f"{at:08x}"] for at, line in enumerate(_lines(rows))], ["序号", *_HEAD, "校验码"])

    def write(_: Any, page: Any) -> None:
        _filled(page, grid)
        page.set_column("G:G", None, None, {"hidden": True})

    return case("hidden columns", _sheet(write), rows)


def quoted_by_wps(random: Random) -> Case:
    rows = _paper(random)
    held = io.StringIO(newline="")
    csv.writer(held, delimiter="\t", quoting=csv.QUOTE_ALL).writerows(_framed(rows))
    return case("quoted by wps", (held.getvalue().encode("utf-16"), "登记.csv"), rows)


def keyed_one_by_one(random: Random) -> Case:
    rows = _paper(random)
    start = datetime(2025, 12, 22, 9)  # noqa: DTZ001 - as a clerk writes it
    lines = [[*line, f"{start + timedelta(minutes=at):%Y-%m-%d %H:%M}", random.choice("甲乙")]
             for at, line in enumerate(_lines(rows))]  # fmt: skip
    grid = _framed(rows, lines, ["序号", *_HEAD, "录入时间", "录入人"])
    grid[1] = [f"评议日期：{_day(rows)}"]
    return case("keyed one by one", either(random, grid), rows)


KINDS: tuple[Callable[[Random], Case], ...] = (
    days_as_serials, days_without_years, a_day_merged_down, a_day_and_way_merged_down, ways_as_ticks, groups_as_ticks,
    void_ones_below, a_suggestion_over_two_rows, suggestions_in_three_columns, gaps_between_columns,
    away_from_the_corner, a_small_tally_below, a_small_tally_beside, sums_above_the_register, names_above_the_header,
    formulas_with_results, partly_bold, hidden_columns, quoted_by_wps, keyed_one_by_one,
)  # fmt: skip
