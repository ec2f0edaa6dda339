"""On the pages: the clerk asks, ends and sees the result; the ledger lists what is to be reopened, and why."""

from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.rectification import actions as rectification
from board.replies import answering, openings
from board.replies.answering import Filled
from tests.example_school import Example
from tests.pages.hands import action_chosen
from tests.pages.visitor import faults, filled, ids, notices, opened, saved, sent, typed
from tests.paper_lives import TODAY, drafted
from tests.public.site_lives import published_notice
from tests.replies.lives import answered, asked, closed_item, ended, item

CLERK = Actor("demo-clerk", "示例工作人员", frozenset({Role.CLERK}))
LEADER = Actor("demo-leader", "示例领导", frozenset({Role.LEADER}), "M01")


def paper_sheet(paper_id: str, role: Role) -> AppTest:
    return opened("papers", role, papers_open=paper_id, papers_part="群众评价")


def test_the_clerk_asks_makes_codes_and_ends(school: Example) -> None:
    paper_id, item_id = published_notice(school, CLERK, LEADER), closed_item(school)
    assert "正在征求" not in sent(paper_sheet(paper_id, Role.LEADER))
    at = filled(paper_sheet(paper_id, Role.CLERK), "papers_asking", entry="codes", address="http://school.example")
    at = saved(at, "papers_asking")
    (opening_id,) = openings.openings(school.store, school.activity_id, paper_id)["opening_id"]
    assert f"http://school.example/reply/{opening_id}" in sent(paper_sheet(paper_id, Role.CLERK))
    at = saved(filled(paper_sheet(paper_id, Role.CLERK), "papers_codes", count=7), "papers_codes")
    assert notices(at) == ["7 个填写码已制好，请马上下载纸条"]
    codes = at.session_state["papers_slips"][1]
    sheet = answering.sheet(school.store, opening_id)
    for code in codes[:5]:
        answering.answer(school.store, sheet, Filled({item_id: "satisfied"}, code=code))
    shown = sent(paper_sheet(paper_id, Role.LEADER))
    assert "已交 **5** 份，还有 2 个填写码没用" in shown
    at = saved(paper_sheet(paper_id, Role.CLERK), "papers_asking_end")
    assert notices(at) == ["征求群众评价结束了，登记了 0 条意见"]
    assert "收到 5 份" in sent(paper_sheet(paper_id, Role.LEADER))


def parts(at: AppTest) -> list[str]:
    """What the sheet of a paper can show."""
    return [str(option) for each in at.segmented_control if "papers_part" in str(each.key) for option in each.options]


def test_only_a_published_paper_is_asked_about(school: Example) -> None:
    draft = opened("papers", Role.CLERK, papers_open=drafted(school, CLERK))
    assert "公开" in parts(draft)
    assert "群众评价" not in parts(draft)
    assert "群众评价" in parts(opened("papers", Role.CLERK, papers_open=published_notice(school, CLERK, LEADER)))


def test_the_ledger_lists_what_is_to_be_reopened_and_its_sheet_says_why(school: Example) -> None:
    sheet, item_id = asked(school, CLERK, LEADER), closed_item(school)
    moved = rectification.items(school.store, school.activity_id, TODAY)
    rectification.act(school.store, CLERK, school.activity_id, moved["item_id"].iloc[-1], "remove", {"reason": "重了"})
    for view in ("dissatisfied",) * 6 + ("satisfied", "mostly_satisfied"):
        answered(school, sheet, {item_id: view})
    ended(school, CLERK, sheet)
    at = opened("rectification", Role.LEADER, rectification_view="待重启", compare="on")
    assert faults(at) == []
    assert ids(at, "rectification_table") == [item_id]
    at = opened("rectification", Role.LEADER, rectification_item=item_id)
    assert "满意 1，基本满意 1，不满意 6" in sent(at)
    key = f"rectification_action_{item_id}"
    at = action_chosen(at, key, "reopen")
    assert typed(at, f"{key}.reopen", "people_view") == ["dissatisfied"]
    at = saved(filled(at, f"{key}.reopen", reason="公开以后多数不满意", due_on=TODAY), f"{key}.reopen")
    assert item(school, item_id)["status"] == "in_progress"
    assert ids(opened("rectification", Role.LEADER, rectification_view="待重启"), "rectification_table") == []
