"""谈心谈话 as people use it: who has not talked with whom, registering it, and what a leader must not see."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs

import pytest

from board.access import Role
from board.meeting import talks
from board.meeting import talks_opinions as talk_opinions
from tests.example_school import Example
from tests.pages.hands import action_chosen, row_clicked, taken
from tests.pages.visitor import answer, buttons, faults, filled, ids, notices, opened, saved, sent, sheet, typed

NEW = "talks_new_M05_五年级"


def html(at: object) -> str:
    return " ".join(at.html.values)  # type: ignore[attr-defined]


def test_the_answer_stands_at_the_top_by_name(read_school: Example) -> None:
    at = opened("talks", Role.LEADER)
    assert "还有 2 对没有谈：后勤副校长还没有和五年级、六年级谈" in answer(at)
    assert html(at).count("未谈") == 2


@pytest.mark.walk
def test_the_clerk_registers_a_missing_talk_from_its_row_and_it_is_gone_from_the_list(school: Example) -> None:
    at = row_clicked(opened("talks", Role.CLERK), "talks_missing", 0)
    assert sheet(at) == "登记谈心"
    assert typed(at, NEW, "member_id", "with_id") == ["M05", "五年级"]
    at = saved(filled(at, NEW, views_exchanged=True), NEW)
    assert "已登记谈心 K\\-047" in " ".join(notices(at)) or "已登记谈心 K-047" in " ".join(notices(at))
    assert sheet(at) is None
    assert "还有 1 对没有谈" in answer(at)
    held = talks.talks(school.store, school.activity_id, school.today).iloc[-1]
    assert (held["member_name"], held["with_name"], held["views_exchanged"]) == ("后勤副校长", "五年级", True)


def test_a_talk_without_an_exchange_of_views_leaves_its_pair_in_the_list(school: Example) -> None:
    at = row_clicked(opened("talks", Role.CLERK), "talks_missing", 0)
    at = saved(filled(at, NEW, views_exchanged=False), NEW)
    assert "还有 2 对没有谈：后勤副校长还没有和五年级、六年级谈" in answer(at)


def test_a_refusal_stands_under_its_field_with_what_was_typed_kept(school: Example) -> None:
    at = row_clicked(opened("talks", Role.CLERK), "talks_missing", 0)
    at = saved(filled(at, NEW, held_on=school.today + timedelta(days=1)), NEW)
    assert faults(at) == ["谈心日期：谈心日期不能晚于今天"]
    assert typed(at, NEW, "with_id") == ["五年级"]


def test_a_talks_sheet_says_what_came_of_it_and_a_new_opinion_is_registered_there(school: Example) -> None:
    at = opened("talks", Role.CLERK, talks_talk="K-003")
    assert sheet(at) == "谈心"
    assert any("O\\-012" in label for label in buttons(at))
    at.segmented_control(key="talks_action_K-003").set_value("opinion").run()
    form = "talks_action_K-003.opinion"
    at = saved(filled(at, form, content="教研活动时间常被占用", giver="教职工"), form)
    assert not faults(at)
    came_of = talk_opinions.came_of(school.store, school.activity_id, "K-003", school.today)
    assert came_of.iloc[-1][["content", "channel", "talk_id"]].tolist() == ["教研活动时间常被占用", "谈心", "K-003"]


@pytest.mark.walk
def test_a_talk_is_mended_and_removed_from_its_sheet(school: Example) -> None:
    at = opened("talks", Role.CLERK, talks_talk="K-044")
    at.segmented_control(key="talks_action_K-044").set_value("edit").run()
    form = "talks_action_K-044.edit"
    at = saved(filled(at, form, with_id="六年级"), form)
    assert "后勤副校长还没有和四年级、五年级谈" in answer(at)
    action_chosen(at, "talks_action_K-044", "remove")
    at = saved(at, "talks_action_K-044.remove")
    assert "K-044" not in set(talks.talks(school.store, school.activity_id, school.today)["talk_id"])


def test_whoever_leads_is_not_told_which_talk_an_opinion_came_of(read_school: Example) -> None:
    leader = opened("talks", Role.LEADER, talks_talk="K-003", talks_view="谈过的")
    clerk = opened("talks", Role.CLERK, talks_talk="K-003", talks_view="谈过的")
    assert "O-012" in sent(clerk).replace("\\", "")
    assert "O-012" not in sent(leader).replace("\\", "")
    assert "opinion_count" not in sent(leader)
    assert "登记谈心" not in buttons(leader)


def test_filters_stand_in_the_url_and_on_the_export(read_school: Example) -> None:
    at = opened("talks", Role.CLERK, talks_view="谈过的", talks_who="党支部副书记", talks_exchanged="没有交换看法")
    assert ids(at, "talks_table") == []
    at = opened("talks", Role.CLERK, talks_view="谈过的", talks_exchanged="没有交换看法")
    (only,) = ids(at, "talks_table")
    assert taken(at, "talks_export").name.startswith("谈心谈话（谈过的）")
    assert only.startswith("K-")


def test_as_of_an_earlier_day_less_was_talked_and_nothing_is_registered(read_school: Example) -> None:
    day = read_school.today - timedelta(days=19)
    at = opened("talks", Role.CLERK, as_of=day.isoformat())
    assert "登记谈心" not in buttons(at)
    pairs = talks.matrix(read_school.store, read_school.activity_id, day)
    assert f"还有 {(~pairs['is_done']).sum()} 对没有谈" in answer(at)


def test_what_is_new_since_the_compared_day_is_marked(read_school: Example) -> None:
    day = read_school.today - timedelta(days=12)
    at = opened("talks", Role.LEADER, compare="指定日期", compare_on=day.isoformat())
    # Five pairs with grade groups and teachers, and four of members, each in the rows of both.
    assert html(at).count("done new") == 5 + 2 * 4
    assert "多 9 对" in answer(at)


def test_fewer_than_on_the_compared_day_is_said_so(read_school: Example) -> None:
    day = read_school.today - timedelta(days=5)
    at = opened("talks", Role.LEADER, compare="指定日期", compare_on=day.isoformat())
    assert "少 2 对" in answer(at)


def test_a_cell_of_the_matrix_leads_to_the_rows_of_its_pair(read_school: Example) -> None:
    at = opened("talks", Role.CLERK)
    addresses = re.findall(r'<a href="talks\?([^"]+)"', html(at))
    asked = [parse_qs(unescape(each)) for each in addresses]
    assert len(asked) == 5 * (4 + 7)
    missing = next(each for each in asked if each["talks_view"] == ["还没有谈"])
    at = opened("talks", Role.CLERK, **{key: values[0] for key, values in missing.items()})
    assert missing["talks_pair"] == ["后勤副校长—五年级"]
    assert len(ids(at, "talks_missing")) == 1
    at = opened("talks", Role.CLERK, talks_view="谈过的", talks_pair="德育副校长—校长")
    held = talks.talks(read_school.store, read_school.activity_id, read_school.today)
    both = held[(held["member_name"] == "校长") & (held["with_name"] == "德育副校长")]
    assert len(both) >= 1
    assert sorted(ids(at, "talks_table")) == sorted(both["talk_id"])
