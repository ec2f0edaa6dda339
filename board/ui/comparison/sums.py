"""The sums of the units below that a bureau handed up, on that bureau's sheet."""

import streamlit as st

from board.comparison.sums import sums_of
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit

_OF_STEPS: dict[str, column.Column | str] = {
    **{
        "task_name": column.main("任务", 200),
        "done": column.name("完成的单位"),
        "late_count": column.number("逾期的单位"),
    },
    "half_done_on": column.day("一半单位完成于"),
}
_OF_VERDICTS: dict[str, column.Column | str] = {
    **{"name": column.main("程序", 240), "passed": column.name("通过的单位")},
    **{"failed_count": column.number("没有通过"), "gap_count": column.number("缺几处")},
}
_OF_ITEMS: dict[str, column.Column | str] = {
    **{"kind": column.name("类别"), "status": column.name("状态"), "aspect": column.main("方面", 120)},
    **{"item_count": column.name("件数"), "late_count": column.name("逾期")},
}


def show_sums(visit: Visit, submission_no: int) -> None:
    """Draws what a bureau below handed up of its units together, if it did."""
    found = sums_of(visit.store, visit.activity.activity_id, submission_no)
    if found is None:
        return
    st.html(f'<h3 class="section">下面各单位合计（{found.about}）</h3>')
    tables = {"工作任务": (found.steps, _OF_STEPS), "程序检查": (found.verdicts, _OF_VERDICTS)}
    tables["整改事项"] = (found.items, _OF_ITEMS)
    for place, (name, (rows, columns)) in enumerate(tables.items()):
        with st.expander(name):
            quiet_table(rows, columns, name, key=f"units_sums_{place}", nothing="没有 5 个单位都有的。")
