"""Passwords: what is asked of one, and how it is kept."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
_LONGEST = 200
_FEWEST_LETTERS = 4  # "1111111111" and "1212121212" are long but not passwords
# fmt: off
_COMMON = frozenset({
    "0123456789", "1234567890", "12345678910", "123456789a", "a123456789", "a1234567890", "987654321a",
    "0987654321", "9876543210", "1q2w3e4r5t", "1qaz2wsx3edc", "qwertyuiop", "qwerty12345", "asdfghjkl1",
    "password123", "password1234", "passw0rd123", "woaini1314", "woaini1314520", "5201314520", "admin12345",
    "admin123456", "administrator", "abc1234567", "abcd123456", "abc123456789", "a12345678910", "q123456789",
    "zxcvbnm123", "iloveyou123", "letmein123", "welcome123", "1234554321", "1357924680", "147258369a",
    "qwer123456", "asd1234567",
})
# fmt: on
_HASHER = PasswordHasher()


def password_fault(password: str, name: str) -> str:
    """What is wrong with a password for the account of that name, in Chinese; empty where it will do."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 个字符"
    if len(password) > _LONGEST:
        return f"密码最多 {_LONGEST} 个字符"
    if plain == name.casefold():
        return "密码不能和登录名相同"
    if plain in _COMMON or len(set(plain)) < _FEWEST_LETTERS:
        return "这个密码太常见，容易被猜中，请换一个"
    return ""


def hashed(password: str) -> str:
    """The password's argon2id hash, which takes about a tenth of a second on purpose."""
    return _HASHER.hash(password)


@cache
def stand_in_hash() -> str:
    """A hash no password fits: checked where there is no account, so that an unknown name takes as long to refuse."""
    return hashed(secrets.token_urlsafe(32))


def fits(password_hash: str, password: str) -> bool:
    """Whether the password is the one behind the hash."""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
