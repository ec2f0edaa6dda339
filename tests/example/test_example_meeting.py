"""The example school's talks, papers, meeting and problems: nearly whole, with some things missing on purpose."""

from datetime import timedelta

import pandas as pd

from board.meeting import actions as meeting
from board.meeting import outlines, talks
from board.meeting.views import aspects_touched, other_meetings
from board.problems import actions as problems
from board.words import READINESS
from tests.example_school import Example


def test_two_talks_are_missing_and_every_talk_that_yielded_opinions_yielded_them_that_day(example: Example) -> None:
    pairs = talks.matrix(example.store, example.activity_id, example.today)
    assert len(pairs) == 45
    assert (~pairs["is_done"]).sum() == 2
    held = talks.talks(example.store, example.activity_id, example.today)
    assert held["opinion_count"].sum() == 8
    assert not held["views_exchanged"].all()


def test_five_papers_are_in_with_one_mirror_empty(example: Example) -> None:
    cells = outlines.coverage(example.store, example.activity_id, example.today)
    assert len(cells) == 20
    empty = cells[cells["finding_count"] == 0]
    assert empty[["member_name", "mirror"]].to_numpy().tolist() == [["后勤副校长", "先进学校的经验"]]


def test_the_meeting_was_held_with_its_record_and_criticisms_one_member_criticising_nobody_else(
    example: Example,
) -> None:
    (held,) = meeting.life_meetings(example.store, example.activity_id, example.today).to_dict("records")
    assert held["is_held"]
    assert held["theme_stated"]
    assert held["minutes"]
    came = meeting.attendance(example.store, example.activity_id, example.today)
    came = came[came["meeting_id"] == held["meeting_id"]]
    assert (came[came["is_member"]]["presence"] == "present").sum() == 5
    said = meeting.criticisms(example.store, example.activity_id, example.today)
    assert said[said["is_self"]]["critic_id"].nunique() == 5
    assert set(said["critic_id"]) - set(said[~said["is_self"]]["critic_id"]) == {"M05"}


def test_what_the_plan_wants_looked_for_is_among_the_problems_and_one_member_left_an_aspect_out(
    example: Example,
) -> None:
    of = (example.store, example.activity_id, example.today)
    assert set(problems.problems(*of)["concern"]) == {"", "和谐稳定", "党性党风党纪"}
    cells = aspects_touched(*of)
    assert len(cells) == 25
    assert cells[cells["count"] == 0][["member_name", "aspect"]].to_numpy().tolist() == [["后勤副校长", "方法举措"]]


def test_both_forums_are_on_record_the_second_a_week_late(example: Example) -> None:
    of = (example.store, example.activity_id)
    words = [
        other_meetings(*of, example.today - timedelta(days=ago)).set_index("meeting_id")["record_word"].to_dict()
        for ago in (10, 0)
    ]
    assert [[each[key] for key in ("Y1", "Y2")] for each in words] == [["有记录", "还没有记录"], ["有记录", "有记录"]]


def test_some_requirements_of_the_meeting_were_met_and_some_were_not(example: Example) -> None:
    rows = meeting.readiness(example.store, example.activity_id, example.today)
    done = dict(zip(rows["requirement"], rows["is_done"], strict=True))
    assert list(done) == list(READINESS)
    assert done["heard"]
    assert not done["talks_held"]
    assert not done["outlines_in"]


def test_most_problems_have_sources_and_items_one_lacks_each(example: Example) -> None:
    frame = problems.problems(example.store, example.activity_id, example.today)
    assert 8 <= len(frame) <= 10
    assert (frame["item_ids"] == "").sum() == 1
    assert (frame["source_count"] == 0).sum() == 1
    assert frame["has_subjective_cause"].all()


def test_before_the_meeting_nothing_was_found_at_it_and_what_was_is_put_down_with_its_minutes(example: Example) -> None:
    (held,) = meeting.life_meetings(example.store, example.activity_id, example.today).to_dict("records")
    day = held["held_on"].date()
    before = pd.Timestamp(day) - pd.Timedelta(days=1)
    assert problems.problems(example.store, example.activity_id, before.date()).empty
    written_on = day + timedelta(days=2)
    assert problems.problems(example.store, example.activity_id, written_on - timedelta(days=1)).empty
    assert len(problems.problems(example.store, example.activity_id, written_on)) >= 7
