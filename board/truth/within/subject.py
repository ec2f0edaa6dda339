"""Reads which of several counts the words before a share are of: 有效 176 张、废票 4 张，有效票占. Pure."""

import re

from board.report.text import Number

_SUBJECT = re.compile(
    r"(?:^|[，,；])(?!大约|大概|差不多|正好|恰好|[也就只仅约刚还已共合总这其才不])(?P<of>[^，,。；\d]{2})[^，,。；\d]{0,6}占"
)
_RIGHT_BEFORE = 6


def subject_of(own: str) -> str:
    """Returns the first two signs of what the words before a share say that it is of; "" where they name nothing."""
    match = _SUBJECT.search(own)
    return match["of"] if match else ""


def is_named(sentence: str, subject: str, count: Number) -> bool:
    """Returns whether the words right before a count name a subject."""
    return subject in sentence[max(0, count.start - _RIGHT_BEFORE) : count.start]
