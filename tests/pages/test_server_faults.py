"""What is wrong with the server's computer, on a page: all are told of it, and where it is only whoever keeps it."""

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.words import ROLE
from tests.pages.visitor import sentences_on


def shows_a_full_disk() -> None:
    from board.store.disk import DiskFull  # noqa: PLC0415 - a script of its own
    from board.ui.parts.errors import show_refusal  # noqa: PLC0415

    show_refusal(DiskFull("磁盘快满了，没有保存", "放不下了。", "请管理员腾出空间。", "/srv/张三/data"))


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("role", Role)
def test_where_the_data_lies_is_said_to_whoever_keeps_it_and_to_no_other_role(role: Role) -> None:
    at = AppTest.from_function(shows_a_full_disk)
    at.session_state["role"] = ROLE[role]
    at.run()
    assert "放不下了" in sentences_on(at)
    assert ("张三" in sentences_on(at)) is (role == Role.ADMIN)
