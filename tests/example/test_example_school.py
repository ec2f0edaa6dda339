"""The example school: half-way on whatever day it is loaded, something late, every state to be seen, marked 示例."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from board.access import Role
from board.activity import activities
from board.errors import BoardError
from board.example import samples as example_samples
from board.example.samples import SAMPLES
from board.example.school import load_example
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.imports import commit as imports
from board.opinions import actions as opinions
from board.problems.item_opinions import item_opinions
from board.rectification import actions as rectification
from board.rectification.rules import is_permitted
from board.store.store import Store, open_store
from board.tasks import actions as tasks
from tests.example_school import Example

DAYS = (date(2026, 12, 14), date(2027, 1, 3), date(2028, 3, 1))
# 创造条件整改 is neither handed in nor struck off before it is possible.
IMPOSSIBLE = {("deferred", "submitted"), ("deferred", "closed")}


def items(example: Example) -> pd.DataFrame:
    return rectification.items(example.store, example.activity_id, example.today)


def item_history(example: Example, item_id: str) -> list[dict[str, Any]]:
    frame = rectification.events(example.store, example.activity_id, item_id)
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


@pytest.fixture(params=DAYS, ids=str, scope="module")
def any_day(request: pytest.FixtureRequest) -> Iterator[Example]:
    store = open_store(None)
    yield Example(store, load_example(store, request.param), request.param)
    store.close()


def test_it_is_marked_as_an_example(any_day: Example) -> None:
    shown = activities.activity(any_day.store, any_day.activity_id)
    assert shown.is_example
    assert "示例" in shown.unit_name


def test_it_is_half_way_through_its_stage(any_day: Example) -> None:
    shown = activities.activity(any_day.store, any_day.activity_id)
    share = (any_day.today - shown.start_on) / (shown.end_on - shown.start_on)
    assert 0.4 < share < 0.6


def test_items_stand_in_every_status_of_every_kind(any_day: Example) -> None:
    seen = set(items(any_day)[["kind", "status"]].itertuples(index=False, name=None))
    kinds = ("immediate", "dated", "deferred")
    statuses = ("not_started", "in_progress", "submitted", "closed")
    assert seen == {(kind, status) for kind in kinds for status in statuses} - IMPOSSIBLE


@pytest.mark.parametrize(
    "flag", ["is_late", "is_due_soon", "is_stale", "is_behind", "submitted_late", "accepted_late", "review_is_due"]
)
def test_something_shows_every_flag(any_day: Example, flag: str) -> None:
    assert items(any_day)[flag].any()


def test_the_principal_has_something_late(any_day: Example) -> None:
    frame = items(any_day)
    assert "M01" in set(frame.loc[frame["is_late"], "leader_id"])


def test_every_kind_of_change_has_happened_since_the_last_meeting(example: Example) -> None:
    last_on = activities.meetings(example.store, example.activity_id)["held_on"].max()
    told = [event for number in range(1, 32) for event in item_history(example, f"R-{number:03d}")]
    done = {event["action"] for event in told if event["happened_at"] >= last_on + timedelta(days=1)}
    assert done >= {"add", "start", "report", "submit", "send_back", "close", "reopen", "postpone", "edit", "remove"}


def test_the_last_meeting_was_one_to_two_weeks_ago(any_day: Example) -> None:
    held = activities.meetings(any_day.store, any_day.activity_id)["held_on"]
    assert 7 <= (pd.Timestamp(any_day.today) - held.max()).days <= 14
    assert len(held) == 5


def test_one_task_is_late_some_are_done_some_run_and_some_wait(any_day: Example) -> None:
    frame = tasks.tasks(any_day.store, any_day.activity_id, any_day.today)
    assert frame["is_late"].sum() == 1
    assert set(frame["status"]) == {"not_started", "in_progress", "done"}
    assert frame.loc[frame["is_done"], "output_ready"].all()


def test_about_sixty_opinions_stand_at_every_stage_of_their_handling(any_day: Example) -> None:
    frame = opinions.opinions(any_day.store, any_day.activity_id, any_day.today)
    assert 55 <= len(frame) <= 65
    assert set(frame["status"]) == {"received", "sorted", "fed_back"}
    assert frame["merged_into"].notna().sum() == 2
    assert set(frame["giver"]) == {"教职工", "家长", "普通群众", "党员", "学生"}
    assert frame["content"].is_unique


def test_no_item_was_found_before_the_first_of_its_opinions(example: Example) -> None:
    heard = opinions.opinions(example.store, example.activity_id, example.today).set_index("opinion_id")["received_on"]
    found = items(example).set_index("item_id")["found_on"]
    links = item_opinions(example.store, example.activity_id, example.today)
    first = links.assign(heard=links["opinion_id"].map(heard)).groupby("item_id")["heard"].min()
    both = pd.concat([first, found], axis=1, join="inner")
    assert len(both) == len(found)
    assert (both["heard"] <= both["found_on"]).all()


def test_nothing_in_it_is_still_to_come(any_day: Example) -> None:
    frames = (items(any_day), opinions.opinions(any_day.store, any_day.activity_id, any_day.today))
    assert all(frame["happened_at"].max() < pd.Timestamp(any_day.today) for frame in frames)


def test_nothing_was_done_by_somebody_who_may_not(example: Example) -> None:
    """Owners report on their own, leaders and the clerk accept, nobody accepts their own work."""
    for item_id, owner in items(example).set_index("item_id")["owner_name"].items():
        for before, after in pairwise(item_history(example, str(item_id))):
            role = {"工作人员": Role.CLERK, owner: Role.OWNER}.get(after["actor_name"], Role.LEADER)
            person = before["owner_id"] if role == Role.OWNER else None
            assert is_permitted(before, after["action"], {role}, person), (item_id, after["action"])


def test_every_word_in_it_is_one_of_the_activitys_own(example: Example) -> None:
    known = activities.terms(example.store, example.activity_id).groupby("kind")["label"].agg(set)
    frame = items(example)
    assert set(frame["source"]) <= known["source"]
    assert set(frame["aspect"]) <= known["aspect"]
    assert set(frame["department"]) <= known["department"]
    assert set(frame["report_section"]) - {""} <= known["section"]
    assert {each for row in frame["helpers"] if row for each in row.split("、")} <= known["department"]
    heard = opinions.opinions(example.store, example.activity_id, example.today)
    assert set(heard["channel"]) <= known["channel"]
    assert set(heard["aspect"].dropna()) <= known["aspect"]


def test_the_thread_from_the_report_to_the_criteria_has_no_gap_but_for_small_matters(example: Example) -> None:
    frame = items(example)
    asked = set(activities.criteria(example.store, example.activity_id)["criterion_id"])
    assert set(frame["criterion_id"].dropna()) == asked
    assert (frame["report_section"] == "").sum() in range(1, len(frame) // 3)
    assert (frame[frame["criterion_id"].notna()]["report_section"] != "").all()


def test_every_item_that_waits_for_conditions_says_why_to_whom_and_how(example: Example) -> None:
    waiting = items(example).query("kind == 'deferred'")
    for column in ("explanation", "explained_to", "explained_how", "conditions"):
        assert (waiting[column] != "").all()
    assert waiting["review_on"].notna().all()


def test_everybody_in_the_leading_group_leads_something(example: Example) -> None:
    members = activities.people(example.store, example.activity_id).query("is_member")["person_id"]
    assert set(members) == set(items(example)["leader_id"])


def test_ballots_came_in_two_rounds_the_second_still_open(any_day: Example) -> None:
    rounds = any_day.store.rows("evaluation/rounds", activity_id=any_day.activity_id, as_of=any_day.today)
    assert [row["closed_on"] is None for row in rounds] == [False, True]
    assert all(row["opened_on"] < any_day.today for row in rounds)


def test_loading_again_changes_nothing(example: Example) -> None:
    version = example.store.version()
    assert load_example(example.store, example.today + timedelta(days=3)) == example.activity_id
    assert example.store.version() == version


def test_it_comes_whole_in_one_write(store: Store) -> None:
    loaded = load_example(store, DAYS[0])
    assert list(activities.activities(store)["activity_id"]) == [loaded]
    assert store.version() == 1


@pytest.mark.parametrize(
    ("file", "found", "put"),
    [
        ("item_events.csv", "R-001,-10,submit", "R-001,-10,close"),
        ("item_events.csv", "R-001,-15,start", "R-001,-17,start"),
        (
            "items.csv",
            "R-028,征求意见,制度机制,四年级两个班超过六十人,招生时没有早作预测，来一个收一个",
            "R-028,征求意见,制度机制,四年级两个班超过六十人,",
        ),
        ("task_events.csv", "T01,-20,report,done,yes", "T01,-20,report,done,no"),
        ("ballots-E2-paper.csv", "党员,纸质", "党员,托人"),
    ],
    ids=["closed unsubmitted", "started before it was found", "without a cause", "done without output", "no such way"],
)
def test_a_history_that_cannot_be_is_refused_and_nothing_loaded(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, found: str, put: str
) -> None:
    samples = Path(shutil.copytree(SAMPLES, tmp_path / "samples"))
    text = (samples / file).read_text("utf-8")
    assert found in text
    (samples / file).write_text(text.replace(found, put), "utf-8")
    monkeypatch.setattr(example_samples, "SAMPLES", samples)

    with pytest.raises(BoardError):
        load_example(store, DAYS[0])

    assert activities.activities(store).empty


def test_the_file_to_try_an_upload_with_is_sound_and_not_yet_in(example: Example) -> None:
    data = (SAMPLES / "ballots-E2-late.csv").read_bytes()
    form = imports.form(example.store, example.activity_id)
    checked = check_ballots("ballots-E2-late.csv", data, form, Choices(cast_on=example.today))
    assert checked.problem_count == 0
    assert checked.ballots.num_rows == 16
    shown = imports.preview(example.store, example.activity_id, "E2", checked)
    assert shown.blocked == ()
    assert not shown.forms["is_over"].any()
