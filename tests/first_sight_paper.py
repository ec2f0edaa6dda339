"""Registers of ballots on paper as offices type them into tables, each of which a person reads at a glance.

Written without a look at the reader, as `tests.first_sight`, with whose ballots it works.
"""

from datetime import date
from random import Random
from typing import Any

from tests.ballot_files import GROUPS, WORDS
from tests.first_sight import ANSWERS, GENERAL, LABELS, Grid, book, case, drawn, either
from tests.polluted_files import Case

DAY = date(2025, 12, 10)


def _paper(random: Random, **more: Any) -> Grid:
    return drawn(random, way="纸质", day=DAY, **more)


def _title(random: Random) -> Grid:
    day = random.choice(("2025年12月10日", "2025-12-10", "2025.12.10"))
    name = random.choice(("分析检查报告群众评议表登记（纸质）", "群众评议情况登记表（纸质）"))
    return [[name], [f"单位：示例小学　　日期：{day}"]]


def _head(random: Random, *, first: bool = True) -> list[str]:
    group = random.choice(("参评人员", "类别", "人员类别", "身份"))
    return [
        *([random.choice(("序号", "编号", "票号"))] if first else []),
        group,
        *LABELS,
        random.choice(("意见和建议", "意见建议", "备注意见")),
    ]


def register(random: Random) -> Case:
    rows = _paper(random)
    grid = [*_title(random), _head(random), *[[at, row[0], *row[4:]] for at, row in enumerate(rows, 1)]]
    return case("register", either(random, grid), rows)


def register_with_a_foot(random: Random) -> Case:
    rows = _paper(random)
    grid = [*_title(random), _head(random), *[[at, row[0], *row[4:]] for at, row in enumerate(rows, 1)]]
    feet: Grid = [
        ["合计", f"{len(rows)}张"],
        ["填表人：王老师", "", "审核人：李老师"],
        ["注：空白为弃权"],
        ["制表日期：2025年12月11日"],
    ]
    grid += random.sample(feet, random.randrange(1, 4))
    return case("register with a foot", either(random, grid), rows)


def register_of_merged_groups(random: Random) -> Case:
    rows = sorted(_paper(random), key=lambda row: GROUPS.index(row[0]))
    grid = [*_title(random), _head(random, first=False)]
    merged = []
    for group in GROUPS:
        mine = [row for row in rows if row[0] == group]
        first = len(grid)
        grid += [[group if at == 0 else "", *row[4:]] for at, row in enumerate(mine)]
        if len(mine) > 1:
            merged.append((first, 0, len(grid) - 1, 0))
    return case("register of merged groups", book(grid, merged), rows)


def register_in_blocks(random: Random) -> Case:
    rows = sorted(_paper(random, blanks=False), key=lambda row: GROUPS.index(row[0]))
    grid = _title(random)
    says = random.choice(("参评人员：{}", "{}", "{}评议表", "一、{}"))
    for at, group in enumerate(GROUPS):
        grid += [[says.format(group).replace("一、", f"{'一二三四'[at]}、")], ["序号", *LABELS]]
        grid += [[no, *row[4:7]] for no, row in enumerate((row for row in rows if row[0] == group), 1)]
        grid += [[]] * random.randrange(2)
    return case("register in blocks", either(random, grid), rows)


def register_of_printed_pages(random: Random) -> Case:
    rows = _paper(random)
    head, size = _head(random), random.choice((5, 8))
    grid = _title(random)
    pages = [rows[at : at + size] for at in range(0, len(rows), size)]
    for number, page in enumerate(pages, 1):
        grid += [head, *[[(number - 1) * size + at, row[0], *row[4:]] for at, row in enumerate(page, 1)]]
        grid += [[f"第 {number} 页 共 {len(pages)} 页"]] if random.random() < 0.7 else []
    return case("register of printed pages", either(random, grid), rows)


def ticks_under_two_rows(random: Random) -> Case:
    rows = _paper(random)
    tick = random.choice(("√", "✓", "✔", "V", "v", "1", "○", "对"))
    upper: list[Any] = ["序号", "参评人员"]
    lower: list[Any] = ["", ""]
    merged = []
    grid = _title(random)
    at = len(grid)
    for label, words in WORDS.values():
        merged.append((at, len(upper), at, len(upper) + 3))
        upper += [label, "", "", ""]
        lower += words[:4]
    grid += [upper, lower]
    for no, row in enumerate(rows, 1):
        ticks = [tick if word == one else "" for each, one in zip(ANSWERS, row[4:7], strict=True) for word in each[:4]]
        grid.append([no, row[0], *ticks])
    merged += [(at, 0, at + 1, 0), (at, 1, at + 1, 1)] if random.random() < 0.5 else []
    return case("ticks under two rows", book(grid, merged), rows)


def ticks_under_one_row(random: Random) -> Case:
    rows = _paper(random)
    sep = random.choice(("-", "：", "_", "—", "（{}）"))
    name = (lambda label, word: label + sep.format(word)) if "{" in sep else (lambda label, word: f"{label}{sep}{word}")
    grid: Grid = [
        *_title(random),
        ["参评人员", *[name(label, word) for label, words in WORDS.values() for word in words[:4]]],
    ]
    for row in rows:
        grid.append(
            [
                row[0],
                *["√" if word == one else "" for each, one in zip(ANSWERS, row[4:7], strict=True) for word in each[:4]],
            ]
        )
    return case("ticks under one row", either(random, grid), rows)


