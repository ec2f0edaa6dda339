"""会议模式's meetings: the slides as they were shown, what was decided on them, and the minutes."""
