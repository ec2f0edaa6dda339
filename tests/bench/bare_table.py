"""A bare table of fifty rows with one filter widget: the least that answers a click."""

import pandas as pd
import streamlit as st

VIEWS = ("全部", "未启动", "整改中", "待验收", "已销号")
_SHOWN = 50


@st.cache_data
def _rows() -> pd.DataFrame:
    numbers = range(_SHOWN * 4)
    return pd.DataFrame(
        {
            "编号": [f"R-{number:03d}" for number in numbers],
            "状态": [VIEWS[1 + number % 4] for number in numbers],
            "具体问题": [f"第 {number} 件事，下午放学时段校门口人车混行" for number in numbers],
            "责任人": [f"{number % 6 + 1}年级组长" for number in numbers],
            "整改时限": [f"2026-{number % 12 + 1:02d}-15" for number in numbers],
            "进度": [number * 7 % 100 for number in numbers],
        }
    )


st.set_page_config(page_title="表", layout="wide")
view = st.segmented_control("按状态看", VIEWS, default=VIEWS[0], key="view", label_visibility="collapsed")
rows = _rows() if view in {None, VIEWS[0]} else _rows()[_rows()["状态"] == view]
st.dataframe(rows.head(_SHOWN), hide_index=True, height="content")
