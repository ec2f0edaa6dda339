"""The reading of a file: as a whole, column by column, word by word; all can be changed on the spot."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from board.importing.checked import LAYOUTS, Checked
from board.importing.choices import (
    HIDDEN_AUTOMATIC,
    HIDDEN_LABELS,
    NUMBERS_LABELS,
    SHORT_LABELS,
    UNANSWERED_LABELS,
    ZERO_LABELS,
    Choices,
)
from board.importing.files.decode import ENCODINGS, FORMATS
from board.importing.files.workbook import is_workbook
from board.importing.form import place_words
from board.importing.records import SEPARATORS
from board.importing.roles import FACT_HEADERS, fact_label
from board.importing.source import sheet_names
from board.imports import commit as imports
from board.ui.imports.choices import revision, say
from board.ui.parts.forms.once import state_of
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.words import WAY

_UNUSED = "不用（不保存）"
_BLANK = "弃权"
AUTOMATIC = "自动"
# Choices that are drawn only where a file raises their question: label → key and options.
_BY_QUESTION: dict[str, tuple[str, Mapping[Any, str]]] = {
    "数字 0": ("imports_zero", ZERO_LABELS),
    "一项也没有答的行": ("imports_unanswered", UNANSWERED_LABELS),
    "比表头短的行": ("imports_short", SHORT_LABELS),
}


def show_taken(checked: Checked, *, is_recalled: bool) -> None:
    """Shows in words how the file was read, folded. is_recalled: as was chosen for one of its shape before."""
    parts = [
        f"**{in_markdown(checked.file_name)}**",
        f"{checked.byte_count / 1024:,.1f} KB",
        f"{'编码' if checked.separator else '格式'} {FORMATS[checked.encoding]}",
        *([f"分隔符 {SEPARATORS[checked.separator]}"] if checked.separator else []),
        *([f"工作表“{in_markdown(checked.sheet)}”"] if checked.sheet else []),
        f"表头在第 {checked.header_row} 行" if checked.header_row else "没有表头",
        LAYOUTS[checked.layout],
        f"共 **{checked.row_count}** {'行' if checked.layout == 'tally' else '张评议表'}",
    ]
    title = "文件认成了什么" + (f"　{len(checked.assumptions)} 处说明" if checked.assumptions else "")
    with st.expander(title, icon=":material/info:", key="imports_taken"):
        st.markdown("　".join(parts))
        for why in dict.fromkeys(dropped.why for dropped in checked.dropped):
            names = "、".join(f"“{in_markdown(each.column)}”" for each in checked.dropped if each.why == why)
            st.markdown(f":material/visibility_off: {names}不保存：{in_markdown(why)}")
        for assumption in checked.assumptions:
            st.markdown(f":material/info: {in_markdown(assumption)}")
    if is_recalled:
        st.markdown(":material/history: 表头和以前导入过的一份一样，先照那次在这里指定的读")


def show_choices(visit: Visit, checked: Checked) -> None:
    """Draws the choices for the file as a whole, for what was read wrongly or isn't in it."""
    title = "认错了的，或文件里没写明的，在这里改"
    asked = _asks(checked, "数字作答案时", "文件的样式", "导入时选定", "请在“工作表”里选定", *_BY_QUESTION)
    with st.expander(title, expanded=asked, icon=":material/tune:", key="imports_choices"):
        first = st.columns(4)
        with first[0]:
            if checked.separator:
                pick("编码", "imports_encoding", ENCODINGS)
            elif len(checked.sheets) > 1:
                pick("工作表", "imports_sheet", {name: name for name in checked.sheets})
            if checked.sheet:
                pick("隐藏的行和列", "imports_hidden", HIDDEN_LABELS, HIDDEN_AUTOMATIC)
        with first[1]:
            if checked.separator:
                pick("分隔符", "imports_separator", SEPARATORS)
            pick("文件的样式", "imports_layout", LAYOUTS)
        with first[2]:
            st.number_input("表头在第几行", 1, value=None, step=1, key="imports_header_row", placeholder=AUTOMATIC)
            pick("数字作答案时", "imports_numbers", NUMBERS_LABELS)
        with first[3]:
            pick("参评人员", "imports_group", {name: name for name in _groups(visit)}, "看文件里的列")
            pick("参评方式", "imports_way", WAY, "看文件里的列")
        for label, (key, options) in _BY_QUESTION.items():
            if _asks(checked, label) or st.session_state.get(key):
                pick(label, key, options, "还没有选定")
        st.date_input(
            "填表日期", value=visit.as_of, format="YYYY-MM-DD", key="imports_day", help="文件里没有日期列时用"
        )


