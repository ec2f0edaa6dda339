"""A meeting held with slides: what it decides is done in the ledger by the ledger's rules, waits, or is taken back."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from board import clock
from board.access import Actor, Role
from board.activity import activities
from board.deck.slide import Slide
from board.errors import BoardError, Conflict, Invalid, Refused
from board.meeting import calendar
from board.rectification.views import shown as items_shown
from board.sittings import actions, decisions, views
from board.sittings.actions import Setting, Shown
from board.sittings.minutes import draft
from board.web.deck.sittings import shown
from tests.example_school import Example

NEW = {"kind": "领导小组会议", "topic": "研究逾期事项"}
SLIDES = (Slide("总体进展", "30 项整改"), Slide("逾期 R-006", "R-006 逾期 5 天", item_id="R-006"))
LATER = clock.today() + timedelta(days=20)


@pytest.fixture
def clerk() -> Actor:
    return Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))


@pytest.fixture
def principal(school: Example) -> Actor:
    person = activities.principal(school.store, school.activity_id)
    return Actor("A-principal", "校长", frozenset({Role.LEADER}), person)


@pytest.fixture
def sitting(school: Example, clerk: Actor) -> str:
    return actions.start(school.store, clerk, school.activity_id, Setting(NEW, "leaders"), frozen())


def frozen() -> Shown:
    return shown(SLIDES, clock.now())


def decided(school: Example, actor: Actor, sitting: str, kind: str, **given: Any) -> str:
    return decisions.decide(school.store, actor, school.activity_id, sitting, kind, given)


def item(school: Example, item_id: str) -> pd.Series:
    rows = items_shown(school.store, school.activity_id, clock.today())
    return rows[rows["item_id"] == item_id].iloc[0]


def decision(school: Example, decision_id: str) -> pd.Series:
    rows = views.decisions(school.store, school.activity_id, clock.today())
    return rows[rows["decision_id"] == decision_id].iloc[0]


def submitted(school: Example) -> list[str]:
    rows = items_shown(school.store, school.activity_id, clock.today())
    return rows[rows["status"] == "submitted"]["item_id"].tolist()


def test_a_new_meeting_is_entered_as_it_is_begun_and_shows_what_it_showed(school: Example, sitting: str) -> None:
    row = views.shown(school.store, school.activity_id, clock.today()).iloc[0]
    assert (row["sitting_id"], row["kind"], row["topic"], row["state"]) == (sitting, *NEW.values(), "open")
    assert row["meeting_id"] in set(activities.meetings(school.store, school.activity_id)["meeting_id"])
    kept = views.slides(school.store, school.activity_id, sitting)
    assert [each["title"] for each in kept] == ["30 项整改", "R-006 逾期 5 天"]


def test_what_the_clerk_decides_is_in_the_ledger_at_once(school: Example, clerk: Actor, sitting: str) -> None:
    decided(school, clerk, sitting, "postpone", item_id="R-006", content="配件要从外地调", due_on=LATER)
    assert item(school, "R-006")["due_on"].date() == LATER
    about = views.about_item(school.store, school.activity_id, "R-006", clock.today())
    assert about["words"].tolist() == [f"R-006 延期到{LATER:%-m月%-d日}：配件要从外地调"]


def test_only_its_verifier_accepts_an_item_anybody_else_proposes_it(
    school: Example, principal: Actor, sitting: str
) -> None:
    rows = items_shown(school.store, school.activity_id, clock.today())
    waiting = rows[(rows["status"] == "submitted") & rows["verifier_id"].notna()]
    foreign = waiting[waiting["verifier_id"] != principal.person_id].iloc[0]
    made = decided(school, principal, sitting, "accept", item_id=foreign["item_id"], people_view="satisfied")
    assert decision(school, made)["state"] == "waiting"
    assert decision(school, made)["words"].startswith(f"{foreign['item_id']} 建议销号")
    assert item(school, foreign["item_id"])["status"] == "submitted"
    verifier = Actor("A-other", "验收人", frozenset({Role.LEADER}), foreign["verifier_id"])
    here = (school.store, verifier, school.activity_id)
    assert made in set(views.waiting_for(*here, clock.today())["decision_id"])
    assert made not in set(views.waiting_for(school.store, principal, *here[2:], clock.today())["decision_id"])
    with pytest.raises(Refused):
        decisions.confirm(school.store, principal, school.activity_id, made)
    decisions.confirm(*here, made)
    assert item(school, foreign["item_id"])["status"] == "closed"
    assert decision(school, made)["since"] == "已销号"


def test_what_a_leader_may_not_do_waits_for_the_clerk_who_may_refuse_it(
    school: Example, clerk: Actor, principal: Actor, sitting: str
) -> None:
    made = decided(school, principal, sitting, "postpone", item_id="R-006", content="等配件", due_on=LATER)
    assert item(school, "R-006")["due_on"].date() != LATER
    with pytest.raises(Invalid):
        decisions.decline(school.store, clerk, school.activity_id, made, " ")
    decisions.decline(school.store, clerk, school.activity_id, made, "配件已经到了")
    assert decision(school, made)["state"] == "declined"
    with pytest.raises(BoardError, match="已经办过了"):
        decisions.confirm(school.store, clerk, school.activity_id, made)


def test_an_order_becomes_an_item_of_the_ledger(school: Example, clerk: Actor, sitting: str) -> None:
    terms = activities.terms(school.store, school.activity_id)
    word = {kind: terms[terms["kind"] == kind]["label"].iloc[0] for kind in ("source", "aspect")}
    fields = {
        "subjective_cause": "查得不勤",
        "measure": "每周查",
        "leader_id": "M01",
        "owner_id": "P03",
        "due_on": LATER,
    }
    made = decided(school, clerk, sitting, "assign", item_id="R-006", content="走廊灯不亮", **word, **fields)
    new = item(school, decision(school, made)["item_id"])
    assert (new["problem"], new["owner_id"], new["due_on"].date()) == ("走廊灯不亮", "P03", LATER)
    decisions.undo(school.store, clerk, school.activity_id, made)
    rows = items_shown(school.store, school.activity_id, clock.today())
    assert new["item_id"] not in set(rows["item_id"])


def test_what_is_taken_back_leaves_no_trace_but_its_history(
    school: Example, clerk: Actor, principal: Actor, sitting: str
) -> None:
    before = item(school, "R-006")
    made = decided(school, clerk, sitting, "postpone", item_id="R-006", content="等配件", due_on=LATER)
    decisions.undo(school.store, principal, school.activity_id, made)
    after = item(school, "R-006")
    ledger = ["status", "percent", "due_on", "owner_id", "progress", "measure"]
    assert after[ledger].to_dict() == before[ledger].to_dict()
    assert after["seq"] == before["seq"] + 2
    assert views.about_item(school.store, school.activity_id, "R-006", clock.today()).empty
    with pytest.raises(BoardError, match="不能撤回"):
        decisions.undo(school.store, clerk, school.activity_id, made)


def test_after_its_end_a_meeting_decides_nothing_and_takes_nothing_back(
    school: Example, clerk: Actor, sitting: str
) -> None:
    made = decided(school, clerk, sitting, "note", content="下次看微机室")
    actions.close(school.store, clerk, school.activity_id, sitting, "纪要")
    for act in (
        lambda: decided(school, clerk, sitting, "note", content="又一句"),
        lambda: decisions.undo(school.store, clerk, school.activity_id, made),
        lambda: actions.refresh(school.store, clerk, school.activity_id, sitting, frozen()),
    ):
        with pytest.raises(BoardError, match="会议已经结束"):
            act()
    assert views.last_closed(school.store, school.activity_id, clock.today())["sitting_id"] == sitting  # type: ignore[index]


def test_the_minutes_say_what_was_heard_and_decided(school: Example, clerk: Actor, sitting: str) -> None:
    decided(school, clerk, sitting, "press", item_id="R-006", content="本周换好")
    taken_back = decided(school, clerk, sitting, "note", content="写错的一句")
    decisions.undo(school.store, clerk, school.activity_id, taken_back)
    row = views.shown(school.store, school.activity_id, clock.today()).iloc[0]
    made = views.standing(views.decisions(school.store, school.activity_id, clock.today()))
    slides = views.slides(school.store, school.activity_id, sitting)
    text = draft(
        {str(name): value for name, value in row.items()}, slides, made[made["sitting_id"] == sitting], "校长、书记", ""
    )
    assert "出席：校长、书记" in text
    assert "1. 总体进展：30 项整改。" in text
    assert "1. R-006 督办：本周换好。" in text
    assert "写错的一句" not in text
    assert "缺席" not in text


def test_two_who_begin_the_same_meeting_hold_one(school: Example, clerk: Actor, principal: Actor, sitting: str) -> None:
    meeting_id = views.shown(school.store, school.activity_id, clock.today()).iloc[0]["meeting_id"]
    with pytest.raises(BoardError, match="这次会议正在开"):
        actions.start(school.store, principal, school.activity_id, Setting(meeting_id, "leaders"), frozen())
    with pytest.raises(Invalid):
        actions.start(school.store, principal, school.activity_id, Setting(NEW, "leaders"), frozen())


def test_a_meeting_that_was_held_with_slides_is_not_deleted(school: Example, clerk: Actor, sitting: str) -> None:
    meeting_id = views.shown(school.store, school.activity_id, clock.today()).iloc[0]["meeting_id"]
    with pytest.raises(BoardError, match="已经有记录"):
        calendar.remove(school.store, clerk, school.activity_id, meeting_id)


def test_minutes_that_somebody_changed_meanwhile_are_not_overwritten(
    school: Example, clerk: Actor, sitting: str
) -> None:
    actions.close(school.store, clerk, school.activity_id, sitting, "草稿")
    seen = int(views.shown(school.store, school.activity_id, clock.today()).iloc[0]["seq"])
    actions.write_minutes(school.store, clerk, school.activity_id, sitting, "改过", seen_seq=seen)
    with pytest.raises(Conflict):
        actions.write_minutes(school.store, clerk, school.activity_id, sitting, "又改", seen_seq=seen)


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("postpone", {"item_id": "R-006", "due_on": LATER}, "content"),
        ("postpone", {"item_id": "R-006", "content": "等配件"}, "due_on"),
        ("postpone", {"item_id": "R-006", "content": "等", "due_on": clock.today() - timedelta(days=1)}, "due_on"),
        ("note", {"content": " "}, "content"),
        ("note", {"content": "长" * 501}, "content"),
        ("assign", {"content": "灯不亮"}, "due_on"),
    ],
)
def test_what_is_missing_is_said_by_field_and_nothing_is_decided(
    school: Example, clerk: Actor, sitting: str, kind: str, given: dict[str, Any], field: str
) -> None:
    before = len(views.decisions(school.store, school.activity_id, clock.today()))
    with pytest.raises(Invalid) as caught:
        decided(school, clerk, sitting, kind, **given)
    assert field in caught.value.fields
    assert len(views.decisions(school.store, school.activity_id, clock.today())) == before


@pytest.mark.parametrize(("kind", "item_id"), [("accept", "R-006"), ("accept", ""), ("press", ""), ("note", "R-999")])
def test_what_an_items_state_does_not_allow_is_refused(
    school: Example, clerk: Actor, sitting: str, kind: str, item_id: str
) -> None:
    with pytest.raises(BoardError):
        decided(school, clerk, sitting, kind, item_id=item_id, content="一句", people_view="satisfied")


def test_nobody_else_holds_a_meeting(school: Example, sitting: str) -> None:
    owner = Actor("A-owner", "责任人", frozenset({Role.OWNER}), "P03")
    with pytest.raises(Refused):
        decided(school, owner, sitting, "note", content="一句")
    with pytest.raises(Refused):
        actions.start(school.store, owner, school.activity_id, Setting(NEW, "leaders"), frozen())


def test_yesterday_shows_what_it_showed(school: Example, clerk: Actor, sitting: str) -> None:
    yesterday = clock.today() - timedelta(days=1)
    assert sitting not in set(views.shown(school.store, school.activity_id, yesterday)["sitting_id"])
    made = decided(school, clerk, sitting, "note", content="一句")
    assert made not in set(views.decisions(school.store, school.activity_id, yesterday)["decision_id"])


def test_a_newer_state_is_offered_only_where_somebody_else_wrote(school: Example, clerk: Actor, sitting: str) -> None:
    frozen_at = views.shown(school.store, school.activity_id, clock.today()).iloc[0]["frozen_at"]
    decided(school, clerk, sitting, "postpone", item_id="R-006", content="等配件", due_on=LATER)
    assert not views.is_outdated(school.store, school.activity_id, frozen_at)
    calendar.add(school.store, clerk, school.activity_id, {**NEW, "topic": "另一个", "held_on": clock.today()})
    assert views.is_outdated(school.store, school.activity_id, frozen_at)


def test_what_waits_is_complete_since_whoever_confirms_it_cannot_mend_it(
    school: Example, principal: Actor, sitting: str
) -> None:
    with pytest.raises(Invalid) as caught:
        decided(school, principal, sitting, "assign", content="走廊灯不亮", due_on=LATER)
    assert {"subjective_cause", "measure", "owner_id"} <= set(caught.value.fields)


def test_the_list_of_meetings_counts_what_the_meeting_shows(
    school: Example, clerk: Actor, principal: Actor, sitting: str
) -> None:
    decided(school, clerk, sitting, "note", content="一句")
    undone = decided(school, clerk, sitting, "note", content="写错的")
    decisions.undo(school.store, clerk, school.activity_id, undone)
    refused = decided(school, principal, sitting, "postpone", item_id="R-006", content="等配件", due_on=LATER)
    decisions.decline(school.store, clerk, school.activity_id, refused, "配件已经到了")
    row = views.shown(school.store, school.activity_id, clock.today()).iloc[0]
    standing = views.standing(views.decisions(school.store, school.activity_id, clock.today()))
    own = standing[standing["sitting_id"] == sitting]
    assert (row["decision_count"], row["waiting_count"]) == (len(own), 0) == (1, 0)
    assert own["state_word"].tolist() == ["已记下"]
