"""/drafts: what is typed is taken for whoever is signed in and typed it, and for nobody else."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from board.access import Role
from tests.web.client import ask, signed_in
from tests.web.conftest import Process

pytestmark = pytest.mark.walk

PLACE = "st-key-opinions_new-content"


def sent(port: int, cookie: str, told: Mapping[str, Any] | str) -> int:
    body = told if isinstance(told, str) else json.dumps(told)
    return ask(port, "/drafts", "POST", body, cookie=cookie, content_type="application/json").status


def test_it_takes_what_the_signed_in_account_types_and_refuses_anothers(school: Process) -> None:
    cookie = signed_in(school.port, Role.CLERK)
    told = {"account": "A-somebody-else", "activity": "HD-01", "typed": {PLACE: ["", "楼道里的灯"]}}
    assert sent(school.port, cookie, told) == 409
    assert sent(school.port, cookie, "nonsense") == 400
    assert sent(school.port, cookie, {"account": "x"}) == 400
    assert sent(school.port, cookie, "x" * 500_000) == 413
