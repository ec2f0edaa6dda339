"""转报 by file on either side: what waits and the receipts that came back; what was brought and its receipts."""

from functools import partial

import streamlit as st

from board.submissions import carrying
from board.ui.parts.downloads import download
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.ui.submissions.uploads import take_once

_KIND = "application/octet-stream"


def show_carrying(visit: Visit, waiting_count: int, *, has_network: bool) -> None:
    """Draws what waits to be forwarded as a file to be carried, and where its receipts are taken in."""
    if not visit.may("submissions.send") or visit.actor.unit_id:
        return
    of = (visit.store, visit.actor, visit.activity.activity_id)
    with st.expander("用文件带给上级", icon=":material/usb:", expanded=not has_network):
        st.caption(
            "等着送的都在一个文件里，可以用 U 盘带去；上级收下，把回执的文件带回来，放在这里。再带一次也不会收两次。"
        )
        if waiting_count:
            name = f"转报-{visit.as_of:%Y%m%d}{carrying.ENDING}"
            download("等着送的，存成一个文件", partial(carrying.carried, *of), name, _KIND, key="submissions_carry")
        file = st.file_uploader("上级给的回执", type=["json"], key="submissions_carried_back", max_upload_size=50)
        if file is not None:
            count = take_once(visit, file, partial(carrying.take_receipts, *of))
            if count is not None:
                st.success(f"收下 {count} 份回执，单位名单的也算。" if count else "都收过了。", icon=":material/check:")


def show_carried(visit: Visit) -> None:
    """Draws where a file that a bureau below carried here is taken in, and the receipts to take back."""
    if not visit.may("submissions.take") or visit.actor.unit_id:
        return
    with st.expander("下级用文件带来的转报", icon=":material/usb:"):
        file = st.file_uploader(
            "下级的转报文件",
            type=[carrying.ENDING.removeprefix(".")],
            key="submissions_carried",
            max_upload_size=carrying.BIGGEST // 2**20,
        )
        found = (
            None if file is None else take_once(visit, file, partial(carrying.take_carried, visit.store, visit.actor))
        )
        if not found:
            return
        receipts, refusals = found
        if receipts:
            st.success(f"收下 {len(receipts)} 份，单位名单的变动也算。回执请带给下级。", icon=":material/check:")
            make, name = partial(carrying.receipts_text, receipts), f"转报回执-{len(receipts)}.json"
            download("下载回执", make, name, "application/json", key="submissions_carried_receipts")
        if refusals:
            named = "".join(f"\n- {in_markdown(each)}" for each in carrying.shown(refusals))
            st.warning(f"没有收 {len(refusals)} 份：{named}", icon=":material/block:")
