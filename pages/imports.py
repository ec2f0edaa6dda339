"""数据导入: did my file go in right?"""

import streamlit as st

from board import evaluation, imports
from board.ui.imports import show_checked, show_choices, show_history, show_receipt, show_target, show_upload
from board.ui.visit import guard

visit = guard("imports")
activity_id = visit.activity.activity_id
rounds = evaluation.rounds(visit.store, activity_id)

if visit.is_past:
    st.info("正在看以前的情况，不能导入。把“截至”清空就回到今天。", icon=":material/history:")
elif rounds.empty:
    st.info("还没有评议轮次，文件不知道导到哪里。请先到“群众评议”开一轮。", icon=":material/how_to_vote:")
else:
    show_receipt()
    chosen = show_target(visit, rounds)
    upload = show_upload(visit)
    if upload is not None:
        choices = show_choices(visit)
        show_checked(visit, chosen, upload, choices)

show_history(imports.history(visit.store, activity_id))
