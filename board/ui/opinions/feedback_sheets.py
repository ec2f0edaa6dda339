"""反馈单: opinions that wait to be handed on, the sheets made from them, and who signed."""

from typing import Any

import pandas as pd
import streamlit as st

from board.access import allowed
from board.activity import activities
from board.opinions import feedback
from board.opinions import feedback_hints as feedback_tells
from board.store.frames import with_late_word
from board.ui.opinions.sorting import giver_words
from board.ui.parts import filters
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.papers.word import word_button
from board.ui.parts.records import history, initial_of
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table, show_table
from board.ui.parts.visit import Visit, refuse_if_changed
from board.words import ABOUT, SHEET_ACTION

_FEW = 3
_GROUP = ABOUT["group"]
_WAITING: dict[str, Any] = {
    "opinion_id": "编号",
    "aspect": column.text("方面", 95),
    "wording": column.main("反馈用语（没有就用原话）"),
    "tells": column.text("可能让人认出的说法", 150),
}
_SHEETS: dict[str, Any] = {
    "sheet_id": "编号",
    "to_name": column.name("给谁"),
    "opinion_count": column.number("条数"),
    "made_on": column.day("出单"),
    "handed_on": column.day("交付"),
    "late_word": column.name("补录", is_rare=True),
    "receipt": column.text("签收", 150),
}
_ON_SHEET = {
    "position": column.number("序号"),
    "aspect": column.text("方面", 95),
    "wording": column.main("内容"),
}


def show_sheets(visit: Visit) -> None:
    """Draws what waits, for those who hand it on; the sheets; and the open sheet."""
    if visit.may("opinions.edit"):
        _show_waiting(visit)
    here = (visit.store, visit.activity.activity_id)
    sheets = with_late_word(*here, "feedback", visit.as_of, _named(feedback.sheets(*here, visit.as_of)))
    st.header(f"反馈单　{len(sheets)} 张")
    if sheets.empty:
        st.info(
            "还没有反馈单。意见梳理以后，给班子出一张，给每位领导各出一张，交付时记下谁签收。", icon=":material/outbox:"
        )
        return
    late = int(sheets["handed_on"].isna().sum())
    if late:
        st.warning(f"有 {late} 张出了单，还没有交付。", icon=":material/pending_actions:")
    show_table(sheets, _SHEETS, key="opinions_sheets", id_column="sheet_id", open_key="opinions_sheet", name="反馈单")
    _show_sheet(visit, sheets)


def _named(sheets: pd.DataFrame) -> pd.DataFrame:
    return sheets.assign(to_name=sheets["member_name"].where(sheets["to_kind"] == "member", _GROUP))


def _show_waiting(visit: Visit) -> None:
    waiting = feedback.waiting(visit.store, visit.activity.activity_id)
    st.header(f"等着反馈　{len(waiting)} 条")
    show_kept_refusal("opinions_sheets_refusal")
    if waiting.empty:
        st.caption("梳理过的意见都上了反馈单。")
        return
    counts = _counts(visit, waiting)
    to = filters.switch("给谁", "opinions_sheet_to", list(counts))
    member_id, theirs = counts[to]
    known = giver_words(visit)
    rows = theirs.assign(tells=["、".join(feedback_tells.tells(text, known)) for text in theirs["wording"]])
    show_table(
        rows, _WAITING, key="opinions_waiting", id_column="opinion_id", open_key="opinions_opinion", name="等着反馈"
    )
    telling = int((rows["tells"] != "").sum())
    if telling:
        st.warning(
            f"有 {telling} 条的说法可能让人认出是谁提的。点开那一条，用“修改”写上反馈用语。",
            icon=":material/visibility:",
        )
    if len(rows) < _FEW:
        st.warning(f"只有 {len(rows)} 条，容易猜出是谁提的；不急的话，多攒几条再出单。", icon=":material/group:")
    once_button(
        f"给{to}出反馈单（{len(rows)} 条）",
        key="opinions_sheet_make",
        type="primary",
        icon=":material/outbox:",
        on_click=_make,
        args=(visit, member_id, rows["opinion_id"].tolist()),
    )


