"""Evidence files of a record: a list to download them exactly as stored, and an upload."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from board.errors import BoardError, Invalid
from board.meeting import studies
from board.meeting.studies import STUDIES
from board.papers.issuing.publishing import PUBLICATIONS
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.rectification import proofs
from board.rectification.proofs import Holder
from board.rectification.rules import allowed_actions
from board.store.frames import each_row
from board.store.store import Store
from board.tasks import actions as tasks
from board.tasks.files import TASKS
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_kept_refusal
from board.ui.parts.forms.form import Field, carry_on, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.records import initial_of
from board.ui.parts.visit import Visit, refuse_if_changed

# A browser saves a file of this type: it neither opens nor runs it.
_STORED = "application/octet-stream"


@dataclass(frozen=True)
class Folder:
    """The files of one record, and what this person may do with them. `seq`: the record's, as drawn.

    form_key: prefix of the keys of the record's own forms. events: reads the record's history.
    """

    holder: Holder
    record_id: str
    seq: int
    may_attach: bool
    may_withdraw: bool
    form_key: str
    events: Callable[[Store, str, str], pd.DataFrame]


def item_folder(visit: Visit, item: pd.Series) -> Folder:
    """Returns the folder of a rectification item."""
    state, item_id = initial_of(item), item["item_id"]
    actions = () if visit.is_past else allowed_actions(state, visit.actor.roles, visit.actor.person_id)
    may = ("attach" in actions, "withdraw" in actions)
    return Folder(
        proofs.ITEMS, item_id, int(item["seq"]), *may, f"rectification_action_{item_id}.", rectification.events
    )


def task_folder(visit: Visit, task: pd.Series) -> Folder:
    """Returns the folder of a task."""
    may, task_id = visit.may(TASKS.permission), task["task_id"]
    return Folder(TASKS, task_id, int(task["seq"]), may, may, f"tasks_action_{task_id}.", tasks.events)


def study_folder(visit: Visit, study: pd.Series) -> Folder:
    """Returns the folder of a finding of a study."""
    may, study_id = visit.may(STUDIES.permission), study["study_id"]
    return Folder(STUDIES, study_id, int(study["seq"]), may, may, f"meeting_study_{study_id}.", studies.events)


def publication_folder(visit: Visit, publication_id: str, seq: int) -> Folder:
    """Returns the folder of a publication."""
    may, form_key = visit.may(PUBLICATIONS.permission), f"publication_action_{publication_id}."
    return Folder(PUBLICATIONS, publication_id, seq, may, may, form_key, publication.events)


def show_proofs(visit: Visit, folder: Folder, title: str = "佐证文件") -> None:
    """Draws a record's files with their versions; those with permission can add or withdraw one."""
    where = (visit.store, visit.activity.activity_id, folder.record_id, visit.as_of)
    held = proofs.proofs(*where, holder=folder.holder)
    if held.empty and not folder.may_attach:
        return
    st.html(f'<h3 class="section">{in_html(title)}</h3>')
    for row in each_row(held):
        _show_file(visit, row)
    if folder.may_attach:
        _show_upload(visit, folder)
    if folder.may_withdraw and held["withdrawn_at"].isna().any():
        _show_withdrawal(visit, folder, held)


def _show_file(visit: Visit, row: Any) -> None:
    gone = "" if pd.isna(row.withdrawn_at) else f"　:orange-badge[{row.withdrawn_at:%m-%d} 撤下]"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        download(
            in_markdown(row.name),
            make=partial(_content, visit, row.proof_id, row.version),
            file_name=row.name,
            mime=_STORED,
            key=f"proof_{row.proof_id}_{row.version}",
            what=f"{row.proof_id} 第 {row.version} 版",
            icon=":material/attach_file:",
            type="tertiary",
        )
        st.caption(
            f"第 {row.version} 版　{_size(row.byte_count)}　{in_markdown(row.actor_name)}"
            f"　{row.added_at:%Y-%m-%d %H:%M}　指纹 {row.sha256[:12]}{gone}",
            help=f"文件指纹：{row.sha256}",
        )


def _content(visit: Visit, proof_id: str, version: int) -> bytes:
    return proofs.content(visit.store, visit.actor, visit.activity.activity_id, proof_id, version)[1]


def _size(byte_count: int) -> str:
    return f"{byte_count / 1024:,.0f} KB" if byte_count < 1024 * 1024 else f"{byte_count / 1024 / 1024:,.1f} MB"


def _show_upload(visit: Visit, folder: Folder) -> None:
    turn = st.session_state.setdefault("proofs_turn", 0)
    key = f"proofs_{folder.record_id}_{turn}"
    files = st.file_uploader(
        "放入佐证文件",
        key=key,
        accept_multiple_files=True,
        max_upload_size=proofs.MOST_BYTES // 1024 // 1024,
        help="什么类型的文件都行，每个不超过 20 MB；同名的文件再放一次就是新的一版，旧的还在。",
    )
    show_kept_refusal("proofs_refusal")
    if files:
        once_button(
            f"存入 {len(files)} 个文件",
            type="primary",
            key="proofs_save",
            on_click=_attach,
            args=(visit, folder, files),
        )


def _attach(visit: Visit, folder: Folder, files: list[UploadedFile]) -> None:
    to = (visit.store, visit.actor, visit.activity.activity_id, folder.record_id)
    refused: dict[str, BoardError] = {}
    for file in files:
        try:
            refuse_if_changed(visit.actor)
            proofs.attach(*to, file.name, file.getvalue(), holder=folder.holder)
        except BoardError as problem:
            refused[file.name] = problem
    stored = len(files) - len(refused)
    if refused:
        st.session_state["proofs_refusal"] = _refusal(refused)
    if stored:
        st.session_state["notice"] = f"{folder.record_id} 已存入 {stored} 个文件"
        st.session_state["proofs_turn"] += 1
        _carry_on(visit, folder, stored)


def _refusal(refused: Mapping[str, BoardError]) -> BoardError:
    reasons = [
        f"{name}：{problem.message if isinstance(problem, Invalid) else f'{problem.title}，{problem.message}'}"
        for name, problem in refused.items()
    ]
    return BoardError(f"{len(refused)} 个文件没有存入", "；".join(reasons), "请改好这些文件，再放一次。")


def _carry_on(visit: Visit, folder: Folder, steps: int) -> None:
    """Lets a form that is open on the sheet continue: what the same person did to the files is no conflict."""
    events = folder.events(visit.store, visit.activity.activity_id, folder.record_id)
    seen, now = folder.seq, int(events["seq"].iloc[-1])
    if now == seen + steps:  # and nobody else did anything
        carry_on(folder.form_key, seen, now)


def _show_withdrawal(visit: Visit, folder: Folder, held: pd.DataFrame) -> None:
    standing = held[held["is_newest"] & held["withdrawn_at"].isna()]
    with st.expander("撤下放错的文件", icon=":material/undo:"):
        fields = [
            Field("proof_id", "哪个文件", "choice", dict(zip(standing["proof_id"], standing["name"], strict=True))),
            Field("reason", "原因", help="文件还留着，只是不再算作佐证"),
        ]

        def save(given: dict[str, str]) -> str:
            proofs.withdraw(
                visit.store,
                visit.actor,
                visit.activity.activity_id,
                folder.record_id,
                given["proof_id"] or "",
                given["reason"],
                holder=folder.holder,
            )
            _carry_on(visit, folder, 1)
            return f"{folder.record_id} 已撤下一个文件"

        if show_form(f"proofs_withdraw_{folder.record_id}", fields, {}, save, "撤下"):
            st.rerun()
