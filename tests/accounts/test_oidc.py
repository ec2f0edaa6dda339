"""Who comes in on the word of the unit's provider of accounts, as which account, with which roles; and who doesn't."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts import oidc
from board.accounts.oidc_rules import Person
from board.accounts.sign_in import sign_in, who
from board.errors import BoardError, Conflict, Invalid, Refused
from board.operating.account_deletion import delete_account
from board.store.store import Store
from board.store.trail import check as audit_log
from tests.web.client import FIRST, PASSWORD

ISSUER = "https://sso.example"
WANG = Person(ISSUER, "f:1:wang", "王芳", frozenset({Role.CLERK}))
UNMAPPED = replace(WANG, roles=None)


@pytest.fixture
def keeper(store: Store) -> Actor:
    """The administrator, who signs in by password."""
    account_id = accounts.create_first_administrator(store, FIRST)
    return Actor(account_id, "管理员", frozenset({Role.ADMIN, Role.CLERK}))


@pytest.fixture
def li(store: Store, keeper: Actor) -> str:
    """An account that was opened here, of somebody whom the provider knows as f:1:wang."""
    fields = {"name": "wang", "display_name": "王老师", "roles": [Role.OWNER], "password": PASSWORD}
    return accounts.create_account(store, keeper, fields)


def kinds(store: Store) -> list[str]:
    return [entry.kind for entry in store.entries()]


def actor(store: Store, token: str) -> Actor:
    found = who(store, token)
    assert found is not None
    return found


def refused(store: Store, person: Person) -> str:
    count = len(store.rows("audit/rows_of", table="sessions"))
    with pytest.raises(BoardError) as caught:
        oidc.enter(store, person)
    assert len(store.rows("audit/rows_of", table="sessions")) <= count
    return str(caught.value)


def test_the_first_sign_in_makes_an_account_with_the_roles_of_the_claim(store: Store, keeper: Actor) -> None:
    found = actor(store, oidc.enter(store, WANG))
    assert (found.name, found.roles) == ("王芳", WANG.roles)
    assert kinds(store)[-2:] == ["accounts.oidc_create", "sign_in.oidc"]
    assert actor(store, oidc.enter(store, WANG)).account_id == found.account_id
    assert len(accounts.accounts(store)) == 2


def test_who_signs_in_for_the_first_time_twice_at_once_has_one_account(store: Store, keeper: Actor) -> None:
    with ThreadPoolExecutor(4) as several:
        done = [several.submit(oidc.enter, store, WANG) for _ in range(4)]
    faults = [each.exception() for each in done]
    assert {type(fault) for fault in faults} <= {type(None), Conflict}
    assert len(accounts.accounts(store)) == 2
    assert {actor(store, each.result()).name for each, fault in zip(done, faults, strict=True) if not fault} == {"王芳"}


def test_nobody_comes_in_as_an_account_that_only_has_the_same_name(store: Store, li: str) -> None:
    found = actor(store, oidc.enter(store, replace(WANG, name="王老师")))
    assert found.account_id != li
    assert "王老师" not in set(accounts.accounts(store)["name"])


def test_the_account_it_makes_has_no_password(store: Store, keeper: Actor) -> None:
    oidc.enter(store, WANG)
    name = next(name for name in accounts.accounts(store)["name"] if name != "keeper")
    for password in ("", "王芳", WANG.subject, name):
        with pytest.raises(Refused):
            sign_in(store, name, password)


def test_an_account_linked_by_the_administrator_is_the_one_signed_in_to(store: Store, keeper: Actor, li: str) -> None:
    oidc.link(store, keeper, li, ISSUER, f" {WANG.subject} ")
    found = actor(store, oidc.enter(store, UNMAPPED))
    assert (found.account_id, found.name, found.roles) == (li, "王老师", frozenset({Role.OWNER}))
    assert oidc.linked(store, li, ISSUER) == WANG.subject


def test_without_a_link_and_without_roles_of_the_claim_nobody_comes_in(store: Store, keeper: Actor) -> None:
    assert WANG.subject in refused(store, UNMAPPED)  # for the person to tell the administrator
    assert kinds(store)[-1] == "sign_in.oidc_unknown"
    assert len(accounts.accounts(store)) == 1


def test_who_has_no_role_there_gets_no_account_here(store: Store, keeper: Actor) -> None:
    assert "没有角色" in refused(store, replace(WANG, roles=frozenset()))
    assert kinds(store)[-1] == "sign_in.oidc_no_role"
    assert len(accounts.accounts(store)) == 1


def test_the_subject_of_somebody_unknown_is_written_down_nowhere(store: Store, keeper: Actor) -> None:
    refused(store, UNMAPPED)
    refused(store, replace(WANG, roles=frozenset()))
    tables = [row["table_name"] for row in store.rows("store/row_counts")]
    assert [table for table in tables if WANG.subject in str(store.rows("audit/rows_of", table=table))] == []


def test_roles_follow_the_claim_at_each_sign_in_and_the_trail_tells_both(store: Store, keeper: Actor) -> None:
    first = oidc.enter(store, WANG)
    second = oidc.enter(store, replace(WANG, roles=frozenset({Role.LEADER})))
    assert who(store, first) is None  # a page that stands open must not outlive the right to see it
    assert actor(store, second).roles == {Role.LEADER}
    entry = next(entry for entry in store.entries() if entry.kind == "accounts.oidc_roles")
    assert ('"before":{"roles":["clerk"]}' in entry.detail, '"after":{"roles":["leader"]}' in entry.detail) == (
        True,
    ) * 2


def test_the_same_roles_again_change_nothing_and_end_no_session(store: Store, keeper: Actor) -> None:
    first = oidc.enter(store, WANG)
    oidc.enter(store, WANG)
    assert who(store, first)
    assert "accounts.oidc_roles" not in kinds(store)


def test_who_lost_the_last_role_there_is_signed_out_here_too(store: Store, keeper: Actor) -> None:
    token = oidc.enter(store, WANG)
    account_id = actor(store, token).account_id
    assert "没有角色" in refused(store, replace(WANG, roles=frozenset()))
    assert who(store, token) is None
    last = list(store.entries())[-1]
    assert (last.kind, last.record) == ("sign_in.oidc_no_role", account_id)


def test_an_account_that_is_switched_off_stays_out(store: Store, keeper: Actor) -> None:
    account_id = actor(store, oidc.enter(store, WANG)).account_id
    accounts.deactivate_account(store, keeper, account_id)
    assert "已经停用" in refused(store, WANG)
    assert kinds(store)[-1] == "sign_in.oidc_inactive"


def test_of_an_account_that_was_deleted_the_subject_is_gone_and_leads_to_nothing(store: Store, keeper: Actor) -> None:
    token = oidc.enter(store, WANG)
    account = actor(store, token)
    name = next(name for name in accounts.accounts(store)["name"] if name != "keeper")
    delete_account(store, keeper, account.account_id, name)
    assert who(store, token) is None
    assert store.rows("audit/rows_of", table="account_subjects") == []
    assert "还没有连上" in refused(store, UNMAPPED)
    assert actor(store, oidc.enter(store, WANG)).account_id != account.account_id  # whom the claim still gives a role


def test_the_claim_never_takes_the_last_administrator(store: Store, keeper: Actor) -> None:
    oidc.link(store, keeper, keeper.account_id, ISSUER, WANG.subject)
    assert "不能没有管理员" in refused(store, WANG)
    assert actor(store, sign_in(store, "keeper", PASSWORD)).roles == {Role.ADMIN, Role.CLERK}


def test_a_subject_of_another_provider_is_somebody_else(store: Store, keeper: Actor, li: str) -> None:
    oidc.link(store, keeper, li, ISSUER, WANG.subject)
    refused(store, replace(UNMAPPED, issuer="https://other.example"))
    assert oidc.linked(store, li, "https://other.example") == ""


def test_a_link_is_for_one_account_and_ends_its_sessions(store: Store, keeper: Actor, li: str) -> None:
    token = sign_in(store, "wang", PASSWORD)
    oidc.link(store, keeper, li, ISSUER, WANG.subject)
    assert who(store, token) is None
    with pytest.raises(Invalid, match="已经连着另一个账号"):
        oidc.link(store, keeper, keeper.account_id, ISSUER, WANG.subject)
    again = oidc.enter(store, UNMAPPED)
    oidc.link(store, keeper, li, ISSUER, WANG.subject)  # as it is
    assert who(store, again)
    oidc.link(store, keeper, li, ISSUER, "")
    assert who(store, again) is None
    refused(store, UNMAPPED)
    assert [kind for kind in kinds(store) if "link" in kind] == ["accounts.link", "accounts.unlink"]


def test_a_link_is_made_by_an_administrator_alone(store: Store, keeper: Actor, clerk: Actor, li: str) -> None:
    with pytest.raises(Refused):
        oidc.link(store, clerk, li, ISSUER, WANG.subject)
    with pytest.raises(Invalid, match="最多 255 个字符"):
        oidc.link(store, keeper, li, ISSUER, "x" * 256)
    with pytest.raises(BoardError, match="没有这个账号"):
        oidc.link(store, keeper, "A-none", ISSUER, WANG.subject)


def test_neither_names_nor_subjects_stand_in_the_trail(store: Store, keeper: Actor, li: str) -> None:
    oidc.link(store, keeper, li, ISSUER, "f:2:zhao")
    oidc.enter(store, WANG)
    oidc.enter(store, replace(WANG, roles=frozenset({Role.LEADER})))
    held = str([*store.rows("audit/rows_of", table="audit_entries")])
    assert [each for each in (WANG.subject, "f:2:zhao", ISSUER, "王芳") if each in held] == []
    assert audit_log.check(store).is_sound
