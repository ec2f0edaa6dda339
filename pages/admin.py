"""系统管理: are accounts, activities, copies and the audit trail in order?"""

import streamlit as st

from board.ui.admin.answer import show_admin_answer
from board.ui.admin.audit import FILTERS, show_audit
from board.ui.admin.backup import show_backup
from board.ui.admin.page import show_accounts, show_activities
from board.ui.admin.plans import show_plans
from board.ui.parts import filters
from board.ui.parts.printing import is_printing
from board.ui.parts.visit import guard

visit = guard("admin")
show_admin_answer(visit)
PARTS = {
    "账号": show_accounts,
    "活动": show_activities,
    "方案": show_plans,
    "备份": show_backup,
    "操作记录": show_audit,
}
# A link to a copy or to entries opens their part.
LINKED = {"备份": ("backup_open",), "操作记录": ("audit_open", *FILTERS.values())}
linked = (part for part, keys in LINKED.items() if any(map(filters.asked, keys)))
filters.one_of("admin_part", tuple(PARTS), next(linked, None))
for tab, show in zip(st.tabs(list(PARTS), key="admin_part", on_change="rerun"), PARTS.values(), strict=True):
    if tab.open or is_printing():
        with tab:
            show(visit)
