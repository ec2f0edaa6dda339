"""Tallies as offices write them, each with the counts it was made from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from board.importing.choices import Choices
from tests.ballot_files import WORDS
from tests.nasty_workbooks import xlsx
from tests.polluted_files import Case, text_of

_TWENTY = {"C1": (1, 10, 5, 3, 1, 0), "C2": (0, 12, 4, 4, 0, 0), "C0": (2, 9, 9, 0, 0, 0)}
_FIFTY = {"C1": (0, 25, 15, 5, 5, 0), "C2": (2, 28, 10, 10, 0, 0), "C0": (1, 9, 20, 15, 5, 0)}
_LABELS = {name: label for name, (label, _) in WORDS.items()}
_SCALE = ["好", "较好", "一般", "差"]
Counts = Mapping[str, tuple[int, ...]]
_IN_PERCENT = ("单位：%", "（单位：％）", "单位:%", "计量单位：%", "表中数字均为百分比", "单位：百分比", "数据单位：％")
_SUMS = ("总票数", "总票", "收回票数", "总张数", "收回", "总份数", "回收份数", "票数合计", "合计")
_CHOSEN = Choices(group="家长", way="paper", cast_on=date(2025, 12, 10))
_PLACED = Choices(way="paper", cast_on=date(2025, 12, 10))


def _truth(by_group: Mapping[str, Counts], void: dict[str, int] | None = None) -> Counter[tuple[str, str, Any]]:
    truth: Counter[tuple[str, str, Any]] = Counter()
    for group, counts in by_group.items():
        truth[group, "", False] += sum(counts["C1"])
        truth[group, "", True] += (void or {}).get(group, 0)
        for name, numbers in counts.items():
            truth.update({(group, name, rank): number for rank, number in enumerate(numbers)})
    return +truth


def _across(counts: Counts, write: Any = str) -> list[list[Any]]:
    return [[_LABELS[name], *(write(n, sum(row)) for n in (*row[1:5], row[0]))] for name, row in counts.items()]


def _plain(number: int, _: int) -> Any:
    return number


def _percent(number: int, total: int) -> Any:
    return 100 * number // total


def _case(cause: str, table: Sequence[Sequence[Any]], truth: Any, choices: Choices = _CHOSEN) -> Case:
    return Case(cause, text_of(table).encode(), counts=truth, choices=choices, name="计票.csv")


def percentages() -> Iterator[Case]:
    """Whole percentages, called so in a heading, in a title or in the corner."""
    for counts in (_TWENTY, _FIFTY):
        truth, total = _truth({"家长": counts}), sum(counts["C1"])
        rows = _across(counts, _percent)
        based = [[*row, total] for row in rows]
        for mark in ("（%）", "(%)", "%", "％", "（％）", "（百分比）", "：占比", "率（%）", " 所占比例", "得票率"):
            header = ["评议项目", *(f"{word}{mark}" for word in [*_SCALE, "弃权"]), "有效票"]
            yield _case("percentages in headings", [header, *based], truth)
            yield _case("percentages in headings", [header[:6], *rows], Counter())
            full = [[row[0], *row[1:5], row[5], total] for row in rows]
            yield _case("percentages in headings", [["评议项目", *header[1:5], "弃权（%）", "有效票"], *full], truth)
        for title in (
            "单位：%",
            "（单位：％）",
            "单位:%",
            "计量单位：%",
            "表中数字均为百分比",
            "单位：百分比",
            "数据单位：％",
        ):
            header = ["评议项目", *_SCALE, "弃权"]
            yield _case("percentages in titles", [["某校评议情况"], [title], header, *rows], Counter())
            yield _case("percentages in titles", [["某校评议情况", "", title], [*header, "有效票"], *based], truth)
            yield _case("percentages in titles", [[f"某校评议情况（{title}）"], [*header, "有效票"], *based], truth)
        for corner in ("评议项目（%）", "项目（单位：%）", "评议项目\\百分比"):
            yield _case("percentages in the corner", [[corner, *_SCALE, "弃权", "有效票"], *based], truth)
        for column in ("票数（%）", "得票（%）", "比例（%）", "%", "百分比（%）"):
            long = [
                [_LABELS[name], word, 100 * row[rank] // total, total]
                for name, row in counts.items()
                for rank, word in enumerate(["弃权", *_SCALE])
            ]
            yield _case("percentages in headings", [["评议项目", "评价", column, "有效票"], *long], truth)


def totals() -> Iterator[Case]:
    """Sums beside the counts, with void ballots among them or not."""
    for counts in (_TWENTY, _FIFTY):
        total = sum(counts["C1"])
        for void in (0, 1, 3):
            truth = _truth({"家长": counts}, {"家长": void})
            for blank in (True, False):
                rows = [row if blank else row[:5] for row in _across(counts, _plain)]
                head = ["评议项目", *_SCALE, *(["弃权"] if blank else [])]
                for called in (
                    "总票数",
                    "总票",
                    "收回票数",
                    "总张数",
                    "收回",
                    "总份数",
                    "回收份数",
                    "票数合计",
                    "合计",
                ):
                    for number in dict.fromkeys((total, total + void)):
                        for voids in ("废票", "废票数", "无效票", "作废票"):
                            cause = "void ballots within a total" if number > total else "a total beside void ballots"
                            table = [[*head, called, voids], *([*row, number, void] for row in rows)]
                            yield _case(cause, table, truth)
                for title in (
                    f"发出 {total + 9} 份，收回 {total + void} 份，有效 {total} 份",
                    f"收回 {total + void} 张，其中有效 {total} 张，废票 {void} 张",
                    f"收回{total + void}张（废票{void}张）",
                ):
                    yield _case("totals in titles", [[title], head, *rows], truth)


def tabs() -> Iterator[Case]:
    """A workbook's tab against its title."""
    header = ["评议项目", *_SCALE, "弃权"]
    for counts in (_TWENTY, _FIFTY):
        rows = _across(counts, _plain)
        for tab in ("党员", "家长", "Sheet1", "家长组", "汇总"):
            for title in ("家长", "一、家长", "参评人员：家长", "家长评议情况", "党员（共 20 人）", "评议情况"):
                groups = [group for group in ("党员", "家长") if group in tab or group in title]
                truth = _truth({groups[0]: counts}) if len(groups) == 1 else Counter()
                data = xlsx({tab: [[title], header, *rows]})
                yield Case("a tab against a title", data, counts=truth, choices=_PLACED)


