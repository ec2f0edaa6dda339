"""Of few opinions no page tells a leader since when they wait: that would be the day on which one of them came in."""

from datetime import timedelta

import pandas as pd

from board import opinions, overview
from board.access import Actor, Role
from tests.example_school import Example
from tests.pages.visitor import opened, tables

# The rules whose days follow from when single opinions came in.
SORTED, FED_BACK, HEARD = "2.3", "2.4", ("1.1", "2.1", "2.2")


def rules(role: Role) -> pd.DataFrame:
    table: pd.DataFrame = tables(opened("procedure", role))[0].value
    return table.set_index("number")


def waiting(school: Example, *, with_givers: bool) -> str:
    """What stands in 需要过问 about the opinions that nobody has sorted."""
    rows = overview.attention(school.store, school.activity_id, school.today, with_givers).set_index("record_id")
    return str(rows.loc["待梳理", "why"])


def hear_three_more(school: Example, clerk: Actor) -> None:
    source = {"channel": "书面", "giver": "家长", "received_on": school.today - timedelta(days=5), "about": "group"}
    for number in range(3):
        content = f"第 {number} 个门口的灯不亮"
        opinions.add(school.store, clerk, school.activity_id, {**source, "content": content})


def test_the_clerk_is_told_since_when_and_by_when(read_school: Example) -> None:
    table = rules(Role.CLERK)
    assert table.loc[[SORTED, FED_BACK], ["since", "wanted_on"]].notna().all(axis=None)
    assert table.loc[list(HEARD), "since"].notna().all()
    assert "最早的已等" in waiting(read_school, with_givers=True)


def test_a_leader_is_not_told_of_three(read_school: Example) -> None:
    table = rules(Role.LEADER)
    assert table.loc[SORTED, ["since", "wanted_on"]].isna().all()
    assert table.loc[list(HEARD), "since"].isna().all()
    assert table.loc[FED_BACK, "wanted_on"] is not pd.NaT


def test_the_sheet_of_the_rule_and_what_needs_somebody_do_not_tell_either(read_school: Example) -> None:
    sheet = " ".join(opened("procedure", Role.LEADER, procedure_rule=SORTED).html.values)
    assert "还没有梳理" in sheet or "已梳理" in sheet
    assert "期限" not in sheet
    assert waiting(read_school, with_givers=False) == "3 条等了 3 天以上"


def test_of_five_or_more_it_is_told(school: Example, clerk: Actor) -> None:
    hear_three_more(school, clerk)
    assert rules(Role.LEADER).loc[SORTED, ["since", "wanted_on"]].notna().all()
    assert "最早的已等 5 天" in waiting(school, with_givers=False)
