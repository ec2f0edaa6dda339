"""意见和建议 of a round: by theme, near-duplicates together, and from any of them to an opinion that is followed up."""

from typing import Any

import pandas as pd
import streamlit as st

from board import evaluation_suggestions
from board.errors import BoardError
from board.ui.errors import show_refusal
from board.ui.evaluation import Round
from board.ui.links import go
from board.ui.once import once_button
from board.ui.visit import Visit, refuse_if_changed

_COLUMNS: dict[str, Any] = {
    "theme": st.column_config.TextColumn("主题", width=92),
    "content": st.column_config.TextColumn("内容", width=290),
    "opinion_id": st.column_config.TextColumn("已转为意见", width=92),
}
_BUTTON = "suggestions_button"
# The least height at which Streamlit breaks a line in two.
_TWO_LINES = 66
_TALLEST = 600


def show_suggestions(visit: Visit, chosen: Round) -> None:
    """What people wrote, the biggest theme first, in no order that tells who; a clerk makes opinions of it."""
    activity_id, round_id = visit.activity.activity_id, chosen["round_id"]
    sees_opinions = visit.may("see.opinions")
    found = evaluation_suggestions.themed(visit.store, activity_id, round_id, visit.as_of, sees_opinions)
    st.header(f"意见和建议　{len(found)} 条")
    problem: BoardError | None = st.session_state.pop("suggestions_refusal", None)
    if problem is not None:
        show_refusal(problem)
    if found.empty:
        st.caption("这一轮没有人写意见和建议。")
        return
    if visit.may("opinions.edit"):
        _show_to_work_on(visit, round_id, found)
        return
    columns = {name: each for name, each in _COLUMNS.items() if name != "opinion_id" or visit.may("see.givers")}
    st.dataframe(_told(found)[list(columns)], column_config=columns, **_table(found))


def _table(found: pd.DataFrame) -> dict[str, Any]:
    """What the table is, whoever looks at it."""
    tall = min(_TWO_LINES * len(found) + 38, _TALLEST)
    return {"hide_index": True, "row_height": _TWO_LINES, "height": tall, "placeholder": "", "alt": "意见和建议"}


def _show_to_work_on(visit: Visit, round_id: str, found: pd.DataFrame) -> None:
    """The table with what makes an opinion: of a row by its button, of several that are ticked by the one below."""
    turn = st.session_state.setdefault("suggestions_turn", 0)
    button = st.column_config.ButtonColumn(
        "意见",
        width=92,
        type="tertiary",
        key=_BUTTON,
        on_click=_acted,
        args=(visit, found),
        help="转为意见：连同相近的几条，按一下就登记；已经转过的，按一下去看那条意见",
    )
    made = found["opinion_id"]
    event = st.dataframe(
        _told(found).assign(opinion_id=made.where(made.notna(), "转为意见"))[list(_COLUMNS)],
        key=f"suggestions_{round_id}_{turn}",
        column_config={**_COLUMNS, "opinion_id": button},
        on_select="rerun",
        selection_mode="multi-row",
        **_table(found),
    )
    ids = [str(found["suggestion_id"].iloc[place]) for place in event.selection.rows]
    once_button(
        f"把勾选的 {len(ids)} 条转为一条意见" if ids else "勾选几条，转为一条意见",
        key="suggestions_to_opinion",
        icon=":material/forum:",
        disabled=not ids,
        on_click=_make_opinion,
        args=(visit, ids),
    )


def _told(found: pd.DataFrame) -> pd.DataFrame:
    """With the theme's words, and beside what nearly repeats another that it does."""
    repeats = found["duplicate_of"].notna()
    return found.assign(theme=found["theme_words"].mask(repeats, "　（与上面相近）"))


def _acted(visit: Visit, found: pd.DataFrame) -> None:
    """What the button of a row does: to the opinion it became, or an opinion of it and of what nearly repeats it."""
    row = found.iloc[st.session_state[_BUTTON]["row"]]
    if row["opinion_id"] is not None:
        go("opinions", {"opinions_opinion": row["opinion_id"]})
        return
    _make_opinion(visit, evaluation_suggestions.with_repeats(found, row["suggestion_id"]))


def _make_opinion(visit: Visit, ids: list[str]) -> None:
    try:
        refuse_if_changed(visit.actor)
        opinion_id = evaluation_suggestions.suggestions_to_opinion(
            visit.store, visit.actor, visit.activity.activity_id, ids
        )
    except BoardError as problem:
        st.session_state["suggestions_refusal"] = problem
        return
    st.session_state["suggestions_turn"] += 1
    said = f"{len(ids)} 条" if len(ids) > 1 else ""
    st.session_state["notice"] = f"{said}已转为意见 {opinion_id}，到“征求意见”里梳理"
