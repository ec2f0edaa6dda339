"""The slides of a bureau's meeting: who handed up, who owes, what changed, who differs, what many have. Pure.

A unit's own interval is drawn, and the share of the others; who is named is what `comparison.compared` says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from board.answer import Answer, text_of
from board.comparison.answer import value_text
from board.comparison.compared import HIGHER, LOWER, Comparison
from board.comparison.drawn import REST, bars
from board.comparison.figures import POINTS
from board.comparison.figures import Figure as Compared
from board.comparison.reported import EVERY, LATE, MISSING, NOT_YET, STATES, counts
from board.deck.slide import Figure, Line, Slide, paged
from board.numbers import month_day, share_text
from board.store.frames import each_row

_NAMED = 3  # more are cut off at 1280
_MOST = 6  # bars from either end together, beside the one of all others
SEEN_IN = "见“上报情况”"


def submitted_slide(answer: Answer, rows: pd.DataFrame, then: pd.DataFrame | None, since: date | None) -> Slide:
    """Takes the page's sentence and its rows (`comparison.reported.reported`) now and on the day compared with."""
    now, was = counts(rows), counts(then) if then is not None else {}
    figures = [Figure("应报", str(now[EVERY]), "个单位")]
    for state in (each for each in STATES if each in now):
        more = now[state] - was.get(state, 0) if was else 0
        change = f"{'↑' if more > 0 else '↓'}{abs(more)}" if more else ""
        figures.append(Figure(state, str(now[state]), "个", change, is_bad=state == MISSING))
    note = "；".join(filter(None, (text_of(answer.more), f"箭头是与 {month_day(since)} 相比" if was and since else "")))
    return Slide("上报情况", text_of(answer.words), figures=tuple(figures), note=note)


def late_slides(rows: pd.DataFrame, due_on: date | None, today: date) -> list[Slide]:
    """Takes the rows of the page: those who owe, excused ones aside, then those who were late."""
    owing = rows[rows["state"].isin([MISSING, NOT_YET])].assign(place=0)
    late = rows[rows["state"] == LATE].assign(place=1)
    listed = pd.concat([owing, late]).sort_values(["place", "parent_name", "unit_id"])
    lines = [
        Line((row.name, row.parent_name, _how_late(row, due_on, today)), is_bad=row.state == MISSING)
        for row in each_row(listed)
    ]
    title = "、".join(f"{len(part)} 个{word}" for part, word in ((owing, "还没有报"), (late, "晚报了")) if len(part))
    return paged(Slide("没报和晚报的", title, columns=("单位", "上级", "怎么样")), lines, SEEN_IN)


def _how_late(row: Any, due_on: date | None, today: date) -> str:
    if due_on is None or row.state == NOT_YET:
        return row.state if row.state != NOT_YET or due_on is None else f"最迟 {month_day(due_on)}"
    until = row.received_at.date() if row.state == LATE else today
    reminded = f"，催过 {row.reminder_count} 次" if row.reminder_count else ""
    return f"{'晚了' if row.state == LATE else '过了'} {(until - due_on).days} 天{reminded}"


