"""The parts of 总览: the cards of figures, the list of what needs attention, and the charts."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.access import sees_own_items_only
from board.charts.rectification import load_by_member
from board.numbers import NOTHING, percent_text, rate_text
from board.overview.figures import WORST, Figures, attention, rate_change
from board.rectification.figures import by_member
from board.rectification.views import by_lane
from board.store.frames import each_row
from board.ui.parts.figures import Card, changed, show_figures
from board.ui.parts.links import go
from board.ui.parts.pictures import show_chart
from board.ui.parts.table import column
from board.ui.parts.table.paged import show_rows
from board.ui.parts.visit import Visit
from board.ui.rectification.charts import leads_to, show_curve
from board.words import ITEM_STATUS, VERDICT


def show_cards(visit: Visit, now: Figures, then: Figures | None) -> None:
    """Draws a day's figures, each with its change since another day (None: nothing to compare)."""
    before = vars(then) if then else {}
    change = {name: value - before[name] for name, value in vars(now).items() if before and isinstance(value, int)}
    rate = _rate(visit, now, then)
    show_figures(
        "overview",
        [*_progress(visit, now, change), *_rectification(visit, now, change), rate, _rules(visit, now, change)],
    )


def _rate(visit: Visit, now: Figures, then: Figures | None) -> Card:
    of = (visit.store, visit.activity.activity_id)
    counted = rate_text(now.good_count, now.good_base)
    return Card(
        "群众评议优良率",
        percent_text(now.good_count, now.good_base),
        f"{now.round_name}：{now.good_label}" if now.round_name else "还没有评议结果",
        changed(visit.kept("overview.rate_change", lambda: rate_change(*of, now, then, visit.as_of))),
        meaning=f"{now.good_label}答前两档的 ÷ 有效回答：{counted}。"
        "换了一轮的，上一轮按这一轮的人员构成折算再比；评的不是同一样的不比。"
        + (f"程序检查不看这一轮：{now.round_note}。" if now.round_note else ""),
        target=("evaluation", {}),
    )


def _rules(visit: Visit, now: Figures, change: Mapping[str, int]) -> Card:
    failed = {"procedure_view": VERDICT["failed"]} if now.rules_failed else {}
    return Card(
        "程序检查",
        f"{now.rules_passed} / {now.rule_count}",
        f"全部程序 {now.rules_failed} 条未通过" if now.rules_failed else "没有未通过",
        changed(change.get("rules_passed"), "条通过"),
        meaning="通过的程序 ÷ 方案要求的程序；还没到时间的不算未通过。"
        "上面各环节里写的只是本环节的程序，这里连贯穿各环节的也在内。",
        target=("procedure", failed) if visit.may("see.procedure") else None,
    )


def _progress(visit: Visit, now: Figures, change: Mapping[str, int]) -> list[Card]:
    waiting = {"opinions_view": "待梳理"} if now.opinions_waiting else {}
    return [
        Card(
            "工作任务",
            _of(now.tasks_done, now.task_count),
            f"{now.tasks_late} 项逾期" if now.tasks_late else "没有逾期",
            changed(change.get("tasks_done"), "项完成"),
            meaning="已完成的工作任务 ÷ 全部工作任务",
            target=("tasks", {"tasks_view": "逾期"} if now.tasks_late else {}),
        ),
        Card(
            "征求意见",
            _of(now.opinions_fed_back, now.opinion_count),
            f"{now.opinions_waiting} 条待梳理" if now.opinions_waiting else _none_waiting(now),
            changed(change.get("opinions_fed_back"), "条反馈"),
            meaning="已反馈的意见 ÷ 收到的意见",
            target=("opinions", waiting) if visit.may("see.opinions") else None,
        ),
    ]


def _rectification(visit: Visit, now: Figures, change: Mapping[str, int]) -> list[Card]:
    # These count the whole ledger: an owner, who sees only their own items, gets no links.
    is_whole = not sees_own_items_only(visit.actor)
    done = {"rectification_status": _DONE} if now.items_done else {}
    return [
        Card(
            "整改销号",
            _of(now.items_closed, now.item_count),
            f"整改完成 {now.items_done} 项" if now.items_done else "还没有整改完成的",
            changed(change.get("items_closed"), "项销号"),
            meaning="已销号 ÷ 查出的整改事项。整改完成：已提交验收或已销号。"
            f"创造条件整改的 {now.items_deferred} 项单列，不算逾期也不算解决。",
            target=("rectification", done) if is_whole else None,
        ),
        Card(
            "整改逾期",
            f"{now.items_late}",
            ("看逾期的事项" if is_whole else "全台账合计") if now.items_late else "没有逾期",
            changed(change.get("items_late"), "项", more_is_good=False),
            meaning="过了整改时限还没有销号的事项（创造条件整改的除外）",
            target=("rectification", {"rectification_view": "逾期"}) if is_whole else None,
        ),
    ]


