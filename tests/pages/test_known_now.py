"""A past day as it is known now: chosen beside the day, kept in the address, named in the header of every page."""

from datetime import date, timedelta

import pytest

from board.access import Role
from board.meeting import talks
from board.meeting.talks_views import HELD
from board.store import records
from board.ui.parts.days import NOW, THEN
from tests.depth import walked
from tests.example_school import Example
from tests.pages.visitor import SUBJECTS, figures, ids, opened, sentences_on, table, turned_to
from tests.procedure.sound_school import EVERYONE


def late_talk(school: Example) -> tuple[str, date]:
    """A talk of three days ago that was entered today."""
    day = school.today - timedelta(days=3)
    sides = {"member_id": "M01", "with_kind": "member", "with_id": "M02", "views_exchanged": True}
    fields = {**sides, "held_on": day}
    return records.add(school.store, EVERYONE, talks.TALK, school.activity_id, fields), day


def html(at: object) -> str:
    return " ".join(at.html.values)  # type: ignore[attr-defined]


def test_a_talk_entered_since_is_on_the_page_of_its_day_only_where_it_is_asked_for_as_known_now(
    school: Example,
) -> None:
    talk_id, day = late_talk(school)
    then = opened("talks", Role.CLERK, as_of=str(day), talks_view=HELD)
    now = opened("talks", Role.CLERK, as_of=str(day), known=NOW, talks_view=HELD)
    assert talk_id not in ids(then, "talks_table")
    assert talk_id in ids(now, "talks_table")
    assert f"{school.today:%m-%d} 补录" in set(table(now, "talks_table").value["late_word"])
    assert "按现在所知" in html(now)
    assert "按现在所知" not in html(then)
    again = opened("talks", Role.CLERK, as_of=str(day), known=THEN, talks_view=HELD)
    assert ids(again, "talks_table") == ids(then, "talks_table")


@pytest.mark.parametrize("subject", ["evaluation", *walked(*(each for each in SUBJECTS if each != "evaluation"))])
def test_every_page_says_that_its_day_is_shown_as_known_now(read_school: Example, subject: str) -> None:
    day = read_school.today - timedelta(days=9)
    role = Role.ADMIN if subject == "admin" else Role.CLERK
    at = opened(subject, role, as_of=str(day), known=NOW)
    assert not at.exception
    assert f"{day:%Y-%m-%d} 的情况，按现在所知" in html(at)


def test_the_choice_is_kept_from_page_to_page_and_in_the_address(read_school: Example) -> None:
    day = read_school.today - timedelta(days=9)
    at = turned_to(opened("talks", Role.CLERK, as_of=str(day), known=NOW), "tasks")
    assert "按现在所知" in html(at)
    assert at.query_params["known"] in (NOW, [NOW])


def test_what_knows_no_day_of_its_own_says_that_it_stays_as_it_was_known_then(read_school: Example) -> None:
    day = read_school.today - timedelta(days=9)
    then = opened("evaluation", Role.CLERK, as_of=str(day))
    now = opened("evaluation", Role.CLERK, as_of=str(day), known=NOW)
    assert "不按填表日期回算：这一页仍照当日所知" in sentences_on(now)
    assert [each["value"] for each in figures(now)] == [each["value"] for each in figures(then)]


def test_today_has_no_such_choice(read_school: Example) -> None:
    at = opened("talks", Role.CLERK, known=NOW)
    assert "按现在所知" not in html(at)
    assert "known" not in at.query_params
