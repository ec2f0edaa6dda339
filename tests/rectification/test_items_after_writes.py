"""After a write only the items that it changed are read again; what is shown is what reading all of them would give."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from board import clock
from board.access import Actor
from board.rectification import actions as rectification
from board.rectification import batch, comparison, filters, views
from board.rectification.batch import Change
from board.rectification.filters import Ledger
from board.store import frames
from board.store.frames import with_records
from board.store.store import Store
from board.store.transaction import are_equal
from tests.example_school import Example
from tests.ledger_rows import item_fields

READ = inspect.unwrap(rectification.items)


def chosen(school: Example, status: str, place: int = 0) -> str:
    items = rectification.items(school.store, school.activity_id, clock.today())
    return str(items[items["status"] == status]["item_id"].iloc[place])


def act(school: Example, clerk: Actor, item_id: str, action: str, **fields: object) -> None:
    rectification.act(school.store, clerk, school.activity_id, item_id, action, fields)


def add(school: Example, clerk: Actor) -> None:
    people = school.store.rows("activities/people", activity_id=school.activity_id)
    leader = next(each["person_id"] for each in people if each["is_member"])
    fields = item_fields(leader_id=leader, owner_id=leader, verifier_id=None, due_on=clock.today() + timedelta(days=9))
    rectification.add(school.store, clerk, school.activity_id, fields)


WRITES: dict[str, Callable[[Example, Actor], object]] = {
    "a remark": lambda school, clerk: act(
        school, clerk, chosen(school, "in_progress"), "edit", remark="门卫室的电话不通"
    ),
    "a report": lambda school, clerk: act(
        school, clerk, chosen(school, "in_progress"), "report", percent=73, progress="换好了一半"
    ),
    "handed in": lambda school, clerk: act(school, clerk, chosen(school, "in_progress"), "submit", proof="照片两张"),
    "a new item": add,
    "one taken out": lambda school, clerk: act(
        school, clerk, chosen(school, "in_progress"), "remove", reason="登记重复"
    ),
    "one of many taken out again": lambda school, clerk: act(
        school, clerk, chosen(school, "closed"), "remove", reason="登记重复"
    ),
    "many at once": lambda school, clerk: batch.carry_out(
        school.store,
        clerk,
        school.activity_id,
        [Change(chosen(school, "in_progress", at), "report", {"percent": 81, "progress": "一起报"}) for at in range(2)],
        "一起报进展",
    ),
}


def assert_as_read_anew(store: Store, activity_id: str) -> None:
    now, columns = (store, activity_id, clock.today()), ("item_id", "problem", "remark", "is_late")
    anew = READ(*now)
    pd.testing.assert_frame_equal(rectification.items(*now), anew)
    pd.testing.assert_frame_equal(rectification.some_of_items(*now, columns), anew[[*columns]])
    day = {"activity_id": activity_id, "as_of": clock.today()}
    of_history = store.frame("rectification/items", **day, ids=None)
    pd.testing.assert_frame_equal(anew[[*of_history.columns]], of_history)
    curve = store.frame("rectification/counts_by_day", **day)
    pd.testing.assert_frame_equal(rectification.counts_by_day(*now), curve)
    since = (*now, clock.today() - timedelta(days=6))
    pd.testing.assert_frame_equal(comparison.compared(*since), inspect.unwrap(comparison.compared)(*since))
    pd.testing.assert_frame_equal(views.shown(*now), inspect.unwrap(views.shown)(*now))
    for ledger in (Ledger(*now[1:]), Ledger(*since[1:]), Ledger(*since[1:], owner_id=anew["owner_id"].iloc[0])):
        as_read = inspect.unwrap(filters.marked)(store, ledger)
        pd.testing.assert_frame_equal(filters.marked(store, ledger), as_read)
        every = filters.chosen(store, ledger, filters.Asked()).whole()
        assert every["item_id"].tolist() == as_read.sort_values([*views.URGENCY])["item_id"].tolist()


def test_what_is_shown_after_each_write_is_what_all_items_say(school: Example, clerk: Actor) -> None:
    assert_as_read_anew(school.store, school.activity_id)
    for write in WRITES.values():
        write(school, clerk)
        assert_as_read_anew(school.store, school.activity_id)


def test_items_of_a_day_before_the_last_event_are_read_from_their_history(
    school: Example, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(school, clerk, chosen(school, "in_progress"), "report", percent=73, progress="换好了一半")
    earlier = clock.today() - timedelta(days=1)
    before = READ(school.store, school.activity_id, earlier)
    monkeypatch.setattr(clock, "today", lambda: earlier)  # the clock was set back
    pd.testing.assert_frame_equal(READ(school.store, school.activity_id, earlier), before)


def test_after_a_remark_the_other_items_are_not_read_again(school: Example, clerk: Actor) -> None:
    now = (school.store, school.activity_id, clock.today())
    before, late = rectification.items(*now), rectification.some_of_items(*now, ("is_late",))
    asked: set[str] = set()
    read = school.store.frame

    def noted(name: str, /, **parameters: Any) -> pd.DataFrame:
        asked.update(parameters["ids"] or ["all"] if "ids" in parameters else [])
        return read(name, **parameters)

    school.store.frame = noted  # type: ignore[method-assign]
    item_id = chosen(school, "in_progress")
    act(school, clerk, item_id, "edit", remark="门卫室的电话不通")
    after = rectification.items(*now)
    assert asked == {item_id}
    assert len(after) == len(before)
    assert rectification.some_of_items(*now, ("is_late",)).equals(late)


def test_a_column_in_which_a_save_changed_nothing_stays_where_it_was(school: Example, clerk: Actor) -> None:
    ledger = Ledger(school.activity_id, clock.today())
    before = filters.marked(school.store, ledger)
    act(school, clerk, chosen(school, "in_progress"), "edit", remark="门卫室的电话不通")
    after = filters.marked(school.store, ledger)
    moved = {name for name in after if not np.shares_memory(np.asarray(before[name]), np.asarray(after[name]))}
    changed = {name for name in after if not before[name].equals(after[name])}
    assert moved == changed
    assert {"remark", "seq", "searched"} <= changed
    assert not are_equal(before, after)
    others = [name for name in after if name not in changed]
    assert are_equal(before[others], after[others])


@pytest.fixture(autouse=True)
def _however_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a ledger of thousands."""
    monkeypatch.setattr(frames, "_FEW", 0)


