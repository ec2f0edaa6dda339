"""The head of 分析检查报告: the choice of a version, its state, and what can be done with it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from board.numbers import rate_text
from board.report import reading as report
from board.report import versions as report_versions
from board.store.frames import with_late_word
from board.truth.versions import Standing, left_to_mend, named, report_answer, standing
from board.ui.parts import filters
from board.ui.parts.answer import show_answer
from board.ui.parts.figures import Card, changed, show_figures
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.records import initial_of
from board.ui.parts.visit import Visit
from board.ui.report.dialogs import begin, dialog_open, end
from board.ui.report.files import show_export, show_import
from board.words import REPORT_STAGE

PARTS = ("正文", "核对", "听取意见", "两版对照", "问题")
# The version shown, and the one that was the newest when it was opened.
_SEEN = "report_seen"
_MADE = {code: REPORT_STAGE[code] for code in ("draft", "consulted")}


def show_beginning(visit: Visit) -> None:
    """Draws the page's contents before there is a report, with the button that starts one."""
    st.info(
        "还没有分析检查报告。先起草初稿，各部分按方案分好；听取意见、逐版修改、核对数字，都在这一页。",
        icon=":material/article:",
    )
    if visit.may("report.edit"):
        st.button("起草初稿", icon=":material/add:", key="report_add", on_click=begin, args=("add",))
    show_dialog(visit, None)


def show_version_choice(visit: Visit) -> pd.Series:
    """Draws the choice of a version, by default the newest; returns its row."""
    rows = visit.kept("report.by_name", lambda: _by_name(visit))
    names = {name: str(row["version_id"]) for name, row in rows.items()}
    chosen = filters.switch("哪一版", "report_version", list(names))
    _offer_newer(names[chosen], names)
    return rows[chosen]


def _by_name(visit: Visit) -> dict[str, pd.Series]:
    """Returns the versions of the day by name, the newest first."""
    versions = report.versions(visit.store, visit.activity.activity_id, visit.as_of)
    rows = [versions.iloc[at] for at in reversed(range(len(versions)))]
    return {named(row["version_id"], row["stage"]): row for row in rows}


def _offer_newer(version_id: str, names: Mapping[str, str]) -> None:
    """Offers a version that was added while the previous newest one was open.

    It isn't opened by itself, as the person may be writing; and whoever chose an older version knows of a newer one.
    """
    newest_name, newest_id = next(iter(names.items()))
    shown_id, newest_then = st.session_state.get(_SEEN, (None, None))
    if shown_id != version_id:
        newest_then = newest_id
        st.session_state[_SEEN] = (version_id, newest_id)
    if version_id == newest_then != newest_id:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/new_releases: 有新的一版：**{in_markdown(newest_name)}**")
            st.button("看新的一版", key="report_newer", on_click=_show_version, args=(newest_name,))


def _show_version(name: str) -> None:
    st.session_state["report_version"] = name


def show_standing(visit: Visit, version: pd.Series, place: DeltaGenerator) -> None:
    """Draws whether the report holds up: one sentence, in `place`, and four figures that link to the open matters."""
    state = standing(visit.store, visit.activity.activity_id, version["version_id"], visit.as_of)
    before = _before(visit, version)
    with place:
        show_answer(visit, "report", report_answer(named(version["version_id"], version["stage"]), state))
    figures = {
        "要核对的": (state.open_findings, f"共查出 {state.findings} 处", "核对", "与记录对不上、还没有说明理由的"),
        "未答复的意见": (
            state.open_points,
            f"共 {state.points} 条",
            "听取意见",
            "各版听到的，没有修改也没有说明理由的",
        ),
        "没写的部分": (len(state.empty_sections), f"共 {state.sections} 部分", "正文", "方案要求的部分里还空着的"),
    }
    then = (before.open_findings, before.open_points, len(before.empty_sections)) if before else (None, None, None)
    cards = [
        Card(
            label,
            str(value),
            note,
            changed(None if old is None else value - old, "处", more_is_good=False),
            meaning=meaning,
            target=_target(version, part),
        )
        for (label, (value, note, part, meaning)), old in zip(figures.items(), then, strict=True)
    ]
    share = rate_text(state.with_cause, state.problems)
    meaning = "有主观原因的问题 ÷ 报告里写到的问题"
    cause = Card("写明主观原因", share, "报告里的问题", meaning=meaning, target=_target(version, "问题"))
    show_figures("report", [*cards, cause])


def _target(version: pd.Series, part: str) -> tuple[str, Mapping[str, Any]]:
    chosen = {"report_part": part, "report_version": named(version["version_id"], version["stage"])}
    return "report", chosen


def _before(visit: Visit, version: pd.Series) -> Standing | None:
    """Returns the state of the same version on the compared day; None if nothing is compared or it didn't exist."""
    if visit.compare_on is None or version["made_on"] > pd.Timestamp(visit.compare_on):
        return None
    return standing(visit.store, visit.activity.activity_id, version["version_id"], visit.compare_on)


