"""Cells of a file that couldn't be read: here each can be corrected, its row skipped, or its ballot made void."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from board.importing.files.writing import frame_csv
from board.importing.problems import Problem, index_of, problems_frame
from board.ui.imports.choices import corrections, forget, revision, say
from board.ui.parts.downloads import download
from board.ui.parts.forms.once import state_of

_LEAVE, _SKIP, _VOID, _FIT = "还没有处理", "略过这一行", "作为废票", "缺的当空白，多的不要"
# What can be done about any row, about a ballot's row, and about one that is wider or narrower than the header.
BY_ROW, BY_BALLOT, BY_RAGGED_BALLOT = (_SKIP,), (_SKIP, _VOID), (_SKIP, _VOID, _FIT)
_FIELD_OF = {_SKIP: "skipped_rows", _VOID: "voided_rows", _FIT: "fitted_rows"}
# Height of three lines of text: problems and remedies are sentences.
_ROW = 66
# Up to this many problems can be corrected here; with more, the file itself should be.
_MENDED_HERE = 200


def show_problems(
    problems: Sequence[Problem], problem_count: int, error_count: int, handlings: Sequence[str] = BY_ROW
) -> None:
    """Draws the problems with what can be done about each on the spot, and the list to download.

    problems: the first ones of problem_count. handlings: what can be done about a row.
    """
    st.header(f"要改的地方　{error_count} 处" if error_count else f"请核对　{problem_count} 处")
    _edit(list(problems[:_MENDED_HERE]), [_LEAVE, *handlings])
    if problem_count > min(len(problems), _MENDED_HERE):
        st.caption(f"这里列出前 {min(len(problems), _MENDED_HERE)} 处，共 {problem_count} 处；其余的见问题清单。")
    download(
        "下载问题清单",
        make=lambda: frame_csv(problems_frame(problems)),
        file_name="问题清单.csv",
        mime="text/csv",
        icon=":material/download:",
        key="imports_problems",
    )


def _edit(problems: list[Problem], handlings: list[str]) -> None:
    frame = problems_frame(problems).assign(mended="", handling=_LEAVE)
    key = f"imports_problems_{revision()}"

    def changed() -> None:
        cells: dict[tuple[str | None, int, int], str] = {}
        rows: dict[str, set[int]] = {handling: set() for handling in handlings}
        for at, edit in state_of(key).get("edited_rows", {}).items():
            problem = problems[int(at)]
            place = index_of(problem.column)
            if edit.get("mended") and place is not None:
                cells[problem.sheet, problem.row, place] = edit["mended"]
            rows[edit.get("handling") or _LEAVE].add(problem.row)
        handled = {name: frozenset(rows.get(handling, ())) for handling, name in _FIELD_OF.items()}
        say(cells=cells, **handled)

    shown = ["行", "列", "单元格内容", "问题", "mended", "handling", "怎么改"]
    if frame["工作表"].ne("").any():
        shown = ["工作表", *shown]
    st.data_editor(
        frame[shown],
        key=key,
        on_change=changed,
        hide_index=True,
        disabled=[name for name in shown if name not in {"mended", "handling"}],
        column_config={
            "行": st.column_config.NumberColumn("行", width=60),
            "列": st.column_config.TextColumn("列", width=150),
            "单元格内容": st.column_config.TextColumn("单元格内容", width=110),
            "问题": st.column_config.TextColumn("问题", width=250),
            "mended": st.column_config.TextColumn("改成", width=110),
            "handling": st.column_config.SelectboxColumn("或者", options=handlings, required=True, width=130),
            "怎么改": st.column_config.TextColumn("怎么改", width=280),
        },
        row_height=_ROW,
        height=min(_ROW * len(frame) + 38, 520),
        placeholder="",
        alt="文件里的问题",
    )


def show_mended() -> None:
    """Shows how much was corrected here, with the button that takes it back."""
    held: dict[str, Any] = corrections()
    parts = [
        (len(held["cells"]), "格改过"),
        (len(held["skipped_rows"]), "行略过"),
        (len(held["voided_rows"]), "张作为废票"),
        (len(held["fitted_rows"]), "行按表头凑齐"),
        (len(held["columns"]), "列改了用途"),
        (len(held["answers"]), "种答案指定了档次"),
        (len(held["groups"]) + len(held["ways"]), "种参评人员、方式指定了意思"),
    ]
    counts = [f"{count} {word}" for count, word in parts if count]
    if counts:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("在这里改的：" + "，".join(counts) + "。原文件没有动。", width="content")
            st.button("全部还原", key="imports_forget", type="tertiary", icon=":material/undo:", on_click=forget)
