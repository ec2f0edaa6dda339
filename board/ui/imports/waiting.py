"""The list of files that wait on 数据导入: what each is and holds, which can go in at once; a click opens one.

With a watched folder it looks again every few seconds, by itself; nothing in it counts until confirmed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.errors import BoardError
from board.imports.inbox import DISMISSED, IMPORTED, Dropped, Inbox, dismiss
from board.imports.waiting import Place, Reading, bring, import_of, reading_of
from board.ui.imports.arrivals import OPEN, REFUSAL, TAKEN, TITLES, Arrived, imported, watched
from board.ui.parts.errors import refusal_kept, show_kept_refusal, show_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import show_rows
from board.ui.parts.visit import Visit, refuse_if_changed

_LEAVING = "imports_leaving"
_SECONDS = 3
# A larger file is read only when it is opened.
_READ_AT_ONCE = 8 * 2**20
_COLUMNS: dict[str, Any] = {
    "name": column.main("文件", 200),
    "source": column.name("从哪里来"),
    "kind": column.name("是什么"),
    "words": column.name("读到", stays=True),
    "state": column.text("现在", 200, grows=2, stays=True),
}


@dataclass(frozen=True)
class _Waiting:
    """A row of the list. fetch: its bytes; raises BoardError where they can't be had. is_still: it can't be opened."""

    file_id: str
    name: str
    fetch: Callable[[], bytes]
    reading: Reading
    dropped: Dropped | None = None
    is_still: bool = False


def are_listed(uploads: Sequence[Arrived]) -> bool:
    """Returns whether files wait in a list: several were uploaded, or there is a watched folder."""
    return len(uploads) > 1 or watched() is not None


def show_waiting(
    visit: Visit, round_row: Mapping[str, Any] | None, uploads: Sequence[Arrived], kind: str | None
) -> Arrived | None:
    """Draws the list of waiting files, if there is one. Returns the file that is open, None if none is.

    round_row: where ballots go. kind: what the clerk says that all of them are, None if the headers are to decide.
    """
    st.session_state.pop(_LEAVING, None)
    if are_listed(uploads):
        place = Place(visit.store, visit.actor, visit.activity.activity_id, round_row, visit.as_of)
        every = _SECONDS if watched() else None
        st.fragment(_show_list, run_every=every)(visit, place, uploads, kind)
    return _opened(visit, uploads)


def _show_list(visit: Visit, place: Place, uploads: Sequence[Arrived], kind: str | None) -> None:
    if st.session_state.pop(_LEAVING, False):
        st.rerun()
    waiting = [_upload_row(place, each, kind) for each in uploads]
    box = watched()
    try:
        waiting += [_dropped_row(place, box, each, kind) for each in box.look()] if box else []
    except BoardError as fault:
        show_refusal(fault)
    waiting = _marked(waiting)
    st.header(f"待确认　{sum(not each.reading.import_id for each in waiting)} 份")
    show_kept_refusal(REFUSAL)
    if not waiting:
        st.caption("别的程序放进文件夹的文件会列在这里，看过、确认了才计入。现在没有。")
        return
    frame = pd.DataFrame(
        [(each.name, "文件夹" if each.dropped else "上传", TITLES.get(each.reading.kind, ""), each.reading.words,
          each.reading.state) for each in waiting],
        columns=list(_COLUMNS),
    )  # fmt: skip
    ids = [each.file_id for each in waiting]
    still = [each.file_id for each in waiting if each.is_still]
    act: Callable[[int], None] = lambda at: _open(waiting[at])  # noqa: E731
    show_rows(frame, _COLUMNS, key="imports_waiting", button="name", name="待确认的文件", act=act, ids=ids, still=still)
    clear = [each for each in waiting if each.reading.is_clear]
    if len(waiting) > 1 and clear:
        once_button(
            f"全部确认　{len(clear)} 份",
            key="imports_confirm_all",
            icon=":material/done_all:",
            help="只导入写着“可以导入”的；要先看的，一份一份点开。",
            on_click=_confirm_all,
            args=(visit, place, clear),
        )


def _upload_row(place: Place, upload: Arrived, kind: str | None) -> _Waiting:
    reading = _reading(place, upload.file_id, upload.name, upload.getvalue, len(upload.data), kind)
    return _Waiting(upload.file_id, upload.name, upload.getvalue, reading)


def _dropped_row(place: Place, box: Inbox, dropped: Dropped, kind: str | None) -> _Waiting:
    fetch = partial(box.read, dropped)
    if dropped.is_arriving:
        reading = Reading("", "", "正在写入，写完了再读")
    elif dropped.fault:
        reading = Reading("", "", f"读不了：{dropped.fault}")
    else:
        reading = _reading(place, dropped.file_id, dropped.name, fetch, dropped.mark[0], kind)
    return _Waiting(dropped.file_id, dropped.name, fetch, reading, dropped, dropped.is_arriving)


def _reading(
    place: Place, file_id: str, name: str, fetch: Callable[[], bytes], byte_count: int, kind: str | None
) -> Reading:
    """Returns a file's reading, made again only after what it depends on was changed."""
    if byte_count > _READ_AT_ONCE:
        return Reading("", "", "文件大，点开时再读")
    round_id = place.round_row["round_id"] if place.round_row else None
    key = ("imports_waiting", place.activity_id, round_id, place.actor.account_id, place.today, file_id, kind)
    try:
        made: Reading = place.store.cached(key, lambda: reading_of(place, name, fetch(), kind))
    except BoardError as refusal:
        return Reading("", "", f"{refusal.title}。{refusal.message}")
    return made


