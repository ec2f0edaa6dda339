"""Who gave an opinion is for those who handle it: neither its row nor its history nor the counts of two days tell."""

from collections.abc import Mapping
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.access import PERMISSIONS, Actor, Role
from board.opinions import actions as opinions
from board.opinions.disclosure import SMALL, STEP, UNSORTED, disclosed, disclosed_events, ranged, released, shown_since
from board.opinions.views import channels_and_givers, shown
from board.store.store import Store
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, opinion_fields

AS_OF = START_ON + timedelta(days=10)
TELLING = {
    "received_on",
    "channel",
    "giver",
    "talk_id",
    "import_id",
    "registered_at",
    "happened_at",
    "actor_name",
    "seq",
}


def heard(*cells: tuple[int, str, str]) -> pd.DataFrame:
    """Opinions from (day, channel, giver)."""
    rows = [(START_ON + timedelta(days=day), channel, giver) for day, channel, giver in cells]
    frame = pd.DataFrame(rows, columns=["registered_at", "channel", "giver"])
    return frame.assign(registered_at=pd.to_datetime(frame["registered_at"]))


def test_only_those_who_handle_opinions_may_know() -> None:
    assert PERMISSIONS["see.givers"] == {Role.CLERK}


def test_a_row_carries_nothing_that_tells_and_the_wording_that_was_chosen(store: Store, clerk: Actor) -> None:
    add_activity(store)
    telling = opinions.add(store, clerk, ACTIVITY, opinion_fields(content="我们五年级组长两年没听过课"), at=NINE)
    opinions.act(store, clerk, ACTIVITY, telling, "sort", {"aspect": "工作作风", "wording": "听课少"}, at=NINE)
    plain = opinions.add(store, clerk, ACTIVITY, opinion_fields(content="会议多"), at=NINE)
    opinions.act(store, clerk, ACTIVITY, plain, "sort", {"aspect": "工作作风"}, at=NINE)
    rows = disclosed(opinions.opinions(store, ACTIVITY, AS_OF))
    assert not TELLING & set(rows.columns)
    assert sorted(rows["content"]) == ["会议多", "听课少"]


def test_the_words_of_what_nobody_looked_at_are_not_shown(store: Store, clerk: Actor) -> None:
    add_activity(store)
    ids = [opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE) for _ in range(3)]
    opinions.act(store, clerk, ACTIVITY, ids[0], "sort", {"aspect": "工作作风"}, at=NINE)
    opinions.act(store, clerk, ACTIVITY, ids[1], "merge", {"merged_into": ids[0]}, at=NINE)
    rows = disclosed(opinions.opinions(store, ACTIVITY, AS_OF)).set_index("opinion_id")
    assert set(rows.index) == set(ids)
    assert (rows["content"] == UNSORTED).to_dict() == {ids[0]: False, ids[1]: True, ids[2]: True}


def test_the_order_is_that_of_what_is_said(example: Example) -> None:
    rows = shown(example.store, example.activity_id, example.today, with_givers=False)
    assert rows[["aspect", "theme", "content"]].equals(
        rows[["aspect", "theme", "content"]].sort_values(["aspect", "theme", "content"], kind="stable")
    )


def test_the_history_is_that_of_the_handling(store: Store, clerk: Actor) -> None:
    add_activity(store)
    name = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    opinions.act(store, clerk, ACTIVITY, name, "edit", {"giver": "家长"}, at=NINE + timedelta(hours=1))
    opinions.act(store, clerk, ACTIVITY, name, "sort", {"aspect": "工作作风"}, at=NINE + timedelta(days=1))
    lots = opinions.lots(store, ACTIVITY)
    handling = disclosed_events(opinions.events(store, ACTIVITY, name), lots)
    assert handling["action"].tolist() == ["sort"]
    assert handling["happened_at"].tolist() == [lots[name]]


def test_counts_come_in_steps_of_ten_and_more_of_which_no_cell_makes_most() -> None:
    few = [(0, "座谈会", "家长")] * 5 + [(1, "意见箱", "学生")] * 4
    assert released(heard(*few)).empty
    enough = [*few, (2, "意见箱", "学生")]
    assert len(released(heard(*enough))) == STEP
    one_more = [*enough, (3, "电话", "党员")]
    assert len(released(heard(*one_more))) == STEP
    assert len(released(heard(*([(0, "座谈会", "家长")] * 30)))) == 0


