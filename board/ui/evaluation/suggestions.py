"""意见和建议 of a round: by theme, near-duplicates together; any of them can become an opinion that is followed up."""

import hmac
import secrets
from typing import Any

import pandas as pd
import streamlit as st

from board.evaluation import suggestions as evaluation_suggestions
from board.ui.evaluation.page import Round
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.links import go
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table, tick_rows
from board.ui.parts.visit import Visit, refuse_if_changed

_COLUMNS: dict[str, Any] = {
    "theme": column.text("主题", 92),
    "content": column.main("内容"),
    "opinion_id": column.name("已转为意见"),
}
_MAKE = column.name("意见", help_text="转为意见：连同相近的几条，按一下就登记；已经转过的，按一下去看那条意见")
_TALLEST = 600
_SECRET = secrets.token_bytes(16)


def show_suggestions(visit: Visit, chosen: Round) -> None:
    """Draws what people wrote, the biggest theme first, in an order that doesn't reveal who; a clerk makes opinions."""
    of = (chosen["round_id"], visit.may("see.opinions"), visit.may("opinions.edit"))
    rows = visit.kept("suggestions.rows", lambda: _rows(visit, *of), *of)
    st.header(f"意见和建议　{len(rows)} 条")
    show_kept_refusal("suggestions_refusal")
    if rows.empty:
        st.caption("这一轮没有人写意见和建议。")
        return
    if visit.may("opinions.edit"):
        _show_to_work_on(visit, chosen["round_id"], rows)
        return
    columns = {name: each for name, each in _COLUMNS.items() if name != "opinion_id" or visit.may("see.givers")}
    quiet_table(rows, columns, "意见和建议", key="suggestions_table", tall=_TALLEST, nothing="")


def _show_to_work_on(visit: Visit, round_id: str, rows: pd.DataFrame) -> None:
    """Draws the table for clerks: a row's button makes an opinion of it, the one below of all ticked rows."""
    turn = st.session_state.setdefault("suggestions_turn", 0)
    known = dict(zip(rows["row_id"].tolist(), rows["suggestion_id"].tolist(), strict=True))
    ticked = tick_rows(
        rows,
        {name: each for name, each in _COLUMNS.items() if name != "opinion_id"} | {"press": _MAKE},
        key=f"suggestions_{round_id}_{turn}",
        name="意见和建议",
        ids=list(known),
        tall=_TALLEST,
        button="press",
        act=lambda row_id: _acted(visit, rows, known[row_id]),
    )
    ids = [known[row_id] for row_id in ticked]
    once_button(
        f"把勾选的 {len(ids)} 条转为一条意见" if ids else "勾选几条，转为一条意见",
        key="suggestions_to_opinion",
        icon=":material/forum:",
        disabled=not ids,
        on_click=_make_opinion,
        args=(visit, ids),
    )


def _unordered(suggestion_id: str) -> str:
    """Returns the name that browsers get for a suggestion; its id would reveal its position in its file."""
    return hmac.digest(_SECRET, suggestion_id.encode(), "sha256").hex()[:16]


def _rows(visit: Visit, round_id: str, sees_opinions: bool, is_clerk: bool) -> pd.DataFrame:
    """Returns the suggestions with `theme` in words; a near-duplicate has a remark there instead.

    For clerks also row_id, which browsers get, and press: the opinion that was made, or words to press to make one.
    """
    of = (visit.store, visit.activity.activity_id, round_id, visit.as_of, sees_opinions)
    found = evaluation_suggestions.themed(*of)
    made, repeats = found["opinion_id"], found["duplicate_of"].notna()
    rows = found.assign(theme=found["theme_words"].mask(repeats, "　（与上面相近）"))
    if not is_clerk:
        return rows
    row_ids = [_unordered(suggestion_id) for suggestion_id in found["suggestion_id"]]
    return rows.assign(press=made.where(made.notna(), "转为意见"), row_id=row_ids)


def _acted(visit: Visit, found: pd.DataFrame, suggestion_id: str) -> None:
    """Goes to a row's opinion, or makes one of the row and its near-duplicates."""
    row = found[found["suggestion_id"] == suggestion_id].iloc[0]
    if row["opinion_id"] is not None:
        go("opinions", {"opinions_opinion": row["opinion_id"]})
        return
    _make_opinion(visit, evaluation_suggestions.with_repeats(found, row["suggestion_id"]))


def _make_opinion(visit: Visit, ids: list[str]) -> None:
    with refusal_kept("suggestions_refusal"):
        refuse_if_changed(visit.actor)
        opinion_id = evaluation_suggestions.suggestions_to_opinion(
            visit.store, visit.actor, visit.activity.activity_id, ids
        )
        st.session_state["suggestions_turn"] += 1
        count = f"{len(ids)} 条" if len(ids) > 1 else ""
        st.session_state["notice"] = f"{count}已转为意见 {opinion_id}，到“征求意见”里梳理"
