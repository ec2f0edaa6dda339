"""Counts as further offices type them into tables, each of which a person reads at a glance.

Written without a look at the reader, as `tests.desk_platforms`.
"""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from tests import desk_habits, desk_platforms, desk_registers
from tests.ballot_files import GROUPS, WORDS
from tests.first_sight import ANSWERS, GENERAL, LABELS, Grid, book, either
from tests.nasty_workbooks import xls, xlsx
from tests.polluted_files import Case

Counts = dict[str, list[list[int]]]


def _drawn(random: Random, *, none: bool = True) -> Counts:
    """By group, of each criterion how many gave each of the four answers and none."""
    found = {}
    for group in sorted(random.sample(GROUPS, random.randrange(2, 5)), key=GROUPS.index):
        size = random.randrange(6, 60)
        weights = (9, 6, 3, 1, 1 if none else 0)
        found[group] = [[sum(each == at for each in answers) for at in range(5)]
                        for answers in (random.choices(range(5), weights, k=size) for _ in LABELS)]  # fmt: skip
    return found


def _case(cause: str, made: tuple[bytes, str], counts: Counts, void: dict[str, int] | None = None) -> Case:
    truth: Counter[tuple[str, str, Any]] = Counter()
    for group, mine in counts.items():
        truth[group, "", False] = sum(mine[0])
        if void and void[group]:
            truth[group, "", True] = void[group]
        for criterion, each in zip(WORDS, mine, strict=True):
            truth.update({(group, criterion, (at + 1) % 5): count for at, count in enumerate(each) if count})
    return Case(cause, made[0], counts=truth, name=made[1])


def _over(random: Random) -> Grid:
    title = random.choice(("民主评议结果统计（纸质）", "纸质评议表计票结果", "××学校群众评议汇总表（纸质票）"))
    return [[title], [random.choice(("日期：2025年12月10日", "计票时间：2025-12-10", "2025年12月10日"))]]


def groups_over_answers(random: Random) -> Case:
    counts = _drawn(random)
    words = [*GENERAL, "弃权"]
    grid: Grid = [*_over(random), ["评议项目"], [""]]
    merged = [(2, 0, 3, 0)]
    for group in counts:
        merged.append((2, len(grid[2]), 2, len(grid[2]) + 4))
        grid[2] += [group, "", "", "", ""]
        grid[3] += words
    for at, label in enumerate(LABELS):
        grid.append([label, *(count for mine in counts.values() for count in mine[at])])
    return _case("groups over answers", book(grid, merged), counts)


def a_table_a_criterion(random: Random) -> Case:
    counts = _drawn(random)
    grid = _over(random)
    mark = random.choice(("一二三", "123"))
    for at, (label, words) in enumerate(zip(LABELS, ANSWERS, strict=True)):
        grid += [[f"{mark[at]}、{label}"], ["类别", *words[:4], "未填"]]
        grid += [[group, *mine[at]] for group, mine in counts.items()]
        if random.random() < 0.5:
            grid.append(["合计", *(sum(mine[at][rank] for mine in counts.values()) for rank in range(5))])
    return _case("a table a criterion", either(random, grid), counts)


def a_table_a_group(random: Random) -> Case:
    counts = _drawn(random)
    grid = _over(random)
    for group, mine in counts.items():
        size = sum(mine[0])
        head = random.choice(("{0}", "参评人员：{0}", "{0}（{1}张）", "{0}（收回{1}张，有效{1}张）"))
        grid += [[head.format(group, size)], ["评议项目", *GENERAL, "弃权"]]
        grid += [[label, *each] for label, each in zip(LABELS, mine, strict=True)]
    return _case("a table a group", either(random, grid), counts)


def with_units(random: Random) -> Case:
    counts = _drawn(random)
    unit = random.choice(("票", "人", "张", " 票"))
    grid: Grid = [*_over(random), ["参评人员", "评议项目", *GENERAL, "弃权"]]
    for group, mine in counts.items():
        grid += [[group, label, *(f"{n}{unit}" for n in each)] for label, each in zip(LABELS, mine, strict=True)]
    return _case("with units", either(random, grid), counts)


def with_good_rates(random: Random) -> Case:
    counts = _drawn(random)
    grid: Grid = [
        *_over(random),
        ["参评人员", "评议项目", *GENERAL, "弃权", "有效票", random.choice(("优良率", "好评率"))],
    ]
    for group, mine in counts.items():
        for label, each in zip(LABELS, mine, strict=True):
            given = sum(each[:4])
            rate = f"{100 * sum(each[:2]) / given:.1f}%" if given else "—"
            grid.append([group, label, *each, given, rate])
    return _case("with good rates", either(random, grid), counts)


def zeros_in_other_ways(random: Random) -> Case:
    counts = _drawn(random)
    zero = random.choice(("", "—", "/", "-", "无"))
    grid: Grid = [*_over(random), ["参评人员", "评议项目", *GENERAL, "弃权", "合计"]]
    for group, mine in counts.items():
        grid += [
            [group, label, *(n or zero for n in each), sum(each)] for label, each in zip(LABELS, mine, strict=True)
        ]
    return _case("zeros in other ways", either(random, grid), counts)


