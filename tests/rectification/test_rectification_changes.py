"""What differs between two states of an item, in words."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from board.rectification.changes import BLANK, LABELS, Changed, changes, summary
from board.rectification.fields import FIELDS
from board.rectification.rules import apply
from tests.ledger_rows import ACTIVITY, START_ON, item_fields

NAMES = {"P01": "教导主任", "P02": "总务主任", "C3": "查找问题准不准"}


def _item(**changed: Any) -> dict[str, Any]:
    given = {**item_fields(), "activity_id": ACTIVITY, "item_id": "R-001"}
    return {**apply(None, "add", given, START_ON), **changed}


def _told(**changed: Any) -> str:
    return summary(changes(_item(), _item(**changed), NAMES))


def test_nothing_differs_between_a_state_and_itself() -> None:
    assert changes(_item(), _item(), NAMES) == ()
    assert summary(()) == ""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"percent": 40}, "进度 0% → 40%"),
        ({"status": "in_progress"}, "状态 未启动 → 整改中"),
        ({"kind": "immediate"}, "类别 限期整改 → 立行立改"),
        ({"people_view": "satisfied"}, "群众评价 （空） → 满意"),
        ({"due_on": date(2026, 1, 5)}, "整改时限 2025-12-20 → 2026-01-05"),
        ({"owner_id": "P02"}, "责任人 教导主任 → 总务主任"),
        ({"criterion_id": "C3"}, "评议项目 （空） → 查找问题准不准"),
        ({"department": ""}, "责任部门 教导处 → （空）"),
        ({"closed_on": date(2025, 12, 1)}, "销号日期 （空） → 2025-12-01"),
    ],
)
def test_a_change_is_told_as_a_reader_sees_it(changed: dict[str, Any], told: str) -> None:
    before = {"criterion_id": None, **_item()}
    assert summary(changes(before, {**before, **changed}, NAMES)) == told


def test_several_changes_are_told_in_the_order_of_the_ledger() -> None:
    told = _told(due_on=date(2026, 1, 5), percent=60)
    assert told == "进度 0% → 60%；整改时限 2025-12-20 → 2026-01-05"


def test_a_change_keeps_the_whole_text_and_its_summary_shortens_it() -> None:
    long = "每周听课两节，当天评课，并把评课记录交教导处存档，学期末汇总"
    found = changes(_item(), _item(measure=long), NAMES)
    assert found == (Changed("measure", "整改措施", "每周听课两节，当天评课", long),)
    assert len(summary(found)) < len(long) + 20
    assert summary(found).endswith("…")


def test_two_long_texts_that_differ_at_the_end_do_not_look_the_same() -> None:
    same = "每周听课两节，当天评课，并把评课记录交教导处存档，由专人负责，"
    found = changes(_item(measure=same + "月底汇总"), _item(measure=same + "期末汇总"), NAMES)
    assert summary(found) == "整改措施 …人负责，月底汇总 → …人负责，期末汇总"


def test_a_text_that_only_grew_shows_what_was_added() -> None:
    same = "每周听课两节，当天评课，并把评课记录交教导处存档，由专人负责"
    assert summary(changes(_item(measure=same), _item(measure=f"{same}，月底汇总"), NAMES)).endswith(
        "专人负责，月底汇总"
    )


def test_a_person_nobody_knows_is_told_by_the_id() -> None:
    assert _told(owner_id="P77") == "责任人 教导主任 → P77"


def test_what_the_rules_keep_for_themselves_is_no_news() -> None:
    assert _told(seq=9, was_late=True, progressed_on=date(2025, 12, 1), is_removed=True) == ""


def test_values_of_a_frame_tell_the_same_as_plain_ones() -> None:
    before, after = _item(), _item(due_on=date(2026, 1, 5), percent=40, people_view="satisfied")
    frame = pd.DataFrame([before, after]).astype({"due_on": "datetime64[us]", "closed_on": "datetime64[us]"})
    first, second = (dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False))
    assert changes(first, second, NAMES) == changes(before, after, NAMES)


def test_a_blank_is_a_blank_whatever_stands_for_it() -> None:
    assert changes({"remark": None, "due_on": pd.NaT}, {"remark": "  ", "due_on": None}, NAMES) == ()
    assert changes({"remark": ""}, {"remark": "好"}, NAMES)[0].old == BLANK


def test_a_column_that_one_state_does_not_have_is_passed_over() -> None:
    assert changes({"percent": 1}, {"remark": "好"}, NAMES) == ()


def test_every_field_that_can_be_typed_has_a_name_for_its_changes() -> None:
    assert set(FIELDS) - set(LABELS) == set()
