"""Which of the two looks the browser shows."""

import streamlit as st


def is_dark() -> bool:
    """Whether the page is shown light on dark."""
    return bool(st.context.theme.type == "dark")
