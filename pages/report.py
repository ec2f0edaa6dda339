"""分析检查报告: does it hold up?"""

import streamlit as st

from board.report import reading as report
from board.ui.parts import filters
from board.ui.parts.visit import guard
from board.ui.report.comparison import show_comparison
from board.ui.report.hearings import show_hearings
from board.ui.report.page import (
    PARTS,
    show_beginning,
    show_dialog,
    show_standing,
    show_version_choice,
    show_version_line,
)
from board.ui.report.problems import show_problems, show_studies
from board.ui.report.text import show_text
from board.ui.report.truth import show_truth

visit = guard("report")
versions = report.versions(visit.store, visit.activity.activity_id, visit.as_of)

if versions.empty:
    show_beginning(visit)
    st.stop()

answer = st.container()
version = show_version_choice(visit)
show_standing(visit, version, answer)
show_version_line(visit, version)
part = filters.switch("看哪一样", "report_part", PARTS)

if part == "正文":
    show_text(visit, version)
elif part == "核对":
    show_truth(visit, version)
elif part == "听取意见":
    show_hearings(visit)
elif part == "两版对照":
    show_comparison(visit, versions, version)
else:
    show_problems(visit, version)
    show_studies(visit)
show_dialog(visit, version)
