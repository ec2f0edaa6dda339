"""Files that a person reads at a glance, as offices and platforms write them, each with the ballots it was made from:
to be read without a question. Other words for the same thing are drawn by a seed."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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


def _ticked(row: Row, yes: str, no: str = "") -> list[str]:
    """A cell for each option of each criterion; yes: the mark, or `word` for the option itself."""
    return [
        (word if yes == "word" else yes) if rank == place else no
        for rank in row[3]
        for place, word in enumerate(_SCALE, 1)
    ]


def _ballots(rows: Sequence[Row], way: str = "", group: str = "", day: date | None = None) -> Counter[Ballot]:
    return Counter((group or r[0], way or _WAYS[r[1]], day or r[2], False, r[3]) for r in rows)


def _csv(cause: str, table: Sequence[Sequence[Any]], truth: Counter[Ballot], choices: Choices | None = None) -> Case:
    return Case(cause, text_of(table).encode(), truth, choices=choices or Choices(cast_on=TODAY))


def _of_wjx(at: int, row: Row) -> list[Any]:
    return [at + 1, f"{row[2]:%Y/%m/%d} 8:3{at % 10}:11", "58秒", "手机提交", "直接访问", "1.2.3.4(某地)"]


def _of_txwj(at: int, row: Row) -> list[Any]:
    return [at + 1, f"{row[2]} 08:29:00", f"{row[2]} 08:3{at % 10}:00", "58"]


_STAMPS: tuple[tuple[list[str], Callable[[int, Row], list[Any]]], ...] = (
    (["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"], _of_wjx),
    (["编号", "开始答题时间", "结束答题时间", "答题时长"], _of_txwj),
)


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
    names = list(_LABELS.values())
    for head, stamp in _STAMPS:
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
    ticked = [[*r[:3], *_ticked(row, "√")] for r, row in zip(body, rows, strict=True)]
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


def facts_above(seed: int) -> Iterator[Case]:
    """Whose ballots they are, on what day and in which way, in lines above the header."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    rows, facts, names = _drawn(chance), ["参评人员类别"], list(_LABELS.values())
    title = chance.choice(("某校群众评议情况登记表", "评议表汇总", "2025年群众评议原始记录"))
    for called in ("参评人员", "参评人员类别", "评议人员", "参评对象", "群体", "身份"):
        for colon in "：:":
            for tail in ("", chance.choice(("，共 14 张", "（共14张）", "  共14份"))):
                bare = [[*names, "意见和建议"], *([*_own(r), r[4]] for r in rows)]
                whole = [[title], [f"{called}{colon}家长{tail}"], *bare]
                choices = Choices(way="paper", cast_on=_DAY)
                yield _csv("a group above the header", whole, _ballots(rows, "paper", "家长", _DAY), choices)
                yield _csv("a group above the header", whole[1:], _ballots(rows, "paper", "家长", _DAY), choices)
    for line in ("参评方式：纸质", "填表日期：2025年12月10日", "参评人员：家长    参评方式：网上    日期：2025-12-11"):
        bare = [[line], [*facts, *names], *([r[0], *_own(r)] for r in rows)]
        if "家长" in line:
            bare = [[line], names, *(_own(r) for r in rows)]
        way, day = "online" if "网上" in line else "paper", date(2025, 12, 11) if "网上" in line else _DAY
        group = "家长" if "家长" in line else ""
        choices = Choices(way=None if "方式" in line else "paper", cast_on=None if "日期" in line else _DAY)
        yield _csv("facts above the header", bare, _ballots(rows, way, group, day), choices)


_TICKS = (
    *(
        ("√", "×"),
        ("v", ""),
        ("V", ""),
        ("对", ""),
        ("V", "X"),
        ("对", "错"),
        ("√", ""),
        ("✓", "✗"),
        ("1", ""),
        ("○", ""),
    ),
    *(("●", "○"), ("☑", "□"), ("■", "□"), ("是", "否"), ("Y", "N"), ("√", "-"), ("勾", ""), ("+", "")),
)


