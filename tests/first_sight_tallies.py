"""Counts as offices type them into tables, each of which a person reads at a glance.

Written without a look at the reader, as `tests.first_sight`.
"""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from tests import first_sight, first_sight_paper
from tests.ballot_files import GROUPS, WORDS
from tests.first_sight import GENERAL, LABELS, Grid, book, either
from tests.polluted_files import Case


def _counts(random: Random) -> dict[str, list[list[int]]]:
    """By group, of each criterion how many gave each of the four answers and none."""
    found = {}
    for group in random.sample(GROUPS, random.randrange(2, 5)):
        size = random.randrange(6, 40)
        found[group] = [[sum(draw == at for draw in drawn_) for at in range(5)]
                        for drawn_ in (random.choices(range(5), (9, 6, 3, 1, 1), k=size) for _ in LABELS)]  # fmt: skip
    return found


def _counted(cause: str, made: tuple[bytes, str], counts: dict[str, list[list[int]]]) -> Case:
    truth: Counter[tuple[str, str, Any]] = Counter()
    for group, mine in counts.items():
        truth[group, "", False] = sum(mine[0])
        for criterion, each in zip(WORDS, mine, strict=True):
            truth.update({(group, criterion, (at + 1) % 5): count for at, count in enumerate(each)})
    return Case(cause, made[0], counts=truth, name=made[1])


def _over(random: Random) -> Grid:
    return [[random.choice(("群众评议计票表（纸质）", "评议结果统计表（纸质）"))], ["日期：2025年12月10日"]]


def tally_of_groups(random: Random) -> Case:
    counts = _counts(random)
    none = random.choice(("弃权", "未填", "空白", "未选"))
    grid = [*_over(random), ["参评人员", "评议项目", *GENERAL, none]]
    merged = []
    for group, mine in counts.items():
        merged.append((len(grid), 0, len(grid) + 2, 0))
        grid += [[group, label, *each] for label, each in zip(LABELS, mine, strict=True)]
    return _counted("tally of groups", book(grid, merged if random.random() < 0.6 else ()), counts)


def tally_with_sums(random: Random) -> Case:
    counts = _counts(random)
    grid = [*_over(random), ["类别", "评议项目", *GENERAL, "弃权", random.choice(("合计", "小计", "总票数"))]]
    for group, mine in counts.items():
        grid += [[group, label, *each, sum(each)] for label, each in zip(LABELS, mine, strict=True)]
    if random.random() < 0.6:
        sums = [[sum(mine[at][rank] for mine in counts.values()) for rank in range(5)] for at in range(3)]
        grid += [["合计", label, *each, sum(each)] for label, each in zip(LABELS, sums, strict=True)]
    return _counted("tally with sums", either(random, grid), counts)


def tally_with_shares(random: Random) -> Case:
    counts = _counts(random)
    form = random.choice(("{}（{:.1f}%）", "{}({:.1f}%)", "{} ({:.0f}%)", "{}张（{:.1f}%）"))
    grid = [*_over(random), ["类别", "评议项目", *GENERAL, "弃权"]]
    for group, mine in counts.items():
        grid += [
            [group, label, *[form.format(n, 100 * n / sum(each)) for n in each]]
            for label, each in zip(LABELS, mine, strict=True)
        ]
    return _counted("tally with shares", either(random, grid), counts)


def tally_of_answers_across(random: Random) -> Case:
    counts = _counts(random)
    upper: list[Any] = ["参评人员"]
    lower: list[Any] = [""]
    grid = _over(random)
    merged = []
    for label, words in WORDS.values():
        merged.append((len(grid), len(upper), len(grid), len(upper) + 4))
        upper += [label, "", "", "", ""]
        lower += [*words[:4], "弃权"]
    grid += [upper, lower, *[[group, *[n for each in mine for n in each]] for group, mine in counts.items()]]
    return _counted("tally of answers across", book(grid, merged), counts)


def tally_of_groups_across(random: Random) -> Case:
    counts = _counts(random)
    grid: Grid = [*_over(random), ["评议项目", "评价", *counts]]
    merged = []
    for at, (label, words) in enumerate(WORDS.values()):
        merged.append((len(grid), 0, len(grid) + 4, 0))
        grid += [
            [label, word, *[mine[at][rank] for mine in counts.values()]]
            for rank, word in enumerate((*words[:4], "弃权"))
        ]
    return _counted("tally of groups across", book(grid, merged), counts)


def tally_a_line_a_count(random: Random) -> Case:
    counts = _counts(random)
    grid: Grid = [
        [
            "参评人员",
            "参评方式",
            "评议项目",
            random.choice(("评价", "答案", "档次")),
            random.choice(("票数", "张数", "人数")),
        ]
    ]
    for group, mine in counts.items():
        for (label, words), each in zip(WORDS.values(), mine, strict=True):
            grid += [[group, "纸质", label, word, n] for word, n in zip((*words[:4], "弃权"), each, strict=True) if n]
    return _counted("tally a line a count", either(random, grid), counts)


def tally_with_ballots_beside(random: Random) -> Case:
    counts = _counts(random)
    grid = [*_over(random), ["参评人员", "评议项目", random.choice(("有效票", "有效票数", "收回有效票")), *GENERAL]]
    for group, mine in counts.items():
        grid += [[group, label, sum(each), *each[:4]] for label, each in zip(LABELS, mine, strict=True)]
    return _counted("tally with ballots beside", either(random, grid), counts)


def tally_of_one_group(random: Random) -> Case:
    group, mine = next(iter(_counts(random).items()))
    size = sum(mine[0])
    sizes = (f"收回 {size} 张，有效 {size} 张", f"有效票：{size}张", f"参评人员：{group}　有效票{size}张")
    grid: Grid = [[f"{group}评议情况统计表（纸质）"], [random.choice(sizes)], ["评议项目", *GENERAL, "弃权"]]
    grid += [[label, *each] for label, each in zip(LABELS, mine, strict=True)]
    return _counted("tally of one group", either(random, grid), {group: mine})


def tally_in_strokes(random: Random) -> Case:
    counts = dict(list(_counts(random).items())[:2])
    grid = [*_over(random), ["类别", "评议项目", *GENERAL, "弃权"]]
    for group, mine in counts.items():
        grid += [
            [group, label, *["正" * (n // 5) + ("", "一", "丅", "下", "止")[n % 5] for n in each]]
            for label, each in zip(LABELS, mine, strict=True)
        ]
    return _counted("tally in strokes", either(random, grid), counts)


COUNTS = (
    tally_of_groups, tally_with_sums, tally_with_shares, tally_of_answers_across, tally_of_groups_across,
    tally_a_line_a_count, tally_with_ballots_beside, tally_of_one_group, tally_in_strokes,
)  # fmt: skip
KINDS: dict[str, Callable[[Random], Case]] = {
    each.__name__: each for each in (*first_sight.KINDS, *first_sight_paper.KINDS, *COUNTS)
}
