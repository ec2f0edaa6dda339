"""系统管理: are accounts, activities and copies in order?"""

import streamlit as st

from board.ui.admin import show_accounts, show_activities
from board.ui.backup import show_backup
from board.ui.plans import show_plans
from board.ui.visit import guard

visit = guard("admin")
accounts_tab, activities_tab, plans_tab, backup_tab = st.tabs(["账号", "活动", "方案", "备份"])
with accounts_tab:
    show_accounts(visit)
with activities_tab:
    show_activities(visit)
with plans_tab:
    show_plans(visit)
with backup_tab:
    show_backup(visit)
