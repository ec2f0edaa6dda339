"""填写码: the code printed on a slip. Ten letters, the last of which detects a misread slip."""

import secrets
import unicodedata

# No two look alike; their number, 31, is prime, so any one wrong letter, and any two swapped ones, are detected.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10
_HALF = LENGTH // 2


def new_code() -> str:
    """A code that nobody can guess: nine random letters (more than 44 bits) and the check letter."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))
    return drawn + _check_letter(drawn)


def spelled(typed: str) -> str:
    """A code as it is stored, without spaces and hyphens, in plain capital letters."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())


def is_well_formed(code: str) -> bool:
    """Whether a code, as `spelled`, can be one of ours: a slip misread in one place can't."""
    return len(code) == LENGTH and set(code) <= set(LETTERS) and _check_letter(code[:-1]) == code[-1]


def printed(code: str) -> str:
    """A code as a slip shows it: two halves."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def _check_letter(drawn: str) -> str:
    total = sum(place * LETTERS.index(letter) for place, letter in enumerate(drawn, 1))
    return LETTERS[total % len(LETTERS)]
