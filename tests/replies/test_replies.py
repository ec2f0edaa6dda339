"""What the public answers to published items: once each, unnamed, counted at the end, and what follows of it."""

from datetime import date, timedelta

import pytest

from board import clock
from board.access import Actor
from board.ballots.casting import AlreadyCast, NoSuchCode
from board.errors import BoardError, Invalid, Refused
from board.opinions import actions as opinions
from board.papers.issuing import actions
from board.rectification import actions as rectification
from board.rectification import links
from board.rectification.views import holds, shown, tags
from board.replies import answering, openings
from board.replies.answering import LONGEST, LONGEST_TOGETHER, Filled
from board.rules.judging import judge
from board.rules.records import Records
from board.rules.verdicts import RULES
from tests.example_school import Example
from tests.paper_lives import TODAY, WHERE, act, drafted
from tests.public.site_lives import published_notice, signed
from tests.replies.lives import answered, asked, asked_about, closed_item, ended, item

AGAINST, FOR, MOSTLY = "dissatisfied", "satisfied", "mostly_satisfied"
(REOPENED,) = (rule for rule in RULES if rule.rule_id == "mending_reopened")


def everything(school: Example) -> str:
    """All that any page can be made of the answers."""
    rows = rectification.items(school.store, school.activity_id, TODAY)
    heard = opinions.opinions(school.store, school.activity_id, TODAY)
    answers = rectification.replied(school.store, school.activity_id, TODAY)
    return f"{rows.to_csv()}{heard.to_csv()}{answers.to_csv()}"


def test_from_an_answer_to_the_reopening_of_a_rejected_item(school: Example, clerk: Actor, leader: Actor) -> None:
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    for number in range(6):
        answered(school, sheet, {item_id: AGAINST}, {item_id: "水还是凉的"} if not number else None)
    answered(school, sheet, {item_id: FOR})
    (opinion_id,) = ended(school, clerk, sheet)

    rows = opinions.opinions(school.store, school.activity_id, TODAY).set_index("opinion_id")
    assert str(rows.loc[opinion_id, "content"]).startswith("水还是凉的")
    assert tuple(rows.loc[opinion_id, ["channel", "giver", "status"]]) == ("网络", "普通群众", "received")
    assert list(links.links_of(school.store, school.activity_id, item_id)["opinion_id"])[-1] == opinion_id

    items = shown(school.store, school.activity_id, TODAY)
    waiting = items[holds(items, "待重启")]
    assert list(waiting["item_id"]) == [item_id]
    assert "群众不满意" in tags(waiting).iloc[0]
    verdict = judge(REOPENED, Records(school.store, school.activity_id, TODAY))
    assert (verdict.verdict, REOPENED.failure) == ("failed", "群众不满")
    # It is closed until a person reopens it.
    assert item(school, item_id)["people_view"] != AGAINST

    why = {"reason": "公开以后多数不满意", "people_view": AGAINST, "due_on": TODAY + timedelta(days=10)}
    rectification.act(school.store, leader, school.activity_id, item_id, "reopen", why)
    assert item(school, item_id)["status"] == "in_progress"
    assert not item(school, item_id)["is_rejected"]
    assert judge(REOPENED, Records(school.store, school.activity_id, TODAY)).verdict == "passed"


@pytest.mark.walk
def test_a_tie_or_more_who_are_content_reject_nothing(school: Example, clerk: Actor, leader: Actor) -> None:
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    for view in (AGAINST, AGAINST, AGAINST, FOR, MOSTLY, MOSTLY):
        answered(school, sheet, {item_id: view})
    ended(school, clerk, sheet)
    (row,) = rectification.replied(school.store, school.activity_id, TODAY).to_dict("records")
    assert (row["satisfied_count"], row["mostly_satisfied_count"], row["dissatisfied_count"]) == (1, 2, 3)
    assert row["view"] == MOSTLY
    assert not item(school, item_id)["is_rejected"]


def test_a_code_answers_once_and_is_gone(school: Example, clerk: Actor, leader: Actor) -> None:
    sheet, item_id = asked(school, clerk, leader, entry="codes"), closed_item(school)
    code, other = openings.make_codes(school.store, clerk, sheet.opening["opening_id"], 2)
    filled = Filled({item_id: FOR}, code=f" {code[:5].lower()}-{code[5:]}")
    answering.answer(school.store, sheet, filled)
    with pytest.raises(NoSuchCode):
        answering.answer(school.store, sheet, filled)
    misread = other[:-1] + ("2" if other[-1] != "2" else "3")
    with pytest.raises(NoSuchCode):
        answering.answer(school.store, sheet, Filled({item_id: FOR}, code=misread))
    waits = openings.waiting(school.store, school.activity_id, sheet.opening["opening_id"])
    assert (waits["unused_count"], waits["waiting_count"]) == (1, 1)


