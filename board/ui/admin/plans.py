"""方案 in 系统管理: the plans; one is copied, edited in tables or as a file, checked, and saved."""

import tomllib
from pathlib import Path
from typing import Any

import streamlit as st

from board.activity.plan import kept as plans_kept
from board.activity.plan.reading import Plan
from board.activity.plan.source import PlanRefused
from board.activity.plan.tables import LABELS, LISTS, TITLES, place_of, records_from, rows_of, terms_from, terms_of
from board.activity.plan.text import written
from board.errors import BoardError, Invalid
from board.store.trail.chain import Deed
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit, refuse_if_changed
from board.web import serving
from board.words import PLAN_PURPOSE, TERM_KIND

_ROWS_AT_ONCE = 12
_EDITOR_HEIGHT = 440


def show_plans(visit: Visit) -> None:
    """Draws the plans, and the editor of the chosen one."""
    folder = plans_kept.folder_of(serving.settings().data)
    names = list(plans_kept.at_hand(folder))
    if st.session_state.get("plans_name") not in names:
        st.session_state["plans_name"] = names[0]
    name = st.selectbox("方案", names, format_func=plans_kept.title_of, key="plans_name")
    _show_state(folder, name)
    if not visit.may(plans_kept.PERMISSION):
        return
    _show_copy(visit, folder, name)
    if not plans_kept.is_shipped(name):
        _show_editor(visit, folder, name)
        _show_removal(visit, folder, name)


def _show_state(folder: Path, name: str) -> None:
    """Draws whether the plan passes the checks, what it contains, and the file itself."""
    try:
        text = plans_kept.text_of(folder, name)
        plan = plans_kept.checked_text(name, text)
    except BoardError as problem:
        show_refusal(problem)
    else:
        st.success(in_markdown(_summary(plan)), icon=":material/check_circle:")
        file_name = f"{plans_kept.title_of(name)}.toml"
        make = lambda: text  # noqa: E731
        download("下载方案文件", make, file_name, "text/plain", key="plans_download")


def _summary(plan: Plan) -> str:
    about, phases = plan.activity, "、".join(phase.name for phase in plan.phases)
    counts = f"{len(plan.tasks)} 项工作任务，{len(plan.people)} 位人员，{len(plan.criteria)} 个评议项目"
    return f"{about.unit} {about.name} {about.stage}，{about.days} 天：{phases}；{counts}。"


def _show_copy(visit: Visit, folder: Path, name: str) -> None:
    with st.expander("复制一份，或上传方案文件", icon=":material/content_copy:"):
        file = st.file_uploader(
            "方案文件（留空就是复制上面选的方案）", type=["toml"], key="plans_file", max_upload_size=1
        )
        fields = [Field("name", "新方案的名称", help="汉字、字母、数字和 -；按它建立的活动会记着这个名称")]

        def save(given: dict[str, Any]) -> str:
            try:
                text = file.getvalue().decode("utf-8-sig") if file else plans_kept.text_of(folder, name)
            except UnicodeDecodeError as error:
                raise BoardError("方案文件不能用", "文件不是 UTF-8 编码的文本。", "请另存为 UTF-8 再上传。") from error
            plans_kept.save(visit.actor, folder, given["name"], text, is_new=True)
            visit.store.note(Deed("plans.save", visit.actor, given["name"].strip()))
            return f"已保存方案 {in_markdown(given['name'])}，可以在“方案”里选它来改"

        if show_form("plans_copy", fields, {}, save, "保存为新方案"):
            st.rerun()


