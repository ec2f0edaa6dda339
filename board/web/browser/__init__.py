"""Streamlit's browser files as this product wants them: in Chinese, with roles for readers of screens."""
