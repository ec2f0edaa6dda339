"""核对: each sentence that doesn't hold, what the records say, a link to them, and a reason why it may stay."""

from typing import Any

import pandas as pd
import streamlit as st

from board.access import allowed
from board.errors import BoardError
from board.navigation import NAVIGATION
from board.store.frames import each_row
from board.truth import versions as truth
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.links import go
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.visit import Visit, refuse_if_changed
from board.ui.report.dialogs import about, begin, dialog_open, end
from board.words import TRUTH_KIND

_SUBJECTS = {entry.subject: entry.title for entries in NAVIGATION.values() for entry in entries}


def show_truth(visit: Visit, version: pd.Series) -> None:
    """Draws the findings about a version, open ones first, then the answered ones."""
    found = truth.findings_in(visit.store, visit.activity.activity_id, version["version_id"], visit.as_of)
    st.caption(
        "与记录逐句核对：条数、次数、份数、项数；比率和占比（“全部”“没有一项”“过半”也是）；谁最多、谁最少、排第几，每人至少、"
        "平均多少，比谁多、多多少、几倍；某一天、某段日子里的条数；前几句的数加起来对不对；哪件事先、隔几天；"
        "会上来了几人、谁请了假、谁主持、谁批评了谁；哪天最多；报告到了第几稿；一件整改事项哪天销号、逾期几天、延到哪天、进度多少，一项任务谁牵头；环节哪天开始；会议、评议、成稿和公开的日子，公开在哪里，公开了没有；台账和记录里写过的数；加起来对不对、算不算得出；"
        "别的单位的名字；问题有没有依据。其余的话不判断，写了数字没有判断的列在最后。"
        "确实不适用的，说明理由；句子不改，理由一直有效。"
    )
    if found.empty:
        st.success("没有发现与记录不符的地方。", icon=":material/check_circle:")
    for is_answered, title in ((False, "要核对的"), (True, "已说明理由的")):
        rows = found[found["is_answered"] == is_answered]
        if len(rows):
            st.html(f'<h2 class="section">{title}　{len(rows)} 处</h2>')
        for row in each_row(rows):
            _show_finding(visit, row)
    _show_unjudged(visit, version)
    _show_dialog(visit, version, found)


def _show_unjudged(visit: Visit, version: pd.Series) -> None:
    sentences = truth.unjudged_in(visit.store, visit.activity.activity_id, version["version_id"], visit.as_of)
    if sentences:
        with st.expander(f"没有判断的　{len(sentences)} 句", icon=":material/help:"):
            st.caption("写了数字，说不准指的是哪些记录，或者记录里没有，请自己核对。")
            rows = "".join(f"<li>{in_html(text)}　<span>{in_html(section)}</span></li>" for section, text in sentences)
            st.html(f"<ul>{rows}</ul>")


def _show_finding(visit: Visit, row: Any) -> None:
    with st.container(border=True, gap="xsmall"):
        st.html(_finding_html(row))
        with st.container(horizontal=True, vertical_alignment="center"):
            _show_link(visit, row)
            if not visit.may("report.edit"):
                return
            if row.is_answered:
                key = f"report_withdraw_{row.finding_key}"
                once_button("收回理由", key=key, type="tertiary", on_click=_withdraw, args=(visit, row.finding_key))
            else:
                key = f"report_answer_{row.finding_key}"
                st.button(
                    "说明理由", icon=":material/edit_note:", key=key, on_click=begin, args=("truth", row.finding_key)
                )


def _finding_html(row: Any) -> str:
    mark = in_html(row.mark)
    sentence = in_html(row.sentence)
    if row.mark and row.mark in row.sentence:
        sentence = sentence.replace(mark, f"<b>{mark}</b>", 1)
    quoted = f"<blockquote>{sentence}</blockquote>" if row.sentence else ""
    answer = ""
    if row.is_answered:
        note = f"{row.answered_at:%Y-%m-%d} {in_html(row.actor_name)}"
        answer = f'<p class="answer">理由：{in_html(row.reason)}　<span>{note}</span></p>'
    head = f"<b>{TRUTH_KIND[row.kind]}</b>　<span>{in_html(row.section)}</span>"
    return f'<div class="finding">{head}{quoted}<p>{in_html(row.message)}</p>{answer}</div>'


def _show_link(visit: Visit, row: Any) -> None:
    if not isinstance(row.link, tuple) or row.link[0] not in _SUBJECTS or row.link[0] == "report":
        return
    subject, chosen = row.link
    if allowed(visit.actor, f"see.{subject}"):
        key = f"report_record_{row.finding_key}"
        icon = ":material/arrow_forward:"
        st.button(f"看{_SUBJECTS[subject]}", icon=icon, key=key, type="tertiary", on_click=go, args=(subject, chosen))


def _withdraw(visit: Visit, finding_key: str) -> None:
    try:
        refuse_if_changed(visit.actor)
        truth.withdraw(visit.store, visit.actor, visit.activity.activity_id, finding_key)
    except BoardError as refusal:
        st.session_state["notice"] = str(refusal)
        return
    st.session_state["notice"] = "理由已收回"


def _show_dialog(visit: Visit, version: pd.Series, found: pd.DataFrame) -> None:
    chosen = found[found["finding_key"] == about()]
    if dialog_open(visit) == "truth" and visit.may("report.edit") and len(chosen):
        _answer_dialog(visit, version, chosen.iloc[0])


@st.dialog("说明理由", on_dismiss=end)
def _answer_dialog(visit: Visit, version: pd.Series, row: pd.Series) -> None:
    st.markdown(in_markdown(row["message"]))
    fields = [
        Field("reason", "为什么不适用", "area", wide=True, at_most=500, help="如：含口头提的两条，登记时并在一起")
    ]

    def save(given: dict[str, Any]) -> str:
        to = (visit.store, visit.actor, visit.activity.activity_id, version["version_id"], row["finding_key"])
        truth.answer(*to, given["reason"])
        return "理由已记下"

    if show_form(f"report_reason_{row['finding_key']}", fields, {}, save):
        end()
        st.rerun()
