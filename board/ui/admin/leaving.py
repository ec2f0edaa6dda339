"""注销 in an account's sheet: after the first press, what stays and what goes; the sign-in name is typed to confirm."""

from typing import Any

import pandas as pd
import streamlit as st

from board.accounts import oidc
from board.errors import BoardError
from board.operating.account_deletion import Leaving, delete_account, leaving
from board.store.names import gone
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.web import serving

_BEYOND = (
    "注销以后换不回来。以前做的备份里还有这个名字，要等它们按规则换下，或者请一并删去；恢复那样的备份，账号跟着注销。"
)
_COMES_BACK = (
    "这个账号连着统一账号：注销以后，那边还有角色的，本人再登录会另建一个新账号。不让再来的，"
    "先请管统一账号的去掉他的角色再注销；或者不注销，只停用，停用的从哪里都进不来。"
)


def show_leaving(visit: Visit, account: pd.Series) -> None:
    """Draws the form that deletes an account; not for one's own."""
    account_id = account["account_id"]
    if account_id == visit.actor.account_id:
        return
    asked = f"admin_leaving/{account_id}"
    if not st.session_state.get(asked):
        if st.button("注销这个账号…", key=f"admin_leave_{account_id}", icon=":material/person_remove:"):
            st.session_state[asked] = True
            st.rerun()
        return
    try:
        found = leaving(visit.store, visit.actor, account_id)
    except BoardError as problem:
        show_refusal(problem)
        return
    _show(found, account_id)
    provider = serving.settings().oidc
    if provider and provider.roles and oidc.linked(visit.store, account_id, provider.issuer):
        st.warning(_COMES_BACK, icon=":material/login:")
    field = Field("typed", f"确定的话，请输入这个账号的登录名：{in_markdown(found.name)}", wide=True)
    if show_form(f"admin_delete_{account_id}", [field], {}, lambda given: _deleted(visit, account_id, given), "注销"):
        del st.session_state[asked]
        st.session_state["admin_account"] = None
        st.rerun()
    if st.button("不注销", key=f"admin_stay_{account_id}"):
        del st.session_state[asked]
        st.rerun()


def _show(found: Leaving, account_id: str) -> None:
    stays = (
        f"留下：这个账号办过的每一件事，在台账、经过和操作记录里写作“{gone(account_id)}”"
        f"（操作记录 {found.entry_count} 条）；台账里登记的姓名，如整改事项的责任人，是活动的记录，不是账号。"
    )
    goes = (
        f"删去：登录名、显示的名字（改过的也一样）、密码的摘要、角色、对应的人员、统一账号编号，"
        f"{found.session_count} 处登录随即退出，存下的视图 {found.view_count} 个"
        f"（给大家用的 {found.shared_view_count} 个），"
        f"没有录完的草稿 {found.draft_count} 份，表单里没有保存的内容；数据文件重新写过。"
    )
    st.warning(in_markdown(stays), icon=":material/inventory_2:")
    st.error(in_markdown(goes), icon=":material/delete_forever:")
    st.caption(_BEYOND)


def _deleted(visit: Visit, account_id: str, given: dict[str, Any]) -> str:
    delete_account(visit.store, visit.actor, account_id, str(given["typed"] or ""))
    return f"已注销，记录里写作“{gone(account_id)}”"
