"""梳理: all unsorted opinions, one line each, to fill in aspect, theme and wording, and save together."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.opinions import actions as opinions
from board.opinions import batch as opinions_batch
from board.opinions import feedback_hints as feedback_tells
from board.opinions.themes import suggested_themes
from board.store.frames import each_row
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.visit import Visit, refuse_if_changed, words_of

_MOST = 50


def show_sorting(visit: Visit) -> None:
    """Draws the unsorted opinions, oldest first, in a table to type into."""
    found = opinions.opinions(visit.store, visit.activity.activity_id, visit.as_of)
    unsorted = found[~found["is_sorted"] & ~found["is_merged"]].sort_values(
        ["received_on", "registered_at", "opinion_id"]
    )
    st.header(f"等着梳理　{len(unsorted)} 条")
    show_kept_refusal("opinions_sorting_refusal")
    if unsorted.empty:
        st.info("收到的意见都梳理过了。", icon=":material/done_all:")
        return
    st.caption(
        "选方面、写主题；主题里先填着的是照相近的意见推测的，可以改。原话会让人认出是谁说的，在反馈用语里换个说法。"
        "选了方面的行才会保存。" + (f"先列最早的 {_MOST} 条。" if len(unsorted) > _MOST else "")
    )
    held = _lines(visit, unsorted.head(_MOST), found)
    edited = _grid(visit, held)
    piles = [
        {
            "opinion_id": row.opinion_id,
            "aspect": row.aspect,
            "theme": row.theme,
            "wording": row.wording,
            "seen_seq": seq,
        }
        for row, seq in zip(each_row(edited), held["seq"], strict=True)
        if row.aspect
    ]
    once_button(
        f"保存 {len(piles)} 条的梳理" if piles else "先给几条选方面",
        type="primary",
        key="opinions_sorting_save",
        disabled=not piles,
        on_click=_save,
        args=(visit, piles),
    )


def _lines(visit: Visit, unsorted: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    known = giver_words(visit)
    themes = suggested_themes(visit.store, visit.activity.activity_id, visit.as_of)
    return unsorted.assign(
        aspect=unsorted["aspect"].astype(object).where(unsorted["aspect"].notna(), None),
        theme=unsorted["theme"].where(unsorted["theme"] != "", unsorted["opinion_id"].map(themes).fillna("")),
        about_word=unsorted["member_name"].fillna("领导班子"),
        tells=["、".join(feedback_tells.tells(text, known)) for text in unsorted["content"]],
    )


def giver_words(visit: Visit) -> list[str]:
    """Returns words that a wording must not contain: kinds of givers, and names of people who are not leaders."""
    people = activities.people(visit.store, visit.activity.activity_id)
    names = people[~people["is_member"]]["name"].tolist()
    return [*words_of(visit, "giver").values(), *names]


def _grid(visit: Visit, held: pd.DataFrame) -> pd.DataFrame:
    turn = st.session_state.setdefault("opinions_sorting_turn", 0)
    config: dict[str, Any] = {
        "opinion_id": st.column_config.TextColumn("编号", width=65),
        "content": st.column_config.TextColumn("意见内容", width=500),
        "aspect": st.column_config.SelectboxColumn("方面", options=list(words_of(visit, "aspect").values()), width=95),
        "theme": st.column_config.TextColumn("主题", width=105, max_chars=40),
        "wording": st.column_config.TextColumn("反馈用语", width=220, max_chars=2000),
        "tells": st.column_config.TextColumn("可能让人认出的说法", width=140),
        "about_word": st.column_config.TextColumn("关于谁", width=95),
    }
    return st.data_editor(
        held[list(config)],
        key=f"opinions_sorting_{turn}",
        hide_index=True,
        disabled=["opinion_id", "content", "about_word", "tells"],
        column_config=config,
        placeholder="",
        alt="等着梳理的意见",
    )


def _save(visit: Visit, piles: Sequence[Mapping[str, Any]]) -> None:
    with refusal_kept("opinions_sorting_refusal"):
        refuse_if_changed(visit.actor)
        count = opinions_batch.sort_many(visit.store, visit.actor, visit.activity.activity_id, piles)
        st.session_state["opinions_sorting_turn"] += 1
        st.session_state["notice"] = f"已梳理 {count} 条"
