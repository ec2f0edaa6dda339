"""The example district: the bureau has assigned what its schools really have in common, and issued its plan."""

import pytest

from board import clock
from board.comparison.assigned import counted, of_item
from board.comparison.figures import reporting
from board.comparison.widespread import THEME, widespread
from board.example.district import load_district
from board.example.district_states import title_of
from board.plan_versions.views import counted_units, of_units
from board.rectification import actions as rectification
from board.store.store import Store

pytestmark = pytest.mark.walk


def test_the_bureau_has_assigned_what_is_common_and_issued_its_plan(store: Store) -> None:
    today = clock.today()
    activity_id = load_district(store, today)
    items = rectification.items(store, activity_id, today).set_index("item_id")
    assert items["status"].to_dict() == {"R-001": "closed", "R-002": "in_progress", "R-003": "not_started"}
    words = [
        counted(of_item(store, activity_id, str(item_id), today, is_closed=status == "closed"))
        for item_id, status in items["status"].items()
    ]
    assert words[0].startswith("已销号")
    assert all(state in words[1] for state in ("已退回 1 个", "整改中", "单位整改完成", "单位已销号"))
    assert words[2].startswith("还没收到")
    common = widespread(store, activity_id, today)
    labels = common[common["kind"] == THEME]["label"]
    assert {problem.split("（")[0] for problem in items["problem"]} <= {title_of(each) for each in labels}
    units = of_units(store, activity_id, reporting(store, today))
    assert counted_units(units) == "已接收 18 个，没有接收 1 个，已收到 4 个，还没收到 2 个"