def show_reading(data: bytes, *, has_layout: bool = True, is_open: bool = True) -> None:
    """Draws the choices on how the file is read, also for a file that can't be read as it is.

    has_layout: the file holds ballots, which come in several layouts.
    """
    with st.expander("认错了的，在这里改", expanded=is_open, icon=":material/tune:", key="imports_reading"):
        places = iter(st.columns(4))
        with next(places):
            st.number_input("表头在第几行", 1, value=None, step=1, key="imports_header_row", placeholder=AUTOMATIC)
        if has_layout:
            with next(places):
                pick("文件的样式", "imports_layout", LAYOUTS)
        if not is_workbook(data):
            with next(places):
                pick("编码", "imports_encoding", ENCODINGS)
            with next(places):
                pick("分隔符", "imports_separator", SEPARATORS)
            return
        with next(places):
            pick("隐藏的行和列", "imports_hidden", HIDDEN_LABELS, HIDDEN_AUTOMATIC)
        names = sheet_names(data, Choices(hidden=st.session_state.get("imports_hidden")))
        if len(names) > 1:
            with next(places):
                pick("工作表", "imports_sheet", {name: name for name in names})


def _asks(checked: Checked, *places: str) -> bool:
    """Returns whether a remedy refers to one of these places, which are then unfolded."""
    return any(place in problem.remedy for problem in checked.problems for place in places)


def _groups(visit: Visit) -> tuple[str, ...]:
    return imports.form(visit.store, visit.activity.activity_id).groups


def pick(label: str, key: str, options: Mapping[Any, str], otherwise: str = AUTOMATIC) -> None:
    """Draws a choice of one option, by default what the file itself says."""
    st.selectbox(label, [None, *options], format_func=lambda option: options.get(option, otherwise), key=key)


def show_columns(visit: Visit, checked: Checked) -> None:
    """Draws every column with its use, which can be changed."""
    roles = _roles(visit)
    words = {role: word for word, role in roles.items()}
    frame = checked.columns.assign(
        use=[words.get(role, _UNUSED) for role in checked.columns["role"]],
        look=["" if sure else "请核对" for sure in checked.columns["sure"]],
    )
    unsure = int((~checked.columns["sure"].astype(bool)).sum())
    title = "每一列用作什么" + (f"　{unsure} 列请核对" if unsure else "")
    with st.expander(title, expanded=bool(unsure) or _asks(checked, "每一列用作什么"), key="imports_columns"):
        key = f"imports_columns_{revision()}"

        def changed() -> None:
            edited = state_of(key).get("edited_rows", {})
            say(columns={_named(frame, int(at)): roles[cells["use"]] for at, cells in edited.items() if cells})

        st.data_editor(
            frame[["列", "列名", "use", "look"]],
            key=key,
            on_change=changed,
            hide_index=True,
            disabled=["列", "列名", "look"],
            column_config={
                "列": st.column_config.TextColumn("列", width=50),
                "列名": st.column_config.TextColumn("列名", width=420),
                "use": st.column_config.SelectboxColumn("用作", options=list(roles), required=True, width=260),
                "look": st.column_config.TextColumn("", width=80),
            },
            height=min(36 * (len(frame) + 1), 420),
            placeholder="",
            alt="每一列用作什么",
        )


def _roles(visit: Visit) -> dict[str, str]:
    """Returns the uses of a column: words → role."""
    asked = imports.form(visit.store, visit.activity.activity_id).criteria
    return {
        _UNUSED: "",
        **{f"评议项目：{criterion.label}": criterion.criterion_id for criterion in asked},
        **{fact_label(role): role for role in FACT_HEADERS},
    }


