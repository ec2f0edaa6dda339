"""The parts of 群众评议 in their order: the round's figures, criteria, groups, forms, and suggestions."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.charts.evaluation import answers_by_criterion
from board.evaluation import results as evaluation
from board.evaluation.sampling import ASSUMED, bounds_text, population
from board.evaluation.statistics import FORMULAS
from board.evaluation.views import criteria_shown, since, waiting_text
from board.evaluation.weakest import weakest, weakest_text
from board.numbers import count_text, mean_text, percent_text, rate_text
from board.ui.evaluation.changes import changes_dialog
from board.ui.evaluation.round_closing import closing_button, closing_dialog, show_closing
from board.ui.evaluation.round_forms import edit_round_dialog, forms_dialog, new_round_dialog
from board.ui.evaluation.weak import show_answered_by
from board.ui.parts import filters
from board.ui.parts.figures import Card, changed, show_figures
from board.ui.parts.links import go
from board.ui.parts.pictures import show_chart
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, quiet_table, show_rows
from board.ui.parts.visit import Visit
from board.ui.thread.sheet import OPEN
from board.words import WAY

Round = Mapping[str, Any]


def show_round_choice(visit: Visit) -> Round:
    """Draws the choice of a round, by default the newest with ballots; returns its row."""
    named, default = visit.kept("evaluation.by_name", lambda: _by_name(visit))
    return named[filters.switch("评议轮次", "evaluation_round", list(named), default=default)]


def _by_name(visit: Visit) -> tuple[dict[str, Round], str]:
    """Returns the rounds of the day by name, the oldest of a name, and the name of the default."""
    rounds = evaluation.rounds(visit.store, visit.activity.activity_id, visit.as_of)
    held = rounds[rounds["valid_count"] > 0]
    named: dict[str, Round] = {}
    for row in rounds.to_dict("records"):
        named.setdefault(row["name"], {str(name): value for name, value in row.items()})
    return named, str((held if len(held) else rounds)["name"].iloc[-1])


def show_round_buttons(visit: Visit, chosen: Round | None) -> None:
    """Draws the buttons for rounds, for those who may use them."""
    if not visit.may("evaluation.edit"):
        return
    dialogs: dict[str, tuple[str, str]] = {"new": ("开一轮评议", ":material/add:")}
    if chosen is not None:
        dialogs |= {"forms": ("登记发放", ":material/outbox:"), "edit": ("修改本轮", ":material/edit:")}
        dialogs |= closing_button(chosen)
    with st.container(horizontal=True, width="content"):
        for name, (label, icon) in dialogs.items():
            if st.button(label, icon=icon, key=f"evaluation_{name}"):
                st.session_state["evaluation_dialog"] = name
        coming = _coming_rounds(visit)
        for round_id, row in coming.items():
            label = f"“{in_markdown(row['name'])}” {row['opened_on']:%Y-%m-%d} 开始"
            if st.button(
                label, icon=":material/schedule:", key=f"evaluation_coming_{round_id}", help="修改还没有开始的"
            ):
                st.session_state["evaluation_dialog"] = round_id
    _open_dialog(visit, chosen, coming)


def _coming_rounds(visit: Visit) -> dict[str, Round]:
    """Returns the rounds that aren't open yet today, by id; no page shows them."""

    def later() -> dict[str, Round]:
        rounds = evaluation.rounds(visit.store, visit.activity.activity_id)
        rows = rounds[rounds["opened_on"] > clock.today()]
        return {
            str(row["round_id"]): {str(name): value for name, value in row.items()} for row in rows.to_dict("records")
        }

    return visit.kept("evaluation.coming", later, clock.today())


