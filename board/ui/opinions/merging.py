"""相近的意见: two wordings side by side, to merge or to mark as different, each with an undo; and the merged ones."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from board.opinions import actions as opinions
from board.opinions import merging as opinions_merging
from board.store.frames import each_row
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_html
from board.ui.parts.visit import Visit, refuse_if_changed

_SHOWN = 10


def show_alike(visit: Visit) -> None:
    """Draws pairs that may say the same, the most similar first, and below them what was decided on."""
    with st.spinner("正在比对各条意见…"):
        found = opinions_merging.alike(visit.store, visit.activity.activity_id, visit.as_of)
    st.header(f"可能说的是一回事　{len(found)} 对")
    st.caption("说同一件事的合并成一条主意见办理，原文都留着；不是一回事的，以后不再提示。按文字比对，拿主意的是人。")
    show_kept_refusal("opinions_merging_refusal")
    _show_way_back(visit)
    if found.empty:
        st.info("没有发现说同一件事的意见。", icon=":material/done_all:")
    for pair in each_row(found.head(_SHOWN)):
        _show_pair(visit, pair)
    if len(found) > _SHOWN:
        st.caption(f"先列最相近的 {_SHOWN} 对，办完一对，后面的会补上来。")
    asked = (visit.store, visit.activity.activity_id, visit.as_of)
    _show_decided(visit, "已经合并的　{} 条", opinions_merging.merged(*asked), "拆开", "unmerge")
    _show_decided(visit, "不再提示的　{} 对", opinions_merging.kept_apart(*asked), "重新提示", "again")


def _show_pair(visit: Visit, pair: Any) -> None:
    with st.container(border=True):
        left, right = st.columns(2, gap="medium")
        left.html(f'<p class="wording"><b>{pair.main_id}</b>　{in_html(pair.main_content)}</p>')
        right.html(f'<p class="wording"><b>{pair.opinion_id}</b>　{in_html(pair.content)}</p>')
        if not visit.may("opinions.edit"):
            return
        with st.container(horizontal=True):
            _button(
                visit, f"把 {pair.opinion_id} 并入 {pair.main_id}", "merge", pair.opinion_id, pair.main_id, "primary"
            )
            _button(visit, "不是一回事", "apart", pair.opinion_id, pair.main_id, "secondary")


def _button(visit: Visit, word: str, what: str, opinion_id: str, main_id: str, kind: Any) -> None:
    once_button(
        word,
        key=f"opinions_{what}_{opinion_id}_{main_id}",
        type=kind,
        on_click=_do,
        args=(visit, what, opinion_id, main_id),
    )


def _do(visit: Visit, what: str, opinion_id: str, main_id: str) -> None:
    to = (visit.store, visit.actor, visit.activity.activity_id, opinion_id)
    act: dict[str, Callable[[], None]] = {
        "merge": lambda: opinions.act(*to, "merge", {"merged_into": main_id}),
        "unmerge": lambda: opinions.act(*to, "unmerge", {}),
        "apart": lambda: opinions_merging.keep_apart(*to, main_id),
        "again": lambda: opinions_merging.offer_again(*to, main_id),
    }
    with refusal_kept("opinions_merging_refusal"):
        refuse_if_changed(visit.actor)
        act[what]()
        st.session_state["notice"] = f"{opinion_id} {_DONE[what]}"
        st.session_state["opinions_last_done"] = (what, opinion_id, main_id) if what in _BACK else None


_DONE = {"merge": "已合并", "unmerge": "已拆开", "apart": "不再提示", "again": "重新提示"}
_BACK = {"merge": "unmerge", "apart": "again"}


def _show_way_back(visit: Visit) -> None:
    """Draws what was just done here, with the button that undoes it."""
    done: tuple[str, str, str] | None = st.session_state.get("opinions_last_done")
    if done is None or not visit.may("opinions.edit"):
        return
    what, opinion_id, main_id = done
    text = f"{opinion_id} 已并入 {main_id}" if what == "merge" else f"{opinion_id} 与 {main_id} 不是一回事，不再提示"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(text, width="content")
        once_button(
            "撤销",
            key="opinions_undo",
            icon=":material/undo:",
            type="tertiary",
            on_click=_do,
            args=(visit, _BACK[what], opinion_id, main_id),
        )


def _show_decided(visit: Visit, head: str, pairs: pd.DataFrame, word: str, what: str) -> None:
    """Draws pairs that somebody decided on, each with the button that takes the decision back."""
    if pairs.empty:
        return
    st.header(head.format(len(pairs)))
    for row in each_row(pairs):
        left, right, last = st.columns([5, 5, 1.4], gap="medium", vertical_alignment="center")
        left.html(f'<p class="wording"><b>{row.main_id}</b>　{in_html(row.main_content)}</p>')
        right.html(f'<p class="wording"><b>{row.opinion_id}</b>　{in_html(row.content)}</p>')
        if visit.may("opinions.edit"):
            with last:
                _button(visit, word, what, row.opinion_id, row.main_id, "tertiary")
