"""Who gave an opinion is for those who handle it: neither its row nor its history nor the counts of two days tell."""

from datetime import timedelta

import pandas as pd

from board import opinions
from board.access import PERMISSIONS, Actor, Role
from board.db import Store
from board.opinion_views import channels_and_givers, shown
from board.opinions_disclosure import STEP, disclosed, disclosed_events, ranged, released, unnamed, without
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
    opinions.sort(store, clerk, ACTIVITY, telling, "工作作风", wording="听课少", at=NINE)
    plain = opinions.add(store, clerk, ACTIVITY, opinion_fields(content="会议多"), at=NINE)
    opinions.sort(store, clerk, ACTIVITY, plain, "工作作风", at=NINE)
    rows = disclosed(opinions.opinions(store, ACTIVITY, AS_OF))
    assert not TELLING & set(rows.columns)
    assert sorted(rows["content"]) == ["会议多", "听课少"]


def test_what_nobody_looked_at_is_not_shown(store: Store, clerk: Actor) -> None:
    add_activity(store)
    ids = [opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE) for _ in range(3)]
    opinions.sort(store, clerk, ACTIVITY, ids[0], "工作作风", at=NINE)
    opinions.merge(store, clerk, ACTIVITY, ids[1], ids[0], at=NINE)
    assert disclosed(opinions.opinions(store, ACTIVITY, AS_OF))["opinion_id"].tolist() == [ids[0]]


def test_the_order_is_that_of_what_is_said(example: Example) -> None:
    rows = shown(example.store, example.activity_id, example.today, with_givers=False)
    assert rows[["aspect", "theme", "content"]].equals(
        rows[["aspect", "theme", "content"]].sort_values(["aspect", "theme", "content"], kind="stable")
    )


def test_the_history_is_that_of_the_handling(store: Store, clerk: Actor) -> None:
    add_activity(store)
    name = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    opinions.edit(store, clerk, ACTIVITY, name, {"giver": "家长"}, at=NINE + timedelta(hours=1))
    opinions.sort(store, clerk, ACTIVITY, name, "工作作风", at=NINE + timedelta(days=1))
    assert disclosed_events(opinions.events(store, ACTIVITY, name))["action"].tolist() == ["sort"]


def test_counts_come_in_steps_of_ten_and_more_of_which_no_cell_makes_most() -> None:
    few = [(0, "座谈会", "家长")] * 5 + [(1, "意见箱", "学生")] * 4
    assert released(heard(*few)).empty
    enough = [*few, (2, "意见箱", "学生")]
    assert len(released(heard(*enough))) == STEP
    one_more = [*enough, (3, "电话", "党员")]
    assert len(released(heard(*one_more))) == STEP
    assert len(released(heard(*([(0, "座谈会", "家长")] * 30)))) == 0


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
    assert disclosed_events(opinions.events(store, ACTIVITY, "O-001")).empty


def test_ids_that_may_not_be_named_are_counted_among_others() -> None:
    hidden = frozenset({"O-2", "O-3"})
    assert without("O-1、O-2、O-3", hidden) == "O-1、2 条还没有梳理的"
    assert without("O-1、教职工", hidden) == "O-1、教职工"
    assert without("", hidden) == ""
    held = pd.DataFrame({"opinion_id": ["O-1", "O-2"], "status": ["sorted", "received"]})
    assert unnamed(held) == {"O-2"}
