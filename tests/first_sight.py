"""Files of ballots as platforms export them and offices keep them, each of which a person reads at a glance.

Written from exports of 问卷星, 腾讯问卷, 金数据, WPS 表单, 问卷网 and from registers on paper, without a look at the
reader. Each kind is a function from a random source to a file and the ballots it was made from.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import xlsxwriter

from tests.ballot_files import GROUPS, WORDS
from tests.polluted_files import Ballot, Case

Grid = list[list[Any]]
LABELS = [label for label, _ in WORDS.values()]
ANSWERS = [words for _, words in WORDS.values()]
GENERAL = ("好", "较好", "一般", "差")
SAYS = ("", "", "", "无", "希望多听家长意见", "食堂的菜再热一点，谢谢", "没有", "多开几次座谈会")
_BY = {"纸质": "paper", "网上": "online"}


def drawn(random: Random, *, blanks: bool = True, way: str = "", day: date | None = None, void: bool = False) -> Grid:
    """Ballots as people give them: group, way, moment, void, the words of the answers, what they say."""
    rows = []
    groups = [*GROUPS, *random.choices(GROUPS, (1, 2, 5, 1), k=random.randrange(4, 16))]
    for group in groups:
        words = [random.choices([*each[:4], ""], (9, 6, 3, 1, 1 if blanks else 0))[0] for each in ANSWERS]
        at = datetime.combine(day or date(2025, 12, random.randrange(8, 12)), time(random.randrange(8, 20), 17, 42))
        is_void = void and random.random() < 0.15
        rows.append([group, way or random.choice(("纸质", "网上")), at, is_void, *words, random.choice(SAYS)])
    return rows


def truth(rows: Grid) -> Counter[Ballot]:
    found: Counter[Ballot] = Counter()
    for group, way, at, is_void, *words, _ in rows:
        ranks = tuple(each.index(word) + 1 if word else 0 for word, each in zip(words, ANSWERS, strict=True))
        found[group, _BY[way], at.date(), is_void, () if is_void else ranks] += 1
    return found


def text(random: Random, grid: Grid) -> tuple[bytes, str]:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=random.choice(",,,\t;")).writerows(grid)
    return held.getvalue().encode(random.choice(("utf-8-sig", "gb18030", "utf-8"))), "评议表.csv"


def book(grid: Grid, merged: Sequence[tuple[int, int, int, int]] = (), sheet: str = "Sheet1") -> tuple[bytes, str]:
    """A workbook with merged cells (first row, first column, last row, last column), times as such."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "default_date_format": "yyyy/m/d h:mm:ss"}) as made:
        page = made.add_worksheet(sheet)
        for at, row in enumerate(grid):
            for place, cell in enumerate(row):
                if cell != "":
                    page.write(at, place, cell)
        for first, left, last, right in merged:
            page.merge_range(first, left, last, right, grid[first][left])
    return held.getvalue(), "评议表.xlsx"


def either(random: Random, grid: Grid) -> tuple[bytes, str]:
    if random.random() < 0.5:
        return book(grid)
    return text(random, [[f"{cell:%Y/%m/%d %H:%M:%S}" if isinstance(cell, datetime) else cell for cell in row]
                         for row in grid])  # fmt: skip


def case(cause: str, made: tuple[bytes, str], rows: Grid) -> Case:
    return Case(cause, made[0], truth(rows), name=made[1])


def _online(random: Random) -> Grid:
    return drawn(random, way="网上")


def _moment(random: Random, at: datetime) -> str:
    form = random.choice(("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"))
    return f"{at:{form}}"


def _numbered(random: Random, first: str, says: str, sep: str = "、") -> list[str]:
    return [f"{at}{sep}{label}" for at, label in enumerate((first, *LABELS, says), 1)]


def wjx(random: Random, cause: str = "wjx", *, header: Callable[[int, str], str] | None = None,
        word: Callable[[Sequence[str], str], str] = lambda words, word: word) -> Case:  # fmt: skip
    rows = _online(random)
    names = [random.choice(("您的身份", "您的身份是：", "您是：", "您的类别")), *LABELS, "您的意见和建议"]
    head = [header(at, name) if header else f"{at}、{name}" for at, name in enumerate(names, 1)]
    grid: Grid = [["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", *head]]
    for at, (group, _, moment, _, *words, says) in enumerate(rows, 1):
        answers = [
            word(each, one) if one else random.choice(("", "(空)")) for each, one in zip(ANSWERS, words, strict=True)
        ]
        spent = f"{random.randrange(20, 300)}秒"
        source = random.choice(("微信", "手机提交", "链接"))
        place = f"10.0.{at}.7({random.choice(('湖南-长沙', '未知'))})"
        grid.append([at, _moment(random, moment), spent, source, "N/A", place, word(GROUPS, group), *answers, says])
    return case(cause, text(random, grid) if random.random() < 0.4 else book(grid), rows)


def wjx_lettered(random: Random) -> Case:
    dot = random.choice((".", "、", "．"))
    return wjx(random, "wjx lettered", word=lambda words, word: f"{'ABCDE'[list(words).index(word)]}{dot}{word}")


def wjx_long_question(random: Random) -> Case:
    asked = random.choice(("您认为本次活动中班子的{}？", "请对“{}”作出评价", "对学校分析检查报告，您觉得{}？（单选）"))
    kind = random.choice(("[单选题]", "【单选题】", "(必填)", "*"))

    def header(at: int, name: str) -> str:
        return f"{at}、{asked.format(name) if name in LABELS else name}{kind if name in LABELS else ''}"

    return wjx(random, "wjx long question", header=header)