def _show_editor(visit: Visit, folder: Path, name: str) -> None:
    """Draws the plan's tables, and the button that checks and saves them."""
    try:
        tables = tomllib.loads(plans_kept.text_of(folder, name))
    except (BoardError, tomllib.TOMLDecodeError):
        return  # shown above; the file can be uploaded again under another name
    st.header("修改")
    st.caption("日子从活动开始那天算起，开始那天是第 0 天。几个词之间用顿号“、”隔开。")
    edited = {**tables, "activity": _about(name, tables)}
    for each, tab in zip((*LISTS, "terms"), st.tabs([TITLES[each] for each in (*LISTS, "terms")]), strict=True):
        with tab:
            edited[each] = _terms(name, tables) if each == "terms" else _records(name, tables, each)
    problem: BoardError | None = st.session_state.pop("plans_problem", None)
    if problem is not None:
        _show_problem(problem)
    once_button("检查并保存", type="primary", key="plans_save", on_click=_save, args=(visit, folder, name, edited))


def _about(name: str, tables: dict[str, Any]) -> dict[str, Any]:
    held = tables.get("activity", {})
    columns = st.columns([3, 4, 3, 4, 2])
    about: dict[str, Any] = {}
    for column, key in zip(columns, ("unit", "name", "stage", "theme"), strict=False):
        about[key] = column.text_input(LABELS[key], held.get(key, ""), key=f"plans_{key}_{name}", max_chars=100)
    about["days"] = int(
        columns[-1].number_input(LABELS["days"], 1, 3660, held.get("days", 40), key=f"plans_days_{name}")
    )
    return about


def _records(name: str, tables: dict[str, Any], each: str) -> list[dict[str, Any]]:
    rows = rows_of(tables, each)
    config: dict[str, Any] = {key: LABELS[key] for key in rows.columns}
    if "purpose" in config:
        config["purpose"] = st.column_config.SelectboxColumn(
            LABELS["purpose"], options=["", *PLAN_PURPOSE], format_func=lambda code: PLAN_PURPOSE.get(str(code), "—")
        )
    edited = st.data_editor(
        rows,
        key=f"plans_{each}_{name}",
        column_config=config,
        hide_index=True,
        num_rows="dynamic",
        height=_EDITOR_HEIGHT if len(rows) > _ROWS_AT_ONCE else "content",
        alt=TITLES[each],
    )
    return records_from(each, edited)


def _terms(name: str, tables: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    held = terms_of(tables)
    rows = held.assign(word=[TERM_KIND.get(kind, kind) for kind in held["kind"]])[["word", "labels", "required"]]
    edited = st.data_editor(
        rows,
        key=f"plans_terms_{name}",
        column_config={"word": "哪一类", "labels": LABELS["labels"], "required": LABELS["required"]},
        disabled=["word"],
        hide_index=True,
        height="content",
        alt=TITLES["terms"],
    )
    return terms_from(edited.assign(kind=held["kind"].to_numpy()))


def _save(visit: Visit, folder: Path, name: str, edited: dict[str, Any]) -> None:
    try:
        refuse_if_changed(visit.actor)
        plans_kept.save(visit.actor, folder, name, written(edited))
        visit.store.note(Deed("plans.save", visit.actor, name))
    except BoardError as problem:
        st.session_state["plans_problem"] = problem
    else:
        st.session_state["notice"] = f"方案 {in_markdown(name)} 已检查并保存"


def _show_problem(problem: BoardError) -> None:
    """Shows where the plan is wrong, with places named as in the tables above."""
    if isinstance(problem, PlanRefused) and problem.key:
        st.error(f"**{in_markdown(place_of(problem.key))}**　{in_markdown(problem.what)}没有保存，填的内容都还在。")
    elif isinstance(problem, Invalid):
        st.error(in_markdown(problem.message))
    else:
        show_refusal(problem)


def _show_removal(visit: Visit, folder: Path, name: str) -> None:
    def remove(_given: dict[str, Any]) -> str:
        plans_kept.remove(visit.actor, folder, name)
        visit.store.note(Deed("plans.remove", visit.actor, name))
        return f"方案 {in_markdown(name)} 已删去；按它建立的活动不受影响"

    with st.expander("删去这个方案", icon=":material/delete:"):
        if show_form(f"plans_remove_{name}", [], {}, remove, "删去"):
            st.rerun()
