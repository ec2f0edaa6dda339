"""公文: a clerk drafts, a leader signs, the clerk publishes; and the page says which number has moved on since."""

import re
from datetime import datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.papers.issuing import actions, making
from board.publication.actions import publications
from board.rectification import actions as rectification
from tests.example_school import Example
from tests.pages.hands import action_chosen, taken
from tests.pages.visitor import answer, filled, ids, notices, opened, saved, sent
from tests.paper_lives import TODAY, WHERE, act, drafted, report_more, row_of, sign
from tests.papers.test_wrong_on_its_day import LATE, YESTERDAY, signed_yesterday

CLERK = Actor("demo-clerk", "示例工作人员", frozenset({Role.CLERK}))
LEADER = Actor("demo-leader", "示例领导", frozenset({Role.LEADER}), "M01")


def sheet_of(paper_id: str, role: Role, **asked: str) -> AppTest:
    """The sheet of a paper in a fresh browser."""
    return opened("papers", role, papers_open=paper_id, **asked)


def done(at: AppTest, paper_id: str, action: str, **values: object) -> AppTest:
    """Choose an action on the sheet, fill its form in and press its button."""
    key = f"papers_action_{paper_id}"
    chosen = action_chosen(at, key, action)
    return saved(filled(chosen, f"{key}.{action}", **values), f"{key}.{action}")


def offers(at: AppTest, paper_id: str) -> list[str]:
    """The actions that the sheet offers."""
    found = [each for each in at.segmented_control if str(each.key).split("/")[0] == f"papers_action_{paper_id}"]
    return [str(option) for each in found for option in each.options]


def test_a_paper_goes_from_draft_to_publication_and_then_a_number_moves_on(school: Example) -> None:
    at = opened("papers", Role.CLERK)
    at = at.button(key="papers_add").click().run()
    at = at.selectbox(key="papers_kind").set_value("rectified_public").run()
    at = saved(at, "papers_new_rectified_public")
    assert notices(at) == ["已起草 Q-003，核对无误后请领导签发"]
    assert "还没有写反映问题的渠道" in sent(at)
    drafted(school, CLERK)  # another one, for which what is late is explained
    at = done(sheet_of("Q-003", Role.CLERK), "Q-003", "write", text_contact="校长信箱")
    at = done(at, "Q-003", "head", number_word="示校发", number_no=9)
    at = done(at, "Q-003", "check")
    assert row_of(school, "Q-003")["state"] == "checked"
    at = done(sheet_of("Q-003", Role.LEADER), "Q-003", "sign")
    assert notices(at) == ["Q-003 已签发，原件已存下"]
    at = done(sheet_of("Q-003", Role.CLERK), "Q-003", "publish", place="公开栏", audience="全体教职工")
    entered = publications(school.store, school.activity_id, TODAY).set_index("paper_id").loc["Q-003"]
    assert (entered["place"], entered["published_on"].date()) == ("公开栏", TODAY)
    assert "里面的数字和现在的记录都一样" in answer(opened("papers", Role.CLERK))
    item_id = report_more(school, CLERK)
    assert "1 份里有数字和现在的记录不同了：Q-003" in answer(opened("papers", Role.CLERK))
    figures = sent(sheet_of("Q-003", Role.CLERK, papers_part="数字"))
    assert f"{item_id}的进度" in figures
    assert "签发时" in figures


@pytest.mark.walk
def test_pressing_again_signs_once(school: Example) -> None:
    paper_id = drafted(school, CLERK)
    act(school, CLERK, paper_id, "check")
    key = f"papers_action_{paper_id}"
    at = action_chosen(sheet_of(paper_id, Role.LEADER), key, "sign")
    pressed = next(each for each in at.button if str(each.key).startswith(f"{key}.sign.button"))
    pressed.click()
    at.run()
    at.run()
    assert row_of(school, paper_id)["state"] == "signed"
    events = school.store.rows("papers/events", activity_id=school.activity_id, paper_id=paper_id)
    assert [row["action"] for row in events] == ["draft", "edit", "check", "sign"]


def test_each_role_is_offered_just_what_it_may_do(school: Example) -> None:
    paper_id = drafted(school, CLERK)
    assert offers(sheet_of(paper_id, Role.CLERK), paper_id) == ["写文字部分", "改版头文号", "核对", "不发了"]
    assert offers(sheet_of(paper_id, Role.LEADER), paper_id) == ["核对"]
    act(school, CLERK, paper_id, "check")
    assert offers(sheet_of(paper_id, Role.LEADER), paper_id) == ["退回", "签发"]
    sign(school, LEADER, paper_id)
    assert offers(sheet_of(paper_id, Role.CLERK), paper_id) == ["公开"]
    assert offers(sheet_of(paper_id, Role.LEADER), paper_id) == ["作废"]