def marks(seed: int) -> Iterator[Case]:
    """Ticks of every kind, beside crosses and blanks; blanks at the ends of lines dropped."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    rows = _drawn(chance)
    names = list(_LABELS.values())
    facts = ["参评人员类别", "参评方式", "填表日期"]
    two: list[list[str]] = [
        [*facts, *(cell for name in names for cell in (name, "", "", ""))],
        ["", "", "", *_SCALE * 3],
    ]
    flat: list[list[str]] = [[*facts, *(f"{name}：{word}" for name in names for word in _SCALE)]]
    for yes, no in _TICKS:
        body = [[r[0], r[1], r[2].isoformat(), *_ticked(r, yes, no)] for r in rows]
        for above in (two, flat):
            yield _csv("ticks below answers", [*above, *body], _ballots(rows))
    for says in (True, False):
        head = [*facts, *names, *(["意见和建议"] if says else [])]
        lines = [[r[0], r[1], r[2].isoformat(), *_own(r), *([r[4]] if says else [])] for r in rows]
        text = "".join(text_of([line]).rstrip(",\r\n") + "\r\n" for line in [head, *lines])
        is_clear = all(line[-1] or not says for line in lines)
        if is_clear or says:
            yield Case("trailing blanks dropped", text.encode(), _ballots(rows))


_SPELLINGS = (
    *("{y}/{m}/{d} 上午8:30", "{y}/{m}/{d} 下午 2:05:11", "{y}-{m:02}-{d:02} 星期三", "{y}年{m}月{d}号", "{m}月{d}日"),
    *("{m}月{d}号", "{y}年{m}月{d}日（星期三）", "{y}年{m}月{d}日 周三", "{y}.{m}.{d}日", "{y}年{m}月{d}日上午"),
    *("{y}-{m}-{d} 8点30分", "{y}-{m:02}-{d:02}T08:30:00+08:00", "{y}-{m:02}-{d:02} 08:30:00.000"),
    *("{y}年{m}月{d}日 8时30分", "{yy}年{m}月{d}日", "{m}月{d}日上午", "{y}/{m}/{d} AM 8:30", "{y}/{m}/{d} 8:30 AM"),
    *("{y}年{m}月{d}日晚上8点", "{y}-{m:02}-{d:02} 08:30"),
)
_FEET = (
    *(
        ["填表人：张三"],
        ["注：共14张"],
        ["合计", "", "", "14"],
        ["制表人：", "张三", "", "审核人：李四"],
        ["以上共 14 张"],
    ),
    *(["（以下空白）"], ["统计日期：2025年12月20日"], ["校长签字：", "", "", "日期："], ["第1页 共1页"]),
)


def days(seed: int) -> Iterator[Case]:
    """Days and times as people and platforms write them."""
    chance = Random(seed)  # noqa: S311 - files made up for a test
    rows = _drawn(chance)
    for write in _SPELLINGS:

        def spell(day: date, write: str = write) -> str:
            return write.format(y=day.year, yy=day.year % 100, m=day.month, d=day.day)

        for name in ("填表日期", "提交时间"):
            head = ["参评人员类别", "参评方式", name, *_LABELS.values()]
            body = [[r[0], r[1], spell(r[2]), *_own(r)] for r in rows]
            yield _csv("days and times", [head, *body], _ballots(rows))


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
    for foot in _FEET:
        for gap in ([], [[""]]):
            yield _csv("words below", [*lines, *gap, foot], _ballots(rows))
    again = [*lines[:6], head, *lines[6:]]
    yield _csv("header repeated", again, _ballots(rows))
    yield _csv("header repeated", [["某校评议表"], *lines[:6], ["某校评议表"], head, *lines[6:]], _ballots(rows))


FAMILIES = {
    "platforms": platforms,
    "headings": headings,
    "facts above": facts_above,
    "marks": marks,
    "days": days,
    "frames": frames,
}