def changed_slides(changes: Mapping[str, Sequence[str]], since: date) -> list[Slide]:
    """Takes what changed since a day, by what it is: names of units, problems."""
    lines = [
        Line((word, "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else ""), f"{len(names)} 个"))
        for word, names in changes.items()
        if names
    ]
    title = f"与 {month_day(since)} 相比，" + "，".join(f"{line.cells[0]} {line.cells[2]}" for line in lines)
    return paged(Slide("有什么变化", title, columns=("什么", "哪些", "几个"), main=1), lines, SEEN_IN)


def step_slides(steps: pd.DataFrame, unit_count: int) -> list[Slide]:
    """Takes the steps of the plan in its order (`comparison.reported.steps`), and how many units handed up."""
    by_step = steps.pivot_table(index="title", columns="state", values="unit_count", aggfunc="sum", sort=False)
    done = by_step.get("已完成", pd.Series(0, by_step.index)).fillna(0).astype(int)
    late = by_step.get("逾期", pd.Series(0, by_step.index)).fillna(0).astype(int)
    lines = []
    for step in by_step.index:
        words = f"{done[step]} / {unit_count}" + (f"，逾期 {late[step]}" if late[step] else "")
        lines.append(Line((str(step), words), bool(late[step]), done[step] / max(unit_count, 1)))
    behind = int((late > 0).sum())
    title = f"{int((done == unit_count).sum())} 项工作，报了的 {unit_count} 个单位都做完了"
    title += f"，{behind} 项有单位逾期" if behind else ""
    return paged(Slide("走到哪一步", title, columns=("工作", "做完的单位")), lines, SEEN_IN)


def compared_slides(every: Mapping[str, tuple[Compared, Comparison]]) -> list[Slide]:
    """Takes each figure that can be compared by its code, with its comparison: all in a table, then the intervals of
    each in which somebody differs; of the first if nobody does."""
    lines, differ = [], []
    for code, (figure, found) in every.items():
        verdicts = found.rows["verdict"].iloc[: found.shown]
        low, high = int((verdicts == LOWER).sum()), int((verdicts == HIGHER).sum())
        words = "，".join(f"{number} 个{word}" for number, word in ((low, "低"), (high, "高")) if number)
        base = found.rows["base"].iloc[: found.shown].sum()
        lines.append(Line((figure.label, value_text(code, found.whole, base), words or "分不出")))
        differ += [code] if words else []
    if not lines:
        return []
    title = f"{len(lines)} 项里，{len(differ)} 项有单位和其余的不一样" if differ else "各单位都在平常的起伏之内"
    note = "不是偶然的才点名；底数太小的不列"
    table = Slide("各单位对比", title, columns=("比什么", "合在一起", "和其余的比"), note=note)
    drawn = differ or list(every)[:1]
    return [*paged(table, lines, "见“各单位对比”"), *(_intervals(code, *every[code]) for code in drawn)]


def _differing(found: Comparison, label: str) -> str:
    verdicts = found.rows["verdict"].iloc[: found.shown]
    counts = [(int((verdicts == verdict).sum()), verdict) for verdict in (LOWER, HIGHER)]
    named = "，".join(f"{number} 个{verdict}的" for number, verdict in counts if number)
    return f"{label}：{named}，不是偶然的" if named else f"{label}：各单位都在平常的起伏之内"


def _intervals(code: str, figure: Compared, found: Comparison) -> Slide:
    rows = bars(found, _MOST)
    low, high = min(rows["low"].min(), found.target), max(rows["high"].max(), found.target)
    room = max(high - low, 1e-9)

    def scaled(value: float) -> float:
        return float(min(max((value - low) / room, 0.0), 1.0))

    lines = []
    for row in each_row(rows):
        middle = f"中间 {row.rate * 100:.1f}" if code == POINTS else f"中间 {share_text(row.rate)}"
        value = middle if row.unit_id == REST else value_text(code, row.rate, row.base)
        is_bad = row.verdict == (LOWER if figure.more_is_better else HIGHER)
        lines.append(Line((row.name, value), is_bad, span=(scaled(row.low), scaled(row.rate), scaled(row.high))))
    note = f"横条是各自的 95% 区间（其余的：中间一半），竖线是其余的合在一起；底数是{figure.of}"
    slide = Slide(
        f"对比　{figure.label}", _differing(found, figure.label), columns=("单位", figure.label), lines=tuple(lines)
    )
    return replace(slide, note=note, mark=scaled(found.target))


def widespread_slides(rows: pd.DataFrame, answer: Answer) -> list[Slide]:
    """Takes the rows and the sentence of 共性问题."""
    lines = [Line((row.label, row.kind, f"{row.share_text} 个"), share=row.share / 100) for row in each_row(rows)]
    slide = Slide("共性问题", text_of(answer.words), columns=("什么问题", "哪一类", "几个单位有"))
    return paged(slide, lines, "见“共性问题”", most=2)


def assigned_slides(items: Sequence[tuple[str, str, str, bool]]) -> list[Slide]:
    """Takes each item that was assigned: its id, its problem, how far the units are in words, whether one is late or
    returned."""
    lines = [Line((item_id, problem, words), is_bad, item_id=item_id) for item_id, problem, words, is_bad in items]
    behind = sum(each[3] for each in items)
    title = f"交办了 {len(items)} 项" + (f"，{behind} 项有单位逾期或者退回" if behind else "")
    slide = Slide("交办和回复", title, columns=("编号", "交办了什么", "各单位办到哪一步"), main=1)
    return paged(slide, lines, "见“整改台账”")
