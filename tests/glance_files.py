"""Files that a person reads at a glance, as offices and platforms write them, each with the ballots it was made from:
to be read without a question. Other words for the same thing are drawn by a seed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

from board.importing.choices import Choices
from tests.ballot_files import WORDS
from tests.nasty_workbooks import xlsx
from tests.polluted_files import TODAY, Ballot, Case, text_of

_PEOPLE = ("家长", "党员", "教职工", "普通群众")
_WAYS = {"纸质": "paper", "网上": "online"}
_SCALE = ("好", "较好", "一般", "差")
_DAY = date(2025, 12, 10)
_LABELS = {name: label for name, (label, _) in WORDS.items()}
PLACED = Choices(group="家长", way="paper", cast_on=_DAY)
Row = tuple[str, str, date, tuple[int, ...], str]
_SAYS = ("", "", "多听家长意见", "食堂再好些", "没有", "希望公开，再公开", "无")


def _drawn(chance: Random, count: int = 14) -> list[Row]:
    return [
        (
            _PEOPLE[at % 4],
            ("纸质", "网上")[at % 2],
            date(2025, 12, 8 + chance.randrange(5)),
            tuple(chance.choices(range(5), (1, 8, 6, 3, 2))[0] if at > 1 else 1 + at for _ in WORDS),
            _SAYS[at % len(_SAYS)],
        )
        for at in range(count)
    ]


def _own(row: Row) -> list[str]:
    return [["", *words][rank] for (_, words), rank in zip(WORDS.values(), row[3], strict=True)]


def _general(row: Row) -> list[str]:
    return [["", *_SCALE][rank] for rank in row[3]]


def _ballots(rows: Sequence[Row], way: str = "", group: str = "", day: date | None = None) -> Counter[Ballot]:
    return Counter((group or r[0], way or _WAYS[r[1]], day or r[2], False, r[3]) for r in rows)


def _csv(cause: str, table: Sequence[Sequence[Any]], truth: Counter[Ballot], choices: Choices | None = None) -> Case:
    return Case(cause, text_of(table).encode(), truth, choices=choices or Choices(cast_on=TODAY))


def platforms(seed: int) -> Iterator[Case]:
    """Exports of survey platforms: questions asked in a matrix, as long sentences, with a column for each option."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    rows = _drawn(chance)
    stem = chance.choice(("请您对以下各项作出评价", "对学校领导班子分析检查报告的评价", "您的评价", "评议内容"))
    asks = chance.choice(
        (
            "您认为学校领导班子{}？",
            "{}（单选题）",
            "您觉得报告中{}",
            "在您看来，{}？（必答）",
            "{}[单选题]",
            "请评价：{}",
        )
    )
    stamps = {
        "wjx": (["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"], lambda at, r: [
            at + 1, f"{r[2].year}/{r[2].month}/{r[2].day} 8:3{at % 10}:11", "58秒", "手机提交", "直接访问", "1.2.3.4(某地)"]),
        "txwj": (["编号", "开始答题时间", "结束答题时间", "答题时长"], lambda at, r: [
            at + 1, f"{r[2]} 08:29:00", f"{r[2]} 08:3{at % 10}:00", "58"]),
    }  # fmt: skip
    names = list(_LABELS.values())
    for head, stamp in stamps.values():
        who = chance.choice(("您的身份", "您的身份是：", "您属于哪一类人员？", "参评人员类别", "请选择您的身份"))
        says = chance.choice(("您的意见和建议", "您还有什么意见和建议？", "对学校的意见建议（选填）"))
        writes = chance.choice((_own, _general))
        for cause, titles in (
            ("platform: a matrix", [f"3、{stem}—{name}" for name in names]),
            ("platform: a matrix", [f"3、{stem}:{name}" for name in names]),
            ("platform: a matrix", [f"Q3_{at}.{stem}_{name}" for at, name in enumerate(names, 1)]),
            ("platform: a matrix", [f"3.{stem}（{name}）" for name in names]),
            ("platform: long questions", [f"{at}、{asks.format(name)}" for at, name in enumerate(names, 3)]),
            ("platform: long questions", [f"Q{at} {asks.format(name)}" for at, name in enumerate(names, 3)]),
        ):
            table = [[*head, f"2、{who}", *titles, f"9、{says}"]]
            table += [[*stamp(at, r), r[0], *writes(r), r[4]] for at, r in enumerate(rows)]
            yield _csv(cause, table, _ballots(rows, "online"))
        for mark, blank in (("1", "0"), ("√", ""), ("word", ""), ("1", "")):
            for join in (":", "：", "-", "—", "_", "(", "|"):
                end = ")" if join == "(" else ""
                titles = [
                    f"{at}、{asks.format(name)}{join}{word}{end}" for at, name in enumerate(names, 3) for word in _SCALE
                ]
                cells = [[(word if mark == "word" else mark) if rank == place else blank
                          for rank in r[3] for place, word in enumerate(_SCALE, 1)] for r in rows]  # fmt: skip
                table = [[*head, f"2、{who}", *titles]]
                table += [[*stamp(at, r), r[0], *line] for at, (r, line) in enumerate(zip(rows, cells, strict=True))]
                yield _csv("platform: a column an option", table, _ballots(rows, "online"))


