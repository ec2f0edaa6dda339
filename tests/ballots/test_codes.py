"""What is printed on a slip."""

import re

import pytest

from board.ballots.codes import LENGTH, LETTERS, is_well_formed, new_code, printed, spelled


def test_codes_are_long_all_different_and_easy_to_read() -> None:
    codes = {new_code() for _ in range(2_000)}
    assert len(codes) == 2_000
    assert all(re.fullmatch(r"[2-9A-HJKMNP-Z]{10}", code) for code in codes)
    assert len(LETTERS) ** (LENGTH - 1) > 2**44


@pytest.mark.parametrize("written", ["{a}-{b}", " {a} {b} ", "{a}－{b}", "{a}{b}"])
def test_a_code_may_be_typed_as_people_do(written: str) -> None:
    code = new_code()
    typed = written.format(a=code[:5], b=code[5:]).lower()
    assert spelled(typed) == code
    assert spelled(printed(code)) == code


def test_one_letter_misread_or_two_changed_about_are_noticed() -> None:
    code = new_code()
    assert is_well_formed(code)
    for place in range(LENGTH):
        others = [code[:place] + letter + code[place + 1 :] for letter in LETTERS if letter != code[place]]
        assert not any(map(is_well_formed, others))
    swapped = [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(LENGTH - 1)]
    assert not any(is_well_formed(other) for other in swapped if other != code)


@pytest.mark.parametrize("typed", ["", "ABC", "0" * 10, "ABCDEFGHJKM", "甲乙丙丁戊己庚辛壬癸"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert not is_well_formed(spelled(typed))
