"""The parts of 会议: preparing a meeting, what was decided, what waits for whom, the minutes."""
