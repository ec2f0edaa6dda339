"""听取意见: who was heard on which version, each point they made, and what became of it."""

from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.report import points as report_points
from board.report import reading as report
from board.store.frames import each_row, with_late_word
from board.truth.versions import named, points_shown
from board.ui.parts import filters
from board.ui.parts.forms.form import Field, choose_action, end_action, show_form
from board.ui.parts.plain import in_html
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history, initial_of
from board.ui.parts.sheets import opened_row
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import Visit, words_of
from board.ui.report.dialogs import begin, dialog_open, end
from board.words import POINT_HANDLING, REPORT_ACTION

_HEARING_COLUMNS: dict[str, Any] = {
    "hearing_id": "编号",
    "version_id": column.text("听的是哪一版", 105),
    "group_label": column.name("听取谁"),
    "way": column.text("方式", 90),
    "held_on": column.day("日期"),
    "late_word": column.name("补录", is_rare=True),
    "heard_count": column.number("人数"),
    "point_count": column.number("意见"),
    "open_count": column.number("未答复"),
}
_POINT_COLUMNS: dict[str, Any] = {
    "point_id": "编号",
    "content": column.main("意见", 240),
    "tags": column.tags("办理", list(POINT_HANDLING.values()), sort="handling_word"),
    "section": column.text("哪一部分", 100),
    "version_id": column.text("对哪一版", 80),
    "heard_from": column.text("谁提的", 130),
    "handled_in": column.text("改在", 60),
    "reason": column.text("怎么改的，或为什么不采纳", 180, grows=2),
}
_EXPORT_LABELS = {
    "point_id": "编号",
    "version_id": "对哪一版",
    "heard_from": "谁提的",
    "section": "哪一部分",
    "content": "意见",
    "handling_word": "办理",
    "handled_in": "改在哪一版",
    "reason": "怎么改的，或为什么不采纳",
}


def show_hearings(visit: Visit) -> None:
    """Draws the groups still to be heard according to the plan, the hearings, and the points made and their answers."""
    here = (visit.store, visit.activity.activity_id)
    heard = with_late_word(*here, "report_hearings", visit.as_of, report.hearings(*here, visit.as_of))
    points = points_shown(*here, visit.as_of)
    _show_missing(visit, heard)
    if visit.may("report.edit"):
        with st.container(horizontal=True):
            st.button("登记听取", icon=":material/add:", key="report_hearing_add", on_click=begin, args=("hearing",))
            st.button(
                "登记意见", icon=":material/add_comment:", key="report_point_add", on_click=begin, args=("point",)
            )
    if heard.empty:
        st.info(
            "还没有就报告听取过意见。听了谁、用什么方式、多少人、提了什么，都登记在这里。", icon=":material/hearing:"
        )
    else:
        show_table(
            heard,
            _HEARING_COLUMNS,
            key="report_hearings",
            id_column="hearing_id",
            open_key="report_hearing",
            name="听取意见的各次",
        )
    if len(points):
        _show_points(visit, points)
    _show_dialogs(visit)


def _show_points(visit: Visit, points: pd.DataFrame) -> None:
    counts = {"全部意见": len(points)}
    counts |= {word: int((points["handling_word"] == word).sum()) for word in POINT_HANDLING.values()}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        view = filters.tabs("按办理看", "report_points_view", counts)
        rows = points if view == "全部意见" else points[points["handling_word"] == view]
        export_button(visit, rows, _EXPORT_LABELS, "报告意见采纳情况", {"办理": view}, "report_points_export")
    if rows.empty:
        st.info("没有这样的意见。", icon=":material/filter_alt:")
        return
    show_table(
        rows,
        _POINT_COLUMNS,
        key="report_points",
        id_column="point_id",
        open_key="report_point",
        name="就报告提的意见",
    )


