"""催报 and deadlines reach the schools on the way down; a locked deadline is kept."""

from datetime import timedelta
from typing import Any

import pytest

from board import clock
from board.access import Role
from board.assignments import fetching, handing_down
from board.comparison import deadlines
from board.operating.settings import Settings
from board.store.store import Store
from board.submissions import freezing, receipts
from board.submissions.contents import Chosen
from board.submissions.sending import send_waiting
from board.submissions.views import NOT_TAKEN, TAKEN, own_shown
from board.web import serving
from tests.assignments.test_assignments import hand_up
from tests.pages.visitor import opened, sent
from tests.submissions.falling import activity_of
from tests.submissions.files import EVERYONE, SCHOOL

TODAY = clock.today()


def set_deadline(bureau: Store, **given: Any) -> None:
    due: dict[str, Any] = {"name": "第一次上报", "for_on": TODAY - timedelta(days=2), "due_on": TODAY} | given
    deadlines.set_deadline(bureau, EVERYONE, activity_of(bureau), "", due)


def asked(school: Store) -> list[dict[str, Any]]:
    return school.rows("deadlines/from_superior", activity_id=activity_of(school), as_of=TODAY)


def test_a_reminder_is_on_the_schools_overview_until_it_hands_up(
    store: Store, school: Store, door: int, tmp_path: Any
) -> None:
    set_deadline(store)
    fetching.fetch(school)
    assert [(row["name"], row["reminded_at"], row["is_done"]) for row in asked(school)] == [("第一次上报", None, False)]
    deadlines.remind(store, EVERYONE, activity_of(store), "D001", [SCHOOL])
    fetching.fetch(school)
    version = school.version("data")
    fetching.fetch(school)
    assert school.version("data") == version
    bureaus = serving.store()
    serving.serve(school, Settings(tmp_path, demo=True))
    for page in ("overview", "submissions"):
        assert "催报：“第一次上报”要报" in sent(opened(page, Role.CLERK))
    serving.serve(bureaus, Settings(tmp_path, demo=False, collects=True))
    hand_up(school)
    assert asked(school)[0]["is_done"]
    serving.serve(school, Settings(tmp_path, demo=True))
    assert "催报" not in sent(opened("overview", Role.CLERK))


def test_a_deadline_taken_back_is_gone_and_an_old_file_doesnt_bring_it_back(
    store: Store, school: Store, door: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_deadline(store)
    old = handing_down.file_for(store, EVERYONE, activity_of(store), SCHOOL)
    now = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    given = {"name": "第一次上报", "for_on": TODAY, "due_on": TODAY, "is_removed": True}
    deadlines.set_deadline(store, EVERYONE, activity_of(store), "D001", given, seen_seq=1)
    set_deadline(store, name="第二次上报")
    fetching.fetch(school)
    assert [row["name"] for row in asked(school)] == ["第二次上报"]
    fetching.take_file(school, EVERYONE, activity_of(school), old)
    assert [row["name"] for row in asked(school)] == ["第二次上报"]


def test_after_a_locked_deadline_its_state_is_refused_unless_the_school_is_excused(
    store: Store, school: Store, door: int
) -> None:
    yesterday = TODAY - timedelta(days=1)
    set_deadline(store, due_on=yesterday, is_locked=True)

    def states() -> list[str]:
        return [tags[0] for tags in own_shown(school, activity_of(school))["tags"]]

    late = freezing.freeze(school, EVERYONE, activity_of(school), yesterday, Chosen())
    send_waiting(school)
    assert states() == [NOT_TAKEN]
    assert "已经锁定" in own_shown(school, activity_of(school))["refusal"].iloc[0]
    deadlines.excuse(store, EVERYONE, activity_of(store), "D001", SCHOOL, "停电")
    receipts.send_again(school, EVERYONE, activity_of(school), late.sha256)
    send_waiting(school)
    assert states() == [TAKEN]
    deadlines.excuse(store, EVERYONE, activity_of(store), "D001", SCHOOL, "")
    freezing.freeze(school, EVERYONE, activity_of(school), yesterday, Chosen(), reason="漏了一项")
    send_waiting(school)
    assert states() == [NOT_TAKEN, TAKEN]
    freezing.freeze(school, EVERYONE, activity_of(school), TODAY, Chosen())
    send_waiting(school)
    assert states()[0] == TAKEN
