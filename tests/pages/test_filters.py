"""The filters: they narrow the rows, stand in the URL, count what they leave, and come off at once."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from board.access import Role
from board.rectification import actions as rectification
from board.rectification.views import with_words
from tests.example_school import Example
from tests.pages.hands import figure_followed, point_clicked, points_of
from tests.pages.visitor import answer_links, figures, ids, notices, opened, sentences_on

TABLE = "rectification_table"


def ledger(school: Example) -> Any:
    return with_words(rectification.items(school.store, school.activity_id, school.today))


def test_the_tabs_count_what_they_hold(read_school: Example) -> None:
    items = ledger(read_school)
    at = opened("rectification", Role.LEADER, compare="不比较")
    shown = at.segmented_control(key="rectification_view").options
    assert shown[0] == f"全部 {len(items)}"
    assert f"逾期 {items['is_late'].sum()}" in shown
    assert f"待验收 {(items['status'] == 'submitted').sum()}" in shown
    assert f"创造条件 {(items['is_deferred'] & ~items['is_closed']).sum()}" in shown


def test_every_tab_shows_as_many_rows_as_it_counts(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, compare="不比较")
    for option in list(at.segmented_control(key="rectification_view").options):
        name, count = option.split(" ")
        at.segmented_control(key="rectification_view").select(name).run()
        assert not at.exception
        assert len(ids(at, TABLE)) == int(count)


def test_filters_together_leave_what_passes_them_all(read_school: Example) -> None:
    items = ledger(read_school)
    at = opened("rectification", Role.LEADER, compare="不比较")
    at.segmented_control(key="rectification_view").select("整改中")
    at.multiselect(key="rectification_leader").select("教学副校长").select("校长")
    at.text_input(key="rectification_text").set_value("教师").run()
    texts = items.select_dtypes(["str", "object"]).drop(columns=["searched"])
    holds_text = texts.fillna("").apply(lambda column: column.astype("str").str.contains("教师")).any(axis=1)
    wanted = items[(items["status"] == "in_progress") & items["leader_name"].isin(["教学副校长", "校长"]) & holds_text][
        "item_id"
    ]
    assert 0 < len(wanted) < len(items)
    assert set(ids(at, TABLE)) == set(wanted)
    assert f"**{len(wanted)}** / {len(items)} 项" in sentences_on(at)


def test_a_pasted_url_shows_the_same_rows_in_the_same_order(read_school: Example) -> None:
    asked: dict[str, Any] = {"rectification_leader": ["教学副校长", "校长"], "rectification_order": ["编号"]}
    at = opened("rectification", Role.LEADER)
    at.segmented_control(key="rectification_view").select("整改中")
    at.multiselect(key="rectification_leader").set_value(asked["rectification_leader"])
    at.multiselect(key="rectification_order").select("编号").run()
    rows = ids(at, TABLE)
    assert rows == sorted(rows)
    fresh = opened("rectification", Role.LEADER, rectification_view="整改中", **asked)
    assert ids(fresh, TABLE) == rows
    assert fresh.multiselect(key="rectification_leader").value == ["教学副校长", "校长"]


def test_the_tab_is_told_to_the_url(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    at.segmented_control(key="rectification_view").select("逾期").run()
    assert at.query_params["rectification_view"] == "逾期"
    at.segmented_control(key="rectification_view").select("全部").run()
    assert "rectification_view" not in at.query_params


@pytest.mark.parametrize(
    ("subject", "key", "words"),
    [
        ("tasks", "tasks_leader", "校长"),
        ("opinions", "opinions_giver", "家长"),
        ("opinions", "opinions_text", "作业"),
        ("rectification", "rectification_owner", "总务主任"),
        ("rectification", "rectification_text", "R-006"),
    ],
)
def test_each_filter_works_from_the_url(read_school: Example, subject: str, key: str, words: str) -> None:
    whole = opened(subject, Role.CLERK)
    some = opened(subject, Role.CLERK, **{key: words})
    left, of = (re.findall(r"\*\*(\d+)\*\* / (\d+)", sentences_on(at))[0] for at in (some, whole))
    assert 0 < int(left[0]) < int(of[0])
    assert left[1] == of[1]
    assert len(ids(some, f"{subject}_table")) == int(left[0])


def test_all_filters_come_off_at_once(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_leader="校长", rectification_text="R-0")
    assert 0 < len(ids(at, TABLE)) < len(ledger(read_school))
    at.button(key="rectification_text_clear").click().run()
    assert len(ids(at, TABLE)) == len(ledger(read_school))
    assert "清除全部筛选" not in [each.label for each in at.button]


def test_without_filters_there_is_nothing_to_take_off(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    assert "清除全部筛选" not in [each.label for each in at.button]


def test_when_nothing_is_left_the_page_says_how_to_go_on(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_text="没有这样的字")
    assert ids(at, TABLE) == []
    assert "没有符合这些条件的事项" in sentences_on(at)
    assert "**0** / 30 项" in sentences_on(at)


@pytest.mark.parametrize("text", ["(", "[a-z", ".*", "\\", "%", "'"])
def test_what_is_looked_for_is_never_read_as_a_pattern(read_school: Example, text: str) -> None:
    at = opened("rectification", Role.LEADER, rectification_text=text)
    assert not at.exception
    assert ids(at, TABLE) == []


@pytest.mark.parametrize("nonsense", ["没有这一栏", "", "<script>"])
def test_a_tab_that_does_not_exist_is_the_first(read_school: Example, nonsense: str) -> None:
    at = opened("rectification", Role.LEADER, rectification_view=nonsense)
    assert not at.exception
    assert len(ids(at, TABLE)) == len(ledger(read_school))


def test_what_an_address_asks_for_and_cannot_be_filters_nothing_and_is_said_once(read_school: Example) -> None:
    asked = {"rectification_leader": ["没有这个人", "校长"], "rectification_due_from": "昨天"}
    at = opened("rectification", Role.LEADER, rectification_view="没有这一栏", rectification_source="没有", **asked)
    assert not at.exception
    assert len(ids(at, TABLE)) == (ledger(read_school)["leader_name"] == "校长").sum() > 0
    assert sorted(notices(at)) == [
        "网址里写的“昨天”现在没有，没有按它筛选。",
        "网址里写的“没有”现在没有，没有按它筛选。",
        "网址里写的“没有这一栏”现在没有，显示的是“全部”。",
        "网址里写的“没有这个人”现在没有，没有按它筛选。",
    ]
    assert [key for key in at.query_params if key.startswith("rectification_")] == ["rectification_leader"]
    assert "校长" in at.query_params["rectification_leader"]
    assert notices(at.run()) == []


def test_a_click_on_a_chart_shows_what_it_counts_whatever_was_filtered_before(read_school: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_view="待梳理", opinions_text="作业", opinions_about="班子集体")
    assert "**0** / " not in sentences_on(at)
    point_clicked(at, "opinions_funnel", points_of(at, "opinions_funnel")[0])
    left, of = re.findall(r"\*\*(\d+)\*\* / (\d+)", sentences_on(at))[0]
    assert left == of
    assert not {"opinions_view", "opinions_text", "opinions_about"} & set(at.query_params)


def test_a_link_keeps_the_day_of_a_page_and_none_of_its_filters(read_school: Example) -> None:
    day = str(read_school.today - timedelta(days=4))
    at = opened("rectification", None, role="领导", as_of=day, rectification_leader="校长")
    links = [parse_qs(address.partition("?")[2]) for address in answer_links(at)]
    assert links
    assert all(link["as_of"] == [day] and link["role"] == ["领导"] for link in links)
    assert not [link for link in links if "rectification_leader" in link]


def test_a_click_that_stays_on_the_page_keeps_the_day_the_role_and_the_activity_in_the_address(
    read_school: Example,
) -> None:
    day = str(read_school.today - timedelta(days=4))
    at = opened("procedure", None, role="领导", as_of=day, procedure_text="意见")
    failure = figures(at)[0]["label"]
    figure_followed(at, failure)
    assert not at.exception
    asked = {key: at.query_params.get(key) for key in ("role", "as_of", "procedure_text")}
    assert asked == {"role": "领导", "as_of": day, "procedure_text": None}
    assert at.query_params["procedure_failure"] == failure
