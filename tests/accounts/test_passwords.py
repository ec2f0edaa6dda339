"""What is asked of a password: NIST SP 800-63B, section 3.1.1, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.access import Actor
from board.accounts import actions as accounts
from board.accounts.passwords import LONGEST, SHORTEST, fits, hashed, password_fault
from board.accounts.sign_in import sign_in, who
from board.errors import Invalid
from board.store.store import Store
from tests.example_school import Example

NAMES = ("wangling", "王玲", "明德路小学")
TOO_COMMON = "这个密码太常见，容易被猜中，请换一个"
A_NAME = "密码不能是登录名、显示的名字、单位名或它们的变化"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "开会前先看台账2026",
        "春风化雨润物无声两个黄鹂",
        "onlysmallletterswithoutasign",
        "x7!kQ2#pLm",
        "  两头有空格也算  ",
        "🌱树苗🌱长大了🌱开花了🌸",
        "päßwörter sind schön",
        "l" * 3 + "o" * 3 + "ng sentence " * 15,
    ],
)
def test_length_is_enough_whatever_it_is_made_of(password: str) -> None:
    assert len(password) <= LONGEST
    assert password_fault(password, NAMES) == ""


@pytest.mark.walk
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=64, max_size=LONGEST))
def test_nothing_that_can_be_seen_is_refused_for_what_it_is(password: str) -> None:
    fault = password_fault(password, NAMES)
    assert fault in {"", TOO_COMMON} or "个字符" in fault  # NFKC may make it longer or shorter


@pytest.mark.parametrize(
    "password",
    [
        *("1234567890", "12345678910", "a123456789", "1q2w3e4r5t", "1qaz2wsx3edc", "qwertyuiop", "password123"),
        *("P@ssw0rd2026", "woaini1314520", "5201314520", "admin123456", "abc123456789", "1234554321", "qwer123456"),
        *("woaini5201314", "xuexiao123456", "mimamima123", "gongchandang1921", "weirenminfuwu", "chagaikanban2026"),
        *(
            "为人民服务123456",
            "好好学习天天向上",
            "一二三四五六七八九十",
            "不忘初心牢记使命",
            "密码密码密码密码密码",
            "查改看板查改看板2026",
        ),
        *("aaaaaaaaaaaaaaaaaaaa", "1212121212", "abcabcabcabc", "abcdefghijklmnop", "2026202620262026", "19870512wang"),
        *("13812345678", "330106198705121234", "33010619870512123X", "ｐａｓｓｗｏｒｄ１２３４５"),
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert password_fault(password if len(password) >= SHORTEST else password * 2, NAMES) == TOO_COMMON


@pytest.mark.parametrize(
    "password",
    [
        "wangling2026",
        "2026wangling",
        "WangLing!!!",
        "gnilgnaw2026",
        "wanglingwangling",
        "明德路小学20261",
        "王玲王玲888888",
        "  wangling  ",
    ],
)
def test_a_name_with_something_around_it_is_refused(password: str) -> None:
    assert password_fault(password, NAMES) == A_NAME


def test_a_name_within_a_sentence_is_no_name() -> None:
    assert password_fault("王玲每天七点半到校门口", NAMES) == ""


@pytest.mark.parametrize(
    ("password", "said"), [("短", "至少"), ("x1y2z3" * 40, "最多"), ("line\nbreak within", "控制字符")]
)
def test_too_short_too_long_and_unseen_is_said(password: str, said: str) -> None:
    assert said in password_fault(password, NAMES)


def test_the_units_of_the_store_are_names_too(example: Example, admin: Actor) -> None:
    unit = str(example.store.rows("activities/units")[0]["name"])
    fields = {"name": "li", "display_name": "教导处", "roles": ["clerk"], "password": f"{unit}2026"}
    with pytest.raises(Invalid) as caught:
        accounts.create_account(example.store, admin, fields)
    assert caught.value.fields == {"password": A_NAME}


@pytest.mark.parametrize("typed", ["Ｆｉｒｓｔ－ｂｅｌｌ－０８００", "First-bell-0800"])
def test_an_input_method_makes_no_other_password_of_it(store: Store, admin: Actor, typed: str) -> None:
    fields = {"name": "li", "display_name": "教导处", "roles": ["clerk"], "password": "First-bell-0800"}
    accounts.create_account(store, admin, fields)
    assert who(store, sign_in(store, "li", typed)) is not None


def test_every_character_of_a_long_password_counts() -> None:
    password = "数九寒天" * 40 + "一"
    assert fits(hashed(password), password)
    assert not fits(hashed(password), password[:-1] + "二")
    assert not fits(hashed(password), "x" * 1_000_000)