def on_its_side(random: Random) -> Case:
    rows = _paper(random, blanks=False)
    grid: Grid = [*_title(random), ["票号", *range(1, len(rows) + 1)], ["参评人员", *[row[0] for row in rows]]]
    grid += [[label, *[row[4 + at] for row in rows]] for at, label in enumerate(LABELS)]
    return case("on its side", either(random, grid), rows)


def an_answer_a_row(random: Random) -> Case:
    rows = _paper(random, blanks=False)
    grid: Grid = [
        [
            "票号",
            "参评人员",
            "参评方式",
            "填表日期",
            random.choice(("评议项目", "评议内容")),
            random.choice(("评价", "评议意见", "结果")),
        ]
    ]
    for no, row in enumerate(rows, 1):
        grid += [[no, row[0], "纸质", "2025-12-10", label, one] for label, one in zip(LABELS, row[4:7], strict=True)]
    return case("an answer a row", either(random, grid), rows)


def pasted_from_word(random: Random) -> Case:
    rows = _paper(random)

    def spaced(word: str) -> str:
        return random.choice((f" {word}", f"{word}\u3000", f"\u00a0{word}", f"{word}\n", word, word))

    labels = [random.choice((f"{label[:-3]}\n{label[-3:]}", f"{label[:-3]} {label[-3:]}", label)) for label in LABELS]
    head = ["序\n号", "参评\n人员", *labels, "意见和\n建议"]
    grid: Grid = [["　　群 众 评 议 表 登 记（纸质）　"], ["日期： 2025 年 12 月 10 日"], head]
    grid += [
        [at, spaced(row[0]), *[spaced(one) if one else "" for one in row[4:7]], row[7]]
        for at, row in enumerate(rows, 1)
    ]
    return case("pasted from Word", book(grid), rows)


def days_and_ways_beside(random: Random) -> Case:
    rows = drawn(random)
    day = random.choice(
        ("{d.year}年{d.month}月{d.day}日", "{d.year}.{d.month}.{d.day}", "{d.year}/{d.month}/{d.day}", "{d:%Y%m%d}")
    )
    way = random.choice(
        ({"纸质": "纸质", "网上": "网上"}, {"纸质": "纸质表", "网上": "网络"}, {"纸质": "纸质", "网上": "线上"})
    )
    grid: Grid = [
        ["参评人员类别", random.choice(("参评方式", "方式")), random.choice(("日期", "填表日期", "收回日期")), *LABELS]
    ]
    grid += [[row[0], way[row[1]], day.format(d=row[2].date()), *row[4:7]] for row in rows]
    return case("days and ways beside", either(random, grid), rows)


def some_are_void(random: Random) -> Case:
    rows = _paper(random, void=True)
    head, yes, no = random.choice(
        (
            ("是否废票", "是", "否"),
            ("是否有效", "无效", "有效"),
            ("废票", "√", ""),
            ("票面", "废票", "有效票"),
            ("是否废票", "废票", ""),
        )
    )
    grid = [*_title(random), ["序号", "参评人员", head, *LABELS]]
    grid += [[at, row[0], yes if row[3] else no, *row[4:7]] for at, row in enumerate(rows, 1)]
    return case("some are void", either(random, grid), rows)


def general_words(random: Random) -> Case:
    rows = _paper(random)
    grid = [*_title(random), _head(random)]
    for at, row in enumerate(rows, 1):
        ranks = [each.index(one) if one else -1 for each, one in zip(ANSWERS, row[4:7], strict=True)]
        grid.append([at, row[0], *[GENERAL[rank] if rank >= 0 else "" for rank in ranks], row[7]])
    return case("general words", either(random, grid), rows)


def other_names_of_groups(random: Random) -> Case:
    rows = _paper(random)
    names = {
        "党员": "党员",
        "教职工": random.choice(("教职工", "教职员工", "教师职工")),
        "家长": random.choice(("家长", "学生家长", "家长代表")),
        "普通群众": random.choice(("普通群众", "群众")),
    }
    grid = [*_title(random), _head(random), *[[at, names[row[0]], *row[4:]] for at, row in enumerate(rows, 1)]]
    return case("other names of groups", either(random, grid), rows)


def numbered_headers(random: Random) -> Case:
    rows = _paper(random)
    style = random.choice(("{}.{}", "（{}）{}", "({}){}", "{} {}", "第{}项 {}"))
    head = ["序号", "类别", *[style.format(at, label) for at, label in enumerate(LABELS, 1)], "建议"]
    grid = [*_title(random), head, *[[at, row[0], *row[4:]] for at, row in enumerate(rows, 1)]]
    return case("numbered headers", either(random, grid), rows)


KINDS = (
    register, register_with_a_foot, register_of_merged_groups, register_in_blocks, register_of_printed_pages,
    ticks_under_two_rows, ticks_under_one_row, on_its_side, an_answer_a_row, pasted_from_word, days_and_ways_beside,
    some_are_void, general_words, other_names_of_groups, numbered_headers,
)  # fmt: skip