def _show_missing(visit: Visit, heard: pd.DataFrame) -> None:
    terms = activities.terms(visit.store, visit.activity.activity_id)
    wanted = terms[(terms["kind"] == "group") & terms["required"]]["label"]
    missing = [label for label in wanted if label not in set(heard["group_label"])]
    if missing:
        st.warning(f"报告还没有听取过：{'、'.join(missing)}", icon=":material/hearing_disabled:")


def _show_dialogs(visit: Visit) -> None:
    name = dialog_open(visit)
    now, is_covered = (visit.store, visit.activity.activity_id, visit.as_of), name is not None
    hearing = opened_row("report_hearing", lambda: report.hearings(*now), "hearing_id", is_covered=is_covered)
    is_covered |= hearing is not None
    point = opened_row("report_point", lambda: points_shown(*now), "point_id", is_covered=is_covered)
    if name == "hearing" and visit.may("report.edit"):
        _hearing_dialog(visit)
    elif name == "point" and visit.may("report.edit"):
        _point_dialog(visit)
    elif hearing is not None:
        _hearing_sheet(visit, hearing)
    elif point is not None:
        _point_sheet(visit, point)


def _close() -> None:
    st.session_state["report_hearing"] = st.session_state["report_point"] = None


@st.dialog("登记听取意见", on_dismiss=end)
def _hearing_dialog(visit: Visit) -> None:
    st.caption("只记听取了哪一类人、多少人，不记姓名。登记以后，这一版就不再改，改动写进下一版。")
    versions = _versions(visit)

    def save(given: dict[str, Any]) -> str:
        hearing_id = report_points.add_hearing(visit.store, visit.actor, visit.activity.activity_id, given)
        return f"已登记 {hearing_id}"

    initial = {"version_id": next(iter(versions)), "held_on": visit.as_of}
    if show_form("report_hearing_new", _hearing_fields(visit), initial, save):
        end()
        st.rerun()


@st.dialog("登记意见", width="large", on_dismiss=end)
def _point_dialog(visit: Visit) -> None:
    st.caption("登记后可以接着登记下一条。")

    def save(given: dict[str, Any]) -> str:
        return f"已登记 {report_points.add_point(visit.store, visit.actor, visit.activity.activity_id, given)}"

    initial = {"version_id": next(iter(_versions(visit)))}
    heard = report.hearings(visit.store, visit.activity.activity_id, visit.as_of)
    if len(heard):
        initial |= {"hearing_id": heard.iloc[-1]["hearing_id"]}
    if show_form("report_point_new", _point_fields(visit), initial, save):
        st.rerun()


@st.dialog("听取意见", width=SHEET_WIDTH, position="right", on_dismiss=_close)
def _hearing_sheet(visit: Visit, row: pd.Series) -> None:
    st.html(heading(row["hearing_id"], f"{row['group_label']}　{row['way']}"))
    to = (visit.store, visit.actor, visit.activity.activity_id, row["hearing_id"])

    def save(action: str, given: dict[str, Any]) -> str:
        seen_seq = given.pop("seen_seq")
        if action == "edit":
            report_points.edit_hearing(*to, given, seen_seq=seen_seq)
        else:
            report_points.remove_hearing(*to, seen_seq=seen_seq)
        return f"{row['hearing_id']} 已{REPORT_ACTION[action]}"

    if visit.may("report.edit"):
        _act(f"report_hearing_action_{row['hearing_id']}", row, {"edit": _hearing_fields(visit), "remove": []}, save)
    details = {"听的是哪一版": row["version_id"], "日期": row["held_on"], "人数": f"{row['heard_count']} 人"}
    st.html(facts({**details, "意见": f"{row['point_count']} 条，未答复 {row['open_count']} 条"}))
    events = report.events(visit.store, visit.activity.activity_id, "report_hearings", row["hearing_id"])
    st.html(
        history(
            events, visit.as_of, REPORT_ACTION, lambda event: f"{in_html(event.group_label)} {event.heard_count} 人"
        )
    )


