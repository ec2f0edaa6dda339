"""Ballots as further platforms and programs export them, each of which a person reads at a glance.

Written from Microsoft and Google Forms, 飞书, LimeSurvey, 接龙, SurveyMonkey and what systems call a workbook,
without a look at the reader. Each kind is a function from a random source to a file and the ballots it was made from.
"""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from random import Random
from typing import Any

from tests.ballot_files import GROUPS
from tests.first_sight import ANSWERS, LABELS, Grid, book, case, drawn
from tests.nasty_workbooks import xls, xlsx
from tests.polluted_files import Case

_SAYS = ("您的意见和建议", "意见和建议", "您还有什么意见或建议", "对我们的意见、建议")
_WHO = ("您的身份", "您是", "您的身份类别", "参评人员类别", "您属于哪一类人员")


def _online(random: Random) -> Grid:
    return drawn(random, way="网上")


def _asked(random: Random) -> list[str]:
    return [random.choice(_WHO), *LABELS, random.choice(_SAYS)]


def _plain(grid: Grid, form: str = "%Y/%m/%d %H:%M:%S") -> list[list[str]]:
    return [[f"{cell:{form}}" if isinstance(cell, datetime) else str(cell) for cell in row] for row in grid]


def _csv(grid: Grid, *, separator: str = ",", encoding: str = "utf-8-sig", name: str = "导出.csv") -> tuple[bytes, str]:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows(_plain(grid))
    return stream.getvalue().encode(encoding), name


def _table(random: Random, before: list[str], cells: Callable[[int, list[Any]], list[Any]]) -> tuple[Grid, Grid]:
    """The rows of an export and the ballots: `before` and what `cells` gives stand left of the answers."""
    rows = _online(random)
    grid: Grid = [[*before, *_asked(random)]]
    for at, row in enumerate(rows, 1):
        grid.append([*cells(at, row), row[0], *row[4:]])
    return grid, rows


def microsoft_forms(random: Random) -> Case:
    words = random.choice((("ID", "Start time", "Completion time", "Email", "Name"),
                           ("ID", "开始时间", "完成时间", "电子邮件", "名称")))  # fmt: skip
    grid, rows = _table(random, list(words),
                        lambda at, row: [at, row[2] - timedelta(minutes=3), row[2], "anonymous", ""])  # fmt: skip
    return case("microsoft forms", book(grid), rows)


def google_forms(random: Random) -> Case:
    def at_of(row: list[Any]) -> str:
        at = row[2]
        half = "上午" if at.hour < 12 else "下午"
        return f"{at.year}/{at.month}/{at.day} {half} {(at.hour - 1) % 12 + 1}:{at:%M:%S}"

    grid, rows = _table(random, ["时间戳记"], lambda _, row: [at_of(row)])
    if random.random() < 0.5:
        grid[0][2:5] = [f"请评价 [{label}]" for label in LABELS]
    return case("google forms", _csv(grid, encoding="utf-8"), rows)


def feishu(random: Random) -> Case:
    rows = _online(random)
    grid: Grid = [[*_asked(random), "提交人", "提交时间", "修改时间"]]
    for row in rows:
        day = f"{row[2]:%Y/%m/%d %H:%M}"
        grid.append([row[0], *row[4:], "匿名用户", day, day])
    return case("feishu", book(grid) if random.random() < 0.5 else _csv(grid), rows)


def limesurvey(random: Random) -> Case:
    grid, rows = _table(random, ["id. 答复ID", "submitdate. 提交日期", "lastpage. 上一页", "startlanguage. 开始语言"],
                        lambda at, row: [at, f"{row[2]:%Y-%m-%d %H:%M:%S}", 1, "zh-Hans"])  # fmt: skip
    grid[0] = [*grid[0][:4], *(f"G01Q{at:02}. {name}" for at, name in enumerate(grid[0][4:], 1))]
    return case("limesurvey", _csv(grid, encoding="utf-8"), rows)


def surveymonkey(random: Random) -> Case:
    grid, rows = _table(random, ["受访者 ID", "收集器 ID", "开始日期", "结束日期"],
                        lambda at, row: [118_000_000 + at, 4_567, row[2] - timedelta(minutes=2), row[2]])  # fmt: skip
    below = random.choice(("回复", "Response"))
    grid.insert(1, ["", "", "", "", *[below] * 4, random.choice(("开放式回复", "Open-Ended Response"))])
    return case("surveymonkey", book(grid), rows)


def solitaire(random: Random) -> Case:
    grid, rows = _table(random, ["接龙序号", "昵称", "接龙时间"],
                        lambda at, row: [at, f"用户{at * 37}", f"{row[2]:%Y-%m-%d %H:%M:%S}"])  # fmt: skip
    head: Grid = [["民主评议接龙"], ["导出时间：2025-12-13 10:00:00"]] if random.random() < 0.5 else []
    return case("solitaire", book([*head, *grid]), rows)


def questions_below_their_numbers(random: Random) -> Case:
    grid, rows = _table(random, ["答卷编号", "开始时间", "结束时间"],
                        lambda at, row: [at, row[2] - timedelta(minutes=4), row[2]])  # fmt: skip
    codes = ["", "", "", *(f"Q{at}" for at in range(1, len(grid[0]) - 2))]
    return case("questions below their numbers", book([codes, *grid]), rows)