@pytest.mark.walk
def test_a_code_of_another_opening_is_refused(school: Example, clerk: Actor, leader: Actor) -> None:
    sheet, item_id = asked(school, clerk, leader, entry="codes"), closed_item(school)
    (code,) = openings.make_codes(school.store, clerk, sheet.opening["opening_id"], 1)
    ended(school, clerk, sheet)
    again = asked_about(school, clerk, sheet.opening["paper_id"], entry="codes")
    with pytest.raises(NoSuchCode):
        answering.answer(school.store, again, Filled({item_id: FOR}, code=code))


def test_a_device_answers_as_often_as_it_may(school: Example, clerk: Actor, leader: Actor) -> None:
    sheet, item_id = asked(school, clerk, leader, device_limit=2), closed_item(school)
    for turn in (1, 2):
        assert answering.next_turn(school.store, sheet.opening, "d" * 32) == turn
        answering.answer(school.store, sheet, Filled({item_id: FOR}, device="d" * 32, turn=turn))
    with pytest.raises(AlreadyCast):
        answering.next_turn(school.store, sheet.opening, "d" * 32)
    for turn in (0, 1, 2, 3):
        with pytest.raises(AlreadyCast):
            answering.answer(school.store, sheet, Filled({item_id: FOR}, device="d" * 32, turn=turn))