@pytest.mark.walk
def test_two_days_never_differ_by_what_came_from_one_place(example: Example) -> None:
    for day in (example.today - timedelta(days=count) for count in range(40)):
        before, after = (
            channels_and_givers(example.store, example.activity_id, each, None, with_givers=False)
            for each in (day - timedelta(days=1), day)
        )
        if before.empty or after.empty:
            continue
        change = released(opinions.opinions(example.store, example.activity_id, day))
        then = released(opinions.opinions(example.store, example.activity_id, day - timedelta(days=1)))
        new = change[~change["opinion_id"].isin(then["opinion_id"])]
        is_enough = len(new) >= STEP and new.groupby(["channel", "giver"]).size().max() * 2 <= len(new)
        assert new.empty or is_enough, f"what came on {day} can be told"


def test_small_cells_are_a_range_and_their_shade_too(example: Example) -> None:
    cells = channels_and_givers(example.store, example.activity_id, example.today, None, with_givers=False)
    small = cells[cells["text"] == "1–4"]
    assert len(small) > 0
    assert set(small["opinion_count"]) == {4}
    assert [ranged(count) for count in (0, 1, 4, 5)] == ["0", "1–4", "1–4", "5"]


def test_who_handles_them_sees_the_counts_and_what_changed(example: Example) -> None:
    earlier = example.today - timedelta(days=10)
    cells = channels_and_givers(example.store, example.activity_id, example.today, earlier, with_givers=True)
    assert cells["opinion_count"].sum() == len(opinions.opinions(example.store, example.activity_id, example.today))
    assert any("↑" in text for text in cells["text"])


def test_a_school_that_heard_nothing_tells_nothing(store: Store) -> None:
    add_activity(store)
    assert channels_and_givers(store, ACTIVITY, AS_OF, None, with_givers=False).empty
    assert disclosed(opinions.opinions(store, ACTIVITY, AS_OF)).empty
    assert disclosed_events(opinions.events(store, ACTIVITY, "O-001"), {}).empty


MONDAY = pd.Timestamp("2026-11-23")


def came(*hours: float, removed: Mapping[int, float] | None = None) -> dict[str, float]:
    """Since when each of the opinions that came in so many hours after a Monday began is there, in hours after it."""
    gone = {place: MONDAY + pd.Timedelta(hours=hour) for place, hour in (removed or {}).items()}
    frame = pd.DataFrame(
        {
            "opinion_id": [f"O-{place}" for place in range(len(hours))],
            "registered_at": [MONDAY + pd.Timedelta(hours=hour) for hour in hours],
            "removed_at": pd.Series([gone.get(place) for place in range(len(hours))], dtype="datetime64[us]"),
        }
    )
    return {name: (at - MONDAY) / pd.Timedelta(hours=1) for name, at in shown_since(frame).items()}


def test_five_come_to_be_there_together_and_fewer_on_the_next_monday() -> None:
    assert set(came(1, 20, 30, 50, 60).values()) == {60}
    assert list(came(1, 20, 30, 50, 60, 61).values()) == [60] * 5 + [168]
    assert set(came(1, 20, 167.9).values()) == {168}
    assert list(came(1, 20, 168, 169, 170).values()) == [168, 168, 336, 336, 336]
    assert set(came(*[3] * 12).values()) == {3}


def test_what_was_taken_out_makes_no_lot_whole() -> None:
    assert set(came(1, 2, 3, 4, 5, 6, removed={0: 1.5}).values()) == {6}
    assert set(came(1, 2, 3, 4, 5, removed={0: 9}).values()) == {5}


@given(st.lists(st.integers(0, 600), min_size=1, max_size=40), st.data())
def test_lots_are_of_five_or_of_a_week_and_stay_whatever_comes_later(hours: list[int], data: st.DataObject) -> None:
    hours = sorted(hours)
    since = came(*hours)
    for at in set(since.values()):
        lot = [hours[place] for place, each in enumerate(since.values()) if each == at]
        assert at >= max(lot)
        assert len(lot) >= SMALL or at % 168 == 0
    place = data.draw(st.integers(1, len(hours)))
    earlier = came(*hours[:place])
    there = {name: at for name, at in earlier.items() if at <= hours[place - 1]}
    assert there == {name: at for name, at in since.items() if at <= hours[place - 1] and name in earlier} or (
        place < len(hours) and hours[place] == hours[place - 1]
    )
