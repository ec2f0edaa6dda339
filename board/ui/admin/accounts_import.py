"""成批添加账号 on 系统管理: a list is uploaded, checked, corrected and confirmed; then its first passwords, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from board.accounts import bulk as accounts_import
from board.accounts.bulk import MOST, WRONG, Candidate, Opened, Seen
from board.activity import activities
from board.documents.account_slips import account_slips
from board.documents.ledger_template import ledger_columns, template_workbook
from board.documents.table import workbook
from board.errors import BoardError
from board.importing.choices import Choices
from board.importing.ledgers.kinds import ACCOUNTS
from board.ui.imports import choices as import_choices
from board.ui.imports.problems import show_mended, show_problems
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.once import key_of, press, widget_key
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit, refuse_if_changed
from board.words import ROLE

_OPEN, _JOB, _KEY = "admin_batch_dialog", "admin_batch_job", "admin_batch_confirm"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LABELS = {"display_name": "姓名", "name": "登录名", "password": "初始密码", "role_words": "角色"}
_COLUMNS: dict[str, Any] = {
    "number": column.number("行"),
    "what": column.text("怎样", 70),
    "display_name": column.main("姓名", 110),
    "name": column.text("登录名", 120),
    "role_words": column.text("角色", 120),
    "person": column.text("人员", 90),
}


@dataclass
class _Job:
    """Accounts being added: prepared one by one, then added together.

    The passwords are kept here, in memory, until the dialog is closed.
    """

    pressed: str
    candidates: tuple[Candidate, ...]
    opened: list[Opened] = field(default_factory=list)
    is_done: bool = False
    problem: BoardError | None = None


def show_batch_button() -> None:
    """Draws the button that opens the dialog."""
    if st.button("成批添加账号", icon=":material/group_add:", key="admin_batch"):
        st.session_state[_OPEN] = True


def is_batch_open() -> bool:
    """Returns whether the dialog is to be drawn."""
    return bool(st.session_state.get(_OPEN))


def _close() -> None:
    st.session_state[_OPEN] = False
    st.session_state.pop(_JOB, None)


@st.dialog("成批添加账号", width="large", on_dismiss=_close)
def show_batch(visit: Visit) -> None:
    """Draws the dialog's current step: upload and check a list, wait, or take away the first passwords."""
    if not st.session_state.get(_OPEN):
        st.rerun()  # the button's rerun redrew only the dialog
    job: _Job | None = st.session_state.get(_JOB)
    if job is None or job.problem:
        _show_list(visit, job.problem if job else None)
    elif job.is_done:
        _show_passwords(visit, job.opened)
    else:
        _carry_on(visit, job)


def _show_list(visit: Visit, problem: BoardError | None) -> None:
    if problem is not None:
        show_refusal(problem)
    data = _brought(visit)
    if not data:
        return
    import_choices.begin(f"accounts-{sha256(data).hexdigest()}")
    corrections = import_choices.corrections()
    choices = Choices(cells=corrections["cells"], skipped_rows=corrections["skipped_rows"])
    try:
        seen = accounts_import.preview(visit.store, visit.actor, visit.activity.activity_id, data, choices)
    except BoardError as refusal:
        show_refusal(refusal)
        return
    _show_seen(seen)


def _brought(visit: Visit) -> bytes:
    """Returns the list as bytes, from a file or from pasted rows; the file takes precedence."""
    st.markdown(f"一行一个账号，一次最多 {MOST} 个；栏目是姓名、登录名、角色、人员。先看一遍，确认以后才添加。")
    download(
        "下载模板",
        make=lambda: _template(visit),
        file_name="账号模板.xlsx",
        mime=_XLSX,
        icon=":material/download:",
        key="admin_batch_template",
    )
    upload = st.file_uploader(
        "名单文件（Excel、ODS、CSV）", type=["xlsx", "xls", "ods", "csv", "txt"], key="admin_batch_file"
    )
    pasted = st.text_area("或者从表格里复制，连表头一起粘贴在这里", key="admin_batch_text", height=110)
    return upload.getvalue() if upload else pasted.strip().encode()


def _template(visit: Visit) -> bytes:
    people = activities.people(visit.store, visit.activity.activity_id)["name"].tolist()
    words = {"roles": list(ROLE.values()), "person": people}
    return template_workbook(ACCOUNTS.title, ledger_columns(ACCOUNTS, words))


