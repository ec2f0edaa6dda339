"""Whoever looks at a record is told who else has a form about it open, and nothing else."""

from datetime import datetime, timedelta

import pytest

from board import clock
from board.web.at_work import AT_WORK, LAPSE, AtWork, Place, Signs
from tests.web.test_live import heard, open_socket

NOON = datetime.fromisoformat("2009-05-06T12:00:00")
ITEM = "A/rectification/R-001"


@pytest.fixture
def registry() -> AtWork:
    """Two people look at one item, a third at another."""
    made = AtWork()
    made.place("mine", Place(ITEM, "A1", "工作人员"), NOON)
    made.place("theirs", Place(ITEM, "A2", "总务主任"), NOON)
    made.place("elsewhere", Place("A/rectification/R-002", "A3", "校长"), NOON)
    return made


def open_form(registry: AtWork, mark: str, account_id: str, at: datetime = NOON) -> None:
    assert registry.sign(mark, account_id, is_open=True, now=at)


def test_others_at_the_same_record_read_who_has_a_form_open(registry: AtWork) -> None:
    assert registry.others("mine", NOON) == ""
    open_form(registry, "theirs", "A2")
    assert registry.others("mine", NOON) == "总务主任 正在修改"
    assert registry.others("theirs", NOON) == ""
    assert registry.others("elsewhere", NOON) == ""


def test_it_is_gone_when_the_form_or_the_sheet_or_the_page_is_closed(registry: AtWork) -> None:
    open_form(registry, "theirs", "A2")
    registry.sign("theirs", "A2", is_open=False, now=NOON)
    assert registry.others("mine", NOON) == ""
    open_form(registry, "theirs", "A2")
    registry.leave("theirs")
    assert registry.others("mine", NOON) == ""
    signs = Signs("A2", registry)
    assert signs.take("on theirs", NOON)
    assert registry.others("mine", NOON)
    signs.end()
    assert registry.others("mine", NOON) == ""


def test_it_lapses_without_a_sign_and_stays_with_one(registry: AtWork) -> None:
    open_form(registry, "theirs", "A2")
    assert registry.others("mine", NOON + LAPSE)
    assert registry.others("mine", NOON + LAPSE + timedelta(seconds=1)) == ""
    open_form(registry, "theirs", "A2", NOON + LAPSE)
    assert registry.others("mine", NOON + LAPSE * 2)


def test_one_person_in_two_windows_is_no_other_and_is_named_once(registry: AtWork) -> None:
    registry.place("again", Place(ITEM, "A2", "总务主任"), NOON)
    open_form(registry, "theirs", "A2")
    open_form(registry, "again", "A2")
    assert registry.others("mine", NOON) == "总务主任 正在修改"
    assert registry.others("again", NOON) == ""


def test_nobody_speaks_or_hears_by_anothers_mark_or_by_one_that_was_never_drawn(registry: AtWork) -> None:
    assert not registry.sign("theirs", "A3", is_open=True, now=NOON)
    assert not registry.sign("guessed", "A3", is_open=True, now=NOON)
    stranger = Signs("A3", registry)
    assert not stranger.take("at mine", NOON)
    assert not stranger.take("off mine", NOON)
    assert not stranger.take("turn", NOON)
    assert stranger.others(NOON) == {}
    assert registry.others("guessed", NOON) == ""


def test_a_sheet_that_no_browser_speaks_of_is_forgotten(registry: AtWork) -> None:
    later = NOON + timedelta(hours=2)
    registry.place("new", Place(ITEM, "A4", "教导主任"), later)
    assert not registry.sign("theirs", "A2", is_open=True, now=later)
    assert registry.sign("new", "A4", is_open=True, now=later)


def test_the_change_is_told_over_the_socket_at_once_and_once(demo_door: int) -> None:
    AT_WORK.place("looking", Place(ITEM, "A1", "工作人员"), clock.now())
    AT_WORK.place("mending", Place(ITEM, "A2", "总务主任"), clock.now())
    with open_socket(demo_door) as looking:
        heard(looking)
        looking.send("at looking")
        assert heard(looking) == {"others": {"looking": ""}}
        with open_socket(demo_door) as mending:
            heard(mending)
            mending.send("on mending")
            assert heard(looking) == {"others": {"looking": "总务主任 正在修改"}}
            mending.send("on mending")
            with pytest.raises(TimeoutError):
                heard(looking, 0.5)
        assert heard(looking) == {"others": {"looking": ""}}
