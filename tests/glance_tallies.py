"""Tallies that a person reads at a glance, each with the counts it was made from: to be read without a question."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

from board.importing.choices import Choices
from tests.ballot_files import WORDS
from tests.polluted_files import Case, text_of

_PEOPLE = ("家长", "党员", "教职工", "普通群众")
_SCALE = ("好", "较好", "一般", "差")
_LABELS = {name: label for name, (label, _) in WORDS.items()}
_PLACED = Choices(way="paper", cast_on=date(2025, 12, 10))
_WRITES = (
    *(
        "{n}（{p:.0f}%）",
        "{n}/{p:.0f}%",
        "{n}票，{p:.0f}%",
        "{n}人（占{p:.0f}%）",
        "{n} ({p:.1f}%)",
        "{n}（{p:.2f}％）",
    ),
    "{n}票/{p:.0f}%",
)
_FEET = (["填表人：张三", "", "审核：李四"], ["注：另有废票未计"], ["合计", *[""] * 5], ["监票人：王五"])
_CALLED = ("参评人员", "评议人员", "参评对象", "群体", "参评人员类别")
# Group → criterion → how many gave each rank, from blank on.
Counts = dict[str, dict[str, list[int]]]


class _Drawn:
    """What a seed draws: counts of two groups and the words of their table."""

    def __init__(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 - files made up for a test
        self.groups = chance.sample(_PEOPLE, 2)
        self.counts: Counts = {group: {} for group in self.groups}
        for group in self.groups:
            total = chance.randrange(12, 40)
            for name in WORDS:
                ranks = Counter(chance.choices(range(5), (1, 8, 6, 3, 2), k=total))
                self.counts[group][name] = [ranks[rank] for rank in range(5)]
        self.words = [*_SCALE, chance.choice(("弃权", "弃权票", "未填", "弃权数", "空白"))]
        self.item = chance.choice(("评议项目", "项目", "评议内容"))
        self.answer = chance.choice(("等次", "评价", "档次", "选项", "评议等次"))
        self.every = chance.choice(("全校合计", "合计", "全体", "总计"))
        self.header = ["参评人员", self.item, *self.words]

    def row(self, group: str, name: str) -> list[int]:
        """The counts in the order of `words`."""
        return [*self.counts[group][name][1:], self.counts[group][name][0]]

    def down(self) -> list[list[Any]]:
        """A row for each group and criterion."""
        return [[group, _LABELS[name], *self.row(group, name)] for group in self.groups for name in WORDS]

    def truth(self, groups: Sequence[str]) -> Counter[tuple[str, str, Any]]:
        """The counts as `polluted_files.counted_of` gives them."""
        found: Counter[tuple[str, str, Any]] = Counter()
        for group in groups:
            found[group, "", False] = sum(self.counts[group]["C1"])
            for name, ranks in self.counts[group].items():
                found.update({(group, name, rank): number for rank, number in enumerate(ranks)})
        return +found


def _case(cause: str, table: Sequence[Sequence[Any]], truth: Counter[tuple[str, str, Any]]) -> Case:
    return Case(cause, text_of(table).encode(), counts=truth, choices=_PLACED, name="计票.csv")


def across(seed: int) -> Iterator[Case]:
    """A row for each answer to each criterion, groups across, sums or none."""
    drawn = _Drawn(seed)
    truth = drawn.truth(drawn.groups)
    for fill in (True, False):
        for with_sum in (True, False):
            body: list[list[Any]] = []
            for name, label in _LABELS.items():
                for place, word in enumerate([*drawn.words, *(["小计"] if with_sum else [])]):
                    numbers = [[*drawn.row(group, name), sum(drawn.row(group, name))][place] for group in drawn.groups]
                    first = label if fill or not place else ""
                    body.append([first, word, *numbers, *([sum(numbers)] if with_sum else [])])
            head = [drawn.item, drawn.answer, *drawn.groups, *([drawn.every] if with_sum else [])]
            yield _case("groups across", [head, *body], truth)
            yield _case("groups across", [["某校评议票数统计表"], head, *body], truth)


def beside(seed: int) -> Iterator[Case]:
    """Percentages beside counts, sums over all, whose tally it is above it, its maker below."""
    drawn = _Drawn(seed)
    truth, body = drawn.truth(drawn.groups), drawn.down()
    for write in _WRITES:
        shared = [[*row[:2], *(write.format(n=n, p=100 * n / sum(row[2:])) for n in row[2:])] for row in body]
        yield _case("counts with percentages", [drawn.header, *shared], truth)
    sums = [
        [drawn.every, _LABELS[name], *map(sum, zip(*(drawn.row(group, name) for group in drawn.groups), strict=True))]
        for name in WORDS
    ]
    yield _case("a sum over groups", [drawn.header, *body, *sums], truth)
    group = drawn.groups[0]
    bare = [row[1:] for row in body if row[0] == group]
    for called in _CALLED:
        table = [["评议票数统计"], [f"{called}：{group}"], drawn.header[1:], *bare]
        yield _case("a group above a tally", table, drawn.truth([group]))
    for foot in _FEET:
        yield _case("the maker below a tally", [drawn.header, *body, foot], truth)


FAMILIES = {"across": across, "beside": beside}
