"""What 数据导入 is made of: the file and what it was taken for, its problems, what it would do, and the receipt."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from board import imports
from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from board.importing.choices import Choices
from board.importing.decode import ENCODINGS, FORMATS
from board.importing.problems import problems_frame
from board.importing.table import SEPARATORS
from board.importing.writing import frame_csv
from board.ui.errors import show_refusal
from board.ui.links import drill
from board.ui.plain import in_markdown
from board.ui.visit import Visit, refuse_if_changed
from board.words import WAY

Round = Mapping[str, Any]
_CSV = "text/csv"


def show_target(visit: Visit, rounds: pd.DataFrame) -> Round:
    """Which round the file belongs to, and the template for it; returns the round's row."""
    names = rounds["name"].tolist()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("导入到哪一轮评议", names, index=len(names) - 1, key="imports_round", width=380)
        st.download_button(
            "下载模板",
            data=imports.template(visit.store, visit.activity.activity_id),
            file_name="评议表模板.csv",
            mime=_CSV,
            icon=":material/download:",
            on_click="ignore",
            key="imports_template",
        )
    st.caption("一行一张评议表，一列一个评议项目。用 Excel、WPS 另存的 CSV 都可以，编码会自动识别。")
    chosen: Round = rounds[rounds["name"] == name].iloc[0].to_dict()
    return chosen


def show_upload(_visit: Visit) -> UploadedFile | None:
    """The place to drop a file; starts over after each import."""
    turn = st.session_state.setdefault("imports_turn", 0)
    uploaded: UploadedFile | None = st.file_uploader(
        "评议表文件", type=["csv", "txt", "tsv"], key=f"imports_file_{turn}", label_visibility="collapsed"
    )
    return uploaded


def show_choices(visit: Visit) -> Choices:
    """What the clerk may say about the file where it does not say so itself, or was taken wrongly."""
    groups = imports.form(visit.store, visit.activity.activity_id).groups
    with st.expander("文件里没写明的，或者认错了的，在这里改", icon=":material/tune:"):
        left, middle, right, last = st.columns(4)
        encoding = left.selectbox(
            "编码", [None, *ENCODINGS], format_func=lambda e: ENCODINGS.get(e, "自动识别"), key="imports_encoding"
        )
        separator = middle.selectbox(
            "分隔符", [None, *SEPARATORS], format_func=lambda s: SEPARATORS.get(s, "自动识别"), key="imports_separator"
        )
        group = right.selectbox(
            "参评人员", [None, *groups], format_func=lambda g: g or "看文件里的列", key="imports_group"
        )
        way = last.selectbox(
            "参评方式", [None, *WAY], format_func=lambda w: WAY.get(w, "看文件里的列"), key="imports_way"
        )
        cast_on = left.date_input(
            "填表日期", value=visit.as_of, format="YYYY-MM-DD", key="imports_day", help="文件里没有日期列时用"
        )
    return Choices(encoding=encoding, separator=separator, group=group, way=way, cast_on=cast_on)


def show_checked(visit: Visit, chosen: Round, upload: UploadedFile, choices: Choices) -> None:
    """Everything about the file: what it was taken for, what is wrong, what it would do, and the button for it."""
    try:
        with st.spinner("正在检查文件…"):
            checked = _checked(visit, upload, choices)
    except BoardError as problem:
        st.error(f"**{in_markdown(problem.title)}**　{in_markdown(problem.message)}{in_markdown(problem.remedy)}")
        return
    _show_taken(checked)
    if checked.problem_count:
        _show_problems(checked)
    _show_effect(visit, chosen, checked)


def _checked(visit: Visit, upload: UploadedFile, choices: Choices) -> Checked:
    """The file, read once for each set of choices."""
    key = (upload.file_id, choices.encoding, choices.separator, choices.group, choices.way, choices.cast_on)
    held = st.session_state.get("imports_checked")
    if held is None or held[0] != key:
        form = imports.form(visit.store, visit.activity.activity_id)
        held = (key, check_ballots(upload.name, upload.getvalue(), form, choices))
        st.session_state["imports_checked"] = held
    checked: Checked = held[1]
    return checked


def _show_taken(checked: Checked) -> None:
    st.subheader("文件认成了什么")
    st.markdown(
        f"**{in_markdown(checked.file_name)}**　{checked.byte_count / 1024:,.1f} KB　"
        f"编码 {FORMATS[checked.encoding]}　分隔符 {SEPARATORS.get(checked.separator, '无')}　"
        f"共 **{checked.row_count}** 张评议表"
    )
    if checked.ignored:
        names = "、".join(in_markdown(name) for name in checked.ignored)
        st.markdown(f":material/visibility_off: 这些列不用，也不保存：{names}")
    for said in checked.assumptions:
        st.markdown(f":material/info: {in_markdown(said)}")
    with st.expander("每一列用作什么"):
        st.dataframe(checked.columns, hide_index=True, height="content", alt="每一列用作什么")