def layouts() -> Iterator[Case]:
    """The directions in which a tally runs, with its sums."""
    both = {"党员": _TWENTY, "家长": _FIFTY}
    truth = _truth(both)
    words = ["弃权", *_SCALE]
    groups = list(both)
    header = ["评议项目", *_SCALE, "弃权"]
    by_group = [[group, *row] for group in groups for row in _across(both[group], _plain)]
    rowwise = [
        [_LABELS[name] if rank == 0 else "", word, *(both[group][name][rank] for group in groups)]
        for name in WORDS
        for rank, word in enumerate(words)
    ]
    filled = [[_LABELS[name], *row[1:]] for name, part in zip(WORDS, _parts(rowwise, 5), strict=True) for row in part]
    for all_called in ("合计", "全校合计", "全体", "总计", "全校", "小计"):
        summed = [[all_called, _LABELS[name], *(_over(both, name, rank) for rank in (1, 2, 3, 4, 0))] for name in WORDS]
        yield _case("a sum over groups", [["参评人员", *header], *by_group, *summed], truth, _PLACED)
        wide = [[*row, row[-1] + row[-2]] for row in filled]
        yield _case("groups across", [["评议项目", "等次", *groups, all_called], *wide], truth, _PLACED)
    yield _case("groups across", [["评议项目", "等次", *groups], *filled], truth, _PLACED)
    yield _case("groups across", [["评议项目", "等次", *groups], *rowwise], truth, _PLACED)
    yield _case("groups down", [["参评人员", *header], *by_group], truth, _PLACED)
    for blank in ("弃权票", "弃权数", "未填", "弃权（票）", "空白", "未表态"):
        yield _case("blanks by another name", [["参评人员", *header[:5], blank], *by_group], truth, _PLACED)
    for write in ("{n}（{p}%）", "{n}/{p}%", "{n}({p}％)", "{n}票（{p}%）", "{n} {p}%", "{n}人/{p}%"):
        rows = [[g, *r] for g in groups for r in _across(both[g], lambda n, t, w=write: w.format(n=n, p=100 * n // t))]
        yield _case("counts with percentages", [["参评人员", *header], *rows], truth, _PLACED)


def _over(both: Mapping[str, Counts], name: str, rank: int) -> int:
    return sum(counts[name][rank] for counts in both.values())


def _parts(rows: list[list[Any]], size: int) -> list[list[list[Any]]]:
    return [rows[at : at + size] for at in range(0, len(rows), size)]
