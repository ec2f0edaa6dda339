"""Signing in by a unit's own provider of accounts: the whole product and a real provider, without a visitor."""

import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from board import accounts
from board.db import open_store
from board.oidc_settings import FILE
from tests.providers import Provider, provided, write
from tests.web.client import FIRST, PASSWORD, ask, signed_in
from tests.web.conftest import Process, Start, free_port
from tests.web.test_encryption import made

SUBJECT, NAME = "f:1:wang-4711", "王芳"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def provider(port: int) -> Iterator[Provider]:
    with provided(f"http://127.0.0.1:{port}") as running:
        running.knows(SUBJECT, {"name": NAME, "email": "wang@school.example", "groups": ["staff", "board-leaders"]})
        running.knows("f:2:zhao", {"name": "赵老师", "groups": ["staff"]})
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Path:
    data = tmp_path_factory.mktemp("oidc") / "data"
    provider.tell(data)
    store = open_store(data / "board.duckdb")
    accounts.create_first_administrator(store, FIRST)
    store.close()
    return data


@pytest.fixture(scope="module")
def product(start: Start, folder: Path, port: int) -> Process:
    return start("run", folder, port=port)


@pytest.fixture
def visitor(product: Process) -> Iterator[httpx.Client]:
    """What keeps cookies and follows nothing by itself."""
    with httpx.Client(base_url=f"http://127.0.0.1:{product.port}", timeout=20) as client:
        yield client


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


def test_the_sign_in_page_offers_it_beside_the_password_and_keeps_where_one_wants_to(visitor: httpx.Client) -> None:
    page = visitor.get("/sign-in", params={"next": "/tasks?q=会"}).text
    assert 'name="password"' in page
    assert '<a class="way" href="/sign-in/oidc?next=%2Ftasks%3Fq%3D%E4%BC%9A">用单位统一账号登录</a>' in page
    assert "退出统一账号" not in page


def test_who_comes_back_from_the_provider_has_the_products_own_session(visitor: httpx.Client) -> None:
    answer = visitor.get(sent_back(visitor))
    assert (answer.status_code, answer.headers["location"]) == (303, "/tasks")
    kept = answer.headers["set-cookie"].lower()
    assert all(word in kept for word in ("chagai_session=", "httponly", "samesite=lax", "max-age=43200"))
    assert visitor.get("/tasks").status_code == 200
    assert set(visitor.cookies) == {"chagai_session"}


def test_what_streamlit_would_leave_in_the_browser_stays_behind(visitor: httpx.Client) -> None:
    answer = visitor.get(sent_back(visitor))
    assert "_streamlit_user" not in str(answer.headers.multi_items())
    visitor.cookies.clear()
    visitor.cookies.set("_streamlit_user", "anything", domain="127.0.0.1")
    assert visitor.get("/tasks").status_code == 303


def test_the_cookie_the_browser_held_before_is_worth_nothing_afterwards(visitor: httpx.Client) -> None:
    before = signed_in(int(visitor.base_url.port or 0))
    visitor.cookies.set("chagai_session", before.partition("=")[2], domain="127.0.0.1")
    visitor.get(sent_back(visitor))
    assert visitor.get("/tasks").status_code == 200
    assert ask(int(visitor.base_url.port or 0), "/tasks", cookie=before).status == 303


def test_a_link_can_send_nobody_elsewhere_after_signing_in(visitor: httpx.Client) -> None:
    assert visitor.get(sent_back(visitor, wanted="https://evil.example/")).headers["location"] == "/"


def test_who_has_no_role_is_told_so_and_gets_no_session(visitor: httpx.Client) -> None:
    answer = visitor.get(sent_back(visitor, "f:2:zhao"))
    assert answer.status_code == 403
    assert 'role="alert">没有登录：您的统一账号在这里没有角色。' in answer.text
    assert "f:2:zhao" in answer.text
    assert "chagai_session" not in visitor.cookies
    assert visitor.get("/tasks").status_code == 303


def test_who_declines_at_the_provider_is_told_so(visitor: httpx.Client) -> None:
    answer = visitor.get(sent_back(visitor, action="deny"))
    assert answer.status_code == 403
    assert 'role="alert">没有登录：统一账号那边没有同意' in answer.text
    assert "chagai_session" not in visitor.cookies


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(visitor: httpx.Client, product: Process) -> None:
    back = sent_back(visitor)
    with httpx.Client(base_url=visitor.base_url, timeout=20) as another:
        assert another.get(back).status_code == 403
        assert "chagai_session" not in another.cookies
    assert visitor.get(back).status_code == 303
    again = visitor.get(back)
    assert again.status_code == 403
    assert "已经用过" in again.text
    assert visitor.get("/tasks").status_code == 200  # whoever is signed in stays so


