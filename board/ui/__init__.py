"""What pages are made of. Only this package and `board.web` import Streamlit."""