@pytest.mark.parametrize("ids", [["R-2"], ["R-9", "R-10"], ["R-3", "R-11"], ["R-1", "R-2", "R-9"]])
def test_records_stand_in_the_order_of_their_numbers_whichever_were_read_again(ids: list[str]) -> None:
    every = pd.DataFrame({"item_id": [f"R-{number}" for number in range(1, 13)], "percent": range(12)})
    before = every[~every["item_id"].isin(["R-3", "R-11"])].assign(percent=0).reset_index(drop=True)
    rows = every[every["item_id"].isin(ids)]
    found = with_records(before, "item_id", ids, rows)
    assert found["item_id"].tolist() == [each for each in every["item_id"] if each in {*before["item_id"], *ids}]
    assert found.set_index("item_id")["percent"][ids].tolist() == rows["percent"].tolist()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("甲", "乙"),
        ("甲", None),
        (None, "乙"),
        (1, 2),
        (True, False),
        (1.5, float("nan")),
        (pd.Timestamp(2026, 1, 2), pd.Timestamp(2026, 1, 3)),
        (pd.Timestamp(2026, 1, 2), pd.NaT),
        (["新增"], ["新增", "延期"]),
        (("甲",), ()),
        (None, ("甲",)),
    ],
)
def test_a_cell_is_changed_whatever_it_holds_and_stays_where_it_is_the_same(was: Any, now: Any) -> None:
    before = pd.DataFrame({"item_id": ["R-1", "R-2"], "cell": pd.Series([was, was])})
    for cell in (now, was):
        rows = pd.DataFrame({"item_id": ["R-1"], "cell": pd.Series([cell])})
        if before["cell"].dtype != rows["cell"].dtype:
            rows = rows.astype(before.dtypes)
        found = with_records(before, "item_id", ["R-1"], rows)
        assert are_equal(found["cell"].tolist()[0], rows["cell"].tolist()[0]) or found["cell"].isna()[0]
        assert found["cell"].isna().tolist() == [*rows["cell"].isna(), *before["cell"].isna()[1:]]
        assert np.shares_memory(np.asarray(found["cell"]), np.asarray(before["cell"])) is (cell is was)


def test_the_rows_of_an_id_are_the_same_whether_one_or_several_are_asked_for() -> None:
    every = pd.DataFrame({"item_id": ["R-1", "R-2", "R-2", "R-3"], "percent": [1, 2, 3, 4]})
    for ids in ([], ["R-2"], ["R-3"], ["R-3", "R-1"], ["R-9"]):
        pd.testing.assert_frame_equal(frames.of_ids(every, "item_id", ids), every[every["item_id"].isin(ids)])
