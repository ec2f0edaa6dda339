"""The unit's provider of accounts as Streamlit's own login speaks with it, and what is asked of it beside that.

Streamlit carries out OpenID Connect with Authlib: state, nonce, PKCE, the code for tokens, the signature of the ID
token. What it comes to it would leave in the browser for a month, in a cookie signed with a secret. Here that answer is
taken on its way out, and the cookie stays behind: what counts in the browser is the product's own session alone.
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
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from board.oidc_settings import RETURN, Oidc

_PROVIDER = "default"
_PATIENCE = 10  # seconds
_WANTED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_ENDPOINTS = {route.path: route.endpoint for route in create_auth_routes("")}


def introduce(oidc: Oidc) -> None:
    """Tell Streamlit of the provider, and ask meanwhile whether it is there: signing in by password needs it not.

    The secret that Streamlit signs with is drawn anew at each start: what it signs never outlives a sign-in.
    """
    asking: dict[str, SecretsValue] = {"scope": oidc.scope, "prompt": oidc.prompt}
    told: dict[str, SecretsValue] = {
        "redirect_uri": oidc.redirect_uri,
        "cookie_secret": secrets.token_hex(32),
        "client_id": oidc.client_id,
        "client_secret": oidc.client_secret,
        "server_metadata_url": oidc.metadata_url,
        "client_kwargs": asking | ({"verify": oidc.ca} if oidc.ca else {}),
    }
    secrets_singleton.merge_programmatic_secrets({"auth": told})
    with warnings.catch_warnings():
        # That it is going to ask for another HTTP client one day is no matter of who runs this.
        warnings.simplefilter("ignore", AuthlibDeprecationWarning)
        importlib.import_module("authlib.integrations.starlette_client")  # now, not when the first one signs in
    print(f"统一账号登录已启用。在统一账号那边登记的回调地址要是：{oidc.redirect_uri}", flush=True)
    threading.Thread(target=_look, args=(oidc,), daemon=True).start()


def _look(oidc: Oidc) -> None:
    fault = fault_of(oidc)
    if fault:
        print(f"统一账号现在用不了：{fault}。用登录名和密码照样能登录。", file=sys.stderr, flush=True)


def fault_of(oidc: Oidc) -> str:
    """What is wrong with what the provider says of itself now; "" for nothing."""
    try:
        answer = httpx.get(oidc.metadata_url, timeout=_PATIENCE, verify=oidc.trusted, follow_redirects=True)
        answer.raise_for_status()
        told = answer.json()
    except (httpx.HTTPError, ValueError):
        return f"{oidc.metadata_url} 打不开，或者不是统一账号的说明"
    if not isinstance(told, dict) or told.get("issuer") != oidc.issuer:
        return f"它自称的发证方和 {oidc.issuer} 不是一字不差"
    return "" if all(isinstance(told.get(name), str) for name in _WANTED) else "它没有说明登录要用的地址"


async def to_the_provider(request: Request) -> Response | None:
    """The answer that sends a browser to the provider, as `st.login` would; None where that can't be reached."""
    asked = generate_login_redirect_url(_PROVIDER).partition("?")[2]
    answer: Response = await _ENDPOINTS["/auth/login"](Request({**request.scope, "query_string": asked.encode()}))
    return answer if answer.headers.get("location", "").startswith(("https://", "http://")) else None


async def claims_from(request: Request) -> Mapping[str, Any] | None:
    """What the provider says of who comes back from it, checked by Authlib; None where that failed or was refused."""
    answer: Response = await _ENDPOINTS[RETURN](request)
    held: SimpleCookie = SimpleCookie()
    for name, value in answer.raw_headers:
        if name == b"set-cookie":
            held.load(value.decode("latin-1"))
    told = get_cookie_with_chunks(lambda name: _signed(held, name), USER_COOKIE_NAME)
    return json.loads(told) if told else None


def _signed(held: SimpleCookie, name: str) -> bytes | None:
    given = held[name].value if name in held else ""
    return decode_signed_value(get_cookie_secret(), name, given.encode("latin-1")) if given else None


async def out_of_the_provider(oidc: Oidc) -> str | None:
    """Where somebody signs out at the provider and comes back from; None where it has no such place or is not there."""
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE, verify=oidc.trusted, follow_redirects=True) as client:
            told = (await client.get(oidc.metadata_url)).raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return None
    where = told.get("end_session_endpoint") if isinstance(told, dict) else None
    return build_logout_url(where, oidc.client_id, oidc.redirect_uri) if isinstance(where, str) else None
