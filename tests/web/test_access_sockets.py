"""What a program that leaves the browser out gets over Streamlit's socket, its upload and its downloads: no more."""

import http.client
import re
import uuid

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from board.access import Actor, Role, allowed
from board.importing.files.decode import MOST_BYTES
from board.navigation import NAVIGATION
from tests.web.client import ask, signed_in
from tests.web.conftest import Process
from tests.web.streaming import ask_for, downloads_of, operation, session_of, stream, text_of

SUBJECTS = [entry.subject for entries in NAVIGATION.values() for entry in entries]
CLOSED = "这个页面不对您的角色开放"
A_RECORD = re.compile(r"\b[ORITAMKGPW]-?\d{2,3}\b(?!\.\d)")  # nor the line of an icon
FILE = b"--b\r\nContent-Disposition: form-data; name=f; filename=a.csv\r\n\r\na,b\r\n--b--\r\n"


@pytest.mark.walk
@pytest.mark.parametrize("role", list(Role))
def test_a_page_asked_for_over_the_socket_is_as_closed_as_in_the_browser(school: Process, role: Role) -> None:
    cookie = signed_in(school.port, role)
    closed = set()
    for subject in SUBJECTS:
        with stream(school.port, cookie) as socket:
            text = text_of(ask_for(socket, subject))
        if CLOSED in text:
            closed.add(subject)
            assert A_RECORD.findall(text) == []
    actor = Actor("", "", frozenset({role}))
    assert closed == {subject for subject in SUBJECTS if not allowed(actor, f"see.{subject}")}


@pytest.mark.walk
def test_nobody_goes_on_with_the_session_of_another_account(school: Process) -> None:
    clerk, owner = signed_in(school.port, Role.CLERK), signed_in(school.port, Role.OWNER)
    with stream(school.port, clerk) as socket:
        begun = session_of(ask_for(socket, "opinions"))
        with stream(school.port, owner, begun) as other:
            assert session_of(ask_for(other, "overview")) != begun
    with stream(school.port, owner, begun, headers={"X-Board-Account": "A-clerk"}) as other:
        assert session_of(ask_for(other, "overview")) != begun
    with stream(school.port, signed_in(school.port, Role.CLERK), begun) as socket:
        assert session_of(ask_for(socket, "overview")) == begun


@pytest.mark.walk
def test_a_button_of_anothers_page_pressed_by_its_id_does_nothing(school: Process) -> None:
    with stream(school.port, signed_in(school.port, Role.CLERK)) as socket:
        sent = ask_for(socket, "opinions")
    buttons = [each.delta.new_element.button.id for each in sent if each.delta.new_element.HasField("button")]
    assert any("opinions_add" in each for each in buttons)
    with stream(school.port, signed_in(school.port, Role.OWNER)) as socket:
        text = text_of(ask_for(socket, "opinions", **dict.fromkeys(buttons, True)))
    assert CLOSED in text
    assert A_RECORD.findall(text) == []


def closed_with(socket: ClientConnection) -> int:
    """The code with which the server closes a socket of its own accord."""
    try:
        while True:  # what was on its way
            socket.recv(10)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def test_a_socket_whose_session_was_ended_is_closed_at_once_and_unasked(school: Process) -> None:
    cookie = signed_in(school.port, Role.CLERK)
    with stream(school.port, cookie) as socket:
        assert "O-0" in text_of(ask_for(socket, "opinions"))
        ask(school.port, "/sign-out", "POST", cookie=cookie)
        assert closed_with(socket) == 4401
    with pytest.raises(InvalidStatus):
        stream(school.port, cookie)


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null"])
def test_a_page_of_another_site_gets_no_socket(school: Process, origin: str) -> None:
    with pytest.raises(InvalidStatus) as caught:
        stream(school.port, signed_in(school.port, Role.CLERK), origin=origin)
    assert caught.value.response.status_code == 403


def answered(socket: ClientConnection, said: str | bytes) -> str | bytes:
    socket.send(said)
    return socket.recv(20)


def test_a_message_that_is_none_or_too_large_ends_the_socket_and_nothing_else(school: Process) -> None:
    cookie = signed_in(school.port, Role.CLERK)
    for nonsense in (b"\xff" * 100, "words", b"\x00" * 20_000_000):
        with stream(school.port, cookie) as socket, pytest.raises(ConnectionClosed):
            answered(socket, nonsense)
    assert ask(school.port, "/healthz").status == 200


def downloaded(port: int, socket: ClientConnection, subject: str) -> str:
    """The address of the first file that a page offers, made."""
    sent = ask_for(socket, subject)
    answer = operation(socket, session_of(sent), deferred_file={"file_id": downloads_of(sent)[0]})
    return str(answer.deferred_file.url)


def test_a_download_is_for_the_session_it_was_made_for_and_only_while_it_runs(school: Process) -> None:
    cookie = signed_in(school.port, Role.CLERK)
    with stream(school.port, cookie) as socket:
        url = downloaded(school.port, socket, "evaluation")
        answer = ask(school.port, url, cookie=cookie)
        assert (answer.status, answer.body[:2]) == (200, b"PK")
        assert answer.headers["content-disposition"].startswith("attachment")
        for other in (
            "",
            "chagai_session=forged",
            signed_in(school.port, Role.LEADER),
            signed_in(school.port, "clerk"),
        ):
            assert ask(school.port, url, cookie=other).status == 403
        ask(school.port, "/sign-out", "POST", cookie=cookie)
        assert ask(school.port, url, cookie=cookie).status == 403


