"""The server around Streamlit: routes, the served store, and sockets that report every save."""
