"""A number that can be clicked is the number of rows it opens: on every page, for every role, on any day."""

import re
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from tests.depth import walked
from tests.example_school import Example
from tests.pages.hands import cell_pressed, figure_followed
from tests.pages.visitor import figures, notices, opened, sentences_on, sheet, tables, title

pytestmark = pytest.mark.walk

ROLES = (Role.CLERK, Role.LEADER, Role.OWNER)
COUNTED = re.compile(r"\*\*(\d+)\*\*[ ↑↓\d]* / (\d+)")


# How many days ago, and compared with when.
MOMENTS = ["0 一周前", *walked("6 不比较", "0 不比较", "6 一周前")]


@pytest.fixture(params=MOMENTS)
def asked(request: pytest.FixtureRequest, read_school: Example) -> dict[str, str]:
    """What the address asks for, to see the school on a day, compared or not."""
    ago, compare = request.param.split()
    days_ago = int(ago)
    as_of = {"as_of": str(read_school.today - timedelta(days=days_ago))} if days_ago else {}
    return {**as_of, "compare": compare}


def rows_open(at: AppTest) -> int:
    """How many rows the page that is open says it shows."""
    (counted,) = COUNTED.findall(sentences_on(at))
    return int(counted[0])


def number_of(card: dict[str, str]) -> int | None:
    """The number of rows that a figure at the top says it leads to; None where it says none."""
    return int(card["value"]) if card["label"] == "整改逾期" else number_in(card["note"])


def number_in(label: str) -> int | None:
    """The number that a link says it leads to; None where it says none."""
    counted = re.findall(r"(\d+) (?:项|条|处|件|个)", label)
    return int(counted[0]) if counted else None


@pytest.mark.parametrize("role", ROLES)
def test_every_number_of_the_overview_opens_as_many_rows(asked: dict[str, str], role: Role) -> None:
    followed = 0
    at = opened("overview", role, **asked)
    for card in [each for each in figures(at) if each["address"]]:
        number = number_of(card)
        if number is None:
            continue
        there = figure_followed(opened("overview", role, **asked), card["label"])
        assert not there.exception
        assert title(there) != "总览"
        assert rows_open(there) == number, f"{asked} {role} {card}"
        assert there.query_params.get("as_of", [""]) in (asked.get("as_of", [""]), [asked.get("as_of", "")])
        followed += 1
    assert followed


@pytest.mark.parametrize("role", ROLES)
def test_every_thing_that_needs_somebody_opens_what_it_names(asked: dict[str, str], role: Role) -> None:
    at = opened("overview", role, **asked)
    lists = [each.value for each in tables(at) if each.key == "attention"]
    for place, row in enumerate([row for table in lists for _, row in table.iterrows()]):
        there = cell_pressed(opened("overview", role, **asked), "attention", "word", place)
        assert not there.exception
        number = re.match(r"(\d+) 条意见", row["title"])
        if number:
            assert rows_open(there) == int(number.group(1)), f"{asked} {role}: {row}"
        else:
            assert sheet(there) in {"整改事项", "工作任务"}, f"{asked} {role}: {row}"
            assert not notices(there)


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER])
def test_every_number_of_the_procedure_opens_as_many_rows(asked: dict[str, str], role: Role) -> None:
    at = opened("procedure", role, **asked)
    cards = figures(at)
    assert len(cards) == 6
    for card in cards:
        there = figure_followed(opened("procedure", role, **asked), card["label"])
        assert rows_open(there) == number_of(card), f"{asked} {role} {card}"


@pytest.mark.parametrize("subject", ["tasks", "opinions", "rectification", "procedure", "talks", "thread"])
@pytest.mark.parametrize("role", ROLES)
def test_every_tab_shows_as_many_rows_as_it_counts(asked: dict[str, str], role: Role, subject: str) -> None:
    at = opened(subject, role, **asked)
    tabs = [each for each in at.segmented_control if each.key in {f"{subject}_view", f"{subject}_part"}]
    for key, option in [(str(each.key), option) for each in tabs for option in each.options if " " in option]:
        name, number = option.split(" ")[:2]
        there = opened(subject, role, **asked, **{key: name})
        assert rows_open(there) == int(number), f"{asked} {role} {subject}: {option}"