def wjx_matrix(random: Random) -> Case:
    dash = random.choice(("—", "-", "——", ":", "："))

    def header(at: int, name: str) -> str:
        return f"2{random.choice('、.')}请对下列各项作出评价{dash}{name}" if name in LABELS else f"{min(at, 3)}、{name}"

    return wjx(random, "wjx matrix", header=header)


def wjx_one_column_an_option(random: Random) -> Case:
    rows = _online(random)
    left, right = random.choice(("()", "（）", ("—", ""), (":", "")))
    grid: Grid = [["序号", "提交答卷时间", "所用时间", "来源", "来自IP", "1、您的身份"]]
    grid[0] += [
        f"{at}、{label}{left}{word}{right}" for at, (label, words) in enumerate(WORDS.values(), 2) for word in words[:4]
    ]
    for at, (group, _, moment, _, *words, _) in enumerate(rows, 1):
        ticks = [int(word == one) for each, one in zip(ANSWERS, words, strict=True) for word in each[:4]]
        grid.append([at, _moment(random, moment), "60秒", "微信", "10.0.0.1", group, *ticks])
    return case("wjx one column an option", either(random, grid), rows)


def wjx_with_a_footer(random: Random) -> Case:
    rows = _online(random)
    grid: Grid = [["序号", "提交答卷时间", *_numbered(random, "您的身份", "您的建议")]]
    grid += [[at, _moment(random, row[2]), row[0], *row[4:]] for at, row in enumerate(rows, 1)]
    grid += [
        [],
        [random.choice(("数据来自问卷星", "本数据由问卷星导出，导出时间：2025-12-12 10:00", "—— 以下无数据 ——"))],
    ]
    return case("wjx with a footer", either(random, grid), rows)


def tencent(random: Random) -> Case:
    rows = _online(random)
    grid: Grid = [["编号", "开始答题时间", "结束答题时间", "答题时长", "语言", "IP", "IP省份", "IP城市", "设备",
                   *_numbered(random, "您的身份", "您的意见和建议", random.choice((".", "、", ". ")))]]  # fmt: skip
    for at, (group, _, moment, _, *words, says) in enumerate(rows, 1):
        start = moment - timedelta(seconds=70)
        spent = [_moment(random, start), _moment(random, moment), "1分10秒"]
        grid.append([at, *spent, "简体中文", "10.1.1.1", "湖南", "长沙", "手机", group, *words, says])
    return case("tencent", either(random, grid), rows)


def tencent_docs(random: Random) -> Case:
    rows = _online(random)
    head = [
        "提交者（自动）",
        "提交时间（自动）",
        "您的身份（必填）",
        *[f"{label}（必填）" for label in LABELS],
        "意见建议",
    ]
    grid: Grid = [head] + [["匿名", row[2], row[0], *row[4:]] for row in rows]
    return case("tencent docs", book(grid), rows)


def jinshuju(random: Random) -> Case:
    rows = _online(random)
    head = [
        "序号",
        "您的身份",
        *LABELS,
        "意见和建议",
        "提交人",
        "提交时间",
        "修改时间",
        "填写设备",
        "操作系统",
        "浏览器",
        "填写时长",
        "IP",
    ]
    grid: Grid = [head]
    for at, row in enumerate(rows, 1):
        grid.append([at, row[0], *row[4:], "", row[2], row[2], "手机", "Android", "微信", "55", "10.2.0.9"])
    return case("jinshuju", either(random, grid), rows)


def wps_form(random: Random) -> Case:
    rows = _online(random)
    head = [
        "填写ID",
        "答题时间",
        "填写人",
        "您的身份（单选）",
        *[f"{label}（单选）" for label in LABELS],
        "意见和建议（填空）",
    ]
    grid: Grid = [head] + [[f"{at:04}", row[2], "匿名用户", row[0], *row[4:]] for at, row in enumerate(rows, 1)]
    return case("wps form", either(random, grid), rows)


def wenjuan(random: Random) -> Case:
    rows = _online(random)
    head = [
        "答卷编号",
        "答卷来源",
        "开始时间",
        "结束时间",
        "所在地区",
        "Q1_您的身份",
        *[f"Q{at}_{label}" for at, label in enumerate(LABELS, 2)],
    ]
    grid: Grid = [head]
    for at, row in enumerate(rows, 1):
        grid.append([at, "微信", _moment(random, row[2]), _moment(random, row[2]), "湖南长沙", row[0], *row[4:7]])
    return case("wenjuan", either(random, grid), rows)


def dingtalk(random: Random) -> Case:
    rows = _online(random)
    head = ["提交人", "提交时间", "身份", *[f"{label}?" for label in LABELS], "还有什么建议"]
    grid: Grid = [[f"2025年群众评议表（共 {len(rows)} 条）"], head]
    grid += [["匿名", _moment(random, row[2]), row[0], *row[4:]] for row in rows]
    return case("dingtalk", either(random, grid), rows)


KINDS = (
    wjx, wjx_lettered, wjx_long_question, wjx_matrix, wjx_one_column_an_option, wjx_with_a_footer, tencent,
    tencent_docs, jinshuju, wps_form, wenjuan, dingtalk,
)  # fmt: skip
