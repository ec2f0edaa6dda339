"""The code that proves that whoever opens the first account is the one who started the server."""

import hmac
import secrets
from functools import cache

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no two look alike
_LENGTH = 10


@cache
def one_time_code() -> str:
    """This process's code; useless once an account exists."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def is_code(given: str) -> bool:
    """Whether the code was typed, ignoring spaces, hyphens and case."""
    typed = "".join(letter for letter in given.upper() if letter.isalnum())
    return hmac.compare_digest(typed.encode(), one_time_code().encode())


def announcement() -> str:
    """The terminal's message while there is no account."""
    code = one_time_code()
    return f"还没有账号。请在浏览器里建立管理员账号，一次性口令：{code[:5]}-{code[5:]}"
