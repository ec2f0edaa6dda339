"""统一账号: signing in through the unit's provider, and the account that belongs to each of its subjects.

A person is identified by issuer and subject together and by nothing else: not by a name, which may be another person's
here, nor by a mail address, which may become another person's there. A subject gets its account in one of two ways: an
administrator links them, or, if the claim gives roles, the first sign-in creates one. From then on the session is the
product's own.
"""

import secrets
from uuid import uuid4

from board import clock
from board.access import Actor, Role, require
from board.accounts.actions import account_row, insert_account, replace_roles, rights
from board.accounts.oidc_rules import LONGEST_SUBJECT, Person
from board.accounts.sign_in import open_session
from board.errors import BoardError, Conflict, Invalid, Refused
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import printable

_PERMISSION = "accounts.edit"


def enter(store: Store, person: Person) -> str:
    """Opens a session for the account of a person and returns its token; its roles are those of the claim.

    Raises Refused if there is no account and no role to create one with, if the claim no longer gives a role, and for a
    deactivated account; BoardError if no administrator would be left.
    """
    account = _account(store, person)
    if account and not account["is_active"]:
        store.note(Deed("sign_in.oidc_inactive", record=account["account_id"]))
        raise Refused("没有登录", "您的统一账号连着的账号已经停用。", "需要使用的，请找管理员。")
    if person.roles == frozenset():
        raise _without_role(store, person, account)
    if account is None and person.roles is None:
        store.note(Deed("sign_in.oidc_unknown"))
        raise Refused("没有登录", "您的统一账号还没有连上这里的账号。", _tell(person))
    if account is None:
        account = _create(store, person)
    elif person.roles:
        _take_over(store, account["account_id"], person.roles)
    return open_session(store, account["account_id"], account["name"], by_oidc=True)


def _account(store: Store, person: Person) -> Row | None:
    rows = store.rows("oidc/by_subject", issuer=person.issuer, subject=person.subject)
    return rows[0] if rows else None


def _without_role(store: Store, person: Person, account: Row | None) -> Refused:
    """Ends the sessions of whoever has no role at the provider any more, and returns the refusal."""
    if account:
        account_id = account["account_id"]
        deed = Deed("sign_in.oidc_no_role", record=account_id)
        store.write(lambda tx: tx.run("accounts/delete_sessions_of", account_id=account_id), deed, topic="access")
    else:
        store.note(Deed("sign_in.oidc_no_role"))
    return Refused("没有登录", "您的统一账号在这里没有角色。", _tell(person))


def _tell(person: Person) -> str:
    """The remedy, with the subject: that of an unknown person is shown only on their own screen."""
    return f"需要使用的，请把您的统一账号编号告诉管理员：{person.subject}"


def _create(store: Store, person: Person) -> Row:
    """Creates an account with a password nobody knows, under a generated name, never one that the provider gives."""
    name = f"统一账号-{uuid4().hex[:8]}"
    row = account_row(name, person.name or name, secrets.token_urlsafe(32))

    def work(transaction: Transaction) -> None:
        if transaction.rows("oidc/by_subject", issuer=person.issuer, subject=person.subject):
            raise Conflict("没有登录", "您刚刚在另一个页面第一次登录。", "请再按一次。")
        insert_account(transaction, row, sorted(person.roles or ()), {})
        _insert(transaction, row["account_id"], person.issuer, person.subject)

    store.write(work, Deed("accounts.oidc_create", record=row["account_id"]), topic="access")
    return row


def _take_over(store: Store, account_id: str, roles: frozenset[Role]) -> None:
    present = {Role(row["role"]) for row in store.rows("accounts/roles_of", account_id=account_id)}
    if present == roles:
        return

    def work(transaction: Transaction) -> None:
        before = rights(transaction, account_id)
        replace_roles(transaction, account_id, roles)
        transaction.trace.changed(account_id, before, rights(transaction, account_id))

    store.write(work, Deed("accounts.oidc_roles", record=account_id), topic="access")


def linked(store: Store, account_id: str, issuer: str) -> str:
    """The provider's subject linked to an account, "" for none."""
    rows = store.rows("oidc/of_account", account_id=account_id, issuer=issuer)
    return str(rows[0]["subject"]) if rows else ""


def linked_accounts(store: Store, issuer: str) -> set[str]:
    """The accounts that are linked to some subject of a provider."""
    return {row["account_id"] for row in store.rows("oidc/linked", issuer=issuer)}


def link(store: Store, actor: Actor, account_id: str, issuer: str, subject: str) -> None:
    """Links a provider's subject to an account; "": unlinks it. If that changes anything, its sessions end.

    Raises Refused without `accounts.edit`, Invalid (`subject`) for one that is too long or linked to another account,
    BoardError if there is no such account.
    """
    require(actor, _PERMISSION)
    subject = printable(subject)
    if len(subject) > LONGEST_SUBJECT:
        raise Invalid({"subject": f"编号最多 {LONGEST_SUBJECT} 个字符"})
    if subject == linked(store, account_id, issuer):
        return

    def work(transaction: Transaction) -> None:
        if not transaction.rows("accounts/by_id", account_id=account_id):
            raise BoardError("没有这个账号", f"账号 {account_id} 不存在。", "请刷新页面后重试。")
        if subject and transaction.rows("oidc/by_subject", issuer=issuer, subject=subject):
            raise Invalid({"subject": "这个编号已经连着另一个账号"})
        transaction.run("oidc/delete_of", account_id=account_id)
        if subject:
            _insert(transaction, account_id, issuer, subject)
        transaction.run("accounts/delete_sessions_of", account_id=account_id)

    store.write(work, Deed("accounts.link" if subject else "accounts.unlink", actor, account_id), topic="access")


def _insert(transaction: Transaction, account_id: str, issuer: str, subject: str) -> None:
    row = {"account_id": account_id, "issuer": issuer, "subject": subject, "linked_at": clock.now()}
    transaction.insert("oidc/insert", [row])