def _show_seen(seen: Seen) -> None:
    st.markdown(f"**{seen.effect}**")
    for note in (*seen.file.assumed, *(f"没有用到“{name}”这一列" for name in seen.file.ignored)):
        st.markdown(f":material/info: {in_markdown(note)}")
    if seen.problems:
        show_problems(seen.problems, len(seen.problems), seen.error_count)
    show_mended()
    rows = [{**vars(row), "role_words": _roles(row)} for row in seen.rows]
    frame = pd.DataFrame(rows).sort_values("what", key=lambda what: what != WRONG, kind="stable")
    quiet_table(frame, _COLUMNS, "添加后会怎样", key="admin_batch_effect", tall=300, nothing="")
    count, errors = len(seen.news), seen.error_count
    st.button(
        f"还有 {errors} 处要改" if errors else f"确认添加 {count} 个账号" if count else "没有要添加的账号",
        type="primary",
        icon=":material/check:",
        key=widget_key(_KEY),
        disabled=bool(errors) or not count,
        on_click=_begin,
        args=(key_of(_KEY), seen.news),
    )


def _roles(row: Candidate) -> str:
    return "、".join(ROLE[role] for role in row.roles)


def _begin(pressed: str, candidates: tuple[Candidate, ...]) -> None:
    """Starts the job, once per press: a second click finds it under way or done."""
    job: _Job | None = st.session_state.get(_JOB)
    if pressed == key_of(_KEY) and (job is None or job.problem):
        st.session_state[_JOB] = _Job(pressed, candidates)


def _carry_on(visit: Visit, job: _Job) -> None:
    """Prepares the accounts, continuing after an interruption, then adds them all."""
    total = len(job.candidates)
    bar = st.progress(0.0)
    while len(job.opened) < total:
        done = len(job.opened)
        bar.progress(done / total, f"正在生成初始密码：{done} / {total}。请不要关掉这里。")
        job.opened.append(accounts_import.ready(visit.store, job.candidates[done]))
    press(_KEY, job.pressed, lambda words: _again(job, words), lambda: _added(visit, job))
    st.rerun()


def _again(job: _Job, words: str) -> None:
    """Finishes a job whose accounts were added by a run that was cut short right afterwards."""
    job.is_done = job.problem is None
    st.session_state["notice"] = words


def _added(visit: Visit, job: _Job) -> str | None:
    try:
        refuse_if_changed(visit.actor)
        accounts_import.create_accounts(visit.store, visit.actor, visit.activity.activity_id, job.opened)
    except BoardError as problem:
        job.problem = problem
        return None
    job.is_done = True
    st.session_state["notice"] = f"已添加 {len(job.opened)} 个账号"
    return f"已添加 {len(job.opened)} 个账号"


def _show_passwords(visit: Visit, opened: Sequence[Opened]) -> None:
    st.success(f"已添加 {len(opened)} 个账号。", icon=":material/check_circle:")
    st.markdown(
        "初始密码只在这里给这一次：程序里只留下认它的摘要，关掉就再也看不到，没有存下来的要逐个重设。"
        "请当面交给本人；本人第一次登录，先要换成自己的密码。"
    )
    with st.container(horizontal=True):
        download(
            "下载纸条，打印裁开",
            make=lambda: account_slips(visit.activity.unit_name, _handed(opened)),
            file_name=f"初始密码纸条_{visit.activity.unit_name}.docx",
            mime=_DOCX,
            key="admin_batch_slips",
            type="primary",
        )
        download(
            "下载 Excel",
            make=lambda: _passwords_workbook(visit, opened),
            file_name="初始密码.xlsx",
            mime=_XLSX,
            key="admin_batch_passwords",
        )
        st.button("存好了，关掉", key="admin_batch_end", on_click=_close)


def _handed(opened: Sequence[Opened]) -> list[tuple[str, str, str]]:
    return [(each.candidate.display_name, each.candidate.name, each.password) for each in opened]


def _passwords_workbook(visit: Visit, opened: Sequence[Opened]) -> bytes:
    frame = pd.DataFrame(_handed(opened), columns=["display_name", "name", "password"])
    frame["role_words"] = [_roles(each.candidate) for each in opened]
    notes = [visit.activity.unit_name, "第一次登录先要换成自己的密码；发完以后请删去这份文件"]
    return workbook(frame, _LABELS, "初始密码", notes)
