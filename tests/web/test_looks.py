"""/looks: what somebody chose is theirs in every browser, and nobody else's."""

import json

import pytest

from board.access import Role
from tests.web.client import ask, signed_in
from tests.web.conftest import Process


def chosen(port: int, cookie: str, told: object) -> int:
    return ask(port, "/looks", "POST", json.dumps(told), cookie=cookie, content_type="application/json").status


def page(port: int, cookie: str) -> str:
    return ask(port, "/", cookie=cookie).text


@pytest.mark.walk
def test_looks_follow_the_account_into_another_browser_and_nobody_else(school: Process) -> None:
    clerk, leader = signed_in(school.port, Role.CLERK), signed_in(school.port, Role.LEADER)
    assert 'data-looks="System usual"' in page(school.port, clerk)
    assert chosen(school.port, clerk, {"theme": "dark", "isLarge": True}) == 204
    again = signed_in(school.port, Role.CLERK)
    assert again != clerk
    assert 'data-looks="Dark large"' in page(school.port, again)
    assert 'data-looks="System usual"' in page(school.port, leader)


def test_looks_that_there_are_none_of_are_refused(school: Process) -> None:
    clerk = signed_in(school.port, Role.CLERK)
    wrong: list[object] = [{"theme": "pink", "isLarge": False}, {"theme": "dark"}, [], "dark", None]
    for told in [*wrong, {"theme": "d" * 500}]:
        assert chosen(school.port, clerk, told) in {400, 413}
    assert chosen(school.port, "", {"theme": "dark", "isLarge": True}) in {401, 403}
    assert "data-looks" not in page(school.port, "")
