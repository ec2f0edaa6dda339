"""Streamlit's browser files, adapted: in Chinese, with roles for screen readers."""
