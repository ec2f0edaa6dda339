"""Records that prove a task's output exists: codes a plan gives its tasks (words.TASK_RECORD). Pure."""

from collections.abc import Iterable

from board.words import TASK_RECORD

LIFE_MEETING_RECORD = "life_meeting"
_MEETINGS = frozenset({LIFE_MEETING_RECORD, "briefing"})


def records_of(held: str) -> tuple[str, ...]:
    """The codes that a task stores as one text."""
    return tuple(each for each in held.split(",") if each)


def as_held(codes: Iterable[str]) -> str:
    """Codes as a task stores them, in the order of the words, each once."""
    given = frozenset(codes)
    return ",".join(code for code in TASK_RECORD if code in given)


def is_meeting(held: str) -> bool:
    """Whether a task is one of the meetings that everybody waits for."""
    return bool(_MEETINGS & frozenset(records_of(held)))