@pytest.mark.parametrize("query", ["state=x&code=y", "code=y", "error=server_error", "state="])
def test_an_answer_that_nobody_asked_for_is_refused(visitor: httpx.Client, query: str) -> None:
    answer = visitor.get(f"/oauth2callback?{query}")
    assert answer.status_code == 403
    assert 'role="alert">没有登录' in answer.text
    assert "chagai_session" not in visitor.cookies


def test_signing_out_ends_the_session_and_offers_the_way_out_of_the_provider(
    visitor: httpx.Client, provider: Provider
) -> None:
    visitor.get(sent_back(visitor))
    cookie = f"chagai_session={visitor.cookies['chagai_session']}"
    answer = visitor.post("/sign-out")
    assert (answer.status_code, dict(visitor.cookies)) == (303, {})
    assert ask(int(visitor.base_url.port or 0), "/tasks", cookie=cookie).status == 303
    page = visitor.get(answer.headers["location"]).text
    assert "它在这个浏览器里可能还登录着" in page
    assert 'href="/sign-out/oidc">退出统一账号</a>' in page
    where = visitor.get("/sign-out/oidc").headers["location"]
    assert where.startswith(f"{provider.issuer}/oauth2/end_session?client_id=")
    assert "oauth2callback" in where
    back = visitor.get("/oauth2callback")  # where the provider sends people to whom it signed out
    assert (back.status_code, back.headers["location"]) == (303, "/sign-in")


def test_the_session_of_who_signs_in_again_without_a_role_is_over(visitor: httpx.Client, provider: Provider) -> None:
    provider.knows("f:3:qian", {"name": "钱老师", "groups": ["board-office"]})
    visitor.get(sent_back(visitor, "f:3:qian"))
    provider.knows("f:3:qian", {"name": "钱老师", "groups": []})
    with httpx.Client(base_url=visitor.base_url, timeout=20) as another:
        assert another.get(sent_back(another, "f:3:qian")).status_code == 403
    assert visitor.get("/tasks").status_code == 303


def test_under_another_name_of_the_computer_one_is_led_to_the_address_that_the_provider_knows(product: Process) -> None:
    answer = ask(product.port, "/sign-in/oidc?next=/tasks", host=f"localhost:{product.port}")
    assert answer.where == f"http://127.0.0.1:{product.port}/sign-in/oidc?moved=1&next=%2Ftasks"
    again = ask(product.port, "/sign-in/oidc?moved=1&next=/tasks", host=f"localhost:{product.port}")
    assert "/oauth2/authorize?" in again.where  # behind a proxy that keeps the name to itself


def test_streamlits_own_ways_in_and_out_stay_closed(product: Process) -> None:
    cookie = signed_in(product.port)
    for path in ("/auth/login", "/auth/logout", "/auth/login?provider=default"):
        assert (ask(product.port, path).status, ask(product.port, path, cookie=cookie).status) == (404, 404)


def test_neither_log_nor_terminal_tells_a_secret_or_who_came(
    visitor: httpx.Client, product: Process, folder: Path
) -> None:
    visitor.get(sent_back(visitor))
    visitor.get(sent_back(visitor, "f:2:zhao"))
    secret = re.search(r'client_secret = "([^"]+)"', (folder / FILE).read_text("utf-8"))
    assert secret
    told = product.said + "".join(each.read_text("utf-8") for each in (folder / "logs").iterdir())
    assert [word for word in (secret.group(1), SUBJECT, "f:2:zhao", NAME, "wang@school") if word in told] == []
    assert f"回调地址要是：http://127.0.0.1:{product.port}/oauth2callback" in product.said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client_secret": "wrong"}, "统一账号的答复没有收全"),
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


def test_before_there_is_an_administrator_nobody_comes_in_by_it(start: Start, tmp_path: Path) -> None:
    write(tmp_path, "https://board.example", f"http://127.0.0.1:{free_port()}", "chagai", "hush")
    new = start("run", tmp_path)
    assert ask(new.port, "/sign-in/oidc", host="board.example").where == "/setup"
    assert ask(new.port, "/oauth2callback?state=x&code=y").where == "/sign-in"


def test_a_file_that_says_too_little_stops_the_start_with_one_line(start: Start, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('address = "https://board.example"\n', "utf-8")
    stopped = start("run", tmp_path)
    assert stopped.running.wait(20) == 1
    assert stopped.said.strip().startswith("统一账号的设置不对：缺 issuer（发证方）、client_id（客户端编号）")
    assert len(stopped.said.strip().splitlines()) == 1
