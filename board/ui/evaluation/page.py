"""The parts of 群众评议 in their order: the round's figures, criteria, groups, forms, and suggestions."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.charts.evaluation import answers_by_criterion, rounds_compared
from board.evaluation import results as evaluation
from board.evaluation.differences import NOT_CHANCE, groups_tested, rounds_tested, ways_tested
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.statistics import FORMULAS, weakest, weakest_text
from board.evaluation.views import criteria_shown, groups_shown, waiting_text, ways_shown
from board.numbers import count_text, mean_text, percent_text, rate_text
from board.ui.evaluation.changes import changes_dialog
from board.ui.evaluation.round_closing import closing_button, closing_dialog, show_closing
from board.ui.evaluation.round_forms import edit_round_dialog, forms_dialog, new_round_dialog
from board.ui.evaluation.weak import show_answered_by
from board.ui.parts import filters
from board.ui.parts.figures import card, cards
from board.ui.parts.links import go
from board.ui.parts.pictures import show_chart
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, quiet_table, show_rows
from board.ui.parts.visit import Visit
from board.ui.thread.sheet import OPEN
from board.words import WAY

Round = Mapping[str, Any]


def show_round_choice(rounds: pd.DataFrame) -> Round:
    """Draws the choice of a round, by default the newest with ballots; returns its row."""
    names = rounds["name"].tolist()
    held = rounds[rounds["valid_count"] > 0]
    default = (held if len(held) else rounds)["name"].iloc[-1]
    name = filters.switch("评议轮次", "evaluation_round", names, default=default)
    return {str(column): value for column, value in rounds[rounds["name"] == name].iloc[0].items()}


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
    rounds = evaluation.rounds(visit.store, visit.activity.activity_id)
    later = rounds[rounds["opened_on"] > clock.today()]
    return {row["round_id"]: dict(zip(later.columns, row, strict=True)) for _, row in later.iterrows()}


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
    """Draws 发出, 收回, 有效, 优良率 and 平均分, each with its base; says so if a round's forms don't reconcile."""
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"], visit.as_of)
    figures = evaluation.criteria_figures(*ids)
    points = int(figures[~figures["is_overall"]]["points_total"].fillna(0).sum())
    good, base = evaluation.good_of_all(*ids)
    given_out, returned, valid = chosen["given_out"], chosen["returned_count"], chosen["valid_count"]
    if pd.notna(chosen["reconciles"]) and not chosen["reconciles"]:
        st.error("收回的比发出的多，这一轮对不上账，不能结束。请核对发放数和导入的文件。", icon=":material/error:")
    waiting = waiting_text(evaluation.counted(*ids))
    with cards():
        card("发出", count_text(given_out), f"评议对象：{chosen['evaluated']}", None)
        card("收回", count_text(returned), f"回收率 {rate_text(returned, given_out)}", None, help_text="收回 ÷ 发出")
        void = chosen["void_count"]
        card(
            "有效",
            count_text(valid),
            f"有效率 {rate_text(valid, returned)}，废票 {void} 张",
            None,
            help_text="有效 ÷ 收回",
        )
        card("优良率", percent_text(good, base), f"{count_text(good)} / {count_text(base)} 个有效回答", None,
             help_text="各项目答前两档的 ÷ 有效回答（弃权、不了解不算）")  # fmt: skip
        card("平均分", mean_text(points, base), f"{count_text(base)} 个有效回答的平均", None,
             help_text="有效回答的分值之和 ÷ 有效回答数。平均分不是满意率。")  # fmt: skip
    if waiting:
        st.caption(waiting)


def show_answers(visit: Visit, chosen: Round) -> None:
    """Draws the answers to each criterion as a diverging bar; above it the weakest one and what is done about it."""
    st.header("各项目怎么答的")
    activity_id, round_id = visit.activity.activity_id, chosen["round_id"]
    found = weakest(visit.store, activity_id, round_id, visit.as_of)
    if found is None:
        st.markdown("各项目的优良率相差都在抽样误差之内，说不上哪一项最弱。")
    else:
        st.markdown(in_markdown(weakest_text(found)))
        show_answered_by(visit, found.criterion_id, found.criterion_label)
    given = evaluation.answers(visit.store, activity_id, round_id, visit.as_of)
    given = given[given["answer_count"].notna()]
    draw = partial(answers_by_criterion, given)
    show_chart(visit, "evaluation_answers", draw, "各评议项目的回答，好的在右，差的在左")


def show_criteria(visit: Visit, chosen: Round) -> None:
    """Draws one row per criterion: 优良率 with its base and margin, 平均分, 弃权, 不了解."""
    st.header("各项目的结果")
    rows = criteria_shown(visit.store, visit.activity.activity_id, chosen["round_id"], visit.as_of)
    labels = {
        "criterion_label": "评议项目",
        "good_text": "优良率",
        "interval": "95% 区间",
        "mean_text": "平均分",
        "blank_count": "弃权",
        "unknown_count": "不了解",
    }
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
            still=rows[rows["is_overall"]]["criterion_id"].tolist(),
        )
        st.caption("点一项，看它的来龙去脉：为它整改了什么，是从哪些意见来的。")
    export_button(visit, rows, {"heading": "方面", **labels}, "群众评议", {"轮次": chosen["name"]}, "evaluation_export")


def round_before(rounds: pd.DataFrame, chosen: Round) -> Round | None:
    """Returns the previous round with valid ballots, or None."""
    earlier = rounds[(rounds["opened_on"] < chosen["opened_on"]) & (rounds["valid_count"] > 0)]
    return None if earlier.empty else earlier.iloc[-1].to_dict()


def show_comparison(visit: Visit, rounds: pd.DataFrame, chosen: Round) -> None:
    """Draws 优良率 against the previous round, if there was one, and whether the change is more than chance."""
    earlier = round_before(rounds, chosen)
    if earlier is None:
        return
    st.header(f"与“{earlier['name']}”相比")
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"], earlier["round_id"], visit.as_of)
    rates = evaluation.compared(*ids)
    asked = rates[~rates["is_overall"]]
    show_chart(visit, "evaluation_compared", partial(rounds_compared, asked), "两轮优良率的比较")
    _show_tests(rounds_tested(*ids), "各项与上一轮的差异都在抽样误差之内。", "evaluation_rounds_tested")


def _show_tests(tests: pd.DataFrame, otherwise: str, key: str) -> None:
    """Says which differences are more than chance; all of them on request."""
    real = tests[tests["verdict"] == NOT_CHANCE]
    for pair, rows in real.groupby("pair", sort=False):
        names = "、".join(rows["criterion_label"])
        st.markdown(in_markdown(f"{pair}：不是偶然的差异有 {len(rows)} 项，{names}"))
    if real.empty:
        st.markdown(otherwise)
    labels = {
        "criterion_label": "评议项目",
        "pair": "谁和谁比",
        "base_text": "优良率",
        "difference_text": "相差",
        "verdict": "结论",
    }
    # Three such tables take a fifth of the page's time; hardly anybody opens one.
    with st.expander("逐项的比较", key=key, on_change="rerun") as expander:
        if expander.open:
            st.caption(FORMULAS["verdict"])
            quiet_table(tests, labels, "逐项的比较")


def show_groups(visit: Visit, chosen: Round) -> None:
    """Draws each group's 优良率 over all criteria; withholds small groups and all that would reveal them."""
    st.header("各类参评人员")
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"], visit.as_of)
    rows = groups_shown(*ids)
    quiet_table(rows, {"group_label": "参评人员", "good_text": "优良率", "mean_text": "平均分"}, "各类参评人员的结果")
    if rows["is_withheld"].any():
        st.caption(f"有效票不足 {SMALLEST_GROUP} 张的一类不单列；为免相减推知，再隐去相邻的一类。")
    tests = groups_tested(*ids)
    if len(tests):
        _show_tests(tests, "各类参评人员之间的差异都在抽样误差之内。", "evaluation_groups_tested")


