"""The addresses from which a name's password was wrong lately: in memory, by digest, so that no address is stored."""

import hashlib
import ipaddress
import secrets
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

_MOST = 50_000
_V6_BYTES = 8  # one household has all addresses that begin with these


class Senders:
    """The times at which a name failed from an address, by both."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._salt = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._failed: OrderedDict[bytes, dict[bytes, list[datetime]]] = OrderedDict()

    def count(self, name: str, address: str, now: datetime) -> int:
        """The number of times the name failed from there within the span."""
        with self._lock:
            return len(self._of(name, address, now))

    def take(self, name: str, address: str, now: datetime, most: int) -> bool:
        """Counts a try before it is judged; False, without counting it, if there were `most` within the span."""
        with self._lock:
            failed = self._of(name, address, now)
            if len(failed) >= most:
                return False
            addresses = self._failed.setdefault(self._digest(name.encode("utf-8", "replace")), {})
            addresses[self._digest(_network(address))] = [*failed, now]
            if len(addresses) > _MOST:
                del addresses[next(iter(addresses))]
            if len(self._failed) > _MOST:
                self._failed.popitem(last=False)
            return True

    def forget_name(self, name: str) -> None:
        """Forgets the failures of a name from everywhere, after one that succeeded."""
        with self._lock:
            self._failed.pop(self._digest(name.encode("utf-8", "replace")), None)

    def forget_all(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._failed.clear()

    def _of(self, name: str, address: str, now: datetime) -> list[datetime]:
        addresses = self._failed.get(self._digest(name.encode("utf-8", "replace")), {})
        failed = addresses.get(self._digest(_network(address)), ())
        return [each for each in failed if abs(now - each) < self._span]  # the clock may have been ahead

    def _digest(self, text: bytes) -> bytes:
        return hashlib.blake2b(text, key=self._salt, digest_size=16).digest()


def _network(address: str) -> bytes:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address.encode()
    return parsed.packed[:_V6_BYTES] if parsed.version == 6 and not parsed.ipv4_mapped else parsed.packed  # noqa: PLR2004
