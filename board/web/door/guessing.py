"""Slows down whoever tries codes or passwords at random.

Addresses aren't kept: each falls into one of many buckets, redrawn at every start, and a bucket only counts recent
failures.
"""

import hashlib
import ipaddress
import secrets
import time
from collections import deque

_BUCKETS = 4_096
_V6_BITS = 64  # one household has all addresses with these first bits


class Guesses:
    """Wrong guesses of the last `span` seconds, by bucket; a few numbers in memory, gone when the server stops.

    An address with `most` of them must wait.
    """

    def __init__(self, most: int = 20, span: float = 600) -> None:
        self._most, self._span = most, span
        self._salt = secrets.token_bytes(16)
        self._failed: dict[int, deque[float]] = {}

    def are_too_many(self, address: str, now: float | None = None) -> bool:
        """Whether an address must wait."""
        return len(self._of(address, time.monotonic() if now is None else now)) >= self._most

    def note(self, address: str, now: float | None = None) -> None:
        """Counts a wrong guess from this address."""
        moment = time.monotonic() if now is None else now
        self._of(address, moment).append(moment)

    def forget_all(self) -> None:
        """Ends everybody's wait."""
        self._failed.clear()

    def _of(self, address: str, now: float) -> deque[float]:
        failed = self._failed.setdefault(self.bucket(address), deque(maxlen=self._most))
        while failed and failed[0] <= now - self._span:
            failed.popleft()
        return failed

    def bucket(self, address: str) -> int:
        """Returns the bucket that an address falls into."""
        digest = hashlib.blake2b(_network(address), key=self._salt, digest_size=8).digest()
        return int.from_bytes(digest) % _BUCKETS


def _network(address: str) -> bytes:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address.encode()
    return parsed.packed[: _V6_BITS // 8] if parsed.version == 6 and not parsed.ipv4_mapped else parsed.packed  # noqa: PLR2004
