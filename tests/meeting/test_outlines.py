"""Members' papers: findings under the mirrors, and the cells that are still empty."""

from datetime import date, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.errors import BoardError, Invalid, Refused
from board.meeting import outlines
from board.store import records
from board.store.store import Store
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, finding_fields
from tests.procedure.sound_school import EVERYONE

AS_OF = date(2025, 12, 1)


@pytest.fixture
def school(store: Store) -> Store:
    add_activity(store)
    return store


def findings(store: Store, as_of: date = AS_OF) -> dict[str, dict[str, Any]]:
    return by_id(outlines.outlines(store, ACTIVITY, as_of), "outline_id")


def filled(store: Store) -> dict[tuple[str, str], tuple[int, str]]:
    rows = outlines.coverage(store, ACTIVITY, AS_OF).to_dict("records")
    return {(row["member_id"], row["mirror"]): (row["finding_count"], row["aspects"]) for row in rows}


def test_a_finding_stands_in_its_members_paper(school: Store, clerk: Actor) -> None:
    assert records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(), at=NINE) == "G-001"
    (row,) = findings(school).values()
    assert (row["member_name"], row["mirror"], row["content"]) == ("校长", "教师的期待", "到年级组听意见少")


def test_every_member_and_mirror_has_a_cell_also_an_empty_one(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(), at=NINE)
    records.add(
        school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(content="通知发得急", aspect="制度机制"), at=NINE
    )
    assert filled(school) == {
        ("M01", "上级的部署"): (0, ""),
        ("M01", "教师的期待"): (2, "工作作风、制度机制"),
        ("M02", "上级的部署"): (0, ""),
        ("M02", "教师的期待"): (0, ""),
    }


def test_a_paper_is_held_against_what_its_member_is_in_charge_of(store: Store, clerk: Actor) -> None:
    plan = load_plan(shipped_plans()["analysis-stage"])
    activity_id = creating.create_activity(store, EVERYONE, plan, START_ON)
    fields = finding_fields(member_id="M02", duty="宣传")
    records.add(store, clerk, outlines.OUTLINE, activity_id, fields, at=NINE)
    cells = outlines.duties(store, activity_id, AS_OF)
    counts = cells[cells["member_id"] == "M02"].set_index("duty")["finding_count"].to_dict()
    assert counts == {"党务": 0, "宣传": 1, "来信来访": 0}
    assert cells["member_id"].nunique() == 5
    with pytest.raises(Invalid, match="不是这位成员的分工"):
        records.act(store, clerk, outlines.OUTLINE, activity_id, "G-001", "edit", {"duty": "食堂"}, at=NINE)


def test_the_plan_says_what_is_looked_for_under_each_mirror(school: Store, example: Example) -> None:
    asked = outlines.questions(example.store, example.activity_id)
    assert list(asked) == ["科学发展观的要求", "先进学校的经验", "上级的部署", "教师的期待"]
    assert asked["教师的期待"] == "关系师生切身利益的突出问题，哪些没有及时解决"
    assert set(outlines.questions(school, ACTIVITY).values()) == {""}  # a plan that doesn't say


def test_only_the_clerk_writes_papers_down(school: Store, clerk: Actor, leader: Actor, owner: Actor) -> None:
    records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(), at=NINE)
    for actor in (leader, owner):
        with pytest.raises(Refused):
            records.add(school, actor, outlines.OUTLINE, ACTIVITY, finding_fields(content="另一条"))
        with pytest.raises(Refused):
            records.act(school, actor, outlines.OUTLINE, ACTIVITY, "G-001", "edit", {"content": "改了"})
        with pytest.raises(Refused):
            records.act(school, actor, outlines.OUTLINE, ACTIVITY, "G-001", "remove", {})


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"member_id": "P01"}, "member_id"),
        ({"mirror": None}, "mirror"),
        ({"mirror": "别的镜子"}, "mirror"),
        ({"aspect": "其他"}, "aspect"),
        ({"aspect": None}, "aspect"),
        ({"content": " "}, "content"),
        ({"written_on": None}, "written_on"),
        ({"written_on": START_ON + timedelta(days=1)}, "written_on"),
    ],
)
def test_a_finding_that_makes_no_sense_is_refused(
    school: Store, clerk: Actor, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(**changed), at=NINE)
    assert set(caught.value.fields) == {field}
    assert findings(school) == {}


def test_an_empty_form_names_every_field(school: Store, clerk: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        records.add(school, clerk, outlines.OUTLINE, ACTIVITY, {})
    assert set(caught.value.fields) == {"member_id", "mirror", "aspect", "content", "written_on"}


def test_the_same_finding_is_not_written_twice(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(), at=NINE)
    with pytest.raises(Invalid, match="G-001"):
        records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(), at=NINE)


def test_a_finding_is_mended_and_taken_away_with_its_past_kept(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(), at=NINE)
    records.act(
        school,
        clerk,
        outlines.OUTLINE,
        ACTIVITY,
        "G-001",
        "edit",
        {"content": "很少到年级组"},
        at=NINE + timedelta(days=1),
    )
    records.act(school, clerk, outlines.OUTLINE, ACTIVITY, "G-001", "remove", {}, at=NINE + timedelta(days=2))
    assert findings(school, START_ON)["G-001"]["content"] == "到年级组听意见少"
    assert findings(school) == {}
    assert outlines.events(school, ACTIVITY, "G-001")["action"].tolist() == ["add", "edit", "remove"]
    with pytest.raises(BoardError, match="没有这条"):
        records.act(school, clerk, outlines.OUTLINE, ACTIVITY, "G-001", "edit", {"content": "又改"})
