"""上报 on the unit's side: where to, the preview of exactly what leaves, and what became of each frozen state."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.access import allowed
from board.assignments import fetching
from board.submissions import freezing, keys, receipts
from board.submissions.contents import Chosen, offered
from board.submissions.document import ENDING
from board.submissions.freezing import FORWARDS, SUMS, Preview
from board.submissions.views import as_file, figures_in_words, own_shown, sections_in_words, texts
from board.ui.parts.downloads import download
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.ui.submissions.uploads import take_once
from board.web import audience, handing_up, serving

_SUPERIOR = [
    Field("unit_id", "单位编号", help="上级给本单位的编号", must=True),
    Field("address", "上级看板的网址", help="只用文件送的不填"),
    Field("fingerprint", "上级密钥的指纹", help="在上级的“上报”页上；不填，第一次连上时记下", wide=True),
]
_FORWARDS = Field(
    "forwards",
    "下面单位报来的",
    "choice",
    FORWARDS,
    help="原样转报：每一份连同单位的签名送上去，上级看得到每个单位；只报合计：本级冻结的是各单位的合计，看不到单个单位",
)
_WHERE = "在整改台账、工作任务等着接收"
_NEVER = "不会报上去：任何人的姓名、意见是谁提的、哪天从哪里来的、不到 5 条的意见数、不到 5 张的评议表、"
_AS_SHOWN = "没有勾选的文字。报上去的数和领导在各页上看到的一样。"
_OF_SUMS = "单个单位的数、本级整改事项的标题。文字只有下面单位自己勾了报来的意见主题。"


def show_superior(visit: Visit) -> None:
    """Draws where this activity hands up, its key's fingerprint, and the form to change where."""
    linked = freezing.superior(visit.store, visit.activity.activity_id)
    with st.expander("报给谁", icon=":material/account_balance:", expanded=linked is None):
        if linked:
            where = in_markdown(linked["address"]) or "只用文件送"
            st.markdown(f"单位编号 **{in_markdown(linked['unit_id'])}**　{where}")
            if serving.settings().collects:
                st.markdown(f"下面单位报来的：**{FORWARDS[linked['forwards']]}**")
            if linked["fingerprint"]:
                st.caption("上级密钥的指纹：")
                st.code(linked["fingerprint"], language=None, wrap_lines=True)
        else:
            st.markdown("还没有登记。上级给了单位编号，管理员在这里登记，再把下面的指纹报给上级。")
        st.caption("本单位签名密钥的指纹，报给上级登记（下级要核对的也是它）：")
        st.code(keys.fingerprint(visit.store), language=None, wrap_lines=True)
        if visit.may("submissions.link"):
            fields = [*_SUPERIOR, _FORWARDS] if serving.settings().collects else _SUPERIOR
            show_form("submissions_superior", fields, linked or {}, partial(_link, visit), "登记")


def _link(visit: Visit, given: dict[str, Any]) -> str:
    freezing.set_superior(visit.store, visit.actor, visit.activity.activity_id, given)
    return "已登记报给谁"


def show_asked(visit: Visit, *, is_reminder_only: bool = False) -> None:
    """Draws what the superior wants to be handed up and wasn't yet; in red where it reminded of it, or it is late."""
    if not allowed(visit.actor, "see.submissions"):
        return
    of = {"activity_id": visit.activity.activity_id, "as_of": visit.as_of}
    for row in visit.kept("submissions.asked", lambda: visit.store.rows("deadlines/from_superior", **of)):
        is_late, is_reminded = row["due_on"] < visit.as_of, row["reminded_at"] is not None
        if row["is_done"] or row["is_excused"] or (is_reminder_only and not is_reminded):
            continue
        words = f"“{in_markdown(row['name'])}”要报 {row['for_on']:%m-%d} 以后的情况，最迟 {row['due_on']:%m-%d}"
        words += "，已经逾期" if is_late else ""
        words += "，过了期就锁定" if row["is_locked"] and not is_late else ""
        if is_reminded:
            words = f"上级 {row['reminded_at']:%m-%d %H:%M} 催报：{words}"
        draw = st.warning if is_late or is_reminded else st.info
        draw(f"{words}。在“上报”页冻结一份就报上去。", icon=":material/campaign:")


def show_fetching(visit: Visit) -> None:
    """Draws how what the superior assigned is fetched: at once, or from a file; it waits in 整改台账 then."""
    linked = freezing.superior(visit.store, visit.activity.activity_id)
    if linked is None or not visit.may("submissions.send"):
        return
    with st.expander("收上级的交办和方案", icon=":material/move_to_inbox:"):
        by_file = "没有登记上级的网址，不会自己去取，上级给的文件放在这里"
        way = "开着就会自己去取，一分钟一次" if linked["address"] else by_file
        st.caption(f"{way}；取来的交办在整改台账、方案在工作任务等着接收。")
        if linked["address"]:

            def fetch(_given: dict[str, Any]) -> str:
                count = fetching.fetch(visit.store)
                return f"收到 {count} 项，{_WHERE}" if count else "没有新的"

            show_form("submissions_fetch", [], {}, fetch, "现在去取")
        file = st.file_uploader(
            "上级给的文件", type=[ENDING.removeprefix(".")], key="submissions_assigned", max_upload_size=8
        )
        if file is not None:
            take = partial(fetching.take_file, visit.store, visit.actor, visit.activity.activity_id)
            count = take_once(visit, file, take)
            if count is not None:
                st.success(f"收到 {count} 项，{_WHERE}。" if count else "都收过了。", icon=":material/check:")


