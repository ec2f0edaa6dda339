"""Every table that has days is written by the random histories that `test_past_days` asks about, or shows no day."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from board import clock
from board.errors import BoardError
from board.store.store import Store
from tests.procedure.sound_school import activity_of
from tests.store.past_steps import Life
from tests.store.test_past_days import ALL_STEPS
from tests.stores import Copies

_WRITTEN = """
assigned_items assigned_steps assignment_receipts assignment_steps
answer_lumps answer_totals ballot_openings ballot_totals ballots batches carried_items criticism_events
decision_events distinct_opinions feedback_sheet_events feedback_sheet_opinions feedback_sheets imports
item_opinions meeting_attendance meeting_record_events meetings opinion_events opinions outline_events outlines
past_answer_lumps past_ballot_totals past_days past_lumps past_meetings past_round_forms past_rounds
paper_events papers past_suggestions past_task_dependencies phase_marks phases plan_shift_phases plan_shifts
problem_events problem_items problem_sources problems proofs publication_events publications rectification_events
rectification_items report_changes report_hearing_events report_hearings report_point_events report_problems
report_section_events report_version_events report_versions round_closings rounds shown_states sitting_events
sittings studies study_events submission_deadlines submission_excuses submission_reminders submissions
superior_deadlines submitted_items submitted_rounds submitted_steps suggestion_opinions suggestions talk_events
talks tallied_answers tallied_ballots task_events tasks truth_answers unit_keys unit_steps
"""
# What no page shows as it was on a day: accounts, what somebody is typing or has set for themselves, what papers begin
# with, whether the public page is open or asks for answers (which count from the moment it ends), the trail, which only
# grows, as does what was frozen to hand up, what plans came down and who took them over, which is shown as it is today,
# and an activity's own days, which never change.
_OF_NO_DAY = """
account_subjects accounts activities audit_entries entry_drafts import_mappings letterhead_events presses
public_page_events reply_openings saved_views schema_migrations sessions sign_in_failures store_state
own_submissions plan_version_receipts plan_versions submission_answers submitted_papers superior_plan_decisions
superior_plans superiors forwards forward_answers submitted_summed submitted_step_sums
"""
WRITTEN, OF_NO_DAY = frozenset(_WRITTEN.split()), frozenset(_OF_NO_DAY.split())
_MOST_ROUNDS = 25


def dated(store: Store) -> set[str]:
    days = "SELECT table_name FROM duckdb_columns() WHERE data_type IN ('DATE', 'TIMESTAMP') AND NOT internal"
    return {name for (name,) in store._connection.execute(days).fetchall()}


def test_every_table_with_days_is_in_the_histories_or_shows_no_day(store: Store) -> None:
    assert dated(store) == WRITTEN | OF_NO_DAY


@pytest.mark.walk
def test_the_histories_write_to_each_of_these_tables(
    sound_copies: Copies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: set[str] = set()
    with sound_copies.opened(tmp_path / "past.duckdb") as store:
        life = Life(store, activity_of(store), Random(1))  # noqa: S311 - repeatable
        keep = store._cache.written

        def note(names: Iterable[str], *more: Any) -> None:
            written.update(names)
            keep(names, *more)

        monkeypatch.setattr(store._cache, "written", note)
        now = clock.now() + timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: now)
        for _ in range(_MOST_ROUNDS):
            for step in ALL_STEPS:
                if not written >= WRITTEN:
                    with suppress(BoardError, IndexError):
                        step(life)
    assert WRITTEN - written == set()
