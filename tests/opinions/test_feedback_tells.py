"""What in a wording may tell who said it is pointed out; what can't is left alone."""

import pytest

from board.opinions.feedback_hints import tells


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我家孩子写到九点半", ["我家"]),
        ("我们班上个月只上了三节体育课", ["我们班"]),
        ("五年级（2）班有两扇窗户关不严", ["五年级（2）班"]),
        ("三（1）班的灯不亮", ["三（1）班"]),
        ("我是入职三年的教师", ["我是", "入职三年"]),
        ("王老师和李主任都说过", ["王老师", "李主任"]),
        ("座谈会上我说过一次", ["座谈会上"]),
        ("家长不知道该找谁", ["家长"]),
        ("会议偏多，能合并的请合并", []),
        ("", []),
    ],
)
def test_what_tells_is_found_in_the_order_of_the_text(text: str, found: list[str]) -> None:
    assert tells(text, ["家长", "教职工", ""]) == found


def test_a_name_of_the_school_is_found() -> None:
    assert tells("请问问陆大明就知道了", ["陆大明"]) == ["陆大明"]