def test_nothing_is_taken_after_the_end_the_last_day_or_once_the_paper_is_void(
    school: Example, clerk: Actor, leader: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet, item_id = asked(school, clerk, leader, closes_on=TODAY), closed_item(school)
    answered(school, sheet, {item_id: FOR})
    with monkeypatch.context() as later:
        later.setattr(clock, "today", lambda: TODAY + timedelta(days=1))
        with pytest.raises(Refused, match="时间已过"):
            answered(school, sheet, {item_id: FOR})
    act(school, leader, sheet.opening["paper_id"], "void", "发错了")
    with pytest.raises(Refused, match="不收"):
        answered(school, sheet, {item_id: FOR})
    ended(school, clerk, sheet)
    with pytest.raises(Refused, match="结束"):
        answered(school, sheet, {item_id: FOR})
    with pytest.raises(Refused):
        ended(school, clerk, sheet)


def test_nothing_shows_before_the_end_and_then_no_item_that_too_few_answered(
    school: Example, clerk: Actor, leader: Actor
) -> None:
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    rare = next(each.item_id for each in sheet.items if each.item_id != item_id)
    before = everything(school)
    for number in range(12):
        answered(school, sheet, {item_id: FOR} | ({rare: AGAINST} if number < 4 else {}), {rare: f"第{number}句"})
    assert everything(school) == before
    assert openings.counts(school.store, sheet.opening["opening_id"]).empty
    ended(school, clerk, sheet)
    (row,) = openings.counts(school.store, sheet.opening["opening_id"]).to_dict("records")
    assert (row["item_id"], row["satisfied_count"]) == (item_id, 12)
    assert not item(school, rare)["is_rejected"]


def test_the_order_of_opinions_is_not_that_in_which_people_came(school: Example, clerk: Actor, leader: Actor) -> None:
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    came = [f"第{number:02d}句话" for number in range(20)]
    for sentence in came:
        answered(school, sheet, {}, {item_id: sentence})
    made = ended(school, clerk, sheet)
    heard = opinions.opinions(school.store, school.activity_id, TODAY).set_index("opinion_id")
    as_written = [text.partition("（")[0] for text in heard.loc[made, "content"]]
    assert sorted(as_written) == came
    assert as_written != came


def test_what_waits_is_sealed_at_one_length_and_not_together(school: Example, clerk: Actor, leader: Actor) -> None:
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    answered(school, sheet, {item_id: FOR})
    answered(school, sheet, {each.item_id: AGAINST for each in sheet.items}, {item_id: "话" * LONGEST})
    rows = school.store.rows("ballots/pool")
    assert len({(row["kind"], len(row["sealed"])) for row in rows}) == 2
    assert all("话".encode() not in bytes(row["sealed"]) and not row["group_label"] for row in rows)
    seals = {row["seal_id"] for row in rows}
    other = asked_about(school, clerk, signed_again(school, clerk, leader))
    answered(school, other, {item_id: FOR})
    ended(school, clerk, sheet)
    left = school.store.rows("ballots/pool")
    assert {row["round_id"] for row in left} == {other.opening["opening_id"]}
    assert not {row["seal_id"] for row in left} & seals


def signed_again(school: Example, clerk: Actor, leader: Actor) -> str:
    """Another published paper on the items."""
    paper_id = signed(school, clerk, leader, drafted(school, clerk, number_word="示校发", number_no=2))
    actions.publish(school.store, clerk, school.activity_id, paper_id, {**WHERE, "place": "学校网站"})
    return paper_id


@pytest.mark.walk
def test_only_the_items_of_that_published_paper_are_answered(school: Example, clerk: Actor, leader: Actor) -> None:
    draft = drafted(school, clerk)
    with pytest.raises(BoardError):
        asked_about(school, clerk, draft)
    paper_id = signed(school, clerk, leader, draft)
    with pytest.raises(BoardError, match="没有公开"):
        asked_about(school, clerk, paper_id)
    sheet = asked(school, clerk, leader)
    with pytest.raises(BoardError, match="正在"):
        asked_about(school, clerk, sheet.opening["paper_id"])
    for _ in range(6):
        answered(school, sheet, {"R-999": AGAINST, sheet.items[0].item_id: FOR}, {"R-999": "没有这一项"})
    assert ended(school, clerk, sheet) == []
    assert list(openings.counts(school.store, sheet.opening["opening_id"])["item_id"]) == [sheet.items[0].item_id]


def test_what_is_wrong_is_refused_and_nothing_is_used_up(school: Example, clerk: Actor, leader: Actor) -> None:
    sheet = asked(school, clerk, leader)
    first, second, third, fourth, *_ = [each.item_id for each in sheet.items]
    for views, says in (
        ({}, {}),
        ({first: "best"}, {}),
        ({}, {first: "话" * (LONGEST + 1)}),
        ({}, dict.fromkeys((first, second, third, fourth), "话" * (LONGEST_TOGETHER // 4 + 1))),
        ({"R-999": AGAINST}, {}),
        ({}, {first: "\u200b\n"}),
    ):
        with pytest.raises(Invalid):
            answering.answer(school.store, sheet, Filled(views, says, device="e" * 32))
    with pytest.raises(Invalid):
        answering.answer(school.store, sheet, Filled({first: FOR}))
    assert answering.next_turn(school.store, sheet.opening, "e" * 32) == 1


@pytest.mark.walk
def test_work_done_since_the_paper_was_signed_takes_the_rejection_off(
    school: Example, clerk: Actor, leader: Actor
) -> None:
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    why = {"reason": "又坏了", "due_on": TODAY + timedelta(days=10)}
    rectification.act(school.store, leader, school.activity_id, item_id, "reopen", why)
    for _ in range(5):
        answered(school, sheet, {item_id: AGAINST})
    ended(school, clerk, sheet)
    assert not item(school, item_id)["is_rejected"]


def test_the_past_stays_as_it_was(school: Example, clerk: Actor, leader: Actor) -> None:
    yesterday = TODAY - timedelta(days=1)
    before = rectification.items(school.store, school.activity_id, yesterday)
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    for _ in range(5):
        answered(school, sheet, {item_id: AGAINST})
    ended(school, clerk, sheet)
    assert rectification.items(school.store, school.activity_id, yesterday).equals(before)
    assert rectification.replied(school.store, school.activity_id, yesterday).empty


@pytest.mark.parametrize(
    ("field", "value"), [("entry", "mail"), ("device_limit", 9), ("closes_on", date(2020, 1, 1)), ("address", "x/y")]
)
def test_a_wrong_setting_is_named(school: Example, clerk: Actor, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        asked_about(school, clerk, "Q-001", **{field: value})
    assert list(refused.value.fields) == [field]


@pytest.mark.walk
def test_only_the_clerk_asks_makes_codes_and_ends(school: Example, clerk: Actor, leader: Actor) -> None:
    paper_id = published_notice(school, clerk, leader)
    with pytest.raises(Refused):
        asked_about(school, leader, paper_id)
    sheet = asked_about(school, clerk, paper_id, entry="codes")
    with pytest.raises(Refused):
        openings.make_codes(school.store, leader, sheet.opening["opening_id"], 1)
    with pytest.raises(Refused):
        ended(school, leader, sheet)
