"""会议模式: the slides a meeting is held with, made from the records of one moment, for one audience."""