def _open_dialog(visit: Visit, chosen: Round | None, coming: Mapping[str, Round]) -> None:
    opened = str(st.session_state.get("evaluation_dialog"))
    if opened == "new":
        new_round_dialog(visit)
    elif opened in coming:
        edit_round_dialog(visit, coming[opened])
    elif opened == "forms" and chosen is not None:
        forms_dialog(visit, chosen)
    elif opened == "edit" and chosen is not None:
        edit_round_dialog(visit, chosen)
    elif opened in {"close", "reopen"} and chosen is not None:
        closing_dialog(visit, chosen, opened)
    elif opened == "changes" and visit.may("report.edit"):
        changes_dialog(visit)


def show_cards(visit: Visit, chosen: Round) -> None:
    """Draws 发出, 收回, 有效, 优良率 and 平均分, each with its base and its change since the compared day.

    Says so if a round's forms don't reconcile.
    """
    activity_id, round_id = visit.activity.activity_id, chosen["round_id"]
    head = visit.kept("evaluation.head", lambda: _headline(visit, round_id), round_id)
    of, days = (visit.store, activity_id, round_id), (visit.as_of, visit.compare_on)
    change = visit.kept("evaluation.since", lambda: since(*of, *days), round_id)
    if chosen["entered_on"] is not None and chosen["entered_on"] > chosen["opened_on"]:
        st.caption(f"这一轮 {chosen['opened_on']:%m-%d} 开始，{chosen['entered_on']:%m-%d} 补录。")
    if pd.notna(chosen["reconciles"]) and not chosen["reconciles"]:
        st.error("收回的比发出的多，这一轮对不上账，不能结束。请核对发放数和导入的文件。", icon=":material/error:")
    waiting = waiting_text(evaluation.counted(*of, visit.as_of))
    show_figures("evaluation", _cards(chosen, head, change))
    if waiting:
        st.caption(in_markdown(waiting))


def _cards(chosen: Round, head: evaluation.Headline, change: Mapping[str, int | str | None]) -> list[Card]:
    given_out, returned, valid = chosen["given_out"], chosen["returned_count"], chosen["valid_count"]
    unit = "个回答，不是人数" if head.label == evaluation.POOLED else "人"
    return [
        Card("发出", count_text(given_out), f"评议对象：{chosen['evaluated']}"),
        Card(
            "收回",
            count_text(returned),
            f"回收率 {rate_text(returned, given_out)}",
            changed(change.get("returned_count"), "张"),
            meaning="收回 ÷ 发出",
        ),
        Card(
            "有效",
            count_text(valid),
            f"有效率 {rate_text(valid, returned)}，废票 {chosen['void_count']} 张",
            changed(change.get("valid_count"), "张"),
            meaning="有效 ÷ 收回",
        ),
        Card(
            f"{head.label}优良率",
            percent_text(head.good_count, head.base),
            f"{count_text(head.good_count)} / {count_text(head.base)} {unit}",
            changed(change.get("rate")),
            meaning=FORMULAS["good_rate"],
        ),
        Card(
            f"{head.label}平均分",
            mean_text(head.points_total, head.base),
            f"{count_text(head.base)} {unit}",
            meaning=FORMULAS["mean_points"],
        ),
    ]


def _headline(visit: Visit, round_id: str) -> evaluation.Headline:
    return evaluation.headline(visit.store, visit.activity.activity_id, round_id, visit.as_of)


def _answers(visit: Visit, round_id: str) -> pd.DataFrame:
    given = evaluation.answers(visit.store, visit.activity.activity_id, round_id, visit.as_of)
    return given[given["answer_count"].notna()]


def _forms(visit: Visit, round_id: str) -> pd.DataFrame:
    forms = evaluation.forms(visit.store, visit.activity.activity_id, round_id, visit.as_of)
    return forms.assign(way=forms["way"].map(WAY), note=["收回多于发出" if over else "" for over in forms["is_over"]])


def _assumptions(visit: Visit, round_id: str) -> tuple[str, str]:
    of = (visit.store, visit.activity.activity_id, round_id, visit.as_of)
    head, forms = evaluation.headline(*of), evaluation.forms(*of)
    if not head.base:
        return "", ""
    is_pooled = head.label == evaluation.POOLED  # of answers to several criteria nobody knows how many were asked
    limits = "" if is_pooled else bounds_text(head.label, head.good_count, head.base, population(forms))
    return ASSUMED, limits


