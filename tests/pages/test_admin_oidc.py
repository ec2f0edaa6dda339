"""统一账号 in an account's sheet: there where the unit has a provider of accounts, and what it does."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts import oidc
from board.accounts.oidc_settings import Oidc
from board.operating.settings import Settings
from board.web import serving
from tests.example_school import Example
from tests.pages.visitor import faults, filled, notices, opened, saved, sentences_on, tables, typed

ISSUER, SUBJECT = "https://sso.example", "f:1:wang"
LEAST = Oidc("https://board.example", ISSUER, "chagai", "hush-hush")
MAPPED = Oidc(
    "https://board.example", ISSUER, "chagai", "hush-hush", claim="groups", roles={"office": frozenset({Role.CLERK})}
)
FIELDS = {"name": "li", "display_name": "李老师", "roles": ["owner"], "password": "开会前先看台账2026"}
BY_CLAIM, COMES_BACK = "角色每次登录时都按统一账号那边的改", "那边还有角色的，本人再登录会另建一个新账号"


@pytest.fixture
def li(school: Example, admin: Actor) -> str:
    return accounts.create_account(school.store, admin, FIELDS)


def served(school: Example, tmp_path: Path, provider: Oidc | None) -> None:
    serving.serve(school.store, Settings(tmp_path, demo=True, oidc=provider))


def table(at: AppTest) -> pd.DataFrame:
    found: pd.DataFrame = next(each.value for each in tables(at) if each.key == "admin_table")
    return found


def test_without_a_provider_no_sheet_speaks_of_one(school: Example, li: str) -> None:
    at = opened("admin", Role.ADMIN, admin_account="li")
    assert "统一账号" not in sentences_on(at)
    assert [each.key for each in at.form if "admin_link" in str(each.key)] == []
    assert "link" not in table(at)


def test_an_account_is_linked_and_its_link_taken_back(school: Example, li: str, tmp_path: Path) -> None:
    served(school, tmp_path, LEAST)
    form = f"admin_link_{li}"
    at = saved(filled(opened("admin", Role.ADMIN, admin_account="li"), form, subject=SUBJECT), form)
    assert notices(at) == ["账号 li 已连上统一账号"]
    assert oidc.linked(school.store, li, ISSUER) == SUBJECT
    assert table(at)["link"].tolist() == ["已连"]
    assert BY_CLAIM not in sentences_on(at)
    at = opened("admin", Role.ADMIN, admin_account="li")
    assert typed(at, form, "subject") == [SUBJECT]
    assert notices(saved(filled(at, form, subject=""), form)) == ["账号 li 没有连统一账号"]
    assert oidc.linked(school.store, li, ISSUER) == ""


def test_a_subject_that_is_anothers_is_refused_under_its_field(
    school: Example, admin: Actor, li: str, tmp_path: Path
) -> None:
    served(school, tmp_path, LEAST)
    other = accounts.create_account(school.store, admin, {**FIELDS, "name": "zhao", "display_name": "赵老师"})
    oidc.link(school.store, admin, other, ISSUER, SUBJECT)
    form = f"admin_link_{li}"
    at = saved(filled(opened("admin", Role.ADMIN, admin_account="li"), form, subject=SUBJECT), form)
    assert faults(at) == ["统一账号编号：这个编号已经连着另一个账号"]


def test_where_roles_come_from_the_claim_the_sheet_says_what_follows(
    school: Example, admin: Actor, li: str, tmp_path: Path
) -> None:
    served(school, tmp_path, MAPPED)
    at = opened("admin", Role.ADMIN, admin_account="li")
    assert COMES_BACK not in sentences_on(
        at.button(key=f"admin_leave_{li}").click().run()
    )  # nobody comes in as this one
    oidc.link(school.store, admin, li, ISSUER, SUBJECT)
    at = opened("admin", Role.ADMIN, admin_account="li")
    assert BY_CLAIM in sentences_on(at)
    assert COMES_BACK in sentences_on(at.button(key=f"admin_leave_{li}").click().run())
    assert "hush-hush" not in str(at)
