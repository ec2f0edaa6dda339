"""An empty Streamlit page: one word, so that there is something to see arrive."""

import streamlit as st

st.set_page_config(page_title="空", layout="wide")
st.markdown("空")
