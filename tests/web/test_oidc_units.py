"""What units set up to sign in by, good and bad: the whole product started on each, and a real provider."""

import base64
from pathlib import Path
from urllib.parse import unquote_plus

import httpx
import pytest

from board.accounts import actions as accounts
from board.accounts.oidc_settings import FILE
from board.store.store import open_store
from board.web.door.slowing import MOST_ASKS
from tests.providers import SUBJECT, provided, sent_back, write
from tests.web.client import FIRST, PASSWORD, ask, signed_in
from tests.web.conftest import Start, free_port
from tests.web.test_encryption import made

pytestmark = pytest.mark.walk

NAME = "王芳"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client_secret": "wrong"}, "统一账号的答复核对不上"),
        ({"issuer": "{issuer}/"}, "统一账号的答复不是发给本程序的"),
    ],
)
def test_an_answer_that_is_not_vouched_for_is_refused(
    start: Start, tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    port = free_port()
    with provided(f"http://127.0.0.1:{port}") as provider:
        client = provider.client()
        told = {**client, "issuer": provider.issuer}
        told |= {key: value.format(issuer=provider.issuer) for key, value in changed.items()}
        write(tmp_path, provider.address, told["issuer"], told["client_id"], told["client_secret"])
        store = open_store(tmp_path / "board.duckdb")
        accounts.create_first_administrator(store, FIRST)
        store.close()
        product = start("run", tmp_path, port=port)
        with httpx.Client(base_url=provider.address, timeout=20) as visitor:
            answer = visitor.get(sent_back(visitor))
            assert (answer.status_code, dict(visitor.cookies)) == (403, {})
            assert said in answer.text
        assert ("不是一字不差" in product.said) == ("issuer" in changed)


@pytest.mark.parametrize("is_named", [True, False])
def test_a_provider_by_https_is_known_by_the_certificate_that_the_file_names_and_else_not_asked(
    start: Start, tmp_path: Path, is_named: bool
) -> None:
    port = free_port()
    with provided(f"http://127.0.0.1:{port}", made(tmp_path, "sso")) as provider:
        provider.knows(SUBJECT, {"name": NAME, "groups": ["board-leaders"]})
        data = tmp_path / "data"
        provider.tell(data)
        if is_named:
            (data / FILE).write_text('ca = "../sso.pem"\n' + (data / FILE).read_text("utf-8"), "utf-8")
        store = open_store(data / "board.duckdb")
        accounts.create_first_administrator(store, FIRST)
        store.close()
        product = start("run", data, port=port)
        with httpx.Client(base_url=provider.address, timeout=20) as visitor:
            if is_named:
                assert visitor.get(sent_back(visitor, trusted=provider.trusted)).status_code == 303
                assert visitor.get("/tasks").status_code == 200
                assert visitor.get("/sign-out/oidc").headers["location"].startswith(provider.issuer)
            else:
                assert visitor.get("/sign-in/oidc").status_code == 502
        assert ("现在用不了" in product.said) != is_named


def test_where_the_provider_is_away_the_password_still_opens(start: Start, tmp_path: Path) -> None:
    write(tmp_path, "https://board.example", f"http://127.0.0.1:{free_port()}", "chagai", "hush")
    store = open_store(tmp_path / "board.duckdb")
    accounts.create_first_administrator(store, FIRST)
    store.close()
    away = start("run", tmp_path)
    host = "board.example"
    answer = ask(away.port, "/sign-in/oidc", host=host)
    assert (answer.status, "现在连不上统一账号" in answer.text) == (502, True)
    assert "统一账号没有给出退出的办法" in ask(away.port, "/sign-out/oidc", host=host).text
    assert ask(away.port, "/tasks", cookie=signed_in(away.port, password=PASSWORD)).status == 200
    assert "统一账号现在用不了" in away.said


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_the_secret_is_shown_the_way_the_file_says_whatever_it_is_made_of(
    start: Start, tmp_path: Path, method: str
) -> None:
    port, secret = free_port(), "a/b+c: d%e"
    takes = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    with provided(f"http://127.0.0.1:{port}", says=takes) as provider:
        write(tmp_path, provider.address, provider.issuer, provider.client()["client_id"], secret)
        file = tmp_path / FILE
        file.write_text(f'token_endpoint_auth_method = "{method}"\n' + file.read_text("utf-8"), "utf-8")
        store = open_store(tmp_path / "board.duckdb")
        accounts.create_first_administrator(store, FIRST)
        store.close()
        product = start("run", tmp_path, port=port)
        with httpx.Client(base_url=provider.address, timeout=20) as visitor:
            assert visitor.get(sent_back(visitor)).status_code == 403  # it isn't the one that the provider knows
        shown = provider.last("/oauth2/token")
    is_told = "客户端密钥的送法它只收 client_secret_post，请照着改 oidc.toml" in product.said
    assert is_told == (method == "client_secret_basic")
    if method == "client_secret_post":
        assert (shown["client_secret"], shown["authorization"]) == (secret, "")
    else:
        told = base64.b64decode(shown["authorization"].removeprefix("Basic ")).decode()
        assert (unquote_plus(told.partition(":")[2]), "client_secret" in shown) == (secret, False)


def test_for_one_address_the_provider_is_not_asked_without_end(start: Start, tmp_path: Path) -> None:
    port = free_port()
    with provided(f"http://127.0.0.1:{port}") as provider:
        provider.tell(tmp_path)
        store = open_store(tmp_path / "board.duckdb")
        accounts.create_first_administrator(store, FIRST)
        store.close()
        start("run", tmp_path, port=port)
        paths = ["/sign-in/oidc", "/sign-out/oidc"] * (MOST_ASKS // 2)
        assert {ask(port, path).where.partition("?")[0].rpartition("/")[2] for path in paths} == {
            "authorize",
            "end_session",
        }
        times = len(provider.asked)
        for path in ("/sign-in/oidc", "/sign-out/oidc"):
            answer = ask(port, path, X_Forwarded_For="203.0.113.7")
            assert (answer.status, answer.headers["retry-after"]) == (429, "900")
            assert "从这里用统一账号登录的次数太多" in answer.text
        assert len(provider.asked) == times
        assert ask(port, "/tasks", cookie=signed_in(port, password=PASSWORD)).status == 200


def test_before_there_is_an_administrator_nobody_comes_in_by_it(start: Start, tmp_path: Path) -> None:
    write(tmp_path, "https://board.example", f"http://127.0.0.1:{free_port()}", "chagai", "hush")
    new = start("run", tmp_path)
    assert ask(new.port, "/sign-in/oidc", host="board.example").where == "/setup"
    assert ask(new.port, "/oauth2callback?state=x&code=y").where == "/sign-in"


def test_a_file_that_says_too_little_stops_the_start_with_one_line(start: Start, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('address = "https://board.example"\n', "utf-8")
    stopped = start("run", tmp_path)
    assert stopped.code() == 1
    assert stopped.said.strip().startswith("统一账号的设置不对：缺 issuer（发证方）、client_id（客户端编号）")
    assert len(stopped.said.strip().splitlines()) == 1
