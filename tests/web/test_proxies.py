"""Whose word is taken on where a request comes from."""

from typing import Any

import pytest

from board.errors import BoardError
from board.operating.settings import networks
from board.web.door.proxies import seen_from_outside
from tests.web.client import PASSWORD, ask, send_form

PROXIES = networks("127.0.0.1, 10.0.0.0/8, ::1")


def seen(client: str, kind: str = "http", scheme: str = "http", **headers: str) -> dict[str, Any]:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "scheme": scheme, "client": (client, 5), "headers": [(b"host", b"inner:8501"), *sent]}
    return dict(seen_from_outside(scope, PROXIES))


@pytest.mark.parametrize(
    ("client", "passed", "expected"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "203.0.113.9, 10.4.5.6", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first was written by the sender
        ("127.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        ("127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9, <script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("10.1.2.3", "10.4.5.6", "10.4.5.6"),
        ("203.0.113.77", "198.51.100.1", "203.0.113.77"),  # no proxy of ours
    ],
)
def test_the_sender_is_the_last_that_is_no_proxy_of_ours(client: str, passed: str, expected: str) -> None:
    assert seen(client, x_forwarded_for=passed)["client"][0] == expected


@pytest.mark.parametrize(("kind", "inner", "outer"), [("http", "http", "https"), ("websocket", "ws", "wss")])
def test_a_known_proxy_says_that_it_was_https_and_under_which_name(kind: str, inner: str, outer: str) -> None:
    headers = {"x_forwarded_proto": "https", "x_forwarded_host": "board.example"}
    known, unknown = seen("127.0.0.1", kind, inner, **headers), seen("203.0.113.7", kind, inner, **headers)
    assert (known["scheme"], dict(known["headers"])[b"host"]) == (outer, b"board.example")
    assert (unknown["scheme"], dict(unknown["headers"])[b"host"]) == (inner, b"inner:8501")


@pytest.mark.parametrize("client", ["127.0.0.1", "203.0.113.7"])
def test_nothing_further_in_reads_what_was_told(client: str) -> None:
    headers = {f"x_forwarded_{name}": "x" for name in ("for", "proto", "host", "port")} | {"forwarded": "for=x"}
    assert [name for name, _ in seen(client, x_real_ip="x", **headers)["headers"]] == [b"host"]


@pytest.mark.parametrize("text", ["localhost", "10.0.0.0/33", "10.0.0.1/8", "*"])
def test_what_is_no_network_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(BoardError, match="认不出的网络地址"):
        networks(text)


def test_a_session_that_began_by_https_at_the_proxy_leaves_by_nothing_else(door_behind_a_proxy: int) -> None:
    headers = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "board.example", "Origin": "https://board.example"}
    fields = {"name": "keeper", "password": PASSWORD}
    answer = send_form(door_behind_a_proxy, "/sign-in", fields, **headers)
    assert "; secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"] == "max-age=86400"
    plain = send_form(door_behind_a_proxy, "/sign-in", fields)
    assert "secure" not in plain.headers["set-cookie"].lower()
    assert "strict-transport-security" not in plain.headers


def test_another_site_is_another_site_behind_a_proxy_too(door_behind_a_proxy: int) -> None:
    headers = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "board.example", "Origin": "https://evil.example"}
    assert send_form(door_behind_a_proxy, "/sign-in", {"name": "keeper", "password": "x"}, **headers).status == 403


def test_nobody_becomes_local_by_saying_so(demo_door: int) -> None:
    assert ask(demo_door, "/tasks", host="evil.example", X_Forwarded_Host="127.0.0.1").status == 403