@st.dialog("就报告提的意见", width=SHEET_WIDTH, position="right", on_dismiss=_close)
def _point_sheet(visit: Visit, row: pd.Series) -> None:
    st.html(heading(row["point_id"], row["content"]))
    to = (visit.store, visit.actor, visit.activity.activity_id, row["point_id"])

    def save(action: str, given: dict[str, Any]) -> str:
        seen_seq = given.pop("seen_seq")
        if action == "edit":
            report_points.edit_point(*to, given, seen_seq=seen_seq)
        elif action == "answer":
            report_points.answer_point(*to, **{**given, "reason": given["reason"] or ""}, seen_seq=seen_seq)
        else:
            report_points.remove_point(*to, seen_seq=seen_seq)
        return f"{row['point_id']} 已{REPORT_ACTION[action]}"

    if visit.may("report.edit"):
        fields = {"answer": _answer_fields(visit), "edit": _point_fields(visit), "remove": []}
        _act(f"report_point_action_{row['point_id']}", row, fields, save)
    details = {"办理": row["handling_word"], "对哪一版": row["version_id"], "谁提的": row["heard_from"]}
    details |= {"哪一部分": row["section"], "改在哪一版": row["handled_in"], "怎么改的，或为什么不采纳": row["reason"]}
    st.html(facts(details))
    events = report.events(visit.store, visit.activity.activity_id, "report_points", row["point_id"])
    note = lambda event: f"{POINT_HANDLING[event.handling]}　{in_html(event.answer)}"  # noqa: E731
    st.html(history(events, visit.as_of, REPORT_ACTION, note))


def _act(key: str, row: pd.Series, fields: dict[str, list[Field]], save: Any) -> None:
    action = choose_action(key, list(fields), REPORT_ACTION)
    if action is None:
        return
    initial = {name: value or None for name, value in initial_of(row).items()}
    button = "确认删去" if action == "remove" else "保存"
    only_changes = action == "edit"
    with st.container(border=True):
        form = f"{key}.{action}"
        if show_form(
            form, fields[action], initial, lambda given: save(action, given), button, only_changes=only_changes
        ):
            if action == "remove":
                _close()
                st.rerun()
            end_action(key)


def _versions(visit: Visit) -> dict[str, str]:
    versions = report.versions(visit.store, visit.activity.activity_id, visit.as_of)
    return {row.version_id: named(row.version_id, row.stage) for row in each_row(versions.iloc[::-1])}


def _hearing_fields(visit: Visit) -> list[Field]:
    return [
        Field("version_id", "听的是哪一版", "choice", _versions(visit)),
        Field("group_label", "听取谁", "choice", words_of(visit, "group")),
        Field("way", "方式", help="如座谈会、书面、支部会", at_most=20),
        Field("held_on", "日期", "day"),
        Field("heard_count", "人数", "number"),
    ]


def _point_fields(visit: Visit) -> list[Field]:
    heard = report.hearings(visit.store, visit.activity.activity_id, visit.as_of)
    hearings = {row.hearing_id: f"{row.hearing_id} {row.group_label} {row.way}" for row in each_row(heard.iloc[::-1])}
    sections = report.sections(visit.store, visit.activity.activity_id, visit.as_of)["section"].unique().tolist()
    return [
        Field("content", "意见", "area", wide=True, at_most=2_000),
        Field("hearing_id", "哪一次听取的", "choice", {None: "另外提的", **hearings}),
        Field("section", "哪一部分", "choice", {None: "整篇", **{section: section for section in sections}}),
        Field("version_id", "对哪一版", "choice", _versions(visit), help="选了哪一次听取的，就是那一次听的那一版"),
    ]


def _answer_fields(visit: Visit) -> list[Field]:
    return [
        Field("handling", "怎样答复", "choice", POINT_HANDLING),
        Field("handled_in", "改在哪一版", "choice", {None: "—", **_versions(visit)}, help="已修改的才填"),
        Field("reason", "怎么改的，或为什么不采纳", "area", wide=True, at_most=2_000),
    ]
