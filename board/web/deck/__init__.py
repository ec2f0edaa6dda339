"""会议模式 in the browser: one page that holds all slides, so that stepping needs no server."""
