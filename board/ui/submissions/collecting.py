"""上报 on the collector's side: a file that was brought is taken, and what was taken is listed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.assignments import handing_down
from board.store.frames import having
from board.submissions import forwarding, freezing, sharing
from board.submissions.document import BIGGEST, ENDING
from board.submissions.taking import receipt_text, take_file
from board.ui.parts import filters
from board.ui.parts.downloads import download
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.exported import export_buttons, labels_of
from board.ui.parts.table.paged import show_table
from board.ui.parts.visit import Visit
from board.ui.submissions.carrying import show_carried, show_carrying
from board.ui.submissions.uploads import take_once
from board.web import handing_up

COLUMNS: dict[str, Any] = {
    "submission_no": "收文号",
    "unit_name": column.main("单位", 200),
    "unit_id": column.name("单位编号"),
    "number": "第几号",
    "as_of": column.day("截至"),
    "received_at": column.moment("收到"),
    "way_word": column.name("怎么来的"),
    "what": column.text("更正", 200, grows=1),
}
_LISTED = 5
_LABELS = labels_of(COLUMNS) | {"sha256": "指纹"}


def show_taking(visit: Visit) -> None:
    """Draws where a file that was brought is taken in, and its receipt; before it why nothing can be taken now."""
    if trouble := sharing.trouble():
        st.warning(in_markdown(trouble), icon=":material/cloud_off:")
    if not visit.may("submissions.take"):
        return
    file = st.file_uploader(
        "网络不通的单位，把上报文件放在这里",
        type=[ENDING.removeprefix(".")],
        key="submissions_upload",
        max_upload_size=BIGGEST // 2**20,
    )
    receipt = None if file is None else take_once(visit, file, partial(take_file, visit.store, visit.actor))
    if receipt:
        st.success(f"已收下：{in_markdown(receipt['unit_id'])} 第 {receipt['number']} 号。回执请带给单位。")
        name = f"回执-{receipt['unit_id']}-{receipt['number']}.json"
        make = partial(receipt_text, receipt)
        download("下载回执", make, name, "application/json", key="submissions_receipt_of_file")
    show_carried(visit)


def show_taken(visit: Visit, rows: pd.DataFrame, ways: Sequence[str]) -> None:
    """Draws what was taken, to be searched. ways: in which it came."""
    with filters.bar("submissions", ("submissions_text", "submissions_ways")):
        text = filters.find("查找", "submissions_text", "单位、编号")
        asked = {"way_word": filters.choose("怎么来的", "submissions_ways", ways)}
    found = having(rows, asked, text, ("unit_name", "unit_id"))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(found), len(rows), "份", {"查找": "submissions_text", "怎么来的": "submissions_ways"})
        used = {"查找": text, "怎么来的": asked["way_word"]}
        export_buttons(visit, found, _LABELS, "上报", used, "submissions_export")
    if found.empty:
        st.info("没有符合这些条件的上报。可以清除筛选。", icon=":material/filter_alt:")
        return
    show_table(
        found, COLUMNS, key="submissions_table", id_column="submission_no", open_key="submissions_open", name="上报"
    )


def show_passed_on(visit: Visit) -> None:
    """Draws how many things the superior assigned to units below through this bureau, and how many of them have it."""
    of = visit.activity.activity_id
    rows = visit.kept("submissions.passed_on", lambda: handing_down.passed_on(visit.store, of))
    if rows:
        has_it = sum(row["received_seq"] > 0 for row in rows)
        st.markdown(f"上级交办给下面单位的 {len(rows)} 项，经本级转下去，单位收到 {has_it} 项。")


def show_forwarding(visit: Visit) -> None:
    """Draws how far what was taken is on its way to the superior, where it is forwarded; what wasn't taken there."""
    found = forwarding.progress(visit.store, visit.activity.activity_id)
    if found is None:
        return
    waits = f"，{found.waiting_count} 份等着送" if found.waiting_count else ""
    st.markdown(f"下面单位报来的，原样转报：上级收到 {found.received_count} 份{waits}。")
    linked = freezing.superior(visit.store, visit.activity.activity_id)
    show_carrying(visit, found.waiting_count, has_network=bool(linked and linked["address"]))
    if found.waiting_count and handing_up.trouble():
        st.info(in_markdown(handing_up.trouble()), icon=":material/cloud_off:")
    if not found.refused:
        return
    more = f"，前 {_LISTED} 份" if len(found.refused) > _LISTED else ""
    named = "".join(f"\n- {in_markdown(each)}" for each in found.refused[:_LISTED])
    st.warning(f"上级没有收 {len(found.refused)} 份{more}，跟在后面的先不送：{named}", icon=":material/block:")
    if visit.may("submissions.send"):
        again = partial(forwarding.send_again, visit.store, visit.actor, visit.activity.activity_id)
        once_button("都再送一次", key="submissions_forward_again", on_click=again)
