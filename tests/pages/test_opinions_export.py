"""Who may take the opinions out of the house: asked on the server, for each visit."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from board.access import PERMISSIONS, Role
from tests.example_school import Example
from tests.pages.visitor import buttons, ids, opened

EXPORT = "导出 Excel"


def export(at: AppTest) -> bool:
    return EXPORT in buttons(at)


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER])
def test_clerk_and_leader_may_now_and_when_looking_back(read_school: Example, role: Role) -> None:
    assert export(opened("opinions", role))
    assert export(opened("opinions", role, as_of=str(read_school.today - timedelta(days=5))))


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_those_who_may_not_see_them_may_not_export_them(read_school: Example, role: Role) -> None:
    assert not export(opened("opinions", role))


@pytest.mark.usefixtures("read_school")
def test_seeing_is_not_yet_exporting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PERMISSIONS, "opinions.export", frozenset({Role.CLERK}))
    at = opened("opinions", Role.LEADER)
    assert ids(at, "opinions_table")
    assert not export(at)
    assert export(opened("opinions", Role.CLERK))
