"""数据导入: did my file go in right?"""

import streamlit as st

from board import evaluation
from board.ui import filters
from board.ui.entry import show_tally
from board.ui.entry_keys import show_single
from board.ui.imports import show_checked, show_receipt, show_target, show_upload
from board.ui.imports_history import show_history
from board.ui.visit import guard

visit = guard("imports")
rounds = evaluation.rounds(visit.store, visit.activity.activity_id)

if visit.is_past:
    st.info("正在看以前的情况，不能导入。把“截至”清空就回到今天。", icon=":material/history:")
elif rounds.empty:
    st.info("还没有评议轮次，文件不知道导到哪里。请先到“群众评议”开一轮。", icon=":material/how_to_vote:")
else:
    show_receipt()
    chosen = show_target(visit, rounds)
    way = filters.switch("怎么录", "imports_by", ("导入文件", "逐张录入", "按票数录入"))
    if way == "逐张录入":
        show_single(visit, chosen)
    elif way == "按票数录入":
        show_tally(visit, chosen)
    else:
        upload = show_upload(visit)
        if upload is not None:
            show_checked(visit, chosen, upload)

show_history(visit)
