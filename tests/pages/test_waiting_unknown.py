"""No page tells a leader since when an opinion waits: its days are counted from when its lot came to be shown."""

import re
from datetime import timedelta

import pandas as pd
import pytest

from board.access import Actor, Role
from board.opinions import actions as opinions
from board.overview import figures as overview
from tests.example_school import Example
from tests.pages.visitor import opened, tables

# The rules that are kept from when the last kind of giver or channel was first heard.
HEARD = ("1.1", "2.1", "2.2")
SORTED, FED_BACK = "2.3", "2.4"


def rules(role: Role) -> pd.DataFrame:
    table: pd.DataFrame = tables(opened("procedure", role))[0].value
    return table.set_index("number")


def hear(school: Example, clerk: Actor, days: int) -> None:
    """Five opinions that came in some days ago are registered today."""
    source = {"channel": "书面", "giver": "家长", "received_on": school.today - timedelta(days=days), "about": "group"}
    for number in range(5):
        content = f"第 {number} 个门口的灯不亮"
        opinions.add(school.store, clerk, school.activity_id, {**source, "content": content})


def test_the_clerk_is_told_since_when_and_by_when(read_school: Example) -> None:
    table = rules(Role.CLERK)
    assert table.loc[[SORTED, FED_BACK], ["since", "wanted_on"]].notna().all(axis=None)
    assert table.loc[list(HEARD), "since"].notna().all()
    attention = overview.attention(read_school.store, read_school.activity_id, read_school.today)
    assert "最早的已等" in str(attention.set_index("record_id").loc["等久了", "why"])


def test_a_leader_is_not_told_since_when_everybody_was_heard(read_school: Example) -> None:
    assert rules(Role.LEADER).loc[list(HEARD), "since"].isna().all()


@pytest.mark.walk
def test_how_long_they_waited_before_they_were_registered_is_not_told(school: Example, clerk: Actor) -> None:
    hear(school, clerk, 40)
    for subject in ("overview", "procedure", "opinions"):
        texts = [each.value.to_csv() for each in tables(opened(subject, Role.CLERK))]
        of_leader = [each.value.to_csv() for each in tables(opened(subject, Role.LEADER))]
        assert not any(re.search(r"已等 40 天", text) for text in of_leader)
        if subject == "overview":
            assert any("已等 40 天" in text for text in texts)
