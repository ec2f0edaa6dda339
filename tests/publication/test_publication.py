"""What was published: registered, mended, taken off the list, and as it stood on any day."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.publication import actions as publication
from board.publication.views import Since, in_view, not_published, shown, view_counts
from board.store import records
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, START_ON, add_activity

DAY = START_ON + timedelta(days=20)
RESULT: dict[str, Any] = {"what": "result", "title": " 评议结果汇总 ", "written_on": DAY}
PUBLISHED = {"published_on": DAY + timedelta(days=2), "place": "公开栏", "audience": "全体教职工"}


@pytest.fixture
def school(store: Store) -> Store:
    add_activity(store)
    return store


def at(day: date) -> datetime:
    return datetime.combine(day, time(9))


def ids(store: Store, as_of: date) -> list[str]:
    return publication.publications(store, ACTIVITY, as_of)["publication_id"].tolist()


def test_what_is_written_is_registered_and_published_later(school: Store, clerk: Actor) -> None:
    written = records.add(school, clerk, publication.PUBLICATION, ACTIVITY, RESULT, at=at(DAY))
    records.act(
        school, clerk, publication.PUBLICATION, ACTIVITY, written, "edit", PUBLISHED, at=at(DAY + timedelta(days=2))
    )
    before, after = (shown(school, ACTIVITY, DAY + timedelta(days=days)).iloc[0] for days in (1, 2))
    assert (before["title"], before["is_published"], before["days_word"]) == ("评议结果汇总", False, "成文已 1 天")
    assert (after["is_published"], after["days_word"], after["place"]) == (True, "成文后 2 天公开", "公开栏")
    assert publication.events(school, ACTIVITY, written)["action"].tolist() == ["add", "edit"]


def test_what_is_taken_off_the_list_still_stands_on_the_days_before(school: Store, clerk: Actor) -> None:
    written = records.add(school, clerk, publication.PUBLICATION, ACTIVITY, RESULT, at=at(DAY))
    records.act(school, clerk, publication.PUBLICATION, ACTIVITY, written, "remove", {}, at=at(DAY + timedelta(days=3)))
    assert ids(school, DAY + timedelta(days=2)) == [written]
    assert ids(school, DAY + timedelta(days=3)) == []
    with pytest.raises(BoardError, match="没有这条公开记录"):
        records.act(school, clerk, publication.PUBLICATION, ACTIVITY, written, "edit", {"title": "另一个"})
    assert records.add(school, clerk, publication.PUBLICATION, ACTIVITY, RESULT, at=at(DAY)) == "N-002"
    with pytest.raises(Invalid, match="已经登记过了"):
        records.add(school, clerk, publication.PUBLICATION, ACTIVITY, RESULT, at=at(DAY))


def test_only_the_clerk_registers_what_was_published(school: Store, clerk: Actor, leader: Actor, owner: Actor) -> None:
    written = records.add(school, clerk, publication.PUBLICATION, ACTIVITY, RESULT, at=at(DAY))
    for actor in (leader, owner):
        with pytest.raises(Refused):
            records.add(school, actor, publication.PUBLICATION, ACTIVITY, RESULT)
        with pytest.raises(Refused):
            records.act(school, actor, publication.PUBLICATION, ACTIVITY, written, "edit", {"title": "另一个"})
        with pytest.raises(Refused):
            records.act(school, actor, publication.PUBLICATION, ACTIVITY, written, "remove", {})
    assert publication.events(school, ACTIVITY, written)["action"].tolist() == ["add"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": None}, "what"),
        ({"what": "rumour"}, "what"),
        ({"title": "　"}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"note": "长" * 1001}, "note"),
        ({"written_on": None}, "written_on"),
        ({"written_on": DAY + timedelta(days=9)}, "written_on"),
        ({**PUBLISHED, "published_on": DAY - timedelta(days=1)}, "published_on"),
        ({**PUBLISHED, "place": ""}, "place"),
        ({**PUBLISHED, "audience": ""}, "audience"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(
    school: Store, clerk: Actor, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        records.add(
            school, clerk, publication.PUBLICATION, ACTIVITY, {**RESULT, **changed}, at=at(DAY + timedelta(days=5))
        )
    assert field in refusal.value.fields
    assert ids(school, date.max - timedelta(days=1)) == []


def test_saving_the_same_twice_writes_nothing_and_an_old_sheet_is_refused(school: Store, clerk: Actor) -> None:
    written = records.add(school, clerk, publication.PUBLICATION, ACTIVITY, RESULT, at=at(DAY))
    records.act(
        school, clerk, publication.PUBLICATION, ACTIVITY, written, "edit", {"title": "评议结果汇总"}, seen_seq=1
    )
    records.act(school, clerk, publication.PUBLICATION, ACTIVITY, written, "edit", {"title": "评议结果"}, seen_seq=1)
    with pytest.raises(Conflict):
        records.act(school, clerk, publication.PUBLICATION, ACTIVITY, written, "edit", {"title": "又一个"}, seen_seq=1)
    assert publication.events(school, ACTIVITY, written)["title"].tolist() == ["评议结果汇总", "评议结果"]


def test_beside_each_stands_what_changed_since_the_compared_day(school: Store, clerk: Actor) -> None:
    def days(count: int) -> date:
        return DAY + timedelta(days=count)

    def add(on: int, **fields: Any) -> str:
        return str(records.add(school, clerk, publication.PUBLICATION, ACTIVITY, {**RESULT, **fields}, at=at(days(on))))

    def edit(written: str, **fields: Any) -> None:
        keys = (school, clerk, publication.PUBLICATION, ACTIVITY, written, "edit")
        records.act(*keys, {**RESULT, **fields}, at=at(days(3)))

    told, renamed, left = add(0), add(0, what="briefing"), add(0, what="report")
    edit(told, **PUBLISHED)
    edit(renamed, what="briefing", title="改过的题目")
    new = add(3, what="rectification")
    rows = shown(school, ACTIVITY, days(3), days(1)).set_index("publication_id")["changed"]
    assert rows[[told, renamed, left, new]].tolist() == ["公开了", "改了", "", "新增"]
    assert set(shown(school, ACTIVITY, days(3))["changed"]) == {""}


def test_nothing_published_is_told_as_what_is_missing(school: Store, clerk: Actor) -> None:
    empty = shown(school, ACTIVITY, DAY)
    assert (len(empty), not_published(empty, Since("E1", DAY))) == (0, {"report": "", "result": ""})
    records.add(school, clerk, publication.PUBLICATION, ACTIVITY, RESULT | PUBLISHED, at=at(DAY + timedelta(days=2)))
    records.add(
        school, clerk, publication.PUBLICATION, ACTIVITY, {**RESULT, "what": "report"}, at=at(DAY + timedelta(days=2))
    )
    rows = shown(school, ACTIVITY, DAY + timedelta(days=2))
    assert not_published(rows, Since("E1", DAY)) == {"report": ""}
    assert view_counts(rows) == {"全部": 2, "已公开": 1, "还没有公开": 1}
    assert in_view(rows, "已公开")["what"].tolist() == ["result"]
