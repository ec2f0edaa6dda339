"""数据导入: did my file go in right?"""

import streamlit as st

from board.evaluation import results as evaluation
from board.imports.answer import imports_answer
from board.ui.evaluation.entry import show_tally
from board.ui.evaluation.entry_keys import show_single
from board.ui.imports.arrivals import BALLOTS, show_upload
from board.ui.imports.history import history_of, show_history
from board.ui.imports.kind import explain_kinds, kind_of_file, show_kinds
from board.ui.imports.ledger import show_ledger
from board.ui.imports.page import show_checked, show_receipt, show_target
from board.ui.imports.waiting import are_listed, show_waiting
from board.ui.parts import filters
from board.ui.parts.answer import show_answer
from board.ui.parts.visit import guard

visit = guard("imports")
rounds = evaluation.rounds(visit.store, visit.activity.activity_id)

answer = visit.kept("imports.answer", lambda: imports_answer(history_of(visit)))
show_answer(visit, "imports", answer, is_dated=False)

if visit.is_past:
    st.info("正在看以前的情况，不能导入。把“截至”清空就回到今天。", icon=":material/history:")
else:
    show_receipt()
    way = filters.switch("怎么录", "imports_by", ("导入文件", "逐张录入", "按票数录入"))
    if way == "导入文件":
        chosen_kind = show_kinds(visit)
        uploads = show_upload()
        if not uploads:
            explain_kinds()
        are_many = are_listed(uploads)
        chosen = show_target(rounds) if are_many else None
        upload = show_waiting(visit, chosen, uploads, chosen_kind)
        kind = kind_of_file(visit, upload, chosen_kind) if upload is not None else chosen_kind or BALLOTS
        if kind is not None and kind != BALLOTS and upload is not None:
            show_ledger(visit, kind, upload)
        elif kind == BALLOTS:
            chosen = chosen if are_many else show_target(rounds)
            if chosen is not None and upload is not None:
                show_checked(visit, chosen, upload)
    else:
        chosen = show_target(rounds)
        if chosen is not None:
            (show_single if way == "逐张录入" else show_tally)(visit, chosen)

show_history(visit)