def headings(seed: int) -> Iterator[Case]:
    """Headers of two and three rows, merged or not; whose ballots they are, written above the header."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    rows = _drawn(chance)
    first, second = chance.choice((("认识与调研", "总体"), ("分析检查情况", "综合"), ("第一部分", "第二部分")))
    facts = ["参评人员类别", "参评方式", "填表日期"]
    names = list(_LABELS.values())
    body = [[r[0], r[1], r[2].isoformat(), *_own(r), r[4]] for r in rows]
    title = chance.choice(("某校群众评议情况登记表", "评议表汇总", "2025年群众评议原始记录"))
    two = [["", "", "", first, "", second, ""], [*facts, *names, "意见和建议"]]
    yield _csv("header of two rows", [*two, *body], _ballots(rows))
    yield _csv("header of two rows", [[title], *two, *body], _ballots(rows))
    filled = [[*facts, first, first, second, "意见和建议"], ["", "", "", *names, ""]]
    yield _csv("header of two rows", [*filled, *body], _ballots(rows))
    once = [[*facts, first, "", second, "意见和建议"], ["", "", "", *names, ""]]
    yield _csv("header of two rows", [*once, *body], _ballots(rows))
    ticked = [[*r[:3], *["√" if rank == place else "" for rank in row[3] for place in (1, 2, 3, 4)]]
              for r, row in zip(body, rows, strict=True)]  # fmt: skip
    spans = [cell for name in names for cell in (name, "", "", "")]
    wide = [*facts, *spans], ["", "", "", *_SCALE * 3]
    yield _csv("header of two rows", [*wide, *ticked], _ballots(rows))
    yield _csv("header of two rows", [[title], *wide, *ticked], _ballots(rows))
    every = [[*facts, *(name for name in names for _ in _SCALE)], [*facts, *_SCALE * 3]]
    yield _csv("header of two rows", [*every, *ticked], _ballots(rows))
    above = ["", "", "", first, *[""] * 7, second, "", "", ""]
    yield _csv("header of three rows", [above, *wide, *ticked], _ballots(rows))
    yield _csv("header of three rows", [[title], above, *wide, *ticked], _ballots(rows))
    merged = ["A1:A3", "B1:B3", "C1:C3", "D1:K1", "L1:O1", "D2:G2", "H2:K2", "L2:O2"]
    sheet = [[*facts, *above[3:]], ["", "", "", *spans], wide[1], *ticked]
    yield Case("header of three rows", xlsx({"表": sheet}, {"表": merged}), _ballots(rows), name="评议.xlsx")
    yield _csv("header of three rows", sheet, _ballots(rows))
    numbers = ["", "", "", *range(1, 4), ""]
    yield _csv("header of three rows", [*two, numbers, *body], _ballots(rows))
    yield _csv("a row of numbers below the header", [two[1], numbers, *body], _ballots(rows))
    yield _csv("a row of numbers below the header", [two[1], list(range(1, 8)), *body], _ballots(rows))
    for called in ("参评人员", "参评人员类别", "评议人员", "参评对象", "群体", "身份"):
        for colon in "：:":
            for tail in ("", chance.choice(("，共 14 张", "（共14张）", "  共14份"))):
                bare = [[*names, "意见和建议"], *([*_own(r), r[4]] for r in rows)]
                whole = [[title], [f"{called}{colon}家长{tail}"], *bare]
                choices = Choices(way="paper", cast_on=_DAY)
                yield _csv("a group above the header", whole, _ballots(rows, "paper", "家长", _DAY), choices)
                yield _csv("a group above the header", whole[1:], _ballots(rows, "paper", "家长", _DAY), choices)
    for line in ("参评方式：纸质", "填表日期：2025年12月10日", "参评人员：家长    参评方式：网上    日期：2025-12-11"):
        bare = [[line], [*facts[:1], *names], *([r[0], *_own(r)] for r in rows)]
        if "家长" in line:
            bare = [[line], names, *(_own(r) for r in rows)]
        way, day = "online" if "网上" in line else "paper", date(2025, 12, 11) if "网上" in line else _DAY
        group = "家长" if "家长" in line else ""
        choices = Choices(way=None if "方式" in line else "paper", cast_on=None if "日期" in line else _DAY)
        yield _csv("facts above the header", bare, _ballots(rows, way, group, day), choices)


def marks(seed: int) -> Iterator[Case]:
    """Ticks of every kind, beside crosses and blanks; blanks at the ends of lines dropped."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    rows = _drawn(chance)
    facts = ["参评人员类别", "参评方式", "填表日期"]
    two = [[*facts, *(cell for name in _LABELS.values() for cell in (name, "", "", ""))], ["", "", "", *_SCALE * 3]]
    flat = [[*facts, *(f"{name}：{word}" for name in _LABELS.values() for word in _SCALE)]]
    ticks = (("√", "×"), ("v", ""), ("V", ""), ("对", ""), ("V", "X"), ("对", "错"), ("√", ""), ("✓", "✗"), ("1", ""),
             ("○", ""), ("●", "○"), ("☑", "□"), ("■", "□"), ("是", "否"), ("Y", "N"), ("√", "-"), ("勾", ""), ("+", ""))  # fmt: skip
    for yes, no in ticks:
        cells = [[yes if rank == place else no for rank in r[3] for place in (1, 2, 3, 4)] for r in rows]
        body = [[r[0], r[1], r[2].isoformat(), *line] for r, line in zip(rows, cells, strict=True)]
        for head in (two, flat):
            yield _csv("ticks below answers", [*head, *body], _ballots(rows))
    for says in (True, False):
        head = [*facts, *_LABELS.values(), *(["意见和建议"] if says else [])]
        lines = [[r[0], r[1], r[2].isoformat(), *_own(r), *([r[4]] if says else [])] for r in rows]
        text = "".join(text_of([line]).rstrip(",\r\n") + "\r\n" for line in [head, *lines])
        is_clear = all(line[-1] or not says for line in lines)
        if is_clear or says:
            yield Case("trailing blanks dropped", text.encode(), _ballots(rows))


