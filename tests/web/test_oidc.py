"""Signing in by a unit's own provider of accounts: the whole product and a real provider, without a visitor."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest

from board.accounts import actions as accounts
from board.accounts.oidc_settings import FILE
from board.store.store import open_store
from tests.providers import SUBJECT, Provider, provided, sent_back
from tests.web.client import FIRST, ask, signed_in
from tests.web.conftest import Process, Start, free_port

NAME = "王芳"


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


@pytest.mark.walk
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


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("invalid_scope", "统一账号不认看板要的范围，请管理员核对"),
        ("invalid_request", "统一账号不认看板的请求"),
        ("unauthorized_client", "没有让看板用授权码方式登录"),
        ("temporarily_unavailable", "统一账号那边出了错，请稍后再试"),
        ("<b>anything", "统一账号没有让您登录"),
    ],
)
def test_why_the_provider_lets_nobody_in_is_said_in_our_words_and_none_of_its_own(
    visitor: httpx.Client, error: str, said: str
) -> None:
    state = parse_qs(urlsplit(visitor.get("/sign-in/oidc").headers["location"]).query)["state"][0]
    told = {"state": state, "error": error, "error_description": "Ask the helpdesk"}
    answer = visitor.get("/oauth2callback", params=told)
    assert (answer.status_code, said in answer.text) == (403, True)
    assert not {"helpdesk", "<b>", error} & set(re.split(r"[\s：，。]", answer.text))
    assert 'href="/sign-out/oidc">退出统一账号</a>' in answer.text  # it may know somebody else in this browser


def test_what_comes_back_is_bound_to_what_was_asked_by_a_proof_key(visitor: httpx.Client, provider: Provider) -> None:
    asked = dict(parse_qsl(urlsplit(visitor.get("/sign-in/oidc").headers["location"]).query))
    assert asked["code_challenge_method"] == "S256"
    assert "prompt" not in asked  # a provider that doesn't know the word refuses
    assert visitor.get(sent_back(visitor)).status_code == 303
    challenge, proof = provider.last("/oauth2/authorize")["code_challenge"], provider.last("/oauth2/token")
    digest = hashlib.sha256(proof["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge


def test_the_code_of_anothers_sign_in_opens_nothing(visitor: httpx.Client, product: Process) -> None:
    with httpx.Client(base_url=visitor.base_url, timeout=20) as another:
        stolen = parse_qs(urlsplit(sent_back(another)).query)["code"][0]
    back = re.sub(r"code=[^&]+", f"code={stolen}", sent_back(visitor))
    answer = visitor.get(back)
    assert (answer.status_code, "统一账号的答复核对不上" in answer.text) == (403, True)
    assert "chagai_session" not in visitor.cookies


def test_what_the_provider_tells_beside_the_id_token_alone_counts_too(
    visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    thin = "oidc_provider_mock._app.OpenIDCode.generate_user_info"  # as providers are that keep to the letter
    monkeypatch.setattr(thin, lambda _code, user, _scope: {"sub": user.sub})
    assert visitor.get(sent_back(visitor)).status_code == 303
    assert visitor.get("/tasks").status_code == 200
    assert visitor.get(sent_back(visitor, "f:2:zhao")).status_code == 403


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
