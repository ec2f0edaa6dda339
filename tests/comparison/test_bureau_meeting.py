"""会议模式 of a bureau: its slides say what its pages say, to each presenter of their own units alone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from board import clock
from board.access import Actor, Role
from board.activity.creating import create_activity
from board.activity.plan.reading import load_plan, shipped_plans
from board.comparison import deadlines
from board.comparison.reported import counts, reported
from board.comparison.widespread import widespread
from board.deck.audiences import Audience
from board.deck.deck import Deck
from board.deck.units_deck import Of, make_units
from board.errors import BoardError, Refused
from board.numbers import month_day
from board.operating.settings import Settings
from board.sittings import actions as sittings
from board.sittings import decisions, views
from board.sittings.actions import Setting
from board.store.store import Store
from board.ui.sittings.start import PREPARING
from board.web import audience, serving
from board.web.deck.making import WHOLE, deck_for
from board.web.deck.sittings import ACTS, require_seen, slides_of
from board.web.deck.sittings import shown as frozen
from tests.comparison.conftest import District
from tests.comparison.made_district import EVERYONE, LOW, SILENT
from tests.documents.test_slides import assert_file_says_what_the_wall_says
from tests.pages.visitor import opened, opened_with, sent

TODAY = clock.today()
TOWN = Actor("A-9", "镇里的", frozenset({Role.LEADER}), None, "T0001")


@pytest.fixture
def due(district: District) -> District:
    given: dict[str, Any] = {"name": "第一次上报", "for_on": TODAY - timedelta(days=3)}
    given["due_on"] = TODAY - timedelta(days=1)
    deadlines.set_deadline(district.store, EVERYONE, district.activity_id, "", given)
    return district


def texts(deck: Deck, name: str) -> str:
    found = [slide for slide in deck.slides if slide.name.startswith(name)]
    cells = [cell for slide in found for line in slide.lines for cell in line.cells]
    figures = [f"{each.label} {each.value}" for slide in found for each in slide.figures]
    return "\n".join([*(slide.title for slide in found), *figures, *cells])


def test_the_slides_say_what_the_pages_say(due: District) -> None:
    deck = make_units(due.store, due.activity_id)
    rows = reported(due.store, due.activity_id, TODAY, ("D001", TODAY - timedelta(days=3), TODAY - timedelta(days=1)))
    for state, number in counts(rows).items():
        assert f"{state if state != '全部' else '应报'} {number}" in texts(deck, "上报情况")
    assert f"示例第{SILENT + 1}小学" in texts(deck, "没报和晚报的")
    assert f"示例第{LOW + 1}小学" in texts(deck, "对比　优良率")
    assert "不是偶然的" in texts(deck, "对比　优良率")
    steps = texts(deck, "走到哪一步")  # of those that handed up, as every row says
    assert {f"报了的 {of} 个单位" for of in re.findall(r"\d+ / (\d+)", steps)} == set(
        re.findall("报了的 .+? 个单位", steps)
    )
    common = widespread(due.store, due.activity_id, TODAY).iloc[0]
    assert f"{common['label']}\n{common['kind']}\n{common['share_text']} 个" in texts(deck, "共性问题")
    assert f"新逾期未报\n示例第{SILENT + 1}小学" in texts(deck, "有什么变化")


@pytest.mark.walk
def test_intervals_are_drawn_within_the_slide_and_the_rest_as_one(due: District) -> None:
    deck = make_units(due.store, due.activity_id)
    drawn = [slide for slide in deck.slides if slide.name.startswith("对比")]
    assert drawn
    for slide in drawn:
        assert len(slide.lines) <= 7
        assert 0 <= slide.mark <= 1
        assert all(0 <= low <= middle <= high <= 1 for low, middle, high in (line.span for line in slide.lines))
        assert any(line.cells[0].startswith("其余") for line in slide.lines)


def test_a_bound_presenter_has_slides_of_their_own_units_alone(due: District) -> None:
    with audience.making_for(TOWN):
        deck = make_units(due.store, due.activity_id)
    names = {name for slide in deck.slides for name in re.findall(r"示例第(\d+)小学", texts(deck, slide.name))}
    assert {(int(name) - 1) % 3 for name in names} <= {1}
    assert "应报 8" in texts(deck, "上报情况")
    assert f"示例第{SILENT + 1}小学" not in texts(deck, "没报和晚报的")


def test_where_there_are_no_units_there_are_no_slides(store: Store) -> None:
    with pytest.raises(BoardError, match="没有登记要上报的单位"):
        make_units(store, "A-000")


def test_the_file_of_the_slides_says_what_the_wall_says(due: District) -> None:
    slides = deck_for(due.activity_id, Audience.LEADERS, Of(deadline_id="D001")).slides
    assert {"上报情况", "共性问题"} <= {slide.name for slide in slides}
    assert_file_says_what_the_wall_says(slides)


def begun(district: District, actor: Actor, of: Of = WHOLE) -> str:
    """Begins a meeting on the units of whoever begins it."""
    deck = deck_for(district.activity_id, Audience.LEADERS, replace(of, unit_id=actor.unit_id))
    setting = Setting({"kind": "领导小组会议", "topic": actor.name}, deck.audience, (), of.since, of.deadline_id)
    return sittings.start(district.store, actor, district.activity_id, setting, frozen(deck.slides, deck.at))


def refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refused:
        return True
    return False


def test_a_bound_account_holds_meetings_on_its_own_units_and_takes_no_part_in_others(due: District) -> None:
    whole, own = begun(due, EVERYONE), begun(due, TOWN)
    note = {"content": "下周再看一遍"}
    decided = decisions.decide(due.store, EVERYONE, due.activity_id, whole, "note", note)
    here = (due.store, TOWN, due.activity_id)
    with audience.making_for(TOWN):
        assert views.shown(due.store, due.activity_id, TODAY)["sitting_id"].tolist() == [own]
        assert views.decisions(due.store, due.activity_id, TODAY).empty
    assert [
        refused(act)
        for act in (
            lambda: decisions.decide(*here, whole, "note", note),
            lambda: decisions.undo(*here, decided),
            lambda: sittings.refresh(*here, whole, frozen((), clock.now())),
            lambda: sittings.write_minutes(*here, whole, "改过"),
            lambda: sittings.close(*here, whole, "改过"),
        )
    ] == [True] * 5
    with pytest.raises(BoardError, match="没有这次会议"):
        require_seen(TOWN, due.activity_id, whole)
    require_seen(TOWN, due.activity_id, own)
    require_seen(EVERYONE, due.activity_id, own)
    decisions.decide(*here, own, "note", note)
    assert views.shown(due.store, due.activity_id, TODAY)["sitting_id"].tolist() == [own, whole]


def test_a_newer_state_is_of_the_same_units_at_the_same_deadline_whoever_takes_it_over(due: District) -> None:
    since = TODAY - timedelta(days=2)
    held = begun(due, TOWN, Of(since=since, deadline_id="D001"))
    before = slides_of(due.activity_id, held)
    ACTS["refresh"](EVERYONE, due.activity_id, held, {})
    assert slides_of(due.activity_id, held) == before
    row = views.shown(due.store, due.activity_id, TODAY).iloc[0]
    assert (row["unit_id"], row["compare_on"].date(), row["deadline_id"]) == ("T0001", since, "D001")
    assert month_day(since) in before[0].note


def test_the_next_meeting_begins_with_what_the_last_one_decided(due: District) -> None:
    held = begun(due, EVERYONE)
    decisions.decide(due.store, EVERYONE, due.activity_id, held, "note", {"content": "下周再看一遍"})
    sittings.close(due.store, EVERYONE, due.activity_id, held, "纪要")
    first = make_units(due.store, due.activity_id).slides[0]
    assert first.name == "上次议定"
    assert "下周再看一遍" in first.lines[0].cells[1]


@pytest.mark.walk
def test_where_there_are_no_units_whoever_starts_it_is_told_so(store: Store, admin: Actor, tmp_path: Path) -> None:
    serving.serve(store, Settings(tmp_path, demo=True, collects=True))
    create_activity(store, admin, load_plan(shipped_plans()["analysis-stage"]), TODAY)
    for subject, state in (("submitted", {"overview_deck": True}), ("sittings", {PREPARING: WHOLE})):
        at = opened_with(state, subject, Role.CLERK)
        assert not at.exception
        assert "请先在“单位”里登记" in sent(at), subject


@pytest.mark.walk
def test_leaders_and_clerks_start_it_from_the_page(due: District) -> None:
    offered = {role: "会议模式" in sent(opened("submitted", role)) for role in (Role.LEADER, Role.CLERK, Role.OWNER)}
    assert offered == {Role.LEADER: True, Role.CLERK: True, Role.OWNER: False}
