"""Counts and exports as a principal's clerk has them: result sheets, statistics of platforms, further platforms.

Written without a look at how the reader takes them. A person reads each at a glance.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests import clerk_columns, clerk_registers
from tests.ballot_files import GROUPS
from tests.desk_tallies import Counts, _case, _drawn, _over
from tests.first_sight import ANSWERS, GENERAL, LABELS, Grid, book, case, drawn, either
from tests.nasty_workbooks import xlsx
from tests.polluted_files import Case

_WORDS = [*GENERAL, "弃权"]


def _rows(counts: Counts, cell: Callable[[int, int], Any] = lambda n, _: n) -> Grid:
    return [[group, label, *(cell(n, sum(each)) for n in each)]
            for group, mine in counts.items() for label, each in zip(LABELS, mine, strict=True)]  # fmt: skip


def _table(random: Random, lines: Grid, head: Sequence[str] = ("参评人员", "评议项目", *_WORDS)) -> Grid:
    return [*_over(random), [*head], *lines]


def rates_below_counts(random: Random) -> Case:
    counts = _drawn(random)
    lines: Grid = []
    for group, label, *each in _rows(counts):
        lines += [[group, label, "票数", *each], ["", "", "比例", *(f"{100 * n / sum(each):.1f}%" for n in each)]]
    grid = _table(random, lines, ("参评人员", "评议项目", "", *_WORDS))
    return _case("rates below counts", either(random, grid), counts)


def rates_in_a_second_line(random: Random) -> Case:
    counts = _drawn(random)
    form = random.choice(("{}\n（{:.0f}%）", "{}\n{:.1f}%", "{}票\n占{:.1f}%"))
    lines = _rows(counts, lambda n, all_: form.format(n, 100 * n / all_))
    return _case("rates in a second line", book(_table(random, lines)), counts)


def two_words_a_heading(random: Random) -> Case:
    counts = _drawn(random)
    words = random.choice((("好（优秀）", "较好（良好）", "一般（合格）", "差（不合格）", "弃权"),
                           ("好/票", "较好/票", "一般/票", "差/票", "弃权/票")))  # fmt: skip
    head = ("参评人员", "评议项目", *words)
    return _case("two words a heading", either(random, _table(random, _rows(counts), head)), counts)


def groups_with_sizes(random: Random) -> Case:
    counts = _drawn(random)
    form = random.choice(("{}（{}人）", "{}（{}张）", "{} {}人", "{}\n（{}份）"))
    lines = _rows(counts)
    for line in lines:
        line[0] = form.format(line[0], sum(line[2:]))
    return _case("groups with sizes", book(_table(random, lines)), counts)


def groups_merged_with_numbers(random: Random) -> Case:
    counts = _drawn(random)
    grid, merged = _table(random, [], ("序号", "参评人员", "评议项目", *_WORDS)), []
    for at, (group, mine) in enumerate(counts.items(), 1):
        merged += [(len(grid), place, len(grid) + 2, place) for place in (0, 1)]
        grid += [[at if label == LABELS[0] else "", group if label == LABELS[0] else "", label, *each]
                 for label, each in zip(LABELS, mine, strict=True)]  # fmt: skip
    return _case("groups merged with numbers", book(grid, merged), counts)


def ways_across(random: Random) -> Case:
    counts = _drawn(random)
    head: Grid = [["参评人员", "评议项目"], ["", ""]]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1)]
    for word in _WORDS:
        merged.append((2, len(head[0]), 2, len(head[0]) + 1))
        head[0] += [word, ""]
        head[1] += ["纸质", "网上"]
    lines = []
    for group, label, *each in _rows(counts):
        size = sum(each)
        paper = [n // 2 for n in each]
        paper[0] += size // 2 - sum(paper) if each[0] >= paper[0] + size // 2 - sum(paper) else 0
        lines.append(
            [group, label, *(n for pair in ((p, n - p) for p, n in zip(paper, each, strict=True)) for n in pair)]
        )
    over: Grid = [["民主评议结果统计"], ["日期：2025年12月10日"]]
    return _case("ways across", book([*over, *head, *lines], merged), counts)


def ways_down(random: Random) -> Case:
    halves = _drawn(random), _drawn(random)
    groups = [group for group in GROUPS if group in halves[0] and group in halves[1]] or ["家长"]
    parts = [{group: each.get(group) or [[4, 1, 0, 0, 0]] * 3 for group in groups} for each in halves]
    lines = [[group, way, label, *each] for group in groups for way, part in zip(("纸质", "网上"), parts, strict=True)
             for label, each in zip(LABELS, part[group], strict=True)]  # fmt: skip
    over: Grid = [["民主评议结果统计"], ["日期：2025年12月10日"]]
    counts = {group: [[a + b for a, b in zip(*each, strict=True)] for each in zip(parts[0][group], parts[1][group],
                       strict=True)] for group in groups}  # fmt: skip
    head = ["参评人员", "参评方式", "评议项目", *_WORDS]
    return _case("ways down", either(random, [*over, head, *lines]), counts)


def a_sentence_above(random: Random) -> Case:
    counts = _drawn(random)
    void = {group: random.randrange(3) for group in counts}
    remark = random.choice(("{0}：发出评议表{1}份，收回{2}份，其中有效{3}份、废票{4}份。",
                          "{0}共发出{1}张，收回{2}张，有效票{3}张，废票{4}张"))  # fmt: skip
    grid = _over(random)
    for group, mine in counts.items():
        size = sum(mine[0])
        back = size + void[group]
        grid += [[remark.format(group, back + 2, back, size, void[group])], ["评议项目", *_WORDS]]
        grid += [[label, *each] for label, each in zip(LABELS, mine, strict=True)]
    return _case("a sentence above", either(random, grid), counts, void)


def numbers_of_columns(random: Random) -> Case:
    counts = _drawn(random)
    numbers = random.choice((["甲", "乙", "1", "2", "3", "4", "5"], [*range(1, 8)], [f"({at})" for at in range(1, 8)]))
    return _case("numbers of columns", either(random, _table(random, [numbers, *_rows(counts)])), counts)


def with_numbers_and_notes(random: Random) -> Case:
    counts = _drawn(random)
    lines = [[at, *line, random.choice(("", "", "已核"))] for at, line in enumerate(_rows(counts), 1)]
    grid = _table(random, lines, ("序号", "参评人员", "评议项目", *_WORDS, "备注"))
    grid += [[], ["监票人（签字）：", "", "", "计票人（签字）：", "", "2025年12月10日"]]
    return _case("with numbers and notes", either(random, grid), counts)


def with_all_first(random: Random) -> Case:
    counts = _drawn(random)
    sums = [["合计", label, *(sum(mine[at][rank] for mine in counts.values()) for rank in range(5))]
            for at, label in enumerate(LABELS)]  # fmt: skip
    return _case("with all first", either(random, _table(random, [*sums, *_rows(counts)])), counts)


def with_satisfaction(random: Random) -> Case:
    counts = _drawn(random)
    name = random.choice(("满意率", "满意度（%）", "好评率", "综合得分", "名次"))
    lines = [[*line, f"{100 * sum(line[2:4]) / sum(line[2:]):.2f}"] for line in _rows(counts)]
    grid = _table(random, lines, ("参评人员", "评议项目", *_WORDS, name))
    return _case("with satisfaction", either(random, grid), counts)


def criteria_in_a_merged_heading(random: Random) -> Case:
    counts = _drawn(random)
    grid, merged = [*_over(random), ["参评人员"], [""], [""]], [(2, 0, 4, 0), (2, 1, 2, 15)]
    grid[2] += ["评议内容", *[""] * 14]
    for at, label in enumerate(LABELS):
        merged.append((3, 1 + 5 * at, 3, 5 + 5 * at))
        grid[3] += [f"{at + 1}.{label}", "", "", "", ""]
        grid[4] += _WORDS
    grid += [[group, *(n for each in mine for n in each)] for group, mine in counts.items()]
    return _case("criteria in a merged heading", book(grid, merged), counts)


def a_report_of_a_platform(random: Random) -> Case:
    counts = {"家长": next(iter(_drawn(random, none=False).values()))}
    size = sum(counts["家长"][0])
    grid: Grid = [["家长评议问卷（网上）统计报告"], ["日期：2025年12月10日"]]
    kind = random.choice(("[单选题]", "（单选题）", "【单选】"))
    for at, (label, words, each) in enumerate(zip(LABELS, ANSWERS, counts["家长"], strict=True), 1):
        grid += [[f"第{at}题：{label} {kind}"], ["选项", "小计", "比例"]]
        grid += [[word, n, f"{100 * n / size:.2f}%"] for word, n in zip(words[:4], each[:4], strict=True)]
        grid += [["本题有效填写人次", size, ""], []]
    return _case("a report of a platform", either(random, grid), counts)


def _online(random: Random) -> Grid:
    return drawn(random, way="网上")


def _export(cause: str, random: Random, head: Sequence[str], cells: Callable[[int, list[Any]], list[Any]],
            above: Grid | None = None, after: int = 0) -> Case:  # fmt: skip
    """An export: columns of the platform, before or after (of which `after`) the questions."""
    rows = _online(random)
    asked = ["您的身份", *LABELS, "您的意见和建议"]
    cut = len(head) - after
    grid: Grid = [*(above or []), [*head[:cut], *asked, *head[cut:]]]
    for at, row in enumerate(rows, 1):
        mine = cells(at, row)
        grid.append([*mine[:cut], row[0], *row[4:], *mine[cut:]])
    return case(cause, either(random, grid), rows)


def wecom(random: Random) -> Case:
    return _export("wecom", random, ["填写人", "部门", "填写时间"], lambda _, row: ["匿名", "家长群", row[2]])


def a_class_app(random: Random) -> Case:
    rows = _online(random)
    head = ["序号", "提交状态", "提交时间", "您的身份", *LABELS, "意见和建议"]
    states = random.choice((("已提交", "未提交"), ("已填写", "未填写"), ("已完成", "未完成")))
    grid: Grid = [
        head,
        *([at, states[0], f"{row[2]:%Y-%m-%d %H:%M}", row[0], *row[4:]] for at, row in enumerate(rows, 1)),
    ]
    grid += [[len(rows) + at, states[1], "", "", "", "", "", ""] for at in range(1, random.randrange(3, 6))]
    return case("a class app", either(random, grid), rows)


def a_base_of_feishu(random: Random) -> Case:
    return _export("a base of feishu", random, ["记录ID", "创建时间", "最后更新时间", "创建人"], after=3,
                   cells=lambda at, row: [f"rec{at:06x}", row[2], row[2], "匿名"])  # fmt: skip


def maike(random: Random) -> Case:
    return _export("maike", random, ["#", "提交时间", "填写时长(秒)", "IP地址", "来源网址"], after=4,
                   cells=lambda at, row: [at, row[2], 45, "10.0.0.8", "公众号"])  # fmt: skip


def a_notice_above(random: Random) -> Case:
    remark = random.choice(("本表由收集表自动生成，请勿修改", "该表格数据来自收集表“群众评议”，共收集 20 份",
                          "注：本表为系统导出，仅供内部使用"))  # fmt: skip
    return _export("a notice above", random, ["提交者", "提交时间"], lambda _, row: ["匿名", row[2]], [[remark]])


def answers_as_codes(random: Random) -> Case:
    rows = _online(random)
    grid: Grid = [
        ["序号", "提交答卷时间", "所用时间", "1、您的身份", *(f"{at}、{x}" for at, x in enumerate(LABELS, 2))]
    ]
    grid += [[at, f"{row[2]:%Y/%m/%d %H:%M:%S}", "50秒", list(GROUPS).index(row[0]) + 1,
              *(words.index(w) + 1 if w else -3 for words, w in zip(ANSWERS, row[4:7], strict=True))]
             for at, row in enumerate(rows, 1)]  # fmt: skip
    return case("answers as codes", either(random, grid), rows)


def two_sheets_of_an_export(random: Random) -> Case:
    rows = _online(random)
    head = ["序号", "提交时间", "您的身份", *LABELS, "意见和建议"]
    lines = [[at, row[2].isoformat(" "), row[0], *row[4:]] for at, row in enumerate(rows, 1)]
    sheets: dict[str, Grid] = {"答卷数据": [head, *lines], "题目编码": [["题号", "题目", "选项", "编码"],
              *([at, label, word, n] for at, (label, words) in enumerate(zip(LABELS, ANSWERS, strict=True), 1)
                for n, word in enumerate(words, 1))]}  # fmt: skip
    return case("two sheets of an export", (xlsx(sheets), "导出.xlsx"), rows)


KINDS: dict[str, Callable[[Random], Case]] = {
    f"{part}.{kind.__name__}": kind
    for part, kinds in {
        "register": clerk_registers.KINDS,
        "column": clerk_columns.KINDS,
        "count": (
            rates_below_counts, rates_in_a_second_line, two_words_a_heading, groups_with_sizes,
            groups_merged_with_numbers, ways_across, ways_down, a_sentence_above, numbers_of_columns,
            with_numbers_and_notes, with_all_first, with_satisfaction, criteria_in_a_merged_heading,
            a_report_of_a_platform,
        ),
        "export": (wecom, a_class_app, a_base_of_feishu, maike, a_notice_above, answers_as_codes,
                   two_sheets_of_an_export),
    }.items()
    for kind in kinds
}  # fmt: skip
