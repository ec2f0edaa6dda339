"""Ledgers as offices keep them (opinions, tasks, problems, talks, items), each of which a person reads at a glance.

Written without a look at the reader. A file is a ledger of `tests.ledger_rows` in one of FEATURES, and what it says: by
record the columns of SAID.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.first_sight import Grid, book
from tests.ledger_rows import START_ON
from tests.nasty_workbooks import xls

SAID: Mapping[str, tuple[str, ...]] = {
    "opinions": ("received_on", "channel", "giver", "content", "aspect"),
    "tasks": ("phase_id", "name", "leader_id", "start_on", "due_on", "output"),
    "talks": ("held_on", "member_id", "with_id", "views_exchanged"),
    "problems": ("found_on", "content", "aspect", "subjective_cause", "objective_cause", "solve_now"),
    "rectification": ("problem", "source", "aspect", "measure", "kind", "leader_id", "owner_id", "found_on", "due_on"),
}
# Headers by kind: as the template has them, and as offices do.
_HEADS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "opinions": (("收到日期", "征求日期", "登记时间"), ("渠道", "征求方式", "征集方式"), ("来自", "人员类别",
               "提出人类别"),
                 ("意见内容", "意见建议内容", "原始意见"), ("方面", "问题类别", "归类")),
    "tasks": (("环节", "所属阶段", "工作阶段"), ("工作任务", "重点工作", "工作事项"), ("负责人", "责任领导",
               "牵头人"),
              ("开始日期", "启动时间", "起始时间"), ("完成期限", "完成时限", "截止时间"), ("成果材料", "工作成果",
               "成果")),
    "talks": (("谈心日期", "谈话日期", "时间"), ("班子成员", "谈话人", "领导"), ("与谁谈", "谈话对象", "谈心对象"),
              ("交换了看法", "是否交换看法", "交换意见")),
    "problems": (("查出日期", "查摆时间", "发现时间"), ("具体问题", "存在的问题", "问题描述"), ("方面", "问题类型",
               "类别"),
                 ("主观原因", "主观原因分析", "主观方面原因"), ("客观原因", "客观原因分析", "客观方面原因"),
                 ("当前能解决", "能否立即解决", "当前能否解决")),
    "rectification": (("具体问题", "存在问题", "问题内容"), ("问题来源", "来源", "来源渠道"), ("方面", "问题类别",
               "所属方面"),
                      ("整改措施", "措施", "整改举措"), ("类别", "整改类别", "整改类型"), ("牵头领导", "责任领导",
               "分管领导"),
                      ("责任人", "整改责任人", "具体责任人"), ("查出日期", "发现日期", "查摆时间"),
                      ("整改时限", "完成时限", "整改期限"), ("主观原因", "主观原因分析", "原因分析")),
}  # fmt: skip
_PEOPLE = {"M01": "校长", "M02": "教学副校长", "P01": "教导主任", "P02": "总务主任"}
_MEMBERS = ("M01", "M02")
_WITH = {"一年级": "一年级", "普通教师": "普通教师", "退休教师": "退休教师"}
_ASPECTS = ("思想观念", "工作作风", "制度机制")
_PHASES = {"H1": "第1环节", "H2": "第2环节"}
_TEXTS = ("会议偏多，希望精简", "食堂的菜再热一点", "进课堂少，评课不及时", "操场多开放；放学后也开",
               "作业批改要及时",
          "多听家长的意见", "值班安排不合理", "网络太慢，影响备课", "学科活动少", "公开栏更新慢",
               "校车等候时间长")  # fmt: skip


@dataclass(frozen=True)
class LedgerCase:
    """A file of a ledger. truth: by record the values of SAID."""

    kind: str
    data: bytes
    name: str
    truth: Counter[tuple[Any, ...]]


def _day(random: Random, first: int = 0, last: int = 10) -> date:
    return START_ON + timedelta(days=random.randrange(first, last))


def _opinion(random: Random, text: str) -> tuple[tuple[Any, ...], list[Any]]:
    day, aspect = _day(random), random.choice(_ASPECTS)
    channel, giver = random.choice(("座谈会", "意见箱", "电话")), random.choice(("教职工", "家长", "普通群众"))
    return (day, channel, giver, text, aspect), [day, channel, giver, text, aspect]


def _task(random: Random, text: str) -> tuple[tuple[Any, ...], list[Any]]:
    phase, leader = random.choice(list(_PHASES)), random.choice(list(_PEOPLE))
    start = _day(random, 0, 8) if phase == "H1" else _day(random, 16, 24)
    due, output = start + timedelta(days=random.randrange(1, 6)), random.choice(("座谈会记录", "汇总表", "报告"))
    name = f"做好“{text[:5]}”的工作"
    return (phase, name, leader, start, due, output), [_PHASES[phase], name, _PEOPLE[leader], start, due, output]


def _talk(random: Random, _: str) -> tuple[tuple[Any, ...], list[Any]]:
    day, member, partner = _day(random), random.choice(_MEMBERS), random.choice(list(_WITH))
    agreed = random.random() < 0.6
    return (day, member, partner, agreed), [day, _PEOPLE[member], partner, "是" if agreed else "否"]


def _problem(random: Random, text: str) -> tuple[tuple[Any, ...], list[Any]]:
    day, aspect, now = _day(random), random.choice(_ASPECTS), random.random() < 0.5
    why, other = random.choice(("抓得不紧", "重安排、轻检查")), random.choice(("上级会议多", "场地有限"))
    return (day, text, aspect, why, other, now), [day, text, aspect, why, other, "是" if now else "否"]


def _item(random: Random, text: str) -> tuple[tuple[Any, ...], list[Any]]:
    found, aspect, source = _day(random), random.choice(_ASPECTS), random.choice(("征求意见", "民主生活会"))
    kind, word = random.choice((("dated", "限期整改"), ("immediate", "立行立改")))
    due = found + timedelta(days=20 if kind == "dated" else 5)
    leader, owner = random.choice(_MEMBERS), random.choice(("P01", "P02"))
    measure = random.choice(("每周检查一次", "修订制度，按月通报"))
    truth = (text, source, aspect, measure, kind, leader, owner, found, due)
    return truth, [text, source, aspect, measure, word, _PEOPLE[leader], _PEOPLE[owner], found, due, "抓得不紧"]


_DRAW: Mapping[str, Callable[[Random, str], tuple[tuple[Any, ...], list[Any]]]] = {
    "opinions": _opinion, "tasks": _task, "talks": _talk, "problems": _problem, "rectification": _item,
}  # fmt: skip
_TITLES = {"opinions": "征求意见登记表", "tasks": "工作任务推进表", "talks": "谈心谈话记录",
               "problems": "查摆问题清单",
           "rectification": "整改台账"}  # fmt: skip


@dataclass
class _Sheet:
    """A ledger on its way to a file. merged: as `first_sight.book`, with rows from the header on."""

    random: Random
    kind: str
    head: list[str]
    rows: Grid
    above: Grid
    below: Grid
    merged: list[tuple[int, int, int, int]]
    as_text: bool = False


def _titled(s: _Sheet) -> None:
    below = s.random.choice(("截至 2025 年 12 月 1 日", "填报单位：××学校", "单位：××学校    日期：2025年12月1日"))
    s.above = [[f"××学校{_TITLES[s.kind]}"], [below]]


def _numbered(s: _Sheet) -> None:
    s.head = ["序号", *s.head]
    form = s.random.choice(("{}", "{}.", "（{}）", "{:02}"))
    s.rows = [[form.format(at), *row] for at, row in enumerate(s.rows, 1)]


def _other_headers(s: _Sheet) -> None:
    s.head = [s.random.choice(names) for names in _HEADS[s.kind]]


def _columns_moved(s: _Sheet) -> None:
    order = s.random.sample(range(len(s.head)), len(s.head))
    s.head, s.rows = [s.head[at] for at in order], [[row[at] for at in order] for row in s.rows]


def _footed(s: _Sheet) -> None:
    width = len(s.head)
    s.below = s.random.choice((
        [["合计", f"{len(s.rows)}条", *[""] * (width - 2)]], [[], ["填表人：张三", "", "审核人：李四"]],
        [["注：以上按收到先后登记"]], [["制表：办公室"], ["日期：2025年12月1日"]], [["", "", "", "负责人签字："]],
    ))  # fmt: skip


def _hinted(s: _Sheet) -> None:
    s.rows.insert(0, s.random.choice((["必填"] * len(s.head), ["（填写说明）", *["按要求填写"] * (len(s.head) - 1)])))


def _exampled(s: _Sheet) -> None:
    _numbered(s)
    row = list(s.rows[0])
    row[0] = s.random.choice(("示例", "例", "样例"))
    s.rows.insert(0, row)


def _days(s: _Sheet) -> None:
    form = s.random.choice(("{0.year}年{0.month}月{0.day}日", "{0:%Y.%m.%d}", "{0:%Y/%m/%d}",
                            "{0:%Y%m%d}", "{0:%Y-%m-%d} 00:00:00", "{0:%y}.{0.month}.{0.day}",
               "{0.year}/{0.month}/{0.day}（周三）"))  # fmt: skip
    s.rows = [[form.format(cell) if isinstance(cell, date) else cell for cell in row] for row in s.rows]


def _repeating(s: _Sheet) -> int:
    """The column after which the rows are sorted: one that has few words."""
    place = {"opinions": 1, "tasks": 0, "talks": 1, "problems": 2, "rectification": 1}[s.kind]
    s.rows.sort(key=lambda row: str(row[place]))
    return place


def _ditto(s: _Sheet) -> None:
    place, mark = _repeating(s), s.random.choice(("〃", "同上"))
    for at in range(len(s.rows) - 1, 0, -1):
        if s.rows[at][place] == s.rows[at - 1][place]:
            s.rows[at][place] = mark


def _merged(s: _Sheet) -> None:
    place, first = _repeating(s), 0
    for at in range(1, len(s.rows) + 1):
        if at == len(s.rows) or s.rows[at][place] != s.rows[first][place]:
            if at - first > 1:
                s.merged.append((first + 1, place, at, place))
            first = at


def _spaced(s: _Sheet) -> None:
    gap = s.random.choice((" ", "\u3000", "\n"))
    s.head = [f"{name[:2]}{gap}{name[2:]}" if len(name) == 4 else name for name in s.head]
    s.rows = [[f" {cell} " if isinstance(cell, str) else cell for cell in row] for row in s.rows]


def _head_again(s: _Sheet) -> None:
    middle = len(s.rows) // 2
    s.rows = [*s.rows[:middle], list(s.head), *s.rows[middle:]]


def _more_columns(s: _Sheet) -> None:
    s.head = [*s.head, "登记人", "联系电话", "附件"]
    s.rows = [[*row, "张三", "13800000000", ""] for row in s.rows]


def _blank_rows(s: _Sheet) -> None:
    for _ in range(3):
        s.rows.insert(s.random.randrange(len(s.rows) + 1), [""] * len(s.head))


def _spare_numbers(s: _Sheet) -> None:
    _numbered(s)
    s.rows += [[len(s.rows) + at, *[""] * (len(s.head) - 1)] for at in range(1, 6)]


def _numbered_texts(s: _Sheet) -> None:
    s.head = [f"{at}.{name}" for at, name in enumerate(s.head, 1)]


def _explained_headers(s: _Sheet) -> None:
    s.head = [f"{name}{s.random.choice(('（必填）', '*', '（请如实填写）', ''))}" for name in s.head]


def _words_with_numbers(s: _Sheet) -> None:
    place = _repeating(s)
    words = list(dict.fromkeys(row[place] for row in s.rows))
    for row in s.rows:
        row[place] = f"{words.index(row[place]) + 1}.{row[place]}"


def _ticks(s: _Sheet) -> None:
    yes, no = s.random.choice((("√", ""), ("√", "×"), ("能", "不能"), ("已", "未")))
    s.rows = [[yes if cell == "是" else no if cell == "否" else cell for cell in row] for row in s.rows]


def _plain(s: _Sheet) -> None:
    s.as_text = True


def _two_rows_of_headers(s: _Sheet) -> None:
    top = ["基本情况", *[""] * (len(s.head) - 3), "其他", ""]
    s.above = [top]
    s.merged = [(-1, 0, -1, len(s.head) - 3), (-1, len(s.head) - 2, -1, len(s.head) - 1)]


FEATURES: Mapping[str, Callable[[_Sheet], None]] = {
    each.__name__.strip("_"): each
    for each in (_plain, _titled, _numbered, _other_headers, _columns_moved, _footed, _hinted, _exampled, _days, _ditto,
                 _merged, _spaced, _head_again, _more_columns, _blank_rows, _spare_numbers, _numbered_texts,
                 _explained_headers, _words_with_numbers, _ticks, _two_rows_of_headers)
}  # fmt: skip


def made(kind: str, features: Sequence[str], random: Random) -> LedgerCase:
    """A ledger with these features, in a workbook, an old one or text."""
    found = (_DRAW[kind](random, text) for text in random.sample(_TEXTS, random.randrange(5, 9)))
    draw = list({record[:3]: (record, row) for record, row in found}.values())
    sheet = _Sheet(random, kind, [names[0] for names in _HEADS[kind]], [row for _, row in draw], [], [], [])
    for feature in features:
        FEATURES[feature](sheet)
    grid = [*sheet.above, sheet.head, *sheet.rows, *sheet.below]
    truth = Counter(record for record, _ in draw)
    shape = random.choice(("xlsx", "xlsx", "csv", "xls")) if not sheet.merged else "xlsx"
    if shape == "xlsx":
        over = len(sheet.above)
        data, _ = book(grid, [(top + over, left, end + over, right) for top, left, end, right in sheet.merged])
        return LedgerCase(kind, data, "台账.xlsx", truth)
    plain = [[str(cell) for cell in row] for row in grid]
    if shape == "xls":
        return LedgerCase(kind, xls("台账", plain), "台账.xls", truth)
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=random.choice(",,\t")).writerows(plain)
    encoding = random.choice(("utf-8-sig", "gb18030", "utf-8"))
    return LedgerCase(kind, stream.getvalue().encode(encoding), "台账.csv", truth)
