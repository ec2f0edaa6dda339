"""统一账号, pure: whether the provider's claims are acceptable, whom they identify, and which roles they give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from board.access import Role
from board.accounts.oidc_settings import Oidc
from board.errors import Refused
from board.typed import printable

LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2
_LONGEST_NAME = 32
_NAMES = ("name", "preferred_username", "nickname")


@dataclass(frozen=True)
class Person:
    """The person that the provider identifies: its own name, and the subject, which is never reused for anybody else.

    name: as shown, "" if it gives none. roles: those it gives here; None if roles are given only here. Never the mail
    address: it may pass to somebody else, and some providers don't verify it.
    """

    issuer: str
    subject: str
    name: str
    roles: frozenset[Role] | None


def person(claims: Mapping[str, Any], oidc: Oidc) -> Person:
    """The person identified by the claims of an ID token whose signature, nonce and age are checked (Authlib).

    Raises Refused if they come from another provider, are meant for another program, or identify nobody.
    """
    audience = claims.get("aud")
    subject = claims.get("sub")
    is_for_us = oidc.client_id in (audience if isinstance(audience, list) else [audience])
    if claims.get("iss") != oidc.issuer or not is_for_us or not _is_subject(subject):
        raise Refused("没有登录", "统一账号的答复不是发给本程序的，或者没有说是谁。", "请管理员核对统一账号的设置。")
    return Person(oidc.issuer, str(subject), _name(claims), roles(claims, oidc) if oidc.roles else None)


def is_whole(claims: Mapping[str, Any], oidc: Oidc) -> bool:
    """Whether an ID token holds all that is needed: a name and, if roles come from a claim, that claim."""
    return bool(_name(claims)) and (not oidc.roles or bool(_values(claims, oidc.claim)))


def completed(claims: Mapping[str, Any], userinfo: Mapping[str, Any]) -> Mapping[str, Any]:
    """An ID token's claims, completed by the provider's userinfo for the same subject; the token takes precedence."""
    return {**userinfo, **claims} if userinfo.get("sub") == claims.get("sub") else claims


def roles(claims: Mapping[str, Any], oidc: Oidc) -> frozenset[Role]:
    """The roles of all values of the claim together; none if no value is known."""
    return frozenset[Role]().union(*(oidc.roles.get(value, frozenset()) for value in _values(claims, oidc.claim)))


def _values(claims: Mapping[str, Any], claim: str) -> list[str]:
    """The values of a claim: a text, or several in a list. `realm_access.roles` is looked up inside `realm_access`."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    return [value for value in (found if isinstance(found, list) else [found]) if isinstance(value, str)]


def _is_subject(subject: object) -> bool:
    return isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()


def _name(claims: Mapping[str, Any]) -> str:
    names = (printable(value) for key in _NAMES if isinstance(value := claims.get(key), str))
    return next((name[:_LONGEST_NAME] for name in names if name), "")