def show_freezing(visit: Visit) -> None:
    """Draws the choice of day and titles, exactly what would leave, and the button that freezes it."""
    if not visit.may("submissions.send") or freezing.superior(visit.store, visit.activity.activity_id) is None:
        return
    sheet = st.expander("冻结一份，报上去", icon=":material/ac_unit:", key="submissions_freezing", on_change="rerun")
    if sheet.open:
        with sheet:
            _show_sheet(visit)


def _show_sheet(visit: Visit) -> None:
    first, today = visit.activity.start_on, clock.today()
    day = st.date_input("截至哪天", today, min(first, today), today, key="submissions_day", format="YYYY-MM-DD")
    linked = freezing.superior(visit.store, visit.activity.activity_id)
    is_sums = bool(linked and linked["forwards"] == SUMS)
    chosen = Chosen() if is_sums else _choose(visit, day)
    with audience.making_for(visit.actor):
        found = freezing.preview(visit.store, visit.activity.activity_id, day, chosen)
    _show_preview(found, _NEVER + (_OF_SUMS if is_sums else _AS_SHOWN))
    fields = [Field("reason", "更正的原因", help="这一天报过的，再报是更正，要写原因；没有报过的不填", wide=True)]
    if show_form("submissions_freeze", fields, {}, partial(_freeze, visit, found, chosen), "冻结并上报"):
        st.rerun()


def _choose(visit: Visit, day: date) -> Chosen:
    """Draws the choice of the words that go up; of sums there is nothing to choose."""
    may_go = offered(visit.store, visit.activity.activity_id, day)
    items = st.multiselect(
        "报上去写明标题的整改事项",
        list(may_go.titles),
        format_func=lambda name: f"{name}　{may_go.titles[name]}",
        key="submissions_items",
        placeholder="都不写标题",
    )
    themes = st.multiselect("报上去的意见主题", may_go.themes, key="submissions_themes", placeholder="都不报")
    return Chosen(frozenset(items), frozenset(themes))


def _freeze(visit: Visit, found: Preview, chosen: Chosen, given: dict[str, Any]) -> str:
    key = (visit.store, visit.actor, visit.activity.activity_id, found.as_of, chosen)
    with audience.making_for(visit.actor):
        freezing.freeze(*key, reason=given["reason"] or "", looked_at=found.sha256)
    return "已冻结，正在送给上级"


def _show_preview(found: Preview, never: str) -> None:
    st.markdown("**要报上去的，只有这些**")
    left, right = st.columns(2)
    words = {"figure": "数字", "value": "值"}
    left.dataframe(figures_in_words(found.sections), column_config=words, hide_index=True, width="stretch")
    parts = {"section": "内容", "row_count": "行数"}
    right.dataframe(sections_in_words(found.sections), column_config=parts, hide_index=True, width="stretch")
    named = texts(found.sections)
    right.markdown("其中的文字：" + ("；".join(map(in_markdown, named)) if named else "没有") + "。")
    st.caption(never)
    make = partial(as_file, found.sections)
    name = f"要上报的内容-{found.as_of:%Y%m%d}"
    download(
        "看全文", make, f"{name}.json", "application/json", key="submissions_preview", icon=":material/description:"
    )


def show_own(visit: Visit) -> None:
    """Draws the states that were frozen, the newest first, with their file, what the superior answered, what to do."""
    rows = own_shown(visit.store, visit.activity.activity_id)
    if rows.empty:
        st.info("还没有冻结过。登记了报给谁，在这里冻结一份，看清楚要报上去的，再送给上级。", icon=":material/send:")
        return
    trouble = handing_up.trouble()
    if trouble and any(tags[0] == "等回执" for tags in rows["tags"]):
        st.info(in_markdown(trouble), icon=":material/cloud_off:")
    for place, row in enumerate(rows.head(20).to_dict("records")):
        with st.container(border=True, key=f"submissions_own_{place}"):
            _show_one(visit, row)
    if visit.may("submissions.send"):
        _show_receipt_upload(visit)


def _show_one(visit: Visit, row: dict[Any, Any]) -> None:
    answered = "" if pd.isna(row["answered_at"]) else f"　{row['answered_at']:%m-%d %H:%M} 回"
    st.markdown(
        f"**第 {row['number']} 号**　截至 {row['as_of']:%Y-%m-%d}　**{row['tags'][0]}**{answered}　"
        f"{row['happened_at']:%m-%d %H:%M} {in_markdown(row['actor_name'])}冻结"
    )
    if row["what"]:
        st.caption(in_markdown(row["what"]))
    if row["refusal"] and not row["receipt"]:
        st.warning(in_markdown(row["refusal"]), icon=":material/block:")
    with st.container(horizontal=True):
        name = f"上报-{row['unit_id']}-{row['number']}"
        content = partial(freezing.content_of, visit.store, row["sha256"])
        key = row["sha256"][:12]
        download("文件", content, name + ENDING, "application/octet-stream", key=f"submissions_file_{key}")
        if row["receipt"]:
            kept = partial(str, row["receipt"])
            download("回执", kept, f"回执-{name}.json", "application/json", key=f"submissions_receipt_{key}")
        elif row["refusal"] and visit.may("submissions.send"):
            again = partial(receipts.send_again, visit.store, visit.actor, visit.activity.activity_id, row["sha256"])
            once_button("再送一次", key=f"submissions_again_{key}", on_click=again)
    st.caption(f"指纹 {row['sha256']}")


def _show_receipt_upload(visit: Visit) -> None:
    file = st.file_uploader(
        "用文件送的，在这里放上级给的回执", type=["json"], key="submissions_receipt", max_upload_size=1
    )
    if file is not None:
        keep = partial(receipts.take_receipt, visit.store, visit.actor, visit.activity.activity_id)
        if take_once(visit, file, keep):
            st.success("回执已收下。", icon=":material/check:")