def _counts(visit: Visit, waiting: pd.DataFrame) -> dict[str, tuple[str | None, pd.DataFrame]]:
    """Returns for whom something waits, the group first → the member's id and what waits."""
    people = activities.people(visit.store, visit.activity.activity_id)
    to: dict[str, str | None] = {_GROUP: None, **dict(zip(people["name"], people["person_id"], strict=True))}
    held = {
        name: (each, waiting[waiting["member_id"].isna() if each is None else waiting["member_id"] == each])
        for name, each in to.items()
    }
    return {name: (each, rows) for name, (each, rows) in held.items() if len(rows)}


def _make(visit: Visit, member_id: str | None, opinion_ids: list[str]) -> None:
    with refusal_kept("opinions_sheets_refusal"):
        refuse_if_changed(visit.actor)
        sheet_id = feedback.make(visit.store, visit.actor, visit.activity.activity_id, member_id, opinion_ids)
        st.session_state["opinions_sheet"] = sheet_id
        st.session_state["notice"] = f"已出反馈单 {sheet_id}，打印交付后记下签收"


def _show_sheet(visit: Visit, sheets: pd.DataFrame) -> None:
    """Draws the open sheet: its contents, the document, and its receipt."""
    chosen = sheets[sheets["sheet_id"] == filters.opened("opinions_sheet")]
    if chosen.empty:
        return
    sheet = chosen.iloc[0]
    held = feedback.sheet_opinions(visit.store, visit.activity.activity_id, visit.as_of)
    rows = held[held["sheet_id"] == sheet["sheet_id"]]
    st.header(f"{sheet['sheet_id']}　给{sheet['to_name']}")
    quiet_table(rows, _ON_SHEET, "反馈单上的意见")
    if allowed(visit.actor, "opinions.export"):
        word_button(
            visit,
            "feedback",
            {"sheet": sheet["sheet_id"]},
            "反馈单 Word",
            f"反馈单-{sheet['sheet_id']}-{sheet['to_name']}.docx",
            sheet["made_on"].date(),
            key="opinions_sheet_word",
            icon=":material/download:",
        )
    if visit.may("opinions.edit"):
        _show_forms(visit, sheet)
    events = feedback.events(visit.store, visit.activity.activity_id, sheet["sheet_id"])
    st.html(history(events, visit.as_of, SHEET_ACTION, lambda _event: ""))


def _show_forms(visit: Visit, sheet: pd.Series) -> None:
    key = f"opinions_sheet_{sheet['sheet_id']}"
    is_handed = pd.notna(sheet["handed_on"])
    word = SHEET_ACTION["edit" if is_handed else "hand_over"]
    fields = [
        Field("handed_on", "交付日期", "day"),
        Field("receipt", "由谁签收", help="签在纸上的名字"),
    ]
    initial = {**initial_of(sheet), "handed_on": sheet["handed_on"].date() if is_handed else visit.as_of}
    with st.container(border=True):
        if show_form(f"{key}.hand_over", fields, initial, lambda given: _hand_over(visit, sheet, word, given), word):
            st.rerun()
        if not is_handed and show_form(
            f"{key}.remove", [], initial, lambda given: _remove(visit, sheet, given), "作废"
        ):
            st.rerun()


def _hand_over(visit: Visit, sheet: pd.Series, word: str, given: dict[str, Any]) -> str:
    feedback.hand_over(visit.store, visit.actor, visit.activity.activity_id, sheet["sheet_id"], **given)
    return f"{sheet['sheet_id']} 已{word}" + (f"，{sheet['opinion_count']} 条意见已反馈" if word == "交付" else "")


def _remove(visit: Visit, sheet: pd.Series, given: dict[str, Any]) -> str:
    feedback.remove(visit.store, visit.actor, visit.activity.activity_id, sheet["sheet_id"], **given)
    return f"{sheet['sheet_id']} 已作废"