def _named(frame: pd.DataFrame, at: int) -> str:
    """Returns a column's name as in `Choices.columns`."""
    return f"{frame['列'].iloc[at]} {frame['列名'].iloc[at]}".strip()


def show_words(visit: Visit, checked: Checked) -> None:
    """Draws how the file writes answers and what each was read as; those not understood come first."""
    if checked.words.empty:
        return
    form = imports.form(visit.store, visit.activity.activity_id)
    scales = {each.criterion_id: each.answers for each in form.criteria}
    places = {0: _BLANK, **place_words(form)}
    frame = checked.words.assign(unread=checked.words["rank"].isna()).sort_values(
        ["unread", "criterion_id", "row_count"], ascending=[False, True, False], ignore_index=True
    )
    frame = frame.assign(
        scale=["/".join(answer.label for answer in scales[row]) for row in frame["criterion_id"]],
        read=[_read_as(places, rank) for rank in frame["rank"]],
    )
    unread = int(frame["unread"].sum())
    title = "每种答案读作哪一档" + (f"　{unread} 种没有认出" if unread else "")
    with st.expander(title, expanded=bool(unread) or _asks(checked, "每种答案读作"), key="imports_words"):
        _edit_words(frame, {word: rank for rank, word in places.items()})


def _read_as(places: Mapping[int, str], rank: Any) -> str:
    return "" if pd.isna(rank) else places.get(int(rank), _BLANK)


def _edit_words(frame: pd.DataFrame, places: Mapping[str, int]) -> None:
    key = f"imports_words_{revision()}"

    def changed() -> None:
        edited = state_of(key).get("edited_rows", {})
        answers = {}
        for at, cells in edited.items():
            row = frame.iloc[int(at)]
            if cells.get("read"):
                answers[f"{row['criterion_id']}:{row['word']}"] = places[cells["read"]]
        say(answers=answers)

    st.data_editor(
        frame[["label", "word", "row_count", "read", "scale"]],
        key=key,
        on_change=changed,
        hide_index=True,
        disabled=["label", "word", "row_count", "scale"],
        column_config={
            "label": st.column_config.TextColumn("评议项目", width=200),
            "word": st.column_config.TextColumn("文件里写的", width=160),
            "row_count": st.column_config.NumberColumn("行数", width=70),
            "read": st.column_config.SelectboxColumn("读作", options=list(places), width=140),
            "scale": st.column_config.TextColumn("这一项各档（从好到差）", width=240),
        },
        height=min(36 * (len(frame) + 1), 420),
        placeholder="",
        alt="每种答案读作哪一档",
    )


def show_counts(visit: Visit, checked: Checked) -> None:
    """Draws, for a tally, the number of ballots by group and way, which the file may not contain."""
    if checked.layout != "tally":
        return
    rows = [(group, way) for group in _groups(visit) for way in WAY]
    frame = pd.DataFrame(rows, columns=["group", "way"]).assign(
        word=[WAY[way] for _, way in rows],
        ballots=pd.array([None] * len(rows), "Int64"),
        void=pd.array([None] * len(rows), "Int64"),
    )
    with st.expander("汇总表背后各有多少张", expanded=_asks(checked, "各有多少张"), key="imports_counts"):
        st.caption("文件里没有写张数的，在这里填。没有收到的留空。")
        key = f"imports_counts_{revision()}"

        def changed() -> None:
            edited = state_of(key).get("edited_rows", {})
            entered = {rows[int(at)]: cells for at, cells in edited.items()}
            say(
                ballot_counts={row: cells["ballots"] for row, cells in entered.items() if cells.get("ballots")},
                void_counts={row: cells["void"] for row, cells in entered.items() if cells.get("void")},
            )

        st.data_editor(
            frame[["group", "word", "ballots", "void"]],
            key=key,
            on_change=changed,
            hide_index=True,
            disabled=["group", "word"],
            column_config={
                "group": "参评人员",
                "word": "参评方式",
                "ballots": st.column_config.NumberColumn("有效张数", min_value=0, step=1),
                "void": st.column_config.NumberColumn("废票张数", min_value=0, step=1),
            },
            placeholder="",
            alt="汇总表背后的张数",
        )
