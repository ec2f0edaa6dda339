"""Every kind of output: there from the day on which it came about, and not a day before."""

from collections.abc import Iterator

import pytest

from board.rectification import actions as rectification
from board.tasks.outputs import there
from board.words import TASK_RECORD
from tests.depth import few
from tests.procedure.mends import School
from tests.procedure.sound_school import ENDED_DAY, FINAL_DAY, MEETING_DAY, ROUND_DAY, activity_of, at, day
from tests.stores import Copies

# Kind of output → the day of the sound school's stage on which it came about.
CAME_ON = {
    "opinions": 3,
    "sorted": 4,
    "sheets": 5,
    "talks": 6,
    "outlines": 6,
    "items": MEETING_DAY,
    "life_meeting": MEETING_DAY,
    "problems": MEETING_DAY,
    "draft": 17,
    "hearings": 21,
    "points": 22,
    "final": FINAL_DAY,
    "forms": ROUND_DAY,
    "ballots": ROUND_DAY + 1,
    "round_closed": ENDED_DAY,
    "briefing": 35,
    "published_report": FINAL_DAY + 2,
    "published_result": 35,
    "items_closed": 38,
}


@pytest.fixture(scope="module")
def school(sound_copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """The school that leaves nothing out, with all its items accepted in the end."""
    with sound_copies.opened(tmp_path_factory.mktemp("outputs") / "sound.duckdb") as store:
        made = School(store, activity_of(store))
        for row in made.rows(rectification.items):
            for action, given in (
                ("start", {}),
                ("submit", {"proof": "听课记录"}),
                ("close", {"people_view": "satisfied", "verifier_id": "M02"}),
            ):
                made.do(rectification.act, row["item_id"], action, given, at=at(38))
        yield made


@pytest.mark.parametrize("kind", few(TASK_RECORD, 5))
def test_it_is_there_from_the_day_it_came_about(school: School, kind: str) -> None:
    came_on = CAME_ON[kind]
    seen = [there(school.store, school.activity_id, day(number))[kind] for number in (came_on - 1, came_on, 45)]
    assert seen == [False, True, True]
