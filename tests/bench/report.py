"""Timings as a table: what was measured, ours and what it is compared with, the ratio, the bar, whether it is met."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.figures import Spread, ratio, spread

_HEAD = ("测什么", "本产品：中位（四分位）", "对照：中位（四分位）", "倍数（逐对的四分位）", "目标", "结果", "次数")
_WIDE = 100


@dataclass(frozen=True)
class Line:
    """One row of the table. `other` is what ours is compared with: where it stands the bar is one for the ratio, else
    for our own value."""

    what: str
    unit: str
    ours: tuple[float, ...]
    other: tuple[float, ...] = ()
    bar: float | None = None


@dataclass(frozen=True)
class Report:
    """What a run found: its name, its lines, and what to know when reading them."""

    name: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def compared(line: Line) -> Spread:
    """What the bar is held against."""
    return ratio(line.ours, line.other) if line.other else spread(line.ours)


def verdict(line: Line) -> str:
    """Whether the line meets its bar; empty where it has none."""
    if line.bar is None:
        return ""
    return "达标" if compared(line).middle <= line.bar else "未达标"


def as_markdown(report: Report) -> str:
    """The whole as Markdown."""
    rows = [_row(_cells(line)) for line in report.lines]
    table = "\n".join([_row(_HEAD), _row(["---"] * len(_HEAD)), *rows])
    return f"# 测速：{report.name}\n\n{table}\n\n" + "".join(f"- {note}\n" for note in report.notes)


def _cells(line: Line) -> list[str]:
    return [
        line.what,
        f"{_said(spread(line.ours))}{line.unit}",
        f"{_said(spread(line.other))}{line.unit}" if line.other else "—",
        _said(ratio(line.ours, line.other), is_ratio=True) if line.other else "—",
        "—" if line.bar is None else f"≤ {line.bar:g}" + ("" if line.other else f" {line.unit}"),
        verdict(line),
        str(len(line.ours)),
    ]


def _said(found: Spread, *, is_ratio: bool = False) -> str:
    return f"{_number(found.middle, is_ratio)}（{_number(found.low, is_ratio)}–{_number(found.high, is_ratio)}）"


def _number(value: float, is_ratio: bool) -> str:
    return f"{value:.2f}" if is_ratio or value < _WIDE / 10 else f"{value:.1f}" if value < _WIDE else f"{value:.0f}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