def show_ways(visit: Visit, chosen: Round) -> None:
    """Draws 优良率 on paper and online, if both were used, and whether they differ by more than chance."""
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"], visit.as_of)
    rows = ways_shown(*ids)
    if len(rows) < len(WAY):
        return
    st.header("纸质和网上")
    quiet_table(rows, {"way": "方式", "good_text": "优良率", "mean_text": "平均分"}, "纸质和网上的结果")
    if rows["is_withheld"].any():
        st.caption(f"有一类参评人员用其中一种方式的不足 {SMALLEST_GROUP} 张，分开就推得出是怎么答的，不单列。")
        return
    _show_tests(ways_tested(*ids), "纸质和网上的差异都在抽样误差之内。", "evaluation_ways_tested")


def show_forms(visit: Visit, chosen: Round) -> None:
    """Draws the forms given out and returned, by group and way."""
    st.header("发出与收回")
    show_closing(visit, chosen)
    forms = evaluation.forms(visit.store, visit.activity.activity_id, chosen["round_id"], visit.as_of)
    if forms.empty:
        st.caption("还没有登记发出的评议表。")
        return
    rows = forms.assign(way=forms["way"].map(WAY), note=["收回多于发出" if over else "" for over in forms["is_over"]])
    labels = {
        "group_label": "参评人员",
        "way": "方式",
        "given_out": "发出",
        "returned_count": "收回",
        "void_count": "废票",
        "valid_count": "有效",
        "note": "核对",
    }
    quiet_table(rows, labels, "发出与收回", key="evaluation_forms_table")
