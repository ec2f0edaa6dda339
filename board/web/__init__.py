"""The server around Streamlit: routes, the served store, sockets that say that something was saved."""