def _of(count: int, base: int) -> str:
    """Returns a count with its base in words; without a base there is nothing to count."""
    return f"{count} / {base}" if base else NOTHING


def _none_waiting(now: Figures) -> str:
    return "都已梳理" if now.opinion_count else "还没有登记"


# The statuses that make up 整改完成 (`rectification.flags`).
_DONE = [ITEM_STATUS["submitted"], ITEM_STATUS["closed"]]
_SUBJECT_WORDS = {"rectification": "整改", "tasks": "任务", "opinions": "意见"}
_ATTENTION_COLUMNS: dict[str, Any] = {
    "word": "类别",
    "title": column.main("什么事", 200),
    "who": column.name("谁", stays=True),
    "why": column.text("为什么", 150, grows=1, stays=True, red="is_late"),
}


def seen_attention(visit: Visit) -> pd.DataFrame:
    """Returns what needs attention (`overview.attention`), as far as the person may open it."""

    def seen() -> pd.DataFrame:
        frame = attention(visit.store, visit.activity.activity_id, visit.as_of)
        return frame[[_may_open(visit, row) for row in each_row(frame)]] if len(frame) else frame

    return visit.kept("overview.seen", seen, visit.actor)


def show_attention_heading(seen: pd.DataFrame) -> None:
    """Draws the heading of 需要过问 with the number of rows of `seen_attention`."""
    st.header("需要过问" + (f"　{len(seen)} 件" if len(seen) else ""), width="content")


def show_attention(visit: Visit) -> None:
    """Draws 需要过问: the worst ten of `seen_attention`, each with its owner and reason; a click leads to it."""
    seen = seen_attention(visit)
    if seen.empty:
        st.success("没有逾期的、到期没人管的事。", icon=":material/check_circle:")
        return
    rows = visit.kept("overview.worst", lambda: _worst(visit), visit.actor)

    def act(at: int) -> None:
        row = next(each_row(rows.iloc[[at]]))
        go(row.subject, _target(row))

    show_rows(rows, _ATTENTION_COLUMNS, key="attention", button="word", name="需要过问的事", act=act)
    if len(seen) > WORST:
        st.caption(f"这里是最急的 {WORST} 件；其余 {len(seen) - WORST} 件在各自的页面里。")


def _worst(visit: Visit) -> pd.DataFrame:
    worst = seen_attention(visit).head(WORST)
    words = [f"{_SUBJECT_WORDS[subject]} ›" for subject in worst["subject"]]
    return worst.assign(word=words, is_late=worst["kind"] == "late")


def _may_open(visit: Visit, row: Any) -> bool:
    is_others = row.subject == "rectification" and row.who_id != visit.actor.person_id
    return visit.may(f"see.{row.subject}") and not (is_others and sees_own_items_only(visit.actor))


def _target(row: Any) -> dict[str, Any]:
    if row.subject == "rectification":
        return {"rectification_item": row.record_id}
    if row.subject == "tasks":
        return {"tasks_task": row.record_id}
    return {"opinions_view": row.record_id}


def show_charts(visit: Visit) -> None:
    """Draws items found and closed, and the load of each leading member; before the first item, what will be here."""
    if by_lane(visit.store, visit.activity.activity_id, visit.as_of).empty:
        _show_beginning(visit)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        st.header("查出与销号")
        show_curve(visit, "overview_curve", go_to_ledger)
    with right:
        st.header("各位领导牵头的事项")
        _show_load(visit)


def _show_beginning(visit: Visit) -> None:
    st.info(
        "还没有整改事项。查出的问题登记到整改台账以后，这里画出查出了多少、销号了多少，各位领导牵头的有几项、晚了几项。",
        icon=":material/show_chart:",
    )
    with st.container(horizontal=True):
        if visit.may("opinions.edit"):
            adding = {"opinions_adding": True}
            st.button("登记意见", key="overview_opinion", icon=":material/add:", on_click=go, args=("opinions", adding))
        if visit.may("rectification.edit"):
            st.button(
                "到整改台账登记", key="overview_item", icon=":material/add:", on_click=go, args=("rectification",)
            )


def _show_load(visit: Visit) -> None:
    """Draws the load of each leading member."""
    load = visit.kept("overview.load", lambda: by_member(by_lane(visit.store, visit.activity.activity_id, visit.as_of)))
    show_chart(visit, "overview_load", partial(load_by_member, load), "各位领导牵头的整改事项", go_to_ledger)


def go_to_ledger(point: Mapping[str, Any]) -> None:
    """Goes from a clicked point of a chart to the ledger's rows that it counts. For callbacks."""
    asked = leads_to(point)
    if asked:
        go("rectification", asked)
