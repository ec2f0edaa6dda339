"""A number that can be clicked is the number of rows it opens: on every page, for every role, on any day."""

import re
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from tests.depth import walked
from tests.example_school import Example
from tests.pages.hands import cell_pressed
from tests.pages.visitor import figure, notices, opened, sentences_on, sheet, tables, title

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


def number_of(at: AppTest, key: str, label: str) -> int | None:
    """The number that a link says it leads to; None where it says none."""
    if key == "card_整改逾期":
        return int(figure(at, "整改逾期"))
    found = re.findall(r"(\d+) (?:项|条|处|件|个)", label)
    return int(found[0]) if found else None


@pytest.mark.parametrize("role", ROLES)
def test_every_number_of_the_overview_opens_as_many_rows(asked: dict[str, str], role: Role) -> None:
    followed = 0
    at = opened("overview", role, **asked)
    links = {str(each.key): each.label for each in at.button if str(each.key).startswith("card_")}
    for key, label in links.items():
        number = number_of(at, key, label)
        if number is None:
            continue
        there = opened("overview", role, **asked).button(key=key).click().run()
        assert not there.exception
        assert title(there) != "总览"
        assert rows_open(there) == number, f"{asked} {role} {key}: {label}"
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
    links = {str(each.key): each.label for each in at.button if str(each.key).startswith("procedure_card_")}
    assert len(links) == 6
    for key, label in links.items():
        there = opened("procedure", role, **asked).button(key=key).click().run()
        assert rows_open(there) == number_of(at, key, label), f"{asked} {role} {key}: {label}"


@pytest.mark.parametrize("subject", ["tasks", "opinions", "rectification", "procedure", "talks", "thread"])
@pytest.mark.parametrize("role", ROLES)
def test_every_tab_shows_as_many_rows_as_it_counts(asked: dict[str, str], role: Role, subject: str) -> None:
    at = opened(subject, role, **asked)
    tabs = [each for each in at.segmented_control if each.key in {f"{subject}_view", f"{subject}_part"}]
    for key, option in [(str(each.key), option) for each in tabs for option in each.options if " " in option]:
        name, number = option.split(" ")[:2]
        there = opened(subject, role, **asked, **{key: name})
        assert rows_open(there) == int(number), f"{asked} {role} {subject}: {option}"
