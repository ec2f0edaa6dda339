"""Many schools on one host (`manage.py cells`): a cell is a school's folder with its own store, its own settings and
the program it runs. A cell starts when somebody opens its address and ends when nobody has it open any more: systemd,
or a small supervisor where there is none, keeps its listening socket. Nothing here imports the web or Streamlit.
"""
