"""The plan's rules of procedure: what each demands, the records that it looks at, and its verdict on a day.

A rule is in `meeting.py` (up to the meeting), `criticism.py` (what was said at it, and records of meetings),
`report.py` (with 求实), `evaluation.py` (with 公开) or `mending.py` (with 领导带头); `judging.py` has what a rule
is and finds.
"""
