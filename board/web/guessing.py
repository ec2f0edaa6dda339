"""Slowing down whoever tries codes at random. Addresses aren't kept: each falls into one of many buckets, drawn anew at
every start, and a bucket knows how often a code was not there of late.
"""

import hashlib
import ipaddress
import secrets
import time
from collections import deque

MOST = 20
SPAN = 600.0  # seconds
_BUCKETS = 4_096
_V6_BITS = 64  # one household has at least this many addresses


class Guesses:
    """Wrong codes of late, by bucket; a handful of numbers in memory, gone when the server stops."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(16)
        self._failed: dict[int, deque[float]] = {}

    def are_too_many(self, address: str, now: float | None = None) -> bool:
        """Whether an address must wait."""
        return len(self._of(address, time.monotonic() if now is None else now)) >= MOST

    def note(self, address: str, now: float | None = None) -> None:
        """A code from this address wasn't there."""
        moment = time.monotonic() if now is None else now
        self._of(address, moment).append(moment)

    def _of(self, address: str, now: float) -> deque[float]:
        failed = self._failed.setdefault(self._bucket(address), deque(maxlen=MOST))
        while failed and failed[0] <= now - SPAN:
            failed.popleft()
        return failed

    def _bucket(self, address: str) -> int:
        digest = hashlib.blake2b(_network(address), key=self._salt, digest_size=8).digest()
        return int.from_bytes(digest) % _BUCKETS


def _network(address: str) -> bytes:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address.encode()
    return parsed.packed[: _V6_BITS // 8] if parsed.version == 6 and not parsed.ipv4_mapped else parsed.packed  # noqa: PLR2004
