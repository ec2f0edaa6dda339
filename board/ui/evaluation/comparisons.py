"""群众评议 compared: with the round before, group with group, paper with online; and whether it is more than chance."""

from functools import partial

import pandas as pd
import streamlit as st

from board.charts.evaluation import rounds_compared
from board.evaluation import results as evaluation
from board.evaluation.answer import standardised_text
from board.evaluation.differences import (
    NO_CHANCE,
    NOT_CHANCE,
    NOT_COMPARABLE,
    groups_tested,
    rounds_tested,
    ways_tested,
)
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.statistics import FORMULAS
from board.evaluation.views import groups_shown, ways_shown
from board.store.frames import each_row
from board.ui.evaluation.page import Round
from board.ui.parts.pictures import show_chart
from board.ui.parts.plain import in_markdown
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit


def show_comparison(visit: Visit, chosen: Round) -> None:
    """Draws 优良率 against the previous round, if there was one, and whether the change is more than chance."""
    day, round_id = (visit.store, visit.activity.activity_id, visit.as_of), chosen["round_id"]
    earlier = visit.kept(
        "evaluation.before", lambda: evaluation.round_before(evaluation.rounds(*day), round_id), round_id
    )
    if earlier is None:
        return
    st.header(f"与“{earlier['name']}”相比")
    tests = rounds_tested(visit.store, visit.activity.activity_id, chosen["round_id"], earlier["round_id"], visit.as_of)
    if earlier["evaluated"] != chosen["evaluated"]:
        objects = f"上一轮评的是{earlier['evaluated']}，本轮评的是{chosen['evaluated']}"
        st.caption(in_markdown(f"{objects}，不是同一样，高低不说明改没改好。"))
    standardised = standardised_text(tests)
    if standardised:
        st.caption("两轮参评的人员构成不同：上一轮按本轮各类人员的多少折算，没有单列的几类合在一起折算。")
    asked = visit.kept("evaluation.compared", lambda: _asked_of(visit, round_id, earlier["round_id"]), round_id)
    show_chart(visit, "evaluation_compared", partial(rounds_compared, asked), f"两轮优良率的比较{standardised}")
    _show_tests(tests, "各项与上一轮的差异都在抽样误差之内。", "evaluation_rounds_tested")


def _asked_of(visit: Visit, round_id: str, earlier_id: str) -> pd.DataFrame:
    tests = rounds_tested(visit.store, visit.activity.activity_id, round_id, earlier_id, visit.as_of)
    return tests[~tests["is_overall"]]


def _show_tests(tests: pd.DataFrame, otherwise: str, key: str) -> None:
    """Says which differences are more than chance; all of them on request."""
    verdicts = set[str]()
    real: dict[str, list[str]] = {}
    for row in each_row(tests):
        verdicts.add(row.verdict)
        if row.verdict == NOT_CHANCE:
            real.setdefault(row.pair, []).append(row.criterion_label)
    for pair, labels in real.items():
        st.markdown(in_markdown(f"{pair}：不是偶然的差异有 {len(labels)} 项，{'、'.join(labels)}"))
    if verdicts <= {NOT_COMPARABLE}:
        st.markdown("结果没有单列，不能比较。")
    elif NO_CHANCE in verdicts:
        st.markdown("发出的都收回了的，没有抽样误差，相差多少就是多少。")
    elif not real:
        st.markdown(otherwise)
    # Three such tables take a fifth of the page's time; hardly anybody opens one.
    with st.expander("逐项的比较", key=key, on_change="rerun") as expander:
        if expander.open:
            st.caption(FORMULAS["verdict"])
            columns = {
                "criterion_label": "评议项目",
                "pair": "谁和谁比",
                "base_text": "优良率",
                "difference_text": f"相差{standardised_text(tests)}",
                "verdict": "结论",
            }
            quiet_table(tests, columns, "逐项的比较")


def show_groups(visit: Visit, chosen: Round) -> None:
    """Draws each group's 优良率 over all criteria; withholds small groups and all that would reveal them."""
    st.header("各类参评人员")
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"], visit.as_of)
    rows = groups_shown(*ids)
    quiet_table(rows, {"group_label": "参评人员", **_POOLED}, "各类参评人员的结果")
    st.caption(FORMULAS["pooled"] + "。")
    if rows["is_withheld"].any():
        st.caption(f"有效票不足 {SMALLEST_GROUP} 张的一类不单列；为免相减推知，再隐去相邻的一类。")
    tests = groups_tested(*ids)
    if len(tests):
        _show_tests(tests, "各类参评人员之间的差异都在抽样误差之内。", "evaluation_groups_tested")


def show_ways(visit: Visit, chosen: Round) -> None:
    """Draws 优良率 by way, if several were used, and whether they differ by more than chance."""
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"], visit.as_of)
    rows = ways_shown(*ids)
    if len(rows) < 2:  # noqa: PLR2004 - nothing to compare
        return
    names = "、".join(rows["way"])
    st.header("各种参评方式")
    quiet_table(rows, {"way": "方式", **_POOLED}, "各种参评方式的结果")
    if rows["is_withheld"].any():
        st.caption(f"有一类参评人员用其中一种方式的不足 {SMALLEST_GROUP} 张，分开就推得出是怎么答的，不单列。")
        return
    st.caption(f"{names}，参评的不是同一些人：有差异，也可能是因为人员构成不同。")
    _show_tests(ways_tested(*ids), "各种参评方式之间的差异都在抽样误差之内。", "evaluation_ways_tested")


_POOLED = {"good_text": "优良率（回答数）", "mean_text": "平均分"}