def sections_in_the_questions(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    form = random.choice(("【第一部分】{}", "一、评议内容—{}", "评议内容：{}", "评议内容/{}", "[评议]{}"))
    grid[0][3:6] = [form.format(label) for label in LABELS]
    return case("sections in the questions", book(grid), rows)


def with_other_questions(random: Random) -> Case:
    rows = _online(random)
    asked = _asked(random)
    grid: Grid = [
        ["序号", "提交时间", asked[0], "您孩子所在年级", *asked[1:4], "您最关心的问题（多选）", asked[4], "总分"]
    ]
    for at, row in enumerate(rows, 1):
        cares = random.choice(("食堂┋作业", "安全", "作业┋安全┋师德"))
        grid.append([at, row[2], row[0], random.choice("一二三四五六") + "年级", *row[4:7], cares, row[7], 260])
    return case("with other questions", book(grid), rows)


def filled_in_beside_an_option(random: Random) -> Case:
    grid, rows = _table(random, ["序号", "提交答卷时间", "所用时间"], lambda at, row: [at, row[2], "66秒"])
    for row in grid[1:]:
        if row[3] == "普通群众":
            row[3] = random.choice(("普通群众〖退休教师〗", "普通群众【社区】", "普通群众"))
    return case("filled in beside an option", book(grid), rows)


def answers_with_points(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    form = random.choice(("{}（{}分）", "{}({}分)", "{} {}分"))
    for row in grid[1:]:
        for at, words in enumerate(ANSWERS, 3):
            row[at] = row[at] and form.format(row[at], (100, 80, 60, 0)[words.index(row[at])])
    return case("answers with points", book(grid), rows)


def answers_with_codes(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    form = random.choice(("{}={}", "{}:{}", "{}-{}", "[{}]{}", "{}){}"))
    for row in grid[1:]:
        row[2] = form.format(list(GROUPS).index(row[2]) + 1, row[2])
        for at, words in enumerate(ANSWERS, 3):
            row[at] = row[at] and form.format(words.index(row[at]) + 1, row[at])
    return case("answers with codes", book(grid), rows)


def bilingual(random: Random) -> Case:
    grid, rows = _table(random, ["编号 No.", "提交时间 Time"], lambda at, row: [at, row[2]])
    english = ("Group", "Depth", "Clarity", "Overall", "Comments")
    sep = random.choice((" ", "\n", " / "))
    grid[0][2:] = [f"{name}{sep}{word}" for name, word in zip(grid[0][2:], english, strict=True)]
    return case("bilingual", book(grid), rows)


def unicode_text(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    return case("unicode text", _csv(grid, separator="\t", encoding="utf-16", name="导出.txt"), rows)


def tabs_called_a_workbook(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    encoding = random.choice(("gb18030", "utf-16", "utf-8-sig"))
    return case("tabs called a workbook", _csv(grid, separator="\t", encoding=encoding, name="导出.xls"), rows)


def _html(grid: Grid, random: Random) -> bytes:
    style = random.choice(("", " style=\"mso-number-format:'\\@'\"", ' align="center"'))
    rows = "".join("<tr>" + "".join(f"<td{style}>{escape(c)}</td>" for c in row) + "</tr>\n" for row in _plain(grid))
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body>'
    return f"{head}<table border=1>{rows}</table></body></html>".encode()


def a_page_called_a_workbook(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    return case("a page called a workbook", (_html(grid, random), "导出.xls"), rows)


def xml_called_a_workbook(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{escape(c)}</Data></Cell>' for c in row) + "</Row>"
        for row in _plain(grid)
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    text = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="Sheet1"><Table>{cells}</Table></Worksheet></Workbook>'
    )
    return case("xml called a workbook", (text.encode(), "导出.xls"), rows)


def kept_as_text(random: Random) -> Case:
    """Numbers and times that a platform protects from Excel."""
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [f"{at:04}", row[2]])
    form = random.choice(('="{}"', "\t{}", "'{}"))
    plain = _plain(grid)
    for row in plain[1:]:
        row[:2] = [form.format(cell) for cell in row[:2]]
    return case("kept as text", _csv(plain), rows)


def old_workbook(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    return case("old workbook", (xls("Sheet1", _plain(grid)), "导出.xls"), rows)


def separated_by_bars(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    return case("separated by bars", _csv(grid, separator="|", name="导出.txt"), rows)


def two_columns_of_says(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    grid[0][-1] = "您的意见"
    grid[0].append("您的建议")
    for row in grid[1:]:
        row.append(random.choice(("", "", "再多些座谈")))
    return case("two columns of says", book(grid), rows)


def with_a_sheet_of_sums(random: Random) -> Case:
    grid, rows = _table(random, ["编号", "提交时间"], lambda at, row: [at, row[2]])
    sums: Grid = [["题目", "选项", "小计", "比例"]]
    for at, (label, words) in enumerate(zip(LABELS, ANSWERS, strict=True)):
        for word in words[:4]:
            count = sum(row[4 + at] == word for row in rows)
            sums.append([label, word, count, f"{100 * count / len(rows):.2f}%"])
    sheets = {"原始数据": grid, "统计": sums} if random.random() < 0.5 else {"统计": sums, "原始数据": grid}
    return case("with a sheet of sums", (xlsx(sheets), "导出.xlsx"), rows)


KINDS: tuple[Callable[[Random], Case], ...] = (
    microsoft_forms, google_forms, feishu, limesurvey, surveymonkey, solitaire, questions_below_their_numbers,
    sections_in_the_questions, with_other_questions, filled_in_beside_an_option, answers_with_points,
    answers_with_codes, bilingual, unicode_text, tabs_called_a_workbook, a_page_called_a_workbook,
    xml_called_a_workbook, kept_as_text, old_workbook, separated_by_bars, two_columns_of_says, with_a_sheet_of_sums,
)  # fmt: skip
