"""A provider of accounts as units have one, a real server of OpenID Connect; the file that tells the product of it."""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

import flask
import httpx
from oidc_provider_mock import app
from werkzeug.serving import make_server

from board.accounts.oidc_settings import FILE, RETURN

ROLES = {"board-leaders": "领导", "board-office": "工作人员"}
SUBJECT = "f:1:wang-4711"
Claims = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Provider:
    """A running provider, the address that it sends people back to, and what it has been asked: path and form of each,
    with the header that shows who asks."""

    issuer: str
    address: str
    cert: tuple[Path, Path] | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def last(self, path: str) -> dict[str, str]:
        """What came last to a path of its."""
        return [form for where, form in self.asked if where == path][-1]

    @property
    def trusted(self) -> ssl.SSLContext | bool:
        """What a client of it goes by."""
        return ssl.create_default_context(cafile=self.cert[0]) if self.cert else True

    def knows(self, subject: str, claims: Claims) -> None:
        """What it says of somebody from now on."""
        httpx.put(f"{self.issuer}/users/{quote(subject)}", json=dict(claims), verify=self.trusted).raise_for_status()

    def client(self) -> dict[str, str]:
        """Make the product known to the provider: client_id, client_secret and more."""
        asked = {"redirect_uris": [self.address + RETURN]}
        made: dict[str, str] = (
            httpx.post(f"{self.issuer}/oauth2/clients", json=asked, verify=self.trusted).raise_for_status().json()
        )
        return made

    def tell(self, data: Path, *, mapped: bool = True) -> None:
        """Write the product's file, as a client that the provider knows by its secret."""
        client = self.client()
        write(data, self.address, self.issuer, client["client_id"], client["client_secret"], mapped=mapped)


@contextmanager
def provided(
    address: str, cert: tuple[Path, Path] | None = None, says: Mapping[str, object] | None = None
) -> Iterator[Provider]:
    """A provider that knows its clients by their secret, wants a nonce, and sends people back to that address.

    cert: the files of a certificate and its key, with which it speaks HTTPS. says: what else it says of itself.
    """
    provider = app(require_client_registration=True, require_nonce=True)
    asked: list[tuple[str, dict[str, str]]] = []
    provider.before_request(lambda: asked.append(_heard(flask.request)))
    provider.after_request(partial(_said, says or {}))
    paths = (str(cert[0]), str(cert[1])) if cert else None
    server = make_server("localhost", 0, provider, threaded=True, ssl_context=paths)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,))
    thread.start()
    try:
        yield Provider(f"{'https' if cert else 'http'}://localhost:{server.server_port}", address, cert, asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _said(says: Mapping[str, object], answer: flask.Response) -> flask.Response:
    if flask.request.path.endswith("/openid-configuration"):
        answer.set_data(json.dumps({**(answer.get_json() or {}), **says}))
    return answer


def _heard(request: flask.Request) -> tuple[str, dict[str, str]]:
    shown = request.headers.get("authorization", "")
    return request.path, {**request.args, **request.form, "authorization": shown}


def write(data: Path, address: str, issuer: str, client_id: str, client_secret: str, *, mapped: bool = True) -> None:
    """The product's file."""
    told = {"address": address, "issuer": issuer, "client_id": client_id, "client_secret": client_secret}
    lines = [f'{key} = "{value}"' for key, value in told.items()]
    if mapped:
        lines += ['claim = "groups"', "[roles]", *(f'"{value}" = "{role}"' for value, role in ROLES.items())]
    data.mkdir(parents=True, exist_ok=True)
    (data / FILE).write_text("\n".join(lines), "utf-8")


def sent_back(
    visitor: httpx.Client,
    subject: str = SUBJECT,
    wanted: str = "/tasks",
    trusted: ssl.SSLContext | bool = True,
    **form: str,
) -> str:
    """Where the provider sends a browser back to, after somebody said there who they are."""
    there = visitor.get("/sign-in/oidc", params={"next": wanted}).headers["location"]
    return httpx.post(there, data={"sub": subject, **form}, verify=trusted).headers["location"]
