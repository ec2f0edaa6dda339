"""Passwords hashed at the least cost: what these tests are about doesn't depend on how long a hash takes."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from board import passwords


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[PasswordHasher]:
    """The product's own hasher, for the test that needs it."""
    real = passwords._HASHER
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords.stand_in_hash.cache_clear()
    yield real
    passwords.stand_in_hash.cache_clear()
