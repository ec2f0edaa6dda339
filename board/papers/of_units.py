"""所属单位情况通报: how a bureau's units stand on a day, as its pages say it: who handed up, which steps are done, who
differs by more than chance, what many have in common and what became of it, who still owes."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from board.comparison import assigned, figures, reported
from board.comparison.answer import apart, value_text
from board.comparison.compared import HIGHER, LOWER, Comparison
from board.comparison.figures import EVERY_UNIT, FIGURES
from board.comparison.widespread import widespread
from board.errors import BoardError
from board.papers.asked import Asked, count, day, fuller, listed, named, quoted, seen_in
from board.papers.blocks import Block, Column, Day, Figure, Heading, Paper, Paragraph, Part, Parts, Quoted, Table
from board.papers.owed import days_of, deadline_of
from board.rectification.actions import some_of_items
from board.store.frames import each_row
from board.typed import printable
from board.units.tree import units_on

KIND, WORD = "units_briefing", "所属单位情况通报"
TEXTS = {"opening": "开头的话", "next": "下一步要求"}
_TITLE = "关于所属单位上报和整改情况的通报"
_NAMED, _LISTED = 5, 10
_STEPS = {"工作": 7, **dict.fromkeys(reported.STEP_STATE.values(), 2)}
_FIGURES = {"比什么": 3, "合在一起": 5.5, "低于其余的": 4, "高于其余的": 4, "没有列的": 4}
_OWING = {"单位": 6, "上级": 4, "期限过了": 3, "催过": 3}
_METHOD = (
    "单位之间有高有低是常事，只有和其余单位的差别超出偶然、各单位之间平常的起伏也解释不了的，才在表里点名；"
    "不排名次。底数太小的不列，也不计入合计。"
)
_POINTS = 10.5


def briefing(asked: Asked) -> Paper:
    """所属单位情况通报 (option `deadline`, '' for none: any state counts). Raises BoardError if there are no units."""
    deadline = deadline_of(asked)
    due = None if deadline is None else days_of(deadline)
    rows = reported.reported(asked.store, asked.activity_id, asked.as_of, due)
    if rows.empty:
        raise BoardError("还没有要上报的单位", "没有登记要上报的单位。", "请先在“单位”里登记。")
    blocks: list[Block] = [
        *asked.written("opening"),
        Heading(1, ("上报情况",)),
        Paragraph(_handed_up(asked, deadline, rows)),
        *_steps(asked, due),
        Heading(1, ("各项数字",)),
        Paragraph((_METHOD,)),
        _compared(asked),
        *_common(asked),
        *_assigned(asked),
        *_owing(asked, deadline, rows),
        *asked.headed(TEXTS["next"], "next"),
    ]
    missing = asked.unwritten("next", "还没有写下一步要求。")
    return asked.paper(KIND, _TITLE, blocks, missing)


def _ref(deadline: "pd.Series[Any] | None", view: str) -> str:
    on = {} if deadline is None else {"deadline": str(deadline["deadline_id"])}
    return seen_in("submitted", view=view, **on)


def _handed_up(asked: Asked, deadline: "pd.Series[Any] | None", rows: pd.DataFrame) -> Parts:
    units = units_on(asked.store, asked.as_of)
    of = units[units["unit_id"] == asked.options.get("top")]["name"]
    place: list[Part] = [Quoted(printable(str(of.iloc[0]))), "和下面"] if len(of) else []
    every = count(len(rows), _ref(deadline, reported.EVERY), "应上报的单位", "个")
    parts: list[Part] = ["截至", Day(asked.as_of), "，", *place, "应上报的单位", every]
    if deadline is not None:
        parts += [
            "。“",
            Quoted(printable(deadline["name"])),
            "”要报",
            day(deadline["for_on"]),
            "或以后一天的情况，最迟",
        ]
        parts += [day(deadline["due_on"]), "报到"]
    parts.append("：")
    found = reported.counts(rows)
    states = [state for state in reported.STATES if state in found]
    parts += listed([(state, count(found[state], _ref(deadline, state), state, "个")) for state in states], "，", "。")
    ref = _ref(deadline, reported.EVERY)
    corrected, late = int((rows["correction_count"] > 0).sum()), int((rows["late_count"] > 0).sum())
    return (
        *parts,
        "更正过的",
        count(corrected, ref, "更正过", "个"),
        "，有工作逾期的",
        count(late, ref, "有工作逾期", "个"),
        "。",
    )


def _steps(asked: Asked, due: "reported.Deadline | None") -> list[Block]:
    found = reported.steps(asked.store, asked.activity_id, asked.as_of, due)
    if found.empty:
        return []
    by_step = {str(key): rows.set_index("state")["unit_count"] for key, rows in found.groupby("task_id")}
    rows: list[tuple[Parts, ...]] = []
    for task_id, title in reported.titles_of_steps(asked.store, asked.activity_id, asked.as_of).items():
        if task_id in by_step:
            counts = [
                (count(by_step[task_id].get(state, 0), _ref(None, reported.EVERY), f"{task_id}{state}"),)
                for state in reported.STEP_STATE.values()
            ]
            rows.append(((quoted(title, task_id),), *counts))
    columns = tuple(Column(word, width, is_number=width < _STEPS["工作"]) for word, width in _STEPS.items())
    return [
        Heading(1, ("各单位走到哪一步",)),
        Paragraph(("各项工作在各单位最近一份上报里的情况如下，数的是单位。",)),
        Table(columns, tuple(rows), points=_POINTS),
    ]


def _compared(asked: Asked) -> Table:
    rows: list[tuple[Parts, ...]] = []
    for code, figure in FIGURES.items():
        found = figures.comparison(asked.store, asked.activity_id, asked.as_of, code, EVERY_UNIT)
        ref, shown = seen_in("units", figure=code), found.rows.iloc[: found.shown]
        if found.shown:
            text = fuller(value_text(code, found.whole, shown["base"].sum()))
            whole: Parts = (Figure(text, "rate", ref, f"{figure.label}合在一起", base=f"{shown['base'].sum():.0f}"),)
            ends = [_named(shown, verdict, ref, figure.label) for verdict in (LOWER, HIGHER)]
            rows.append(((figure.label,), whole, *ends, _aside(found, ref, figure.label)))
    columns = tuple(Column(word, width) for word, width in _FIGURES.items())
    return Table(columns, tuple(rows) or (((("还没有能比的",)), (), (), (), ()),), points=_POINTS)


def _named(shown: pd.DataFrame, verdict: str, ref: str, label: str) -> Parts:
    rows = shown[shown["verdict"] == verdict]
    rows = rows if verdict == LOWER else rows.iloc[::-1]
    names: list[Parts] = [(Quoted(printable(row.name), row.unit_id),) for row in each_row(rows.head(_NAMED))]
    more = (" 等", count(len(rows), ref, f"{label}{verdict}", "个")) if len(rows) > _NAMED else ()
    return (*listed(names), *more) or ("没有",)


def _aside(found: Comparison, ref: str, label: str) -> Parts:
    words = ("没有上报", "底数太小", "评议项目不同")
    numbers = zip(words, apart(found.rows.iloc[found.shown :]), strict=True)
    return listed([(word, count(number, ref, f"{label}{word}", "个")) for word, number in numbers if number], "，")


def _common(asked: Asked) -> Iterator[Block]:
    rows = widespread(asked.store, asked.activity_id, asked.as_of)
    yield Heading(1, ("共性问题",))
    every = count(len(rows), seen_in("widespread", view="全部"), "共性问题", "个")
    if rows.empty:
        yield Paragraph(("没有好几个单位都有的问题。",))
        return
    yield Paragraph(("好几个单位都有的问题有", every, "，有它的单位最多的如下（斜线后面是报了的单位）。"))
    for row in each_row(rows.head(_LISTED)):
        ref = seen_in("widespread", case=row.key)
        share = Figure(row.share_text.replace(" ", ""), "rate", ref, row.key, row.share_text.rpartition(" ")[2])
        yield Paragraph((f"{row.kind}“", quoted(row.label, row.key), "”，", share, "个单位有。"), level=3)


def _assigned(asked: Asked) -> Iterator[Block]:
    standing = assigned.standing(asked.store, asked.activity_id, asked.as_of)
    items = some_of_items(asked.store, asked.activity_id, asked.as_of, ("item_id", "problem", "is_closed", "due_on"))
    items = items[items["item_id"].isin(standing["item_id"])]
    if items.empty:
        return
    yield Heading(1, ("交办和办理",))
    for item in each_row(items):
        rows = assigned.of_item(
            asked.store, asked.activity_id, item.item_id, asked.as_of, is_closed=bool(item.is_closed)
        )
        found, ref = rows["state"].value_counts(), f"rectification?open={item.item_id}"
        states = [state for state in assigned.STATES if state in found]
        each = listed(
            [(state, count(found[state], ref, f"{item.item_id}{state}", "个")) for state in states], "，", "。"
        )
        total = count(len(rows), ref, f"{item.item_id}交办", "个单位")
        yield Paragraph(
            (quoted(item.problem, item.item_id), "（", named(item.item_id), "）。交办给", total, "：", *each), level=3
        )


def _owing(asked: Asked, deadline: "pd.Series[Any] | None", rows: pd.DataFrame) -> Iterator[Block]:
    absent = reported.missing(rows)
    if absent.empty:
        return
    yield Heading(1, ("还没有报的单位",))
    over = 0 if deadline is None else (asked.as_of - deadline["due_on"].date()).days
    yield Paragraph(("还没有报的", count(len(absent), _ref(deadline, absent["state"].iloc[0]), "还没有报", "个"), "："))
    made: list[tuple[Parts, ...]] = []
    for row in each_row(absent.sort_values(["parent_name", "unit_id"])):
        ref = seen_in("submitted", open=row.unit_id)
        late = (Figure(f"{over}天", "days", ref, f"{row.unit_id}期限过了"),) if over > 0 else ("还没有到期",)
        times = count(row.reminder_count, ref, f"{row.unit_id}催过", "次") if row.reminder_count else "没有"
        made.append(
            ((Quoted(printable(row.name), row.unit_id),), (Quoted(printable(row.parent_name)),), late, (times,))
        )
    yield Table(tuple(Column(word, width) for word, width in _OWING.items()), tuple(made), points=_POINTS)
