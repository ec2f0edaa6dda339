"""Speaking to a server as a browser would, without one."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

PASSWORD = "first-bell-0800"
FIRST = {"name": "keeper", "display_name": "管理员", "password": PASSWORD, "again": PASSWORD}


@dataclass(frozen=True)
class Answer:
    """A status, headers by small name (of several alike the last), and the body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def where(self) -> str:
        """Where it sends the browser."""
        return self.headers.get("location", "")

    @property
    def cookie(self) -> str:
        """The session cookie it sets, as a browser would send it back."""
        found = re.match(r"chagai_session=[^;]*", self.headers.get("set-cookie", ""))
        return found.group() if found else ""


def ask(port: int, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
    """One request; a header's name is written with _ for -."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body.encode() or None, sent)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def send_form(port: int, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
    """A form sent by POST."""
    return ask(port, path, "POST", urlencode(fields), content_type="application/x-www-form-urlencoded", **headers)


def signed_in(port: int, name: str = "keeper", password: str = PASSWORD) -> str:
    """The cookie of a new session."""
    return send_form(port, "/sign-in", {"name": name, "password": password}).cookie