def test_two_who_download_the_same_are_both_given_it(school: Process) -> None:
    for role in (Role.CLERK, Role.LEADER):
        cookie = signed_in(school.port, role)
        with stream(school.port, cookie) as socket:
            url = downloaded(school.port, socket, "evaluation")
            assert ask(school.port, url, cookie=cookie).status == 200


@pytest.mark.walk
def test_no_file_is_made_for_anothers_session_nor_by_a_name_made_up(school: Process) -> None:
    with stream(school.port, signed_in(school.port, Role.CLERK)) as socket:
        sent = ask_for(socket, "evaluation")
        with stream(school.port, signed_in(school.port, Role.OWNER)) as other:
            own = session_of(ask_for(other, "overview"))
            wanted = {"file_id": downloads_of(sent)[0]}
            assert operation(other, session_of(sent), deferred_file=wanted).deferred_file.url == ""
            assert operation(other, own, deferred_file={"file_id": uuid.uuid4().hex}).deferred_file.url == ""


@pytest.mark.parametrize("offer", ["install_skills", "dismiss_skills_nudge"])
def test_what_streamlit_offers_to_its_developers_writes_nothing_here(school: Process, offer: str) -> None:
    with stream(school.port, signed_in(school.port, Role.ADMIN)) as socket:
        answer = operation(socket, session_of(ask_for(socket, "overview")), **{offer: {}})
    assert "not available" in answer.error_msg


@pytest.mark.walk
@pytest.mark.parametrize(
    ("megabytes", "is_told", "status"),
    [(MOST_BYTES // 2**20 - 1, True, 204), (MOST_BYTES // 2**20 + 1, True, 413), (MOST_BYTES // 2**20 + 2, False, 413)],
    ids=["as large as the page says", "told", "untold"],
)
def test_a_file_that_is_too_large_is_refused_whether_its_size_is_told_or_not(
    school: Process, megabytes: int, is_told: bool, status: int
) -> None:
    cookie = signed_in(school.port, Role.CLERK)
    token = ask(school.port, "/_stcore/health", cookie=cookie).headers["set-cookie"].partition(";")[0]
    body = FILE.replace(b"a,b", b"x" * megabytes * 1024 * 1024)
    headers = {"Cookie": f"{cookie}; {token}", "X-Xsrftoken": token.partition("=")[2]}
    headers["Content-Type"] = "multipart/form-data; boundary=b"
    with stream(school.port, cookie) as socket:
        path = f"/_stcore/upload_file/{session_of(ask_for(socket, 'imports'))}/{uuid.uuid4()}"
        connection = http.client.HTTPConnection("127.0.0.1", school.port, timeout=60)
        try:
            connection.request("PUT", path, body if is_told else iter([body]), headers, encode_chunked=not is_told)
            assert connection.getresponse().status == status
        except (BrokenPipeError, ConnectionResetError):
            assert status == 413  # the server hung up before it had taken it all
        finally:
            connection.close()


def sent_file(port: int, cookie: str, session: str) -> int:
    token = ask(port, "/_stcore/health", cookie=cookie).headers["set-cookie"].partition(";")[0]
    path = f"/_stcore/upload_file/{session}/{uuid.uuid4()}"
    headers = {"X_Xsrftoken": token.partition("=")[2], "content_type": "multipart/form-data; boundary=b"}
    return ask(port, path, "PUT", FILE.decode(), cookie=f"{cookie}; {token}", **headers).status


def test_a_file_is_brought_to_ones_own_page_and_to_nobody_elses(school: Process) -> None:
    cookie, other = signed_in(school.port, Role.CLERK), signed_in(school.port, Role.ADMIN)
    with stream(school.port, cookie) as socket:
        session = session_of(ask_for(socket, "imports"))
        assert sent_file(school.port, cookie, session) == 204
        assert sent_file(school.port, other, session) == 403


def test_a_file_that_is_on_its_way_when_the_session_ends_does_not_arrive(school: Process) -> None:
    cookie = signed_in(school.port, Role.CLERK)
    token = ask(school.port, "/_stcore/health", cookie=cookie).headers["set-cookie"].partition(";")[0]
    with stream(school.port, cookie) as socket:
        session = session_of(ask_for(socket, "imports"))
        connection = http.client.HTTPConnection("127.0.0.1", school.port, timeout=20)
        connection.putrequest("PUT", f"/_stcore/upload_file/{session}/{uuid.uuid4()}")
        for name, value in {
            "Cookie": f"{cookie}; {token}",
            "X-Xsrftoken": token.partition("=")[2],
            "Content-Type": "multipart/form-data; boundary=b",
            "Content-Length": str(len(FILE)),
        }.items():
            connection.putheader(name, value)
        connection.endheaders(FILE[:20])
        ask(school.port, "/sign-out", "POST", cookie=cookie)
        connection.send(FILE[20:])
        assert connection.getresponse().status == 403
        connection.close()


@pytest.mark.parametrize(
    ("cookie", "headers", "status"),
    [
        ("", {}, 403),
        ("chagai_session=forged", {}, 403),
        ("clerk", {}, 403),  # signed in, without the token of the page
        ("clerk", {"origin": "https://evil.example"}, 403),
    ],
)
def test_a_file_is_taken_from_nobody_but_a_page_of_ours(
    school: Process, cookie: str, headers: dict[str, str], status: int
) -> None:
    sent = signed_in(school.port, cookie) if cookie == "clerk" else cookie
    answer = ask(
        school.port,
        "/_stcore/upload_file/x/y",
        "PUT",
        FILE.decode(),
        cookie=sent,
        content_type="multipart/form-data; boundary=b",
        **headers,
    )
    assert answer.status == status
