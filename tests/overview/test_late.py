"""What was entered after a day though it is dated earlier is counted on that day's pages, and marked in lists."""

from datetime import timedelta

import pandas as pd
import pytest

from board.meeting import talks
from board.overview.late import entered_since
from board.wording import late_words
from tests.example_school import Example


def test_a_past_day_counts_the_talks_that_were_entered_since(example: Example) -> None:
    register = talks.talks(example.store, example.activity_id, example.today)
    held_on, entered = register["held_on"].dt.date, register["registered_at"].dt.date
    counts = {day: int(((held_on <= day) & (entered > day)).sum()) for day in sorted(set(held_on))}
    assert max(counts.values()) > 0
    for day, count in counts.items():
        assert entered_since(example.store, example.activity_id, day).get("talks", 0) == count


def test_a_day_on_which_all_was_known_counts_nothing(example: Example) -> None:
    assert entered_since(example.store, example.activity_id, example.today + timedelta(days=400)) == {}


@pytest.mark.parametrize(
    ("entered", "word"),
    [(pd.Timestamp("2026-12-03 08:00"), "12-03 补录"), (pd.Timestamp("2026-12-02 23:59"), ""), (pd.NaT, "")],
)
def test_only_what_was_entered_on_a_later_day_is_marked(entered: pd.Timestamp, word: str) -> None:
    assert late_words([pd.Timestamp("2026-12-02")], [entered]) == [word]