def test_a_change_by_another_clerk_is_met_before_anything_is_overwritten(school: Example) -> None:
    paper_id = drafted(school, CLERK)
    key = f"papers_action_{paper_id}"
    at = filled(action_chosen(sheet_of(paper_id, Role.CLERK), key, "write"), f"{key}.write", text_next="接着改")
    other = Actor("A-other", "文书", frozenset({Role.CLERK}))
    actions.edit(school.store, other, school.activity_id, paper_id, {}, {"next": "再查一遍"})
    at = saved(at, f"{key}.write")
    assert "这条记录刚刚被别人改过" in sent(at)
    assert "再查一遍" in row_of(school, paper_id)["texts"]


@pytest.mark.walk
def test_the_file_that_is_handed_out_is_the_one_that_was_signed(school: Example) -> None:
    paper_id = drafted(school, CLERK)
    assert taken(sheet_of(paper_id, Role.CLERK), "papers_word").name.endswith("（草稿）.docx")
    act(school, CLERK, paper_id, "check")
    sign(school, LEADER, paper_id)
    file = taken(sheet_of(paper_id, Role.LEADER), "papers_pdf")
    assert file.data.startswith(b"%PDF")
    assert file.name == f"整改情况公示-{paper_id}.pdf"


@pytest.mark.walk
def test_the_letterhead_is_kept_from_its_dialog_and_new_drafts_begin_with_it(school: Example) -> None:
    at = opened("papers", Role.CLERK).button(key="papers_head").click().run()
    at = saved(filled(at, "papers_letterhead", number_word="示校发", has_seal=True), "papers_letterhead")
    assert notices(at) == ["版头已保存"]
    row = row_of(school, drafted(school, CLERK))
    assert (row["number_word"], row["has_seal"]) == ("示校发", True)


def test_two_versions_of_the_texts_stand_side_by_side(read_school: Example) -> None:
    at = sheet_of("Q-001", Role.LEADER, papers_part="文字的各版")
    assert "开头的话　改了" in sent(at)


def test_a_figure_that_was_wrong_on_its_day_is_corrected_from_the_sheet(school: Example) -> None:
    paper_id = signed_yesterday(school, CLERK, LEADER)
    assert offers(sheet_of(paper_id, Role.CLERK), paper_id) == ["公开"]
    evening = datetime.combine(YESTERDAY, time(19))
    typed = {"percent": 30, "progress": "又装了两间"}
    rectification.act(school.store, CLERK, school.activity_id, LATE, "report", typed, at=evening)
    (wrong,) = making.wrong_then(school.store, row_of(school, paper_id), TODAY)
    at = done(sheet_of(paper_id, Role.CLERK), paper_id, "correct", figures=[wrong.name])
    (notice,) = notices(at)
    correction = notice.removeprefix("已起草更正 ")
    assert row_of(school, correction)["corrects"] == paper_id
    words = sent(sheet_of(correction, Role.LEADER))
    assert "10%" in words
    assert "30%" in words


def test_a_draft_shows_each_page_as_it_will_be_printed(read_school: Example) -> None:
    at = sheet_of("Q-001", Role.LEADER, papers_part="版面")
    counted = re.search(r"共 (\d+) 页，和 PDF 一样", sent(at))
    assert counted
    assert len(at.image) == int(counted[1]) > 0


def test_on_a_past_day_a_paper_is_shown_as_it_was_and_nothing_is_offered(read_school: Example) -> None:
    day = str(TODAY - timedelta(days=2))
    assert ids(opened("papers", Role.CLERK, as_of=day), "papers_table") == ["Q-001"]
    assert offers(sheet_of("Q-001", Role.CLERK, as_of=day), "Q-001") == []


@pytest.mark.walk
def test_whoever_reads_what_was_published_gets_the_public_paper_and_no_other(school: Example) -> None:
    public, inside = (drafted(school, CLERK, kind) for kind in ("rectified_public", "rectified"))
    for paper_id in (public, inside):
        act(school, CLERK, paper_id, "check")
        sign(school, LEADER, paper_id)
    entered = {each: actions.publish(school.store, CLERK, school.activity_id, each, WHERE) for each in (public, inside)}
    at = opened("publication", Role.OWNER, publication_open=entered[public])
    assert taken(at, "publication_pdf").data.startswith(b"%PDF")
    at = opened("publication", Role.OWNER, publication_open=entered[inside])
    assert "publication_pdf" not in [each.key for each in at.download_button]