def show_answers(visit: Visit, chosen: Round) -> None:
    """Draws the answers to each criterion as a diverging bar; above it the weakest one and what is done about it."""
    st.header("各项目怎么答的")
    activity_id, round_id = visit.activity.activity_id, chosen["round_id"]
    found = weakest(visit.store, activity_id, round_id, visit.as_of)
    given = visit.kept("evaluation.answers", lambda: _answers(visit, round_id), round_id)
    if found is not None:
        st.markdown(in_markdown(weakest_text(found)))
        show_answered_by(visit, found.criterion_id, found.criterion_label)
    elif len(given):
        st.markdown("各项目的优良率相差都在抽样误差之内，说不上哪一项最弱。")
    draw = partial(answers_by_criterion, given)
    show_chart(visit, "evaluation_answers", draw, "各评议项目的回答，好的在右，差的在左")


def show_criteria(visit: Visit, chosen: Round) -> None:
    """Draws one row per criterion: 优良率 with its base, interval and bounds, 平均分, 弃权, 不了解, and the change.

    Above them what the figures assume of those who didn't answer.
    """
    st.header("各项目的结果")
    round_id = chosen["round_id"]
    for text in visit.kept("evaluation.assumptions", lambda: _assumptions(visit, round_id), round_id):
        if text:
            st.caption(in_markdown(text))
    of = (visit.store, visit.activity.activity_id, chosen["round_id"])
    rows = criteria_shown(*of, visit.as_of, visit.compare_on)
    labels = {
        "criterion_label": "评议项目",
        "good_text": "优良率",
        "interval": "95% 区间",
        "bounds": "没答的全算差～全算好",
        "mean_text": "平均分",
        "blank_count": "弃权",
        "unknown_count": "不了解",
    }
    if visit.compare_on is not None:
        labels["changed"] = f"优良率与 {visit.compare_on:%m-%d} 相比"
    helps = {"good_text": "good_rate", "mean_text": "mean_points"}
    columns: dict[str, column.Column] = {
        name: column.name(label, help_text=FORMULAS.get(helps.get(name, name), "")) for name, label in labels.items()
    }
    columns["criterion_label"] = column.main(labels["criterion_label"], 150)
    if not visit.may("see.thread"):
        quiet_table(rows, columns, "各评议项目的结果", key="evaluation_criteria", nothing="")
    else:
        ids = rows["criterion_id"].tolist()
        show_rows(
            rows,
            columns,
            key="evaluation_criteria",
            button="criterion_label",
            name="各评议项目的结果",
            act=lambda at: go("thread", {OPEN: ids[at]}),
            ids=ids,
            still=[each for each, is_overall in zip(ids, rows["is_overall"].tolist(), strict=True) if is_overall],
        )
        st.caption("点一项，看它的来龙去脉：为它整改了什么，是从哪些意见来的。")
    export_button(visit, rows, {"heading": "方面", **labels}, "群众评议", {"轮次": chosen["name"]}, "evaluation_export")


def show_forms(visit: Visit, chosen: Round) -> None:
    """Draws the forms given out and returned, by group and way."""
    st.header("发出与收回")
    show_closing(visit, chosen)
    round_id = chosen["round_id"]
    forms = visit.kept("evaluation.forms", lambda: _forms(visit, round_id), round_id)
    if forms.empty:
        st.caption("还没有登记发出的评议表。")
        return
    labels = {
        "group_label": "参评人员",
        "way": "方式",
        "given_out": "发出",
        "returned_count": "收回",
        "void_count": "废票",
        "valid_count": "有效",
        "note": "核对",
    }
    quiet_table(forms, labels, "发出与收回", key="evaluation_forms_table")
