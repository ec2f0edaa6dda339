"""The deck of a bureau: the slides of today about its units, as its pages say it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from board import clock
from board.activity import activities
from board.comparison import assigned, figures, reported
from board.comparison.compared import Comparison
from board.comparison.deadlines import deadlines, lock_word
from board.comparison.figures import EVERY_UNIT, FIGURES, Figure
from board.comparison.widespread import widespread, widespread_answer
from board.deck import units_slides as slides
from board.deck.audiences import Audience
from board.deck.deck import Deck, of_last_meeting
from board.deck.slide import Slide
from board.errors import BoardError
from board.rectification.actions import some_of_items
from board.store.frames import each_row
from board.store.store import Store

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Of:
    """The part of a bureau's records that slides are of: a unit with all below it ('': the whole tree), compared with a
    day and at a deadline (None, '': the last ones)."""

    unit_id: str = ""
    since: date | None = None
    deadline_id: str = ""


def make_units(store: Store, activity_id: str, since: date | None = None, deadline_id: str = "") -> Deck:
    """The deck for whoever manages the units, of the part of the tree that the reader may see.

    since: the day compared with, by default that of the last meeting, else a week ago. deadline_id: by default that of
    the last deadline. Raises BoardError where there are no units.
    """
    version, today = store.version("data"), clock.today()
    compare_on = since or activities.last_meeting_on(store, activity_id, today) or today - _WEEK
    rows = deadlines(store, activity_id, today)
    chosen = rows[rows["deadline_id"] == deadline_id] if deadline_id else rows
    due: reported.Deadline | None = None
    lock = ""
    if len(chosen):
        first = chosen.iloc[0]
        lock = lock_word(first, today)
        due = str(first["deadline_id"]), first["for_on"].date(), first["due_on"].date()
    now, then = (reported.reported(store, activity_id, day, due) for day in (today, compare_on))
    if now.empty:
        raise BoardError("还没有要上报的单位", "没有登记要上报的单位。", "请先在“单位”里登记。")
    due_on, common = due[2] if due else None, widespread(store, activity_id, today)
    was = widespread(store, activity_id, compare_on)
    steps = reported.steps(store, activity_id, today, due)
    order = {title: place for place, title in enumerate(reported.titles_of_steps(store, activity_id, today).values())}
    made: list[Slide] = [
        *of_last_meeting(store, activity_id, today),
        slides.submitted_slide(reported.submitted_answer(now, due_on, lock), now, then, compare_on),
        *slides.late_slides(now, due_on, today),
        *slides.changed_slides(_changes(now, then, common, was), compare_on),
        *slides.step_slides(steps.sort_values("title", key=lambda titles: titles.map(order)), _received(now)),
        *slides.compared_slides(_compared(store, activity_id, today)),
        *slides.widespread_slides(common, widespread_answer(common)),
        *slides.assigned_slides(_assigned(store, activity_id, today)),
    ]
    return Deck(Audience.LEADERS, tuple(made), (), clock.now(), version)


def _received(rows: pd.DataFrame) -> int:
    return int(rows["submission_no"].notna().sum())


def _changes(now: pd.DataFrame, then: pd.DataFrame, common: pd.DataFrame, was: pd.DataFrame) -> dict[str, list[str]]:
    """The changes between two days, by what they are: names of units, problems."""
    before = then.set_index("unit_id").reindex(now["unit_id"]).reset_index()
    is_new = now["received_at"].notna() & before["received_at"].isna()
    is_missing = (now["state"] == reported.MISSING) & (before["state"] != reported.MISSING)
    is_corrected = now["correction_count"] > before["correction_count"].fillna(0)
    more_late = (now["late_count"] > before["late_count"].fillna(0)) & before["received_at"].notna()
    units = {"新报到": is_new, "新逾期未报": is_missing, "更正了": is_corrected, "工作逾期多了": more_late}
    changes = {word: now.loc[which, "name"].tolist() for word, which in units.items()}
    changes["新的共性问题"] = common.loc[~common["key"].isin(was["key"]), "label"].tolist()
    changes["不再是共性问题"] = was.loc[~was["key"].isin(common["key"]), "label"].tolist()
    return changes


def _compared(store: Store, activity_id: str, today: date) -> dict[str, tuple[Figure, Comparison]]:
    found = {code: figures.comparison(store, activity_id, today, code, EVERY_UNIT) for code in FIGURES}
    return {code: (figure, found[code]) for code, figure in FIGURES.items() if found[code].shown}


def _assigned(store: Store, activity_id: str, today: date) -> list[tuple[str, str, str, bool]]:
    standing = assigned.standing(store, activity_id, today)
    items = some_of_items(store, activity_id, today, ("item_id", "problem", "is_closed", "due_on"))
    made = []
    for item in each_row(items[items["item_id"].isin(standing["item_id"])]):
        rows = assigned.of_item(store, activity_id, item.item_id, today, is_closed=bool(item.is_closed))
        is_behind = bool(rows["is_late"].eq(True).any() or (rows["state"] == assigned.RETURNED).any())
        made.append((item.item_id, item.problem, assigned.counted(rows), is_behind and not item.is_closed))
    return made
