"""统一账号 in an account's sheet: the identity at the unit's identity provider that the account is linked to."""

from typing import Any

import pandas as pd
import streamlit as st

from board.accounts import oidc
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.web import serving

_SUBJECT = Field(
    "subject",
    "统一账号编号",
    wide=True,
    help="本人用统一账号登录不成的时候，页面上会显示这个编号；空着就是不连。改了以后，这个账号现有的登录都退出。",
)
_BY_CLAIM = "连上以后，角色每次登录时都按统一账号那边的改，在这里改了也会改回去。"


def with_links(visit: Visit, frame: pd.DataFrame) -> pd.DataFrame:
    """Returns the accounts with `link`, the state of each link; unchanged if the unit has no identity provider."""
    provider = serving.settings().oidc
    if provider is None:
        return frame
    linked = oidc.linked_accounts(visit.store, provider.issuer)
    return frame.assign(link=["已连" if account_id in linked else "" for account_id in frame["account_id"]])


def show_link(visit: Visit, account: pd.Series) -> None:
    """Draws the form that links an account, if the unit has an identity provider."""
    provider = serving.settings().oidc
    if provider is None:
        return
    account_id = account["account_id"]
    initial = {"subject": oidc.linked(visit.store, account_id, provider.issuer)}
    if provider.roles:
        st.caption(_BY_CLAIM)
    if show_form(
        f"admin_link_{account_id}",
        [_SUBJECT],
        initial,
        lambda given: _linked(visit, account, provider.issuer, given),
        "保存统一账号编号",
    ):
        st.rerun()
    st.divider()


def _linked(visit: Visit, account: pd.Series, issuer: str, given: dict[str, Any]) -> str:
    subject = str(given["subject"] or "")
    oidc.link(visit.store, visit.actor, account["account_id"], issuer, subject)
    done = "已连上统一账号" if subject.strip() else "没有连统一账号"
    return f"账号 {in_markdown(account['name'])} {done}"
