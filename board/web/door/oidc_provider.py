"""The unit's provider of accounts, reached through Streamlit's own login, and further requests to it.

Streamlit carries out OpenID Connect with Authlib: state, nonce, PKCE, the code for tokens, the signature of the ID
token. It would leave its result in the browser for a month, in a signed cookie. Here the result is taken out of its
answer and the cookie is discarded: only the product's own session counts in the browser.
"""

import importlib
import json
import secrets
import sys
import threading
import warnings
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote_plus

import httpx
from authlib.deprecate import AuthlibDeprecationWarning
from starlette.requests import Request
from starlette.responses import Response
from streamlit.auth_util import build_logout_url, get_cookie_with_chunks
from streamlit.runtime.secrets import SecretsValue, secrets_singleton
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from board.accounts.oidc_rules import completed, is_whole
from board.accounts.oidc_settings import BASIC, FILE, RETURN, Oidc

_PROVIDER = "default"
_PATIENCE = 10  # seconds
_WANTED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_ENDPOINTS = {route.path: route.endpoint for route in create_auth_routes("")}


def introduce(oidc: Oidc) -> None:
    """Configures the provider in Streamlit, and checks in the background whether it answers.

    Signing in by password doesn't need it. The secret that Streamlit signs with is drawn anew at each start, as nothing
    it signs outlives a sign-in.
    """
    asking: dict[str, SecretsValue] = {
        "scope": oidc.scope,
        # Authlib leaves out an empty list; without the key, Streamlit asks for a prompt not every provider knows.
        "prompt": [oidc.prompt] if oidc.prompt else [],
        "code_challenge_method": "S256",  # even if the provider's metadata doesn't mention PKCE, as with some
        "token_endpoint_auth_method": oidc.token_endpoint_auth_method,
    }
    settings: dict[str, SecretsValue] = {
        "redirect_uri": oidc.redirect_uri,
        "cookie_secret": secrets.token_hex(32),
        "client_id": oidc.client_id,
        "client_secret": _secret(oidc),
        "server_metadata_url": oidc.metadata_url,
        "client_kwargs": asking | ({"verify": oidc.ca} if oidc.ca else {}),
    }
    secrets_singleton.merge_programmatic_secrets({"auth": settings})
    with warnings.catch_warnings():
        # That it will need another HTTP client one day doesn't concern whoever runs this.
        warnings.simplefilter("ignore", AuthlibDeprecationWarning)
        importlib.import_module("authlib.integrations.starlette_client")  # now, not when the first one signs in
    print(f"统一账号登录已启用。在统一账号那边登记的回调地址要是：{oidc.redirect_uri}", flush=True)
    threading.Thread(target=_look, args=(oidc,), daemon=True).start()


def _secret(oidc: Oidc) -> str:
    """The secret as Authlib needs it: encoded for the header (RFC 6749, 2.3.1), which Authlib doesn't do."""
    return quote_plus(oidc.client_secret) if oidc.token_endpoint_auth_method == BASIC else oidc.client_secret


def _look(oidc: Oidc) -> None:
    fault = fault_of(oidc)
    if fault:
        print(f"统一账号现在用不了：{fault}。用登录名和密码照样能登录。", file=sys.stderr, flush=True)


def fault_of(oidc: Oidc) -> str:
    """The fault in the provider's present metadata; "" for none."""
    try:
        answer = httpx.get(oidc.metadata_url, timeout=_PATIENCE, verify=oidc.trusted, follow_redirects=True)
        answer.raise_for_status()
        metadata = answer.json()
    except (httpx.HTTPError, ValueError):
        return f"{oidc.metadata_url} 打不开，或者不是统一账号的说明"
    if not isinstance(metadata, dict) or metadata.get("issuer") != oidc.issuer:
        return f"它自称的发证方和 {oidc.issuer} 不是一字不差"
    if not all(isinstance(metadata.get(name), str) for name in _WANTED):
        return "它没有说明登录要用的地址"
    methods = metadata.get("token_endpoint_auth_methods_supported")
    if methods and oidc.token_endpoint_auth_method not in methods:
        return f"客户端密钥的送法它只收 {'、'.join(map(str, methods))}，请照着改 {FILE}"
    return ""


async def to_the_provider(request: Request) -> Response | None:
    """The answer that sends a browser to the provider, as `st.login` would; None if it can't be reached."""
    asked = generate_login_redirect_url(_PROVIDER).partition("?")[2]
    answer: Response = await _ENDPOINTS["/auth/login"](Request({**request.scope, "query_string": asked.encode()}))
    return answer if answer.headers.get("location", "").startswith(("https://", "http://")) else None


def was_asked(request: Request) -> bool:
    """Whether the answer that a browser brings belongs to a request from that browser that isn't answered yet."""
    return f"_state_{_PROVIDER}_{request.query_params.get('state', '')}" in request.session


async def claims_from(request: Request, oidc: Oidc) -> Mapping[str, Any] | None:
    """The provider's claims about a person returning from it, checked by Authlib; None if that failed or was refused.

    Claims missing from the ID token are requested: some providers give names and groups only there.
    """
    answer: Response = await _ENDPOINTS[RETURN](request)
    held: SimpleCookie = SimpleCookie()
    for name, value in answer.raw_headers:
        if name == b"set-cookie":
            held.load(value.decode("latin-1"))
    claims = _held(held, USER_COOKIE_NAME)
    if not claims or is_whole(claims, oidc):
        return claims or None
    return completed(claims, await _userinfo(oidc, str(_held(held, TOKENS_COOKIE_NAME).get("access_token", ""))))


async def _userinfo(oidc: Oidc, access_token: str) -> Mapping[str, Any]:
    """The provider's userinfo for the token; empty if it has none or doesn't answer."""
    try:
        async with _client(oidc) as client:
            where = (await client.get(oidc.metadata_url)).raise_for_status().json().get("userinfo_endpoint")
            if not isinstance(where, str):
                return {}
            headers = {"Authorization": f"Bearer {access_token}"}
            userinfo = (await client.get(where, headers=headers)).raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return {}
    return userinfo if isinstance(userinfo, dict) else {}


def _held(held: SimpleCookie, cookie: str) -> dict[str, Any]:
    text = get_cookie_with_chunks(lambda name: _signed(held, name), cookie)
    return json.loads(text) if text else {}


def _signed(held: SimpleCookie, name: str) -> bytes | None:
    given = held[name].value if name in held else ""
    return decode_signed_value(get_cookie_secret(), name, given.encode("latin-1")) if given else None


async def out_of_the_provider(oidc: Oidc) -> str | None:
    """The address to sign out at the provider, which leads back here; None if it has none or can't be reached."""
    try:
        async with _client(oidc) as client:
            metadata = (await client.get(oidc.metadata_url)).raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return None
    where = metadata.get("end_session_endpoint") if isinstance(metadata, dict) else None
    return build_logout_url(where, oidc.client_id, oidc.redirect_uri) if isinstance(where, str) else None


def _client(oidc: Oidc) -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=_PATIENCE, verify=oidc.trusted, follow_redirects=True)
