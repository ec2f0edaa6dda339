"""Who gets past the gate, and what every answer carries."""

import pytest
from starlette.datastructures import Headers

from board.web.browser.frontend import is_page
from board.web.door.gate import is_local, is_same_origin
from tests.web.client import ask, send_form, signed_in

SERVICES = [
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/upload_file/a/b",
    "/media/0.csv",
    "/component/x/index.html",
    "/app/static/x",
    "/live",
    "/no-such-file.txt",
]


@pytest.mark.parametrize("path", SERVICES)
@pytest.mark.parametrize("cookie", ["", "chagai_session=forged"])
def test_a_stranger_is_refused_what_pages_are_made_of(door: int, path: str, cookie: str) -> None:
    assert ask(door, path, cookie=cookie).status == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_stranger_is_refused_whatever_changes_something(door: int, method: str) -> None:
    assert ask(door, "/tasks", method).status == 403


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/", "/sign-in"),
        ("/tasks", "/sign-in?next=%2Ftasks"),
        (
            "/rectification?status=closed&q=%E4%BD%9C",
            "/sign-in?next=%2Frectification%3Fstatus%3Dclosed%26q%3D%25E4%25BD%259C",
        ),
    ],
)
def test_a_stranger_is_sent_to_the_form_and_from_there_back(door: int, path: str, where: str) -> None:
    answer = ask(door, path)
    assert (answer.status, answer.where) == (303, where)
    assert answer.body == b""


def test_before_the_first_account_everyone_is_sent_to_make_it(new_door: int) -> None:
    assert ask(new_door, "/tasks").where == "/setup"


@pytest.mark.parametrize("path", ["/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/_stcore/metrics"])
def test_nothing_answers_for_programs_or_with_streamlits_own_counts(door: int, path: str) -> None:
    cookie = signed_in(door)
    assert {ask(door, path, method, cookie=cookie).status for method in ("GET", "POST")} == {404}


@pytest.mark.parametrize("path", ["/healthz", "/sign-in", "/tasks", "/media/0.csv", "/static/js/none.js"])
def test_every_answer_carries_the_security_headers(door: int, path: str) -> None:
    headers = ask(door, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]


def test_health_needs_no_account(door: int) -> None:
    answer = ask(door, "/healthz")
    assert (answer.status, answer.text) == (200, '{"status":"ok"}')


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_form_sent_from_another_site_is_refused(door: int, origin: str) -> None:
    assert send_form(door, "/sign-in", {"name": "keeper", "password": "x"}, origin=origin).status == 403
    assert send_form(door, "/sign-in", {"name": "a", "password": "x"}, origin=f"http://127.0.0.1:{door}").status == 422


def test_the_demonstration_needs_no_account_on_this_machine(demo_door: int) -> None:
    assert ask(demo_door, "/tasks").status == 200
    assert ask(demo_door, "/sign-in").where == "/"
    assert ask(demo_door, "/setup").where == "/sign-in"


@pytest.mark.parametrize(
    "host", ["evil.example", "192.168.1.5:8501", "localhost.evil.example", "", "[", "a@localhost@b"]
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/_stcore/health", "/static/js/x.js"])
def test_the_demonstration_is_refused_under_any_other_name(demo_door: int, host: str, path: str) -> None:
    assert ask(demo_door, path, host=host).status == 403


@pytest.mark.parametrize(
    ("client", "host", "expected"),
    [
        ("127.0.0.1", "localhost:8501", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("::1", "[::1]:8501", True),
        ("::ffff:127.0.0.1", "127.0.0.1:8501", True),
        ("::ffff:192.168.1.7", "localhost:8501", False),
        ("192.168.1.7", "localhost:8501", False),
        ("127.0.0.1", "board.example", False),
        ("", "localhost", False),
    ],
)
def test_local_means_from_here_and_meant_for_here(client: str, host: str, expected: bool) -> None:
    assert is_local(client, host) is expected


@pytest.mark.parametrize(
    ("origin", "method", "expected"),
    [
        ("http://board:8501", "POST", True),
        ("http://board:8502", "POST", False),
        ("http://evil", "", False),
        ("http://evil", "GET", True),
        ("http://board:8501", "", True),
        (None, "POST", True),
    ],
)
def test_only_our_own_pages_change_something(origin: str | None, method: str, expected: bool) -> None:
    headers = Headers({"host": "board:8501", **({"origin": origin} if origin else {})})
    assert is_same_origin(headers, method) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", True),
        ("/rectification", True),
        ("/mediation", True),
        ("/static/js/a.js", False),
        ("/_stcore/stream", False),
        ("/favicon.png", False),
        ("//evil.example", False),
    ],
)
def test_a_page_is_whatever_is_no_file_and_no_service(path: str, expected: bool) -> None:
    assert is_page(path) is expected