def _marked(waiting: Sequence[_Waiting]) -> list[_Waiting]:
    """The list, in which a file that is the same as one above it says so."""
    first: dict[str, str] = {}
    found = []
    for each in waiting:
        mark, reading = each.reading.sha256, each.reading
        above = first.setdefault(mark, each.name) if mark else each.name
        is_again = mark and first[mark] is not each.name and reading.is_clear
        found.append(
            replace(each, reading=replace(reading, state=f"要先看：和“{above}”是同一个文件")) if is_again else each
        )
    return found


def _open(row: _Waiting) -> None:
    st.session_state[OPEN] = row.file_id
    st.session_state[_LEAVING] = True
    if row.dropped is None:
        return
    with refusal_kept(REFUSAL):
        data = b"" if row.dropped.fault else row.fetch()
        st.session_state[TAKEN] = Arrived(row.file_id, row.name, data, row.dropped)


def _opened(visit: Visit, uploads: Sequence[Arrived]) -> Arrived | None:
    open_id, box = st.session_state.get(OPEN), watched()
    found = next((each for each in uploads if each.file_id == open_id), None)
    taken: Arrived | None = st.session_state.get(TAKEN)
    if found is None and taken is not None and taken.file_id == open_id and box is not None:
        return _show_taken(visit, box, taken)
    if found is not None and len(uploads) > 1:
        st.markdown(f":material/description: 打开的是 **{in_markdown(found.name)}**")
    return found


def _show_taken(visit: Visit, box: Inbox, taken: Arrived) -> Arrived | None:
    """Draws the head of a file of the watched folder; returns it if it is there and can be read."""
    dropped = taken.dropped
    if dropped is None:
        return None
    try:
        box.refuse_changed(dropped)
    except BoardError as refusal:
        show_refusal(refusal)
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/description: 打开的是文件夹里的 **{in_markdown(taken.name)}**", width="content")
        import_id = import_of(visit.store, visit.activity.activity_id, taken.sha256)
        label = f"已导入 {import_id}，收到“{IMPORTED}”文件夹" if import_id else f"不导入，移到“{DISMISSED}”文件夹"
        args = (visit, box, dropped, bool(import_id))
        once_button(label, key="imports_put_away", icon=":material/drive_file_move:", on_click=_put_away, args=args)
    if dropped.fault:
        st.error(f"**这份文件读不了**  \n{in_markdown(dropped.fault)}", icon=":material/error:")
        return None
    return taken


def _put_away(visit: Visit, box: Inbox, dropped: Dropped, is_imported: bool) -> None:
    with refusal_kept(REFUSAL):
        refuse_if_changed(visit.actor)
        if is_imported:
            box.put_away(dropped, IMPORTED)
        else:
            dismiss(visit.store, visit.actor, box, dropped)
        st.session_state[OPEN] = None
        st.session_state["notice"] = f"“{dropped.name}”已移到“{IMPORTED if is_imported else DISMISSED}”"


def _confirm_all(visit: Visit, place: Place, clear: Sequence[_Waiting]) -> None:
    """Imports one file after another; one that raises a question by now, as those before it hold the same, is left."""
    st.session_state[_LEAVING] = True
    with refusal_kept(REFUSAL):
        refuse_if_changed(visit.actor)
        done, left = list[tuple[str, _Waiting]](), list[str]()
        for each in clear:
            try:
                done.append((bring(place, each.name, each.fetch(), each.reading.kind), each))
            except BoardError as refusal:
                left.append(f"{each.name}：{refusal.message}")
        if done:
            st.session_state["notice"] = f"已导入 {len(done)} 份：{'、'.join(import_id for import_id, _ in done)}"
            imported((each.file_id, each.dropped) for _, each in done)
        if left:
            raise BoardError(f"有 {len(left)} 份没有导入", "；".join(left), "请一份一份点开看。")
