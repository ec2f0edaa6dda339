"""来龙去脉 on an item's sheet: from the opinions heard to the evaluation's criterion, step by step."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from board.problems import actions as problems
from board.problems.item_opinions import item_opinions
from board.store.frames import each_row
from board.thread import records as thread
from board.ui.parts.links import go
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.visit import Visit
from board.ui.thread.sheet import thread_button
from board.wording import shortened
from board.words import ITEM_STATUS

_LONGEST = 40


def show_thread(visit: Visit, item: pd.Series, names: Mapping[str, str]) -> None:
    """Draws the thread of an item: opinions → problem → section of the report → item → criterion.

    Those who may see opinions get a link to each; an owner learns only how many there were.
    """
    linked = item_opinions(visit.store, visit.activity.activity_id, visit.as_of)
    heard = linked[linked["item_id"] == item["item_id"]]
    steps = {
        "意见": f"{len(heard)} 条" if len(heard) else "",
        "问题": shortened(item["problem"], _LONGEST),
        "报告章节": item["report_section"],
        "整改事项": f"{item['item_id']} {ITEM_STATUS[item['status']]}",
        "评议项目": names.get(item["criterion_id"], ""),
    }
    cells = "".join(_step(word, text) for word, text in steps.items())
    if visit.may("see.thread"):
        thread_button(visit, item["item_id"], "rectification_thread")
    else:
        st.html('<h3 class="section">来龙去脉</h3>')
    st.html(f'<ol class="thread">{cells}</ol>')
    if not visit.may("see.opinions"):
        return
    _show_problems(visit, item["item_id"])
    texts = thread.texts(visit.store, visit.activity.activity_id, visit.as_of, visit.may("see.givers"))
    for row in each_row(heard):
        if ("opinion", row.opinion_id) not in texts:
            continue
        text, _ = texts["opinion", row.opinion_id]
        st.button(
            in_markdown(f"{row.opinion_id}　{shortened(text, _LONGEST)}"),
            key=f"thread_{row.opinion_id}",
            type="tertiary",
            icon=":material/forum:",
            on_click=go,
            args=("opinions", {"opinions_opinion": row.opinion_id}),
        )


def _show_problems(visit: Visit, item_id: str) -> None:
    """Draws links to the problems that the item puts right."""
    for row in each_row(problems.of_item(visit.store, visit.activity.activity_id, visit.as_of, item_id)):
        st.button(
            in_markdown(f"{row.problem_id}　{shortened(row.content, _LONGEST)}"),
            key=f"thread_{row.problem_id}",
            type="tertiary",
            icon=":material/report:",
            on_click=go,
            args=("meeting", {"meeting_part": "问题清单", "meeting_problem": row.problem_id}),
        )


def _step(word: str, text: str) -> str:
    body = in_html(text) if text else '<i title="这一环还没有连上">没有连上</i>'
    return f'<li class="{"" if text else "loose"}"><span>{in_html(word)}</span>{body}</li>'