def criteria_over_answers(random: Random) -> Case:
    counts = _drawn(random)
    grid: Grid = [*_over(random), ["参评人员", "票数"], ["", ""]]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1)]
    for label, words in zip(LABELS, ANSWERS, strict=True):
        merged.append((2, len(grid[2]), 2, len(grid[2]) + 4))
        grid[2] += [label, "", "", "", ""]
        grid[3] += [*words[:4], "未填"]
    for group, mine in counts.items():
        grid.append([group, sum(mine[0]), *(n for each in mine for n in each)])
    if random.random() < 0.5:
        flat = [[sum(mine[0]), *(n for each in mine for n in each)] for mine in counts.values()]
        grid.append(["合计", *map(sum, zip(*flat, strict=True))])
    return _case("criteria over answers", book(grid, merged), counts)


def returned_and_void(random: Random) -> Case:
    counts = _drawn(random)
    void = {group: random.randrange(3) for group in counts}
    grid: Grid = [*_over(random), ["参评人员", "收回", "有效", "废票", "评议项目", *GENERAL, "弃权"]]
    for group, mine in counts.items():
        size = sum(mine[0])
        facts = [size + void[group], size, void[group]]
        for at, (label, each) in enumerate(zip(LABELS, mine, strict=True)):
            again = at == 0 or random.random() < 0.3
            grid.append([*([group, *facts] if again else ["", "", "", ""]), label, *each])
    return _case("returned and void", either(random, grid), counts, void)


def sheets_of_groups(random: Random) -> Case:
    counts = _drawn(random)
    sheets = {
        group: [*_over(random), ["评议项目", *GENERAL, "弃权"],
                *([label, *each] for label, each in zip(LABELS, mine, strict=True))]
        for group, mine in counts.items()
    }  # fmt: skip
    return _case("tally sheets of groups", (xlsx(sheets), "计票.xlsx"), counts)


def pivots_of_excel(random: Random) -> Case:
    counts = _drawn(random)
    grid = _over(random)
    for at, (label, words) in enumerate(zip(LABELS, ANSWERS, strict=True)):
        grid += [[f"计数项:{label}", "列标签"], ["行标签", *words[:4], "(空白)", "总计"]]
        grid += [[group, *(n or "" for n in mine[at]), sum(mine[at])] for group, mine in counts.items()]
        sums = [sum(mine[at][rank] for mine in counts.values()) for rank in range(5)]
        grid += [["总计", *(n or "" for n in sums), sum(sums)], []]
    return _case("pivots of excel", book(grid), counts)


def numbered_criteria(random: Random) -> Case:
    counts = _drawn(random)
    form = random.choice(("{}. {}", "（{}）{}", "{}、{}", "{} {}"))
    grid: Grid = [*_over(random), ["序号", "评议项目", "参评人员", *GENERAL, "弃权"]]
    for at, label in enumerate(LABELS, 1):
        grid += [[at, form.format(at, label), group, *mine[at - 1]] for group, mine in counts.items()]
    return _case("numbered criteria", either(random, grid), counts)


def old_tally(random: Random) -> Case:
    counts = _drawn(random)
    grid: Grid = [*_over(random), ["参评人员", "评议项目", *GENERAL, "弃权", "合计"]]
    for group, mine in counts.items():
        grid += [[group, label, *each, sum(each)] for label, each in zip(LABELS, mine, strict=True)]
    return _case("old tally", (xls("计票", grid), "计票.xls"), counts)


def words_in_each_heading(random: Random) -> Case:
    """The answer and its criterion in one heading."""
    counts = _drawn(random)
    form = random.choice(("{}-{}", "{}_{}", "{}（{}）", "{}：{}"))
    head = [form.format(label, word) for label, words in zip(LABELS, ANSWERS, strict=True)
            for word in (*words[:4], "弃权")]  # fmt: skip
    grid: Grid = [*_over(random), ["参评人员", *head]]
    grid += [[group, *(n for each in mine for n in each)] for group, mine in counts.items()]
    return _case("words in each heading", either(random, grid), counts)


COUNTS: tuple[Callable[[Random], Case], ...] = (
    groups_over_answers, a_table_a_criterion, a_table_a_group, with_units, with_good_rates, zeros_in_other_ways,
    criteria_over_answers, returned_and_void, sheets_of_groups, pivots_of_excel, numbered_criteria, old_tally,
    words_in_each_heading,
)  # fmt: skip
KINDS: dict[str, Callable[[Random], Case]] = {
    f"{place}.{each.__name__}": each
    for place, kinds in (("platform", desk_platforms.KINDS), ("register", desk_registers.KINDS), ("tally", COUNTS))
    for each in kinds
} | {"register.habits": desk_habits.register}
