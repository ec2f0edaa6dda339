"""Whoever reads every page each day learns of an opinion only with its lot, and never on which day it came in."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from board import clock
from board.access import Actor, Role
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.operating.settings import Settings
from board.opinions import actions as opinions
from board.store.store import Store
from board.web import serving
from tests.pages.read_out import everything
from tests.pages.visitor import SUBJECTS, ids, opened, sentences_on, sheet
from tests.stores import blank_store

pytestmark = pytest.mark.walk

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
KEEPER = Actor("A-admin", "管理员", frozenset({Role.ADMIN}))
# What those say that come in one by one, from Tuesday to Saturday of the last week that is over.
SAID = [f"第{word}扇窗关不严" for word in "一二三四五"]
MONDAY = clock.today() - timedelta(days=clock.today().weekday() + 7)
DAYS = [MONDAY + timedelta(days=number) for number in range(1, 6)]
# What differs from one store to the other, or from one second to the next, and has nothing to do with opinions' days.
_CHANCE = re.compile(r"(?m:^\d+,)|O-\d+|\d{1,2}:\d{2}(?::\d{2})?|[0-9a-f]{16,}|\"versions\": \[[\d, ]+\]")


def hear(store: Store, contents: Sequence[str], at: datetime) -> None:
    """Opinions come in at a moment and are sorted an hour later."""
    activity_id = str(store.rows("activities/all")[0]["activity_id"])
    for content in contents:
        source = {"channel": "谈心", "giver": "教职工", "received_on": at.date(), "about": "group", "content": content}
        name = opinions.add(store, CLERK, activity_id, source, at=at)
        opinions.act(
            store, CLERK, activity_id, name, "sort", {"aspect": "工作作风", "theme": "门窗"}, at=at + timedelta(hours=1)
        )


def made(order: Sequence[int]) -> Store:
    """A school that heard six opinions at once some weeks ago, and then one a day, in an order."""
    store = blank_store()
    plan = load_plan(next(iter(shipped_plans().values())))
    creating.create_activity(store, KEEPER, plan, MONDAY - timedelta(days=14))
    hear(store, [f"走廊的灯坏了 {number} 处" for number in range(6)], at_nine(MONDAY - timedelta(days=10)))
    for day, number in zip(DAYS, order, strict=False):
        hear(store, [SAID[number]], at_nine(day))
    return store


def at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9))


@pytest.fixture(scope="module")
def schools() -> Iterator[list[Store]]:
    """Without what came in one by one, with it, and with it the other way round."""
    stores = [made(()), made(range(5)), made(range(4, -1, -1))]
    yield stores
    for store in stores:
        store.close()


def read(store: Store, folder: Path, subject: str, role: Role, **query: str) -> list[str]:
    """All that somebody reads of a page, but for what is chance: ids, and the order of what is listed by them."""
    serving.serve(store, Settings(folder, demo=True))
    at = opened(subject, role, **query)
    assert not at.exception
    return [piece for text in everything(at) for piece in sorted(re.split(r"[\n<{]", _CHANCE.sub("", text)))]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_page_tells_a_leader_on_which_day_one_came_in(schools: list[Store], subject: str, tmp_path: Path) -> None:
    def readings(store: Store, *days: date | None) -> list[list[str]]:
        asked = [{"as_of": str(day), "compare": "一周前"} if day else {} for day in days]
        return [read(store, tmp_path, subject, Role.LEADER, **each) for each in asked]

    none, there, turned = schools
    assert readings(there, DAYS[1], DAYS[3]) == readings(none, DAYS[1], DAYS[3])
    assert readings(there, DAYS[4], None) == readings(turned, DAYS[4], None)


def test_the_clerk_sees_each_on_its_day_and_a_leader_all_together(schools: list[Store], tmp_path: Path) -> None:
    serving.serve(schools[1], Settings(tmp_path, demo=True))
    counts = {
        role: [len(ids(opened("opinions", role, as_of=str(day)), "opinions_table")) for day in DAYS]
        for role in (Role.CLERK, Role.LEADER)
    }
    assert counts == {Role.CLERK: [7, 8, 9, 10, 11], Role.LEADER: [6, 6, 6, 6, 11]}
    assert "满 5 条才一起列出" in sentences_on(opened("opinions", Role.LEADER))


def test_the_sheet_of_an_opinion_counts_its_days_from_its_lot(schools: list[Store], tmp_path: Path) -> None:
    serving.serve(schools[1], Settings(tmp_path, demo=True))
    listed = ids(opened("opinions", Role.LEADER, opinions_text=SAID[0]), "opinions_table")
    at = opened("opinions", Role.LEADER, opinions_opinion=listed[0])
    assert sheet(at) == "意见"
    # But for the pictures of charts, which name the compared day: a week ago can be one of these.
    html = " ".join(each for each in at.html.values if "take-picture" not in each)
    assert f"{DAYS[4]:%m-%d}" in html
    assert not [day for day in DAYS[:4] if f"{day:%m-%d}" in html or f"{day.month}月{day.day}日" in html]
