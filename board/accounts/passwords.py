"""Passwords: the requirements, and how they are stored. The rules are those of NIST SP 800-63B, section 3.1.1:

length above all, every visible character, no rule on which kinds must occur, no change without a cause, and a
comparison with what is tried first: passwords known from leaks, and names of the account, its unit, this product.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10  # the standard's least is 8
ADVISED = 15
LONGEST = 200
_FEWEST_GUESSES = 1e8
_LOOKED_AT = 72  # characters; what follows makes it no easier to guess
_LEAST_NAME = 2
_COMMON = Path(__file__).parents[2] / "data" / "passwords.txt"
# Numbers of mobile phones and identity cards, which acquaintances know.
_NUMBER_OF_A_PERSON = re.compile(r"1[3-9]\d{9}|\d{17}[\dx]")
_HASHER = PasswordHasher()
_PLAIN, _GROUP, _GROUPS = "23456789abcdefghjkmnpqrstuvwxyz", 4, 3


def password_fault(password: str, names: Iterable[str]) -> str:
    """The fault in a password, in Chinese; empty if it is acceptable.

    `names`: what somebody guessing would try for this account: its name, the display name, the units' names.
    """
    plain = _spelled(password)
    if len(plain) < SHORTEST:
        return f"密码至少 {SHORTEST} 个字符"
    if len(plain) > LONGEST:
        return f"密码最多 {LONGEST} 个字符"
    if any(unicodedata.category(letter) == "Cc" for letter in plain):
        return "密码里有看不见的控制字符，请重新输入"
    folded = plain.casefold()
    tried = [folded_name for name in names if len(folded_name := _spelled(name).casefold()) >= _LEAST_NAME]
    if any(_is_named_in(folded, name) for name in tried):
        return "密码不能是登录名、显示的名字、单位名或它们的变化"
    if _NUMBER_OF_A_PERSON.fullmatch(folded) or _guesses(folded, tried) < _FEWEST_GUESSES:
        return "这个密码太常见，容易被猜中，请换一个"
    return ""


def _is_named_in(password: str, name: str) -> bool:
    """Whether a password is a name, possibly doubled, backwards, or with digits and signs around it."""
    core, bare = _core(password), _core(name)
    return bool(core) and core in {bare, bare[::-1], bare * 2}


def _core(text: str) -> str:
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)


def _guesses(password: str, names: list[str]) -> float:
    """The number of guesses it takes, by people's habits: common passwords, words, years, rows of keys, repetitions."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists of words take 12 MB, and passwords are set rarely

    return float(zxcvbn(password[:_LOOKED_AT], [*names, *_common()])["guesses"])


@cache
def _common() -> tuple[str, ...]:
    """The passwords tried first in Chinese, the most common first; zxcvbn knows the rest of the world's."""
    return tuple(line for line in _COMMON.read_text("utf-8").split() if line)


def _spelled(password: str) -> str:
    """A password as it is hashed and compared: the same however an input method wrote its letters."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """The password's argon2id hash, which takes about a tenth of a second on purpose."""
    return _HASHER.hash(_spelled(password))


def new_password(names: Iterable[str]) -> str:
    """A first password that nobody can guess (59 bits): three groups of four, without letters that look alike."""
    while True:
        drawn = "-".join("".join(secrets.choice(_PLAIN) for _ in range(_GROUP)) for _ in range(_GROUPS))
        if not password_fault(drawn, names):
            return drawn


@cache
def stand_in_hash() -> str:
    """A hash no password fits: checked if there is no account, so that an unknown name takes as long to refuse."""
    return hashed(secrets.token_urlsafe(32))


def fits(password_hash: str, password: str) -> bool:
    """Whether the password belongs to the hash. One longer than any can be is wrong without a check."""
    if len(password) > LONGEST * 4:
        return False
    try:
        return _HASHER.verify(password_hash, _spelled(password))
    except (VerificationError, InvalidHashError):
        return False
