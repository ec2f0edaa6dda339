"""A day that is over shows for ever what it showed, whatever is entered late, changed or undone afterwards."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from board import clock
from board.errors import BoardError
from board.evaluation import results
from board.meeting import actions as meeting
from board.meeting.studies import studies
from board.opinions import actions as opinions
from board.opinions import feedback
from board.overview import figures as overview
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.rectification.proofs import proofs
from board.rectification.registry import ACTIONS
from board.report import reading as report
from board.sittings import views as sittings
from board.store.sql import statements
from board.store.store import Store
from board.store.trail import check as audit_log
from board.tasks import outputs, shifts
from board.thread import records as thread
from board.web.audience import making_for
from tests.depth import SEARCHES, examples
from tests.procedure.sound_school import EVERYONE, activity_of
from tests.store.past_bureau_steps import BUREAU_STEPS, DEADLINE
from tests.store.past_more_steps import HOLDERS, MORE_STEPS
from tests.store.past_steps import STEPS, Life
from tests.stores import Copies
from tests.submissions.files import SCHOOL

# What only says which copy to read, what a day's meetings are as known now, and what is only asked of today.
_OF_COPIES = frozenset({"pasts/of_day", "meetings/known_now", "units/standing"})
_DAYS, _STEPS_A_DAY = 3, 7
ALL_STEPS = (*STEPS, *MORE_STEPS, *BUREAU_STEPS)
# The figures of all pages take seconds; of one history in so many they are held against each other too.
_WHOLE = 10
_PLACES = count()
_OF_DAYS = {
    name: frozenset(re.findall(r"\$(\w+)", statement.text))
    for name, statement in statements().items()
    if "$as_of" in statement.text and name not in _OF_COPIES
}


def shown(store: Store, activity_id: str, day: date, *, is_whole: bool) -> dict[str, Any]:
    """All that pages are made of for a day: the rows of every query that asks for one, and what follows from them."""
    known = results.rounds(store, activity_id, day)["round_id"].tolist()
    given: dict[str, Any] = {
        "activity_id": activity_id,
        "as_of": day,
        "compare_on": day - timedelta(days=2),
        "marking": [name for name, action in ACTIONS.items() if action.mark],
        "absent": list(opinions.absent_items(store, activity_id, day)),
        **{"figure": "items_closed", "smallest": 1, "is_every": True, "unit_ids": [], "ids": None, "asking": ""},
        "plan_sha256": "b" * 64,
        **{
            "item_ids": sorted(rectification.items(store, activity_id, day)["item_id"]),
            "deadline_id": DEADLINE,
            "unit_id": SCHOOL,
        },
        **{"for_on": day - timedelta(days=4), "last_no": 1_000_000, "after_no": 0, "weeks": 12},
    }
    seen: dict[str, Any] = {}
    for name, asked in _OF_DAYS.items():
        for round_id in known if "round_id" in asked else [""]:
            for subject in ("rectification", "tasks") if "subject" in asked else [""]:
                more = {**given, "round_id": round_id, "subject": subject}
                seen[f"{name} {round_id}{subject}"] = store.rows(name, **{each: more[each] for each in asked})
    for round_id in known:
        for read in (results.answers, results.suggestions, results.counted):
            seen[f"{read.__name__} {round_id}"] = _plain(read(store, activity_id, round_id, day))
    return seen | ({name: _plain(value) for name, value in _made(store, activity_id, day)} if is_whole else {})


def _made(store: Store, activity_id: str, day: date) -> Iterator[tuple[str, Any]]:
    here = (store, activity_id, day)
    yield "rounds", results.rounds(*here)
    with making_for(None):
        yield "figures", overview.figures(*here)
    reads = (opinions.opinions, feedback.sheets, problems.problems, meeting.held_meetings, meeting.readiness)
    held = (sittings.shown, sittings.decisions, studies, report.versions, report.hearings, report.points)
    for each in (*reads, *held, outputs.there, thread.links):
        yield each.__name__, each(*here)
    for holder, read, key in HOLDERS:
        for record_id in read(*here)[key]:
            yield f"files of {record_id}", proofs(store, activity_id, record_id, day, holder=holder)


def _plain(value: Any) -> Any:
    return value.astype(str).to_dict("list") if isinstance(value, pd.DataFrame) else value


def live(store: Store, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lives some days at random, and asks at the end for each day that is over what it showed when it ended."""
    life = Life(store, activity_of(store), Random(seed))  # noqa: S311 - repeatable
    seen: dict[date, dict[str, Any]] = {}
    look = partial(shown, store, life.activity_id, is_whole=seed % _WHOLE == 0)
    now = datetime.combine(clock.today(), time(9))
    for number in range(1, _DAYS + 1):
        moment = now + timedelta(days=number)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        for _ in range(_STEPS_A_DAY):
            with suppress(BoardError, IndexError):  # refused, or nothing there to do it with
                life.chance.choice(ALL_STEPS)(life)
        seen[clock.today()] = look(clock.today())
        if number == 1:  # days from before are over already
            seen |= {day: look(day) for day in (clock.today() - timedelta(days=back) for back in (1, 9))}
    for day, then in seen.items():
        again = look(day)
        assert {name: again[name] for name in then if again[name] != then[name]} == {}, day
        assert again.keys() == then.keys()


# In the gate only what is written here is lived.
@settings(max_examples=examples(1, 500), phases=tuple(Phase) if SEARCHES else (Phase.explicit,))
@example(seed=1)
@given(seed=st.integers(0, 2**32))
def test_every_day_that_is_over_shows_what_it_showed(
    sound_copies: Copies, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / f"past-{next(_PLACES)}.duckdb"
    with pytest.MonkeyPatch.context() as monkeypatch, sound_copies.opened(path) as store:
        live(store, seed, monkeypatch)
        assert audit_log.check(store).is_sound


def test_shifts_of_one_moment_are_taken_back_in_turn(
    sound_copies: Copies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sound_copies.opened(tmp_path / "past.duckdb") as store:
        activity_id = activity_of(store)
        asked = {"activity_id": activity_id, "as_of": clock.today()}
        before = store.rows("activities/phases_on", **asked)
        at = clock.now() + timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: at)
        for task_id, days in (("T12", 9), ("T17", 5)):
            due_on = clock.today() + timedelta(days=days)
            shifts.carry_out(store, EVERYONE, activity_id, shifts.Asked(task_id, due_on, "rest", "顺延"))
        shifts.undo(store, EVERYONE, activity_id, shifts.shifts(store, activity_id)["shift_id"].iloc[0])
        # Where rows are equal, it is a matter of chance which DuckDB takes.
        assert all(store.rows("activities/phases_on", **asked) == before for _ in range(200))
