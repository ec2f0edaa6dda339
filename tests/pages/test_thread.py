"""来龙去脉: one click from any record to the whole thread, and lists of what hangs loose, mended on the spot."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.opinions import actions as opinions
from board.opinions.disclosure import UNSORTED
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.thread import flow as thread_flow
from board.thread import records as thread
from board.thread.links import part
from board.thread.views import reached
from board.web.audience import making_for
from tests.example_school import Example
from tests.pages.hands import point_clicked, points_of, row_clicked
from tests.pages.visitor import (
    answer,
    buttons,
    faults,
    filled,
    ids,
    notices,
    opened,
    saved,
    sentences_on,
    sheet,
    tables,
    title,
)

pytestmark = pytest.mark.walk


def steps(at: AppTest) -> set[str]:
    """The records on the thread that is open, but the one it is looked at from."""
    keys = [str(each.key) for each in at.button]
    return {key.removeprefix("thread_step_") for key in keys if key.startswith("thread_step_")}


def looked_from(at: AppTest) -> str:
    return next(str(text) for text in at.html.values if 'class="thread-here"' in text)


@pytest.mark.parametrize(
    ("record_id", "others"),
    [
        ("O-030", {"W-004", "突出问题", "R-003", "R-006"}),
        ("W-004", {"O-020", "O-021", "O-030", "突出问题", "R-003", "R-006"}),
        ("R-006", {"O-020", "O-021", "O-030", "W-004", "突出问题"}),
        ("主要思路", {"R-015", "O-045", "C5"}),
    ],
)
@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK])
def test_a_thread_shows_every_step(read_school: Example, role: Role, record_id: str, others: set[str]) -> None:
    at = opened("thread", role, thread_record=record_id)
    assert not at.exception
    assert sheet(at) == "来龙去脉"
    assert steps(at) == others
    assert record_id in looked_from(at)


def test_a_criterion_gathers_the_items_that_answer_it(read_school: Example) -> None:
    at = opened("thread", Role.LEADER, thread_record="C6")
    items = rectification.items(read_school.store, read_school.activity_id, read_school.today)
    asked = set(items[items["criterion_id"] == "C6"]["item_id"])
    assert {each for each in steps(at) if each.startswith("R-")} == asked != set()


def test_a_click_on_a_step_looks_from_there_and_the_url_follows(read_school: Example) -> None:
    at = opened("thread", Role.LEADER, thread_record="W-004")
    at.button(key="thread_step_R-006").click().run()
    assert not at.exception
    assert "R-006" in looked_from(at)
    assert at.query_params["thread_record"] == "R-006"


@pytest.mark.parametrize(
    ("record_id", "page"),
    [
        ("O-030", "征求意见"),
        ("W-004", "民主生活会"),
        ("突出问题", "分析检查报告"),
        ("R-006", "整改台账"),
        ("C6", "群众评议"),
    ],
)
def test_every_record_is_one_click_from_its_own_page(read_school: Example, record_id: str, page: str) -> None:
    at = opened("thread", Role.LEADER, thread_record=record_id)
    at.button(key="thread_own_page").click().run()
    assert not at.exception
    assert title(at) == page


@pytest.mark.parametrize(
    ("subject", "query", "button", "record_id"),
    [
        ("opinions", {"opinions_opinion": "O-030"}, "opinions_thread", "O-030"),
        ("meeting", {"meeting_part": "问题清单", "meeting_problem": "W-004"}, "meeting_thread", "W-004"),
        ("report", {}, "report_thread_B2-1", "突出问题"),
        ("rectification", {"rectification_item": "R-006"}, "rectification_thread", "R-006"),
    ],
)
@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK])
def test_from_its_own_page_a_record_is_one_click_from_its_thread(
    read_school: Example, role: Role, subject: str, query: dict[str, str], button: str, record_id: str
) -> None:
    at = opened(subject, role, **query)
    at.button(key=button).click().run()
    assert not at.exception
    assert title(at) == "来龙去脉"
    assert record_id in looked_from(at)


def test_from_the_results_a_criterion_is_one_click_from_its_thread(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER)
    labels = next(each.value for each in tables(at) if each.key == "evaluation_criteria")["criterion_label"].tolist()
    row_clicked(at, "evaluation_criteria", labels.index("工作措施可行不可行"))
    assert title(at) == "来龙去脉"
    assert "工作措施可行不可行" in looked_from(at)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_who_may_not_see_threads_is_not_led_there(read_school: Example, role: Role) -> None:
    for subject, query in (("rectification", {"rectification_item": "R-006"}), ("evaluation", {})):
        at = opened(subject, role, **query)
        assert not at.exception
        assert [each.key for each in at.button if str(each.key).endswith("_thread")] == []
        assert "看它的来龙去脉" not in sentences_on(at)


def test_the_row_of_a_loose_end_opens_its_thread(read_school: Example) -> None:
    at = opened("thread", Role.CLERK, thread_part="没有来由")
    first = ids(at, "thread_loose")[0]
    row_clicked(at, "thread_loose", 0)
    assert sheet(at) == "来龙去脉"
    assert first in looked_from(at)
    assert first == "W-008"


def test_the_lists_hold_the_loose_ends_and_their_tabs_count_them(read_school: Example) -> None:
    ends = thread.loose_ends(read_school.store, read_school.activity_id, read_school.today)
    for name, end in (("没有下文", "onward"), ("没有来由", "behind")):
        at = opened("thread", Role.CLERK, thread_part=name, compare="不比较")
        expected = ends[ends["end"] == end]["record_id"].tolist()
        assert ids(at, "thread_loose") == expected
        tabs = next(each for each in at.segmented_control if each.key == "thread_part")
        assert f"{name} {len(expected)}" in [each.strip() for each in tabs.options]


def test_a_leader_is_not_told_what_those_say_that_nobody_sorted(read_school: Example) -> None:
    at = opened("thread", Role.LEADER, thread_part="没有下文")
    with making_for(None):
        heard = opinions.opinions(read_school.store, read_school.activity_id, read_school.today)
    unsorted = set(heard[~heard["is_sorted"]]["opinion_id"])
    rows = next(each.value for each in tables(at) if each.key == "thread_loose")
    assert set(rows[rows["text"] == UNSORTED]["record_id"]) == unsorted
    every = opinions.opinions(read_school.store, read_school.activity_id, read_school.today)
    unseen = set(every["opinion_id"]) - set(heard["opinion_id"])
    assert [name for name in unseen if sheet(opened("thread", Role.LEADER, thread_record=name))] == []


def test_a_leader_counts_whole_lots(read_school: Example) -> None:
    with making_for(None):
        count = len(opinions.opinions(read_school.store, read_school.activity_id, read_school.today))
    assert f"听到的 {count} 条意见" in answer(opened("thread", Role.LEADER))
    assert "听到的 62 条意见" in answer(opened("thread", Role.CLERK))


def test_what_is_found_by_its_words_and_its_kind(read_school: Example) -> None:
    at = opened("thread", Role.LEADER, thread_text="双杠")
    assert ids(at, "thread_table") == ["O-021", "R-006"]
    at = opened("thread", Role.LEADER, thread_text="双杠", thread_kind="整改事项")
    assert ids(at, "thread_table") == ["R-006"]
    assert "没有符合这些条件的" in sentences_on(opened("thread", Role.LEADER, thread_text="没有这几个字"))


@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK])
def test_a_click_on_a_band_leaves_the_rows_it_counts(read_school: Example, role: Role) -> None:
    at = opened("thread", role)
    points = {point["customdata"][0]: point for point in points_of(at, "thread_flow")}
    point_clicked(at, "thread_flow", points["意见 → 问题"])
    assert not at.exception
    assert at.query_params["thread_band"] == "意见 → 问题"
    shown = ids(at, "thread_band_rows")
    assert len(shown) == points["意见 → 问题"]["customdata"][1]
    assert set(shown) >= {"O-020", "O-021", "O-030"}


def test_the_bands_are_a_list_to_choose_from_too(read_school: Example) -> None:
    at = opened("thread", Role.CLERK)
    at.selectbox(key="thread_band").select("问题 → 没有整改事项").run()
    assert ids(at, "thread_band_rows") == ["W-009"]
    row_clicked(at, "thread_band_rows", 0)
    assert "W-009" in looked_from(at)


def test_a_filter_that_a_band_does_not_know_is_not_said_to_be_in_use(read_school: Example) -> None:
    at = opened("thread", Role.CLERK, thread_kind="整改事项")
    assert "整改事项" in " ".join(at.pills(key="thread_text_chips").options)
    at.selectbox(key="thread_band").select("问题 → 没有整改事项").run()
    assert ids(at, "thread_band_rows") == ["W-009"]
    assert [each.key for each in at.pills] == []


def test_every_band_of_the_flow_has_the_rows_it_counts(read_school: Example) -> None:
    day = (read_school.store, read_school.activity_id, read_school.today)
    for _, band in thread_flow.bands(*day).iterrows():
        assert len(thread_flow.band_rows(*day, True, band["band"])) == band["link_count"]


def test_a_leader_reads_as_many_in_a_band_as_it_counts(read_school: Example) -> None:
    at = opened("thread", Role.LEADER, thread_band="意见 → 没有下文")
    with making_for(None):
        bands = thread_flow.bands(read_school.store, read_school.activity_id, read_school.today).set_index("band")
    assert len(ids(at, "thread_band_rows")) == bands.loc["意见 → 没有下文", "link_count"]


def test_the_flow_of_a_past_day_is_that_days(read_school: Example) -> None:
    before = read_school.today - timedelta(days=12)
    points = points_of(opened("thread", Role.LEADER, as_of=str(before)), "thread_flow")
    with making_for(None):
        was = thread_flow.bands(read_school.store, read_school.activity_id, before)
    assert dict(point["customdata"] for point in points) == dict(zip(was["band"], was["link_count"], strict=True))
    assert "意见 → 问题" not in set(was["band"])


def test_the_clerk_links_a_loose_end_on_the_spot(school: Example) -> None:
    at = opened("thread", Role.CLERK, thread_part="没有下文", thread_record="W-009")
    at.segmented_control(key="thread_action_W-009").select("link").run()
    filled(at, "thread_action_W-009.link", other=("item", "R-007"))
    saved(at, "thread_action_W-009.link")
    assert not at.exception
    assert notices(at) == ["W-009 和 R-007 已连上"]
    assert "R-007" in steps(at)
    assert "W-009" not in ids(at, "thread_loose")


def test_and_parts_what_was_linked_by_mistake(school: Example) -> None:
    at = opened("thread", Role.CLERK, thread_record="O-030")
    at.segmented_control(key="thread_action_O-030").select("part").run()
    options = at.selectbox(key="thread_action_O-030.part.other").options
    assert [each.split()[1] for each in options] == ["W-004", "R-003"]
    filled(at, "thread_action_O-030.part", other=("problem", "W-004"))
    saved(at, "thread_action_O-030.part")
    assert notices(at) == ["O-030 和 W-004 已去掉连接"]
    assert "W-004" not in steps(at)


def test_nothing_chosen_is_asked_for(school: Example) -> None:
    at = opened("thread", Role.CLERK, thread_record="W-009")
    at.segmented_control(key="thread_action_W-009").select("link").run()
    saved(at, "thread_action_W-009.link")
    assert faults(at) == ["连到哪里：请选择"]


def test_an_opinion_nobody_sorted_is_not_offered_to_be_linked(read_school: Example) -> None:
    heard = opinions.opinions(read_school.store, read_school.activity_id, read_school.today)
    unsorted = heard[~heard["is_sorted"]]["opinion_id"].iloc[0]
    at = opened("thread", Role.CLERK, thread_record="R-007")
    at.segmented_control(key="thread_action_R-007").select("link").run()
    offered = at.selectbox(key="thread_action_R-007.link.other").options
    assert not [each for each in offered if unsorted in each]
    assert [each for each in offered if each.startswith("意见 O-")]


@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK])
def test_who_may_not_write_and_the_past_offer_no_form(read_school: Example, role: Role) -> None:
    past = {} if role == Role.LEADER else {"as_of": str(read_school.today - timedelta(days=1))}
    at = opened("thread", role, thread_record="W-004", **past)
    assert sheet(at) == "来龙去脉"
    assert "可以办理" not in [each.label for each in at.segmented_control]


def test_the_past_shows_the_links_of_its_day(school: Example, clerk: Actor) -> None:
    before = school.today - timedelta(days=1)
    was = steps(opened("thread", Role.LEADER, thread_record="W-004", as_of=str(before)))
    part(school.store, clerk, school.activity_id, ("opinion", "O-030"), ("problem", "W-004"))
    assert "O-030" in was
    assert steps(opened("thread", Role.LEADER, thread_record="W-004", as_of=str(before))) == was
    assert steps(opened("thread", Role.LEADER, thread_record="W-004")) == was - {"O-030"}


def test_a_record_that_is_not_there_opens_nothing(read_school: Example) -> None:
    at = opened("thread", Role.LEADER, thread_record="R-999")
    assert not at.exception
    assert sheet(at) is None
    assert notices(at) == ["没有找到 R\\-999。"]


def test_an_empty_page_leads_to_where_it_begins(read_plan: Example) -> None:
    at = opened("thread", Role.CLERK)
    assert "到征求意见" in buttons(at)
    at.button(key="thread_begin").click().run()
    assert title(at) == "征求意见"


def changes(at: AppTest, table: str) -> dict[str, str]:
    shown = next(each.value for each in tables(at) if each.key == table)
    return dict(zip(shown["record_id"], shown["changed"], strict=True)) if "changed" in shown else {}


def test_the_rows_say_what_is_new_moved_and_gone_since_the_compared_day(school: Example, clerk: Actor) -> None:
    yesterday = {"compare": "指定日期", "compare_on": str(school.today - timedelta(days=1))}
    assert changes(opened("thread", Role.CLERK, compare="不比较"), "thread_table") == {}
    before = changes(opened("thread", Role.CLERK, thread_kind="问题", **yesterday), "thread_table")
    assert before["W-009"] == ""
    item = rectification.items(school.store, school.activity_id, school.today)["item_id"].iloc[0]
    heard = {"received_on": school.today, "channel": "座谈会", "giver": "家长", "about": "group", "content": "灯坏了"}
    added = opinions.add(school.store, clerk, school.activity_id, heard)
    problems.link_item(school.store, clerk, school.activity_id, "W-009", item)
    part(school.store, clerk, school.activity_id, ("opinion", "O-030"), ("problem", "W-004"))
    told = changes(opened("thread", Role.CLERK, thread_kind="问题", **yesterday), "thread_table")
    assert told["W-009"] == f"后面多了 {item}"
    assert told["W-004"] == "前面少了 O-030"
    at = opened("thread", Role.CLERK, thread_part="没有下文", **yesterday)
    assert "现在不在的：W-009" in sentences_on(at).replace("\\", "")
    assert changes(at, "thread_loose")[added] == "新增"


def test_the_sentence_and_the_tab_count_the_same_opinions(read_school: Example) -> None:
    day = (read_school.store, read_school.activity_id, read_school.today)
    at = opened("thread", Role.LEADER, thread_part="没有下文", compare="不比较")
    sentence = answer(at)
    with making_for(None):
        nowhere, every = reached(*day).nowhere, thread.loose_counts(*day)["onward"]
    assert f"{nowhere} 条还没有下文" in sentence
    assert f"没有下文的一共 {every} 个" in sentence
    assert f"一共 {every} 个：意见 {nowhere} 个，" in sentences_on(at)
    tabs = next(each for each in at.segmented_control if each.key == "thread_part")
    assert f"没有下文 {every}" in [each.strip() for each in tabs.options]
