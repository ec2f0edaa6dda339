"""统一账号: the settings of the unit's own provider of accounts in `oidc.toml` beside the data, checked at the start.

Without the file all of this is off. The file holds a secret: only the account that runs the product may read it, and no
copy of the data and nothing that is sent to helpers includes it (`backup.files`, `support`).
"""

import os
import re
import ssl
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from board.access import Role
from board.errors import BoardError
from board.words import ROLE

FILE = "oidc.toml"
RETURN = "/oauth2callback"  # where the provider sends people back; Streamlit's own
_METADATA = "/.well-known/openid-configuration"  # OpenID Connect Discovery 1.0, section 4
_NEEDED = {"address": "看板的网址", "issuer": "发证方", "client_id": "客户端编号", "client_secret": "客户端密钥"}
_TEXTS = (*_NEEDED, "token_endpoint_auth_method", "button", "scope", "prompt", "claim", "ca")
_KNOWN = (*_TEXTS, "roles")
BASIC = "client_secret_basic"  # OpenID Connect Core 1.0, section 9
_AUTH_METHODS = (BASIC, "client_secret_post")
_LONGEST_BUTTON = 20
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_ROLES = {word: Role(code) for code, word in ROLE.items()}
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SYNTAX_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class Oidc:
    """The provider and its settings.

    address: this product's own, as people open it, without a final slash. issuer: the provider's name for itself.
    token_endpoint_auth_method: how the secret is presented to it. prompt: what it should ask each time; "": its own
    choice. claim, roles: the claim that says who may do what here, and the roles of each of its values; empty: roles
    and accounts are given only here. ca: the file of certificates to verify the provider with; "": the usual ones.
    """

    address: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    token_endpoint_auth_method: str = BASIC
    button: str = "用单位统一账号登录"
    scope: str = "openid profile"
    prompt: str = ""
    claim: str = ""
    ca: str = ""
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)

    @property
    def trusted(self) -> ssl.SSLContext | bool:
        """The certificates to verify the provider with; True: the usual ones. Raises OSError if the file holds none."""
        return ssl.create_default_context(cafile=self.ca) if self.ca else True

    @property
    def redirect_uri(self) -> str:
        """The address to which the provider sends people back; it has to know it beforehand."""
        return self.address + RETURN

    @property
    def metadata_url(self) -> str:
        """The address at which the provider publishes its other addresses."""
        return self.issuer.rstrip("/") + _METADATA


def load(folder: Path) -> Oidc | None:
    """The settings in `oidc.toml` in the data folder; None without one.

    Takes away others' permission to read the file. Raises BoardError for one that can't be read or lacks something.
    """
    path = folder / FILE
    if not path.exists():
        return None
    try:
        if os.name != "nt" and path.stat().st_mode & _OTHERS:
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(["读不出来：要是 UTF-8 编码的文本，运行程序的账号要能读、能改它的权限"]) from error
    settings = read(text)
    if settings.ca:
        settings = replace(settings, ca=str((folder / settings.ca).resolve()))
        _check(settings)
    return settings


def _check(oidc: Oidc) -> None:
    try:
        _ = oidc.trusted
    except OSError as error:
        raise _wrong(["ca 指的证书文件读不出来：要是 PEM 格式，路径从数据文件夹算起"]) from error


def read(text: str) -> Oidc:
    """The settings in a text. Raises BoardError, naming every fault."""
    try:
        given = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        line = int(found.group(1)) if found else len(text.splitlines())
        raise _wrong([f"第 {line} 行不合 TOML 的写法（引号、括号或等号不配，或同一个键写了两次）"]) from error
    faults = list(_faults(given))
    if faults:
        raise _wrong(faults)
    texts = {key: value.strip() for key, value in given.items() if key != "roles"}
    roles = {value: _roles_named(named) for value, named in given.get("roles", {}).items()}
    return Oidc(**{**texts, "address": texts["address"].rstrip("/")}, roles=roles)


def _faults(given: Mapping[str, Any]) -> Iterator[str]:
    unknown = [key for key in given if key not in _KNOWN]
    if unknown:
        yield f"没有 {'、'.join(unknown)} 这样的键，可用的是 {'、'.join(_KNOWN)}"
    wrong = [key for key in _TEXTS if key in given and not (isinstance(given[key], str) and given[key].strip())]
    if wrong:
        yield f"{'、'.join(wrong)} 要写成引号里的文字，不能空着"
    lacking = [f"{key}（{word}）" for key, word in _NEEDED.items() if key not in given]
    if lacking:
        yield f"缺 {'、'.join(lacking)}"
    texts = {key: str(given[key]).strip() for key in _TEXTS if key in given and key not in wrong}
    yield from _faults_of_addresses(texts)
    if "openid" not in texts.get("scope", "openid").split():
        yield "scope 里要有 openid"
    if texts.get("token_endpoint_auth_method", BASIC) not in _AUTH_METHODS:
        yield f"token_endpoint_auth_method 要是 {'、'.join(_AUTH_METHODS)} 中的一个"
    if len(texts.get("button", "")) > _LONGEST_BUTTON:
        yield f"button 最多 {_LONGEST_BUTTON} 个字"
    yield from _faults_of_roles(given)


def _faults_of_addresses(texts: Mapping[str, str]) -> Iterator[str]:
    """Addresses that aren't safe: whoever can change the provider's answers on the way can sign in as anybody."""
    address, issuer = texts.get("address"), texts.get("issuer")
    if address is not None and not _is_address(address, path=False):
        yield "address 要写成 https://看板的域名，后面不带别的"
    if issuer is not None and not _is_address(issuer, path=True):
        yield "issuer 要写成统一账号公布的发证方地址，一字不差，以 https:// 开头"
    elif issuer is not None and urlsplit(issuer).scheme != "https" and urlsplit(issuer).hostname not in _HERE:
        yield "issuer 要以 https:// 开头：不加密的地址，路上的人可以冒充任何人登录"


def _is_address(text: str, *, path: bool) -> bool:
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password) and text.isprintable()
    return is_whole and is_plain and " " not in text and (path or parts.path in {"", "/"})


def _faults_of_roles(given: Mapping[str, Any]) -> Iterator[str]:
    roles = given.get("roles", {})
    if not isinstance(roles, dict):
        yield "roles 要写成一节，以 [roles] 开头"
        return
    if bool(roles) != bool(given.get("claim")):
        yield "claim 和 [roles] 要一起写：从哪一项看角色，它的哪个值对应哪个角色"
    wrong = [value for value, named in roles.items() if not _names_roles(named)]
    if wrong:
        yield f'[roles] 里 {"、".join(wrong)} 对应的角色要是 {"、".join(_ROLES)} 中的，几个角色写成 ["…", "…"]'


def _names_roles(named: Any) -> bool:
    listed = named if isinstance(named, list) else [named]
    return bool(listed) and all(isinstance(word, str) and word in _ROLES for word in listed)


def _roles_named(named: str | list[str]) -> frozenset[Role]:
    return frozenset(_ROLES[word] for word in (named if isinstance(named, list) else [named]))


def _wrong(faults: list[str]) -> BoardError:
    remedy = f"请改好数据文件夹里的 {FILE} 再启动；不用统一账号的，把它移走。"
    return BoardError("统一账号的设置不对", "；".join(faults) + "。", remedy)
