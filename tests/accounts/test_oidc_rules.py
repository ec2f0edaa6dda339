"""Whom the claims of an ID token speak of, and which roles they give."""

from typing import Any

import pytest

from board.access import Role
from board.accounts.oidc_rules import Person, completed, is_whole, person, roles
from board.accounts.oidc_settings import Oidc
from board.errors import Refused

ISSUER = "https://sso.example/realms/school"
OIDC = Oidc("https://board.example", ISSUER, "chagai", "hush")
MAPPED = Oidc(
    "https://board.example",
    ISSUER,
    "chagai",
    "hush",
    claim="realm_access.roles",
    roles={"leaders": frozenset({Role.LEADER}), "office": frozenset({Role.CLERK, Role.OWNER})},
)
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "sub": "f:1:wang",
    "aud": "chagai",
    "name": "王芳",
    "email": "w@school.example",
}


def test_a_person_is_issuer_and_subject_and_never_a_mail_address() -> None:
    assert person(CLAIMS, OIDC) == Person(ISSUER, "f:1:wang", "王芳", None)
    assert "w@school.example" not in repr(person({**CLAIMS, "email_verified": True}, OIDC))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://sso.example/realms/other"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "another-program"},
        {"aud": ["another-program"]},
        {"aud": None},
        {"sub": ""},
        {"sub": None},
        {"sub": 4711},
        {"sub": "x" * 256},
        {"sub": "a\nb"},
    ],
)
def test_what_is_another_providers_or_anothers_or_names_nobody_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="没有登录"):
        person({**CLAIMS, **changed}, OIDC)


def test_meant_for_several_programs_is_meant_for_this_one_too() -> None:
    assert person({**CLAIMS, "aud": ["account", "chagai"]}, OIDC).subject == "f:1:wang"


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": " 王\x00芳 "}, "王芳"),
        ({"name": "", "preferred_username": "wang"}, "wang"),
        ({"name": ["王芳"], "nickname": "小王"}, "小王"),
        ({"name": "长" * 40}, "长" * 32),
        ({}, ""),
    ],
)
def test_the_name_shown_is_as_the_store_can_hold_it(claims: dict[str, Any], name: str) -> None:
    told = {key: value for key, value in CLAIMS.items() if key != "name"}
    assert person({**told, **claims}, OIDC).name == name


@pytest.mark.parametrize(
    ("claims", "given"),
    [
        ({"realm_access": {"roles": ["leaders"]}}, {Role.LEADER}),
        ({"realm_access": {"roles": ["office", "leaders", "staff"]}}, {Role.LEADER, Role.CLERK, Role.OWNER}),
        ({"realm_access": {"roles": "office"}}, {Role.CLERK, Role.OWNER}),
        ({"realm_access.roles": ["leaders"]}, {Role.LEADER}),
        ({"realm_access": {"roles": ["Leaders", "leaders "]}}, set()),
        ({"realm_access": {"roles": "leaders office"}}, set()),
        ({"realm_access": {"roles": [None, 1, {"leaders": 1}]}}, set()),
        ({"realm_access": ["leaders"]}, set()),
        ({}, set()),
    ],
)
def test_only_the_very_values_that_the_settings_name_give_roles(claims: dict[str, Any], given: set[Role]) -> None:
    assert roles({**CLAIMS, **claims}, MAPPED) == given
    assert person({**CLAIMS, **claims}, MAPPED).roles == frozenset(given)


def test_what_the_id_token_leaves_out_may_stand_beside_it_for_the_same_subject_alone() -> None:
    thin = {key: value for key, value in CLAIMS.items() if key != "name"}
    beside = {"sub": "f:1:wang", "iss": "elsewhere", "name": "王芳", "realm_access": {"roles": ["leaders"]}}
    assert not is_whole(thin, OIDC)
    assert is_whole(CLAIMS, OIDC)
    assert not is_whole(CLAIMS, MAPPED)
    assert person(completed(thin, beside), MAPPED) == Person(ISSUER, "f:1:wang", "王芳", frozenset({Role.LEADER}))
    assert completed(thin, {**beside, "sub": "f:2:zhao"}) == thin
    assert completed(thin, {}) == thin