def days(seed: int) -> Iterator[Case]:
    """Days and times as people and platforms write them."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    rows = _drawn(chance)
    writes = (
        "{y}/{m}/{d} 上午8:30", "{y}/{m}/{d} 下午 2:05:11", "{y}-{m:02}-{d:02} 星期三", "{y}年{m}月{d}号", "{m}月{d}日",
        "{m}月{d}号", "{y}年{m}月{d}日（星期三）", "{y}年{m}月{d}日 周三", "{y}.{m}.{d}日",
        "{y}年{m}月{d}日上午", "{y}-{m}-{d} 8点30分", "{y}-{m:02}-{d:02}T08:30:00+08:00", "{y}-{m:02}-{d:02} 08:30:00.000",
        "{y}年{m}月{d}日 8时30分", "{yy}年{m}月{d}日",
        "{m}月{d}日上午", "{y}/{m}/{d} AM 8:30", "{y}/{m}/{d} 8:30 AM", "{y}年{m}月{d}日晚上8点", "{y}-{m:02}-{d:02} 08:30",
    )  # fmt: skip
    for write in writes:

        def spell(day: date, write: str = write) -> str:
            return write.format(y=day.year, yy=day.year % 100, m=day.month, d=day.day)

        for name in ("填表日期", "提交时间"):
            head = ["参评人员类别", "参评方式", name, *_LABELS.values()]
            body = [[r[0], r[1], spell(r[2]), *_own(r)] for r in rows]
            yield _csv("days and times", [head, *body], _ballots(rows))


def tallies(seed: int) -> Iterator[Case]:
    """Tallies with groups across, sums over all, counts beside percentages, blanks by another name."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    groups = chance.sample(_PEOPLE, 2)
    counts = {group: _counted(chance) for group in groups}
    truth: Counter[tuple[str, str, Any]] = Counter()
    for group, table in counts.items():
        truth[group, "", False] = sum(table["C1"])
        truth.update({(group, name, rank): n for name, each in table.items() for rank, n in enumerate(each)})
    truth = +truth
    choices = Choices(way="paper", cast_on=_DAY)
    blank = chance.choice(("弃权", "弃权票", "未填", "弃权数", "空白"))
    words = [*_SCALE, blank]
    item, answer = (
        chance.choice(("评议项目", "项目", "评议内容")),
        chance.choice(("等次", "评价", "档次", "选项", "评议等次")),
    )
    every = chance.choice(("全校合计", "合计", "全体", "总计"))
    for fill in (True, False):
        for with_sum in (True, False):
            body = []
            for name, label in _LABELS.items():
                for place, word in enumerate(words):
                    numbers = [counts[group][name][(place + 1) % 5] for group in groups]
                    first = label if fill or not place else ""
                    body.append([first, word, *numbers, *([sum(numbers)] if with_sum else [])])
                if with_sum:
                    sums = [sum(counts[group][name]) for group in groups]
                    body.append([label if fill else "", "小计", *sums, sum(sums)])
            head = [item, answer, *groups, *([every] if with_sum else [])]
            for above in ([], [["某校评议票数统计表"]]):
                data = text_of([*above, head, *body]).encode()
                yield Case("groups across", data, counts=truth, choices=choices, name="计票.csv")
    across = [[group, _LABELS[name], *[counts[group][name][(place + 1) % 5] for place in range(5)]]
              for group in groups for name in WORDS]  # fmt: skip
    for write in (
        "{n}（{p}%）",
        "{n}/{p}%",
        "{n}票，{p}%",
        "{n}人（占{p}%）",
        "{n} ({p:.1f}%)",
        "{n}（{p:.2f}％）",
        "{n}票/{p}%",
    ):
        body = [[*row[:2], *(write.format(n=n, p=100 * n / sum(row[2:])) if "." in write
                             else write.format(n=n, p=100 * n // sum(row[2:])) for n in row[2:])] for row in across]  # fmt: skip
        data = text_of([["参评人员", item, *words], *body]).encode()
        yield Case("counts with percentages", data, counts=truth, choices=choices, name="计票.csv")
    sums = [[every, _LABELS[name], *(sum(counts[group][name][(place + 1) % 5] for group in groups) for place in range(5))]
            for name in WORDS]  # fmt: skip
    data = text_of([["参评人员", item, *words], *across, *sums]).encode()
    yield Case("a sum over groups", data, counts=truth, choices=choices, name="计票.csv")
    group = groups[0]
    bare = [[_LABELS[name], *[counts[group][name][(place + 1) % 5] for place in range(5)]] for name in WORDS]
    mine = Counter({key: n for key, n in truth.items() if key[0] == group})
    for called in ("参评人员", "评议人员", "参评对象", "群体", "参评人员类别"):
        data = text_of([["评议票数统计"], [f"{called}：{group}"], [item, *words], *bare]).encode()
        yield Case("a group above a tally", data, counts=mine, choices=choices, name="计票.csv")
    for foot in (["填表人：张三", "", "审核：李四"], ["注：另有废票未计"], ["合计", *[""] * 5], ["监票人：王五"]):
        data = text_of([["参评人员", item, *words], *across, foot]).encode()
        yield Case("the maker below a tally", data, counts=truth, choices=choices, name="计票.csv")


def _counted(chance: Random) -> dict[str, tuple[int, ...]]:
    total = chance.randrange(12, 40)
    found = {}
    for name in WORDS:
        drawn = Counter(chance.choices(range(5), (1, 8, 6, 3, 2), k=total))
        found[name] = tuple(drawn[rank] for rank in range(5))
    return found


def frames(seed: int) -> Iterator[Case]:
    """No header at all; what stands around the data, and quotes of every kind."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    rows = _drawn(chance)
    facts = ["参评人员类别", "参评方式", "填表日期"]
    head = [*facts, *_LABELS.values(), "意见和建议"]
    body = [[r[0], r[1], r[2].isoformat(), *_own(r), r[4].replace("，", "")] for r in rows]
    yield _csv("no header", body, _ballots(rows))
    yield _csv("no header", [line[:6] for line in body], _ballots(rows))
    yield _csv("no header", [[at, *line] for at, line in enumerate(body, 1)], _ballots(rows))
    lines = [head, *body]
    texts = {
        "quotes after spaces": "".join(", ".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines),
        "single quotes": "".join(",".join(f"'{cell}'" for cell in line) + "\r\n" for line in lines),
        "Ctrl-Z at the end": text_of(lines) + "\x1a",
    }
    yield from (Case(cause, text.encode(), _ballots(rows)) for cause, text in texts.items())
    for foot in (["填表人：张三"], ["注：共14张"], ["合计", "", "", "14"], ["制表人：", "张三", "", "审核人：李四"], ["以上共 14 张"],
                 ["（以下空白）"], ["统计日期：2025年12月20日"], ["校长签字：", "", "", "日期："], ["第1页 共1页"]):  # fmt: skip
        for gap in ([], [[""]]):
            yield _csv("words below", [*lines, *gap, foot], _ballots(rows))
    again = [*lines[:6], head, *lines[6:]]
    yield _csv("header repeated", again, _ballots(rows))
    yield _csv("header repeated", [["某校评议表"], *lines[:6], ["某校评议表"], head, *lines[6:]], _ballots(rows))


FAMILIES = {
    "platforms": platforms,
    "headings": headings,
    "marks": marks,
    "days": days,
    "tallies": tallies,
    "frames": frames,
}
