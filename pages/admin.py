"""系统管理: are accounts and activities in order?"""

import streamlit as st

from board.ui.admin import show_accounts, show_activities
from board.ui.visit import guard

visit = guard("admin")
accounts_tab, activities_tab = st.tabs(["账号", "活动"])
with accounts_tab:
    show_accounts(visit)
with activities_tab:
    show_activities(visit)
