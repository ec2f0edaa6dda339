"""The pages of a bureau above many schools: what each says of a made district."""

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Role
from board.comparison import deadlines
from board.comparison.reported import reported
from board.comparison.widespread import cases, widespread
from board.deck.units_deck import make_units
from board.store.store import Transaction
from board.submissions import freezing, sharing
from board.units import actions as units
from tests.comparison.conftest import District
from tests.comparison.made_district import EVERYONE, LOW, SILENT, unit_id
from tests.pages.visitor import answer, charts, opened, opened_with, sent, sentences_on, table, tables, title

BUREAU = {"submitted": "上报情况", "units": "各单位对比", "widespread": "共性问题"}


def tabs(at: AppTest) -> list[str]:
    return list(at.button_group(key="unit_tree_state").options)


@pytest.mark.parametrize("subject", BUREAU)
def test_a_page_of_the_bureau_shows_its_data_to_leaders_and_clerks_alone(district: District, subject: str) -> None:
    for role in Role:
        at = opened(subject, role)
        assert not at.exception
        assert title(at) == BUREAU[subject]
        is_open = role in {Role.LEADER, Role.CLERK}
        assert bool(tables(at)) is is_open
        assert ("这个页面不对您的角色开放" in sentences_on(at)) is not is_open


def test_the_comparison_names_the_school_that_is_really_lower_and_draws_both_charts(district: District) -> None:
    at = opened("units", Role.LEADER)
    assert "示例第4小学低于其余的，不是偶然的" in sentences_on(at)
    assert len(charts(at)) == 3
    sheet = sent(opened("units", Role.LEADER, units_open=unit_id(LOW)))
    assert "历次上报" in sheet


def test_a_school_whose_form_asked_something_else_is_not_compared(district: District) -> None:
    rows = district.store.rows("submissions/all", activity_id=district.activity_id)
    last = next(row for row in rows if row["unit_id"] == unit_id(LOW))
    new = {"submission_no": len(rows) + 1, "number": last["number"] + 1, "plan_sha256": "2" * 64, "sha256": "e" * 64}
    figure = {"submission_no": len(rows) + 1, "figure": "answers_good", "numerator": 60, "base": 100}

    def work(transaction: Transaction) -> None:
        transaction.insert("submissions/insert", [{**last, **new}])
        transaction.insert("submissions/insert_figures", [figure])

    district.store.write(work)
    at = opened("units", Role.LEADER)
    assert "示例第4小学低于其余的" not in sentences_on(at)
    assert "1 个的评议项目或答案和多数单位不同，不比" in sentences_on(at)
    assert "第 1 版" not in sentences_on(at)
    version = {"activity_id": district.activity_id, "version": 1, "note": "", "content": "{}", "sha256": "f" * 64}
    version |= {"form_sha256": "1" * 64, "happened_at": clock.now(), "actor_id": "", "actor_name": ""}
    district.store.write(lambda transaction: transaction.insert("plan_versions/insert", [version]))
    assert "比的评议表是第 1 版；不比的：不是下发的 1 个" in sentences_on(opened("units", Role.LEADER))
    shown = tables(at)[0].value
    assert "评议项目不同" in shown.astype(str).to_string()


def test_at_a_deadline_each_school_is_in_time_or_late_or_missing_or_excused(district: District) -> None:
    day = clock.today()
    due: dict[str, Any] = {"name": "第一次上报", "for_on": day - timedelta(days=3), "due_on": day - timedelta(days=1)}
    deadlines.set_deadline(district.store, EVERYONE, district.activity_id, "", due)
    at = opened("submitted", Role.CLERK)
    assert "1 个逾期未报" in sentences_on(at)
    assert "还没有报的 1 个" in sentences_on(at) + sent(at)
    deadlines.excuse(district.store, EVERYONE, district.activity_id, "D001", unit_id(SILENT), "停办")
    assert "1 个免报" in sentences_on(opened("submitted", Role.CLERK))


