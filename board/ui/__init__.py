"""The parts of pages. Only this package and `board.web` import Streamlit."""