def show_version_line(visit: Visit, version: pd.Series) -> None:
    """Draws when the version was made, its note, whether it can still be changed, and the buttons for it."""
    here = (visit.store, visit.activity.activity_id)

    def late_word() -> str:
        return str(with_late_word(*here, "report_versions", visit.as_of, version.to_frame().T)["late_word"].iloc[0])

    word = visit.kept("report.late_word", late_word, version["version_id"], version["made_on"])
    late = f"（{word}）" if word else ""
    note = f"　{version['note']}" if version["note"] else ""
    approved = f"　{version['approved_on']:%Y-%m-%d} 定稿" if pd.notna(version["approved_on"]) else ""
    reason = f"　定稿时未答复的意见：{version['open_reason']}" if version["open_reason"] else ""
    frozen = f"　不能再改：{version['frozen']}" if version["frozen"] else "　可以修改"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        line = f"{version['made_on']:%Y-%m-%d} 成稿{late}{approved}{note}{reason}{frozen}"
        st.caption(in_markdown(line), width="content")
        with st.container(horizontal=True, horizontal_alignment="right", width="content", key="report_actions"):
            _buttons(visit, version)


def _buttons(visit: Visit, version: pd.Series) -> None:
    version_id = version["version_id"]
    if visit.may("report.edit"):
        newest = report.versions(visit.store, visit.activity.activity_id, visit.as_of).iloc[-1]["version_id"]
        if version_id == newest:
            st.button("起草下一版", icon=":material/add:", key="report_add", on_click=begin, args=("add",))
        if not version["frozen"]:
            st.button("导入 Word", icon=":material/upload:", key="report_import", on_click=begin, args=("import",))
        st.button("版本说明", icon=":material/edit:", key="report_edit", on_click=begin, args=("edit",))
    if visit.may("report.approve") and version["stage"] == "consulted" and not version["frozen"]:
        st.button(
            "定稿", icon=":material/verified:", type="primary", key="report_approve", on_click=begin, args=("approve",)
        )
    show_export(visit, version)


def show_dialog(visit: Visit, version: pd.Series | None) -> None:
    """Draws the open dialog about a version, if this person may still use it."""
    name = dialog_open(visit)
    if name == "add" and visit.may("report.edit"):
        _add_dialog(visit, version)
    elif version is None:
        return
    elif name == "edit" and visit.may("report.edit"):
        _edit_dialog(visit, version)
    elif name == "import" and visit.may("report.edit"):
        show_import(visit, version)
    elif name == "approve" and visit.may("report.approve"):
        _approve_dialog(visit, version)


@st.dialog("起草一版", on_dismiss=end)
def _add_dialog(visit: Visit, version: pd.Series | None) -> None:
    st.caption("新的一版从上一版的内容开始改；上一版留着原样，供对照。")
    stages = {"draft": REPORT_STAGE["draft"]} if version is None else _MADE
    fields = [
        Field("stage", "哪一步", "choice", stages),
        Field("made_on", "成稿日期", "day"),
        Field("note", "说明", "area", wide=True, at_most=500, help="为什么起草这一版，如“按支部会上的意见改”"),
    ]
    initial = {"stage": "draft" if version is None else "consulted", "made_on": visit.as_of}

    def save(given: dict[str, Any]) -> str:
        version_id = report_versions.add_version(visit.store, visit.actor, visit.activity.activity_id, given)
        st.session_state["report_version"] = named(version_id, given["stage"])
        return f"已起草 {version_id}"

    if show_form("report_new", fields, initial, save, "起草"):
        end()
        st.rerun()


@st.dialog("版本说明", on_dismiss=end)
def _edit_dialog(visit: Visit, version: pd.Series) -> None:
    to = (visit.store, visit.actor, visit.activity.activity_id, version["version_id"])
    fields = [Field("made_on", "成稿日期", "day"), Field("note", "说明", "area", wide=True, at_most=500)]

    def save(given: dict[str, Any]) -> str:
        seen_seq = given.pop("seen_seq")
        report_versions.edit_version(*to, given, seen_seq=seen_seq)
        return f"{version['version_id']} 的说明已修改"

    def remove(given: dict[str, Any]) -> str:
        report_versions.remove_version(*to, seen_seq=given["seen_seq"])
        return f"{version['version_id']} 已删去"

    initial = initial_of(version)
    done = show_form(f"report_edit_{version['version_id']}", fields, initial, save, only_changes=True)
    if not version["frozen"]:
        st.caption("起草错了的一版可以删去；已经听取过意见的、定稿的不能删。")
        done = show_form(f"report_remove_{version['version_id']}", [], initial, remove, "删去这一版") or done
    if done:
        end()
        st.rerun()


@st.dialog("定稿", on_dismiss=end)
def _approve_dialog(visit: Visit, version: pd.Series) -> None:
    state = standing(visit.store, visit.activity.activity_id, version["version_id"], visit.as_of)
    st.caption("定稿以后这一版不能再改；以后要改，另起一版。")
    left = left_to_mend(state)
    if left:
        st.warning("；".join(left) + "。", icon=":material/warning:")
    fields = [Field("approved_on", "定稿日期", "day", help="留空就是今天")]
    if state.open_points:
        fields.append(Field("reason", "未答复的意见为什么先放着", "area", wide=True, at_most=500))

    def save(given: dict[str, Any]) -> str:
        to = (visit.store, visit.actor, visit.activity.activity_id, version["version_id"])
        report_versions.approve(*to, **{**given, "reason": given.get("reason") or ""})
        st.session_state["report_version"] = named(version["version_id"], "final")
        return f"{version['version_id']} 已定稿"

    if show_form(f"report_approve_{version['version_id']}", fields, initial_of(version), save, "定稿"):
        end()
        st.rerun()