def test_the_tree_counts_anew_once_a_key_is_registered_and_a_unit_is_opened(district: District) -> None:
    at = opened("unit_tree", Role.ADMIN)
    assert "24 个还没有登记密钥" in answer(at)
    assert tabs(at) == ["全部 28", "已登记密钥 0", "还没有登记密钥 24", "不上报 4"]
    units.register_key(district.store, EVERYONE, unit_id(0), "ab" * 32)
    new = {"unit_id": "S-new", "name": "新开小学", "kind": "school", "parent_id": "T0000", "is_reporting": True}
    units.open_units(district.store, EVERYONE, [new], clock.today())
    at.run()
    assert "24 个还没有登记密钥" in answer(at)
    assert tabs(at) == ["全部 29", "已登记密钥 1", "还没有登记密钥 24", "不上报 4"]


def test_what_many_schools_have_is_listed_with_how_many_and_which(district: District) -> None:
    rows = widespread(district.store, district.activity_id, clock.today())
    at = opened("widespread", Role.LEADER)
    first = rows.iloc[0]
    assert f"意见主题“{first['label']}”（{first['unit_count']} 个单位）" in sentences_on(at)
    assert len(tables(at)[0].value) == len(rows) >= 4
    sheet = sent(opened("widespread", Role.LEADER, widespread_case=first["key"]))
    having_it = cases(district.store, district.activity_id, clock.today())
    having_it = having_it[having_it["label"] == first["label"]]
    assert len(having_it) == first["unit_count"]
    assert all(name in sheet for name in having_it["name"])
    assert "意见 " in sheet


def test_the_reminder_names_all_who_are_missing_and_is_noted_once(district: District) -> None:
    day = clock.today()
    due: dict[str, Any] = {"name": "第一次上报", "for_on": day - timedelta(days=3), "due_on": day - timedelta(days=1)}
    deadlines.set_deadline(district.store, EVERYONE, district.activity_id, "", due)
    at = opened("submitted", Role.CLERK)
    (listed,) = [each.value for each in at.code]
    assert "示例第12小学" in listed
    next(each for each in at.button if each.label == "催报全部").click().run()
    rows = reported(district.store, district.activity_id, day, ("D001", due["for_on"], due["due_on"]))
    assert rows.set_index("unit_id").loc[unit_id(SILENT), "reminder_count"] == 1
    assert rows["reminder_count"].sum() == 1


def test_a_collector_says_since_when_it_can_take_nothing(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "收件库" not in sent(opened("submissions", Role.CLERK))
    monkeypatch.setattr(sharing._NOW, "trouble", "收件库连不上")
    assert [each.value for each in opened("submissions", Role.CLERK).warning] == ["收件库连不上"]


@pytest.mark.parametrize(("days", "word"), [(-1, "已经锁定"), (1, "过了期就锁定")])
def test_a_deadline_that_locks_says_so_on_the_page_and_on_its_slide(district: District, days: int, word: str) -> None:
    given = {"name": "第一次上报", "for_on": clock.today() - timedelta(days=3), "is_locked": True}
    due_on = clock.today() + timedelta(days=days)
    deadlines.set_deadline(district.store, EVERYONE, district.activity_id, "", {**given, "due_on": due_on})
    assert f"{due_on:%m-%d} 报到；{word}" in sentences_on(opened("submitted", Role.LEADER))
    assert word in make_units(district.store, district.activity_id).slides[0].note


def test_where_nothing_was_corrected_no_empty_column_is_drawn(district: District) -> None:
    at = opened("submitted", Role.LEADER, submitted_open=unit_id(LOW))
    assert table(at, "units_history").labels[:3] == ["第几份", "截至", "收到"]
    assert "更正" not in table(at, "units_history").labels


def test_who_hands_up_sums_alone_chooses_no_words_and_is_told_what_never_leaves(district: District) -> None:
    words = ("报上去的意见主题", "报上去写明标题的整改事项")
    for forwards, is_asked in ((freezing.WHOLE, True), (freezing.SUMS, False)):
        where = {"unit_id": "Q01", "address": "", "forwards": forwards}
        freezing.set_superior(district.store, EVERYONE, district.activity_id, where)
        at = opened_with({"submissions_freezing": True}, "submissions")
        assert [word in sent(at) for word in words] == [is_asked] * 2
        assert ("单个单位的数" in sentences_on(at)) is not is_asked
        assert f"下面单位报来的：**{freezing.FORWARDS[forwards]}**" in sent(at)
