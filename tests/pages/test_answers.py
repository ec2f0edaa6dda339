"""The sentence at the top of every page: there for whoever may see the page, its numbers those of the rows."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from board.access import Role
from tests.example_school import Example
from tests.pages.test_every_page import may_see
from tests.pages.visitor import SUBJECTS, answer, answer_links, opened, sentences_on

_COUNT = re.compile(r"(\d+) (?:项|条|件|对|个|处)")
_ROWS = re.compile(r"\*\*(\d+)\*\*[ ↑↓\d]* / \d+ ")
every_role = pytest.mark.parametrize("role", list(Role))


@every_role
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_page_answers_its_question_to_whoever_may_see_it(read_school: Example, subject: str, role: Role) -> None:
    assert bool(answer(opened(subject, role)).strip()) is may_see(role, subject)


@pytest.mark.walk
@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.OWNER])
def test_a_number_that_can_be_clicked_is_that_of_the_rows_it_opens(read_school: Example, role: Role) -> None:
    pages = [subject for subject in SUBJECTS if may_see(role, subject)]
    links = {link: words for subject in pages for link, words in answer_links(opened(subject, role)).items()}
    counted = {link: int(found[1]) for link, words in links.items() if (found := _COUNT.match(words))}
    assert len(counted) > 10 or role == Role.OWNER
    for link, count in counted.items():
        place = urlsplit(link)
        at = opened(place.path, role, **parse_qs(place.query))
        rows = _ROWS.search(sentences_on(at))
        assert rows, (link, sentences_on(at))
        assert int(rows[1]) == count, link


@pytest.mark.parametrize("subject", ["opinions", "overview", "thread", "procedure"])
def test_a_leader_is_not_told_who_said_what(read_school: Example, subject: str) -> None:
    told = answer(opened(subject, Role.LEADER))
    assert not re.search(r"教职工|普通群众|学生|座谈会|意见箱|O-\d{3}", told)


def test_a_past_day_is_named_and_told_of(read_school: Example) -> None:
    day = read_school.today - timedelta(days=7)
    assert answer(opened("rectification", as_of=str(day))).startswith(f"截至 {day:%m-%d}，")
