"""系统管理: are accounts, activities, copies and the audit trail in order?"""

import streamlit as st

from board.ui.admin import show_accounts, show_activities
from board.ui.admin_answer import show_admin_answer
from board.ui.audit import show_audit
from board.ui.backup import show_backup
from board.ui.plans import show_plans
from board.ui.visit import guard

visit = guard("admin")
show_admin_answer(visit)
accounts_tab, activities_tab, plans_tab, backup_tab, audit_tab = st.tabs(["账号", "活动", "方案", "备份", "操作记录"])
with accounts_tab:
    show_accounts(visit)
with activities_tab:
    show_activities(visit)
with plans_tab:
    show_plans(visit)
with backup_tab:
    show_backup(visit)
with audit_tab:
    show_audit(visit)
