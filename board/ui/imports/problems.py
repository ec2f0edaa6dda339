"""Cells of a file that couldn't be read: here each can be corrected, its row skipped, or its ballot made void.

A mended one stays in its place, so that the next answer isn't typed into another row, until it is put away."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from board.importing.files.writing import frame_csv
from board.importing.problems import Problem, index_of, problems_frame
from board.ui.imports.choices import corrections, forget, revision, say, take_back
from board.ui.parts.downloads import download
from board.ui.parts.forms.once import state_of

_LEAVE, _SKIP, _VOID, _FIT = "还没有处理", "略过这一行", "作为废票", "缺的当空白，多的不要"
# What can be done about any row, about a ballot's row, and about one that is wider or narrower than the header.
BY_ROW, BY_BALLOT, BY_RAGGED_BALLOT = (_SKIP,), (_SKIP, _VOID), (_SKIP, _VOID, _FIT)
_FIELD_OF = {_SKIP: "skipped_rows", _VOID: "voided_rows", _FIT: "fitted_rows"}
# Sheet, row and column that a problem names.
Place = tuple[str | None, int, str]
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
    listed = _in_their_places(problems[:_MENDED_HERE])
    if not listed:
        return
    look = f"请核对　{problem_count} 处" if problem_count else f"改好了　{len(listed)} 处"
    st.header(f"要改的地方　{error_count} 处" if error_count else look)
    _edit(listed, {_place(problem) for problem in problems}, [_LEAVE, *handlings])
    if len(listed) > len({_place(problem) for problem in problems}):
        st.button("改好的收起来", key="imports_settle", icon=":material/done_all:", on_click=_settle, args=(listed,))
    if not problem_count:
        return
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


def _place(problem: Problem) -> Place:
    return problem.sheet, problem.row, problem.column


def _in_their_places(problems: Sequence[Problem]) -> list[Problem]:
    """The problems in the order in which they were first shown, and between them those mended here."""
    now = {_place(problem): problem for problem in problems}
    before: dict[Place, Problem] = st.session_state.get("imports_listed") or {}
    settled = st.session_state.get("imports_settled") or frozenset()
    kept = {place: now.get(place, problem) for place, problem in before.items()
            if place in now or (place not in settled and _is_handled(problem))}  # fmt: skip
    listed = {**kept, **now}
    st.session_state["imports_listed"] = listed
    return list(listed.values())


def _is_handled(problem: Problem) -> bool:
    return bool(_mended(problem)) or _handling(problem) != _LEAVE


def _mended(problem: Problem) -> str:
    place = index_of(problem.column)
    text: str = corrections()["cells"].get((problem.sheet, problem.row, place), "")
    return text


def _handling(problem: Problem) -> str:
    rows = corrections()
    return next((each for each, name in _FIELD_OF.items() if problem.row in rows[name]), _LEAVE)


def _settle(listed: Sequence[Problem]) -> None:
    st.session_state["imports_settled"] = frozenset(_place(problem) for problem in listed)


def _changed(key: str, problems: Sequence[Problem], handlings: Sequence[str]) -> None:
    cells: dict[tuple[str | None, int, int], str] = {}
    back_cells: set[tuple[str | None, int, int]] = set()
    back_rows: set[int] = set()
    rows: dict[str, set[int]] = {handling: set() for handling in handlings}
    for at, edit in state_of(key).get("edited_rows", {}).items():
        problem = problems[int(at)]
        place = index_of(problem.column)
        if edit.get("mended") and place is not None:
            cells[problem.sheet, problem.row, place] = edit["mended"]
        elif "mended" in edit and place is not None:
            back_cells.add((problem.sheet, problem.row, place))
        if "handling" in edit:
            back_rows.add(problem.row)
            rows[edit["handling"] or _LEAVE].add(problem.row)
    take_back(back_cells, back_rows)
    say(cells=cells, **{name: frozenset(rows.get(each, ())) for each, name in _FIELD_OF.items()})


def _edit(problems: list[Problem], wrong: set[Place], handlings: list[str]) -> None:
    handled = [_handling(problem) for problem in problems]
    frame = problems_frame(problems).assign(
        mended=[_mended(problem) for problem in problems],
        handling=[each if each in handlings else _LEAVE for each in handled],
        done=["" if _place(problem) in wrong else "改好了" for problem in problems],
    )
    frame["问题"] = frame["问题"].where(frame["done"] == "", "改好了。原来：" + frame["问题"])
    key = f"imports_problems_{revision()}"

    shown = ["行", "列", "单元格内容", "问题", "mended", "handling", "怎么改"]
    if frame["工作表"].ne("").any():
        shown = ["工作表", *shown]
    st.data_editor(
        frame[shown],
        key=key,
        on_change=_changed,
        args=(key, problems, handlings),
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
        (len(held["defaults"]), "栏空着的统一选定了"),
        (len(held["answers"]), "种答案指定了档次"),
        (len(held["groups"]) + len(held["ways"]), "种参评人员、方式指定了意思"),
    ]
    counts = [f"{count} {word}" for count, word in parts if count]
    if counts:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("在这里改的：" + "，".join(counts) + "。原文件没有动。", width="content")
            st.button("全部还原", key="imports_forget", type="tertiary", icon=":material/undo:", on_click=forget)