def _show_problems(checked: Checked) -> None:
    frame = problems_frame(checked.problems)
    st.subheader(
        f"要改的地方　{checked.error_count} 处" if checked.error_count else f"请核对　{checked.problem_count} 处"
    )
    st.dataframe(frame.drop(columns=["工作表"]), hide_index=True, alt="文件里的问题")
    if checked.problem_count > len(frame):
        st.caption(f"只列出前 {len(frame)} 处，共 {checked.problem_count} 处。")
    st.download_button(
        "下载问题清单",
        data=frame_csv(frame),
        file_name="问题清单.csv",
        mime=_CSV,
        icon=":material/download:",
        on_click="ignore",
        key="imports_problems",
    )


def _show_effect(visit: Visit, chosen: Round, checked: Checked) -> None:
    effect = imports.preview(visit.store, visit.activity.activity_id, chosen["round_id"], checked)
    st.subheader("导入后会怎样")
    for reason in effect.blocked:
        st.error(in_markdown(reason), icon=":material/block:")
    for warning in effect.warnings:
        st.warning(in_markdown(warning), icon=":material/warning:")
    if effect.ballot_count and not effect.already:
        st.markdown(
            f"“{in_markdown(chosen['name'])}”新增 **{effect.ballot_count}** 张评议表，其中废票 {effect.void_count} 张；"
            f"意见和建议 {effect.suggestion_count} 条。"
        )
        labels = {
            "group_label": "参评人员",
            "way": "方式",
            "given_out": "发出",
            "returned_before": "已收回",
            "returned_new": "这次新增",
            "returned_after": "合计收回",
        }
        rows = effect.forms.assign(way=effect.forms["way"].map(WAY))[list(labels)]
        st.dataframe(
            rows, column_config=labels, hide_index=True, height="content", alt="导入后的收回数", placeholder="—"
        )
    st.button(
        f"确认导入 {effect.ballot_count} 张" if effect.ballot_count else "确认导入",
        type="primary",
        icon=":material/check:",
        key="imports_confirm",
        disabled=bool(effect.blocked) or not effect.ballot_count,
        on_click=_commit,
        args=(visit, chosen, checked),
    )


def _commit(visit: Visit, chosen: Round, checked: Checked) -> None:
    try:
        refuse_if_changed(visit.actor)
        receipt = imports.commit(visit.store, visit.actor, visit.activity.activity_id, chosen["round_id"], checked)
    except BoardError as problem:
        st.session_state["imports_refusal"] = problem
        return
    st.session_state["imports_receipt"] = (receipt, chosen["name"])
    st.session_state["imports_turn"] = st.session_state.get("imports_turn", 0) + 1
    st.session_state.pop("imports_checked", None)


def show_receipt() -> None:
    """What the last import of this visit did, or why it was refused."""
    refusal: BoardError | None = st.session_state.pop("imports_refusal", None)
    if refusal is not None:
        show_refusal(refusal)
    held = st.session_state.get("imports_receipt")
    if held is None:
        return
    receipt, round_name = held
    with st.container(border=True, key="imports_receipt_box"):
        st.markdown(
            f":green[:material/task_alt:] **已导入**　回执 **{receipt.import_id}**　"
            f"{receipt.imported_at:%Y-%m-%d %H:%M:%S}  \n"
            f"{in_markdown(receipt.file_name)} → “{in_markdown(round_name)}”：{receipt.ballot_count} 张评议表"
            f"（废票 {receipt.void_count} 张），意见和建议 {receipt.suggestion_count} 条  \n"
            f"文件指纹 {receipt.sha256[:16]}"
        )
        drill("看评议结果", "evaluation", {"evaluation_round": round_name}, key="imports_see")


def show_history(history: pd.DataFrame) -> None:
    """Every import, newest first."""
    st.subheader("导入记录")
    if history.empty:
        st.caption("还没有导入过文件。")
        return
    rows = history.assign(encoding=history["encoding"].map(FORMATS), mark=history["sha256"].str.slice(0, 16))
    st.dataframe(
        rows,
        hide_index=True,
        height="content",
        alt="导入记录",
        column_order=[
            "import_id",
            "imported_at",
            "file_name",
            "round_name",
            "row_count",
            "encoding",
            "actor_name",
            "mark",
        ],
        column_config={
            "import_id": st.column_config.TextColumn("回执", width=75),
            "imported_at": st.column_config.DatetimeColumn("时间", format="YYYY-MM-DD HH:mm"),
            "file_name": "文件",
            "round_name": "轮次",
            "row_count": st.column_config.NumberColumn("评议表", width=80),
            "encoding": "编码",
            "actor_name": "经办",
            "mark": "文件指纹",
        },
    )
