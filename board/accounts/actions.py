"""Accounts: who may sign in, with which roles, as which person of an activity."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import uuid4

import pandas as pd

from board import clock
from board.access import Actor, Role, require
from board.accounts.bound import bind, unit_of
from board.accounts.passwords import hashed, password_fault
from board.accounts.sign_in import forgive_senders, spelled
from board.errors import BoardError, Conflict, Invalid
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import printable

FIRST_ROLES = (Role.ADMIN, Role.CLERK)
_LONGEST_NAME = 32
_COLUMNS = ["account_id", "name", "display_name", "is_active", "created_at", "unit_id", "roles", "people"]


def accounts(store: Store) -> pd.DataFrame:
    """One row per account: account_id, name, display_name, is_active, created_at, unit_id (''), roles, people.

    roles: tuple of codes, in order. people: activity_id → person_id. Never a password.
    """

    def query() -> pd.DataFrame:
        people: dict[str, dict[str, str]] = {}
        for link in store.rows("accounts/people"):
            people.setdefault(link["account_id"], {})[link["activity_id"]] = link["person_id"]
        rows = [
            {**row, "roles": tuple(row["role_list"].split(",")), "people": people.get(row["account_id"], {})}
            for row in store.rows("accounts/all")
        ]
        return pd.DataFrame(rows, columns=_COLUMNS)

    frame: pd.DataFrame = store.cached("accounts", query)
    return frame.copy(deep=False)


def is_set_up(store: Store) -> bool:
    """Whether any account exists. Until then the first visitor with the one-time code creates the administrator's."""
    found: bool = store.cached("is_set_up", lambda: store.rows("accounts/is_set_up")[0]["is_set_up"])
    return found


def create_account(store: Store, actor: Actor, fields: Mapping[str, Any]) -> str:
    """Opens an account and returns its id.

    `fields`: name (typed to sign in), display_name (shown in records), roles (one or more codes), password, must_renew
    (its owner has to choose another one at the first sign-in) and, if the account is a person of an activity, people
    (activity_id → person_id); on a bureau's store unit_id, to which it is bound. Raises Refused without
    `accounts.edit`, Invalid by field.
    """
    require(actor, "accounts.edit")
    row = _checked(store, fields) | unit_of(store, fields)
    return store.write(
        lambda tx: insert_account(tx, row, _roles(fields), fields.get("people") or {}),
        Deed("accounts.create", actor, row["account_id"]),
        topic="access",
    )


def create_first_administrator(store: Store, fields: Mapping[str, Any]) -> str:
    """Opens the first account, as administrator and clerk, and returns its id; the caller has checked the code.

    `fields`: name, display_name, password. Raises Conflict once any account exists, Invalid by field.
    """
    row = _checked(store, {**fields, "roles": FIRST_ROLES})

    def work(transaction: Transaction) -> str:
        if transaction.rows("accounts/is_set_up")[0]["is_set_up"]:
            raise Conflict("管理员账号已经建好了", "这一步只能做一次。", "请直接登录。")
        return insert_account(transaction, row, FIRST_ROLES, {})

    return store.write(work, Deed("accounts.first", record=row["account_id"]), topic="access")


def edit_account(store: Store, actor: Actor, account_id: str, fields: Mapping[str, Any]) -> None:
    """Changes an account's display_name, roles, people and unit_id; fields left out stay unchanged.

    A change of roles or unit ends the account's sessions: an open page must not outlive the right to see it. Raises
    Refused, Invalid, and BoardError if no administrator would be left.
    """
    require(actor, "accounts.edit")
    faults = _display_fault(fields) if "display_name" in fields else {}
    faults |= _roles_fault(fields) if "roles" in fields else {}
    if faults:
        raise Invalid(faults)

    def work(transaction: Transaction) -> None:
        before = rights(transaction, account_id)
        if "display_name" in fields:
            name = printable(str(fields["display_name"]))
            transaction.run("accounts/rename", account_id=account_id, display_name=name)
        if "roles" in fields:
            replace_roles(transaction, account_id, _roles(fields))
        if "people" in fields:
            _replace_people(transaction, account_id, fields["people"])
        bind(transaction, account_id, fields.get("unit_id"))
        transaction.trace.changed(account_id, before, rights(transaction, account_id))

    store.write(work, Deed("accounts.edit", actor, account_id), topic="access")


def reset_password(store: Store, actor: Actor, account_id: str, password: str) -> None:
    """Sets a new password, which the owner has to change at the next sign-in; ends the account's sessions and lock.

    Raises Refused, Invalid (`password`).
    """
    require(actor, "accounts.edit")
    rows = store.rows("accounts/by_id", account_id=account_id)
    names = [str(row[column]) for row in rows for column in ("name", "display_name")]
    fault = password_fault(password, names_tried(store, *names))
    if fault:
        raise Invalid({"password": fault})
    set_password(store, account_id, password, Deed("accounts.password", actor, account_id), must_renew=True)


def set_password(store: Store, account_id: str, password: str, deed: Deed, *, must_renew: bool) -> None:
    """Replaces an account's password, ends its sessions and its lock; the caller has checked who may do this.

    must_renew: its owner didn't choose it. Raises BoardError if there is no such account.
    """
    password_hash = hashed(password)

    def work(transaction: Transaction) -> str:
        name = str(_found(transaction, account_id)["name"])
        new = {"password_hash": password_hash, "must_renew": must_renew}
        transaction.run("accounts/set_password", account_id=account_id, **new)
        transaction.run("accounts/delete_sessions_of", account_id=account_id)
        transaction.run("accounts/delete_failures_of", account_name=name)
        return name

    forgive_senders(store, store.write(work, deed, topic="access"))


def names_tried(store: Store, *names: str) -> list[str]:
    """The words that somebody guessing an account's password tries first: its own names and those of the units."""
    return [*names, *(str(row["name"]) for row in store.rows("activities/units"))]


def deactivate_account(store: Store, actor: Actor, account_id: str) -> None:
    """Stops an account from signing in and ends its sessions; its name stays in the records.

    Raises Refused, and BoardError for the last administrator.
    """
    require(actor, "accounts.edit")

    def work(transaction: Transaction) -> None:
        _found(transaction, account_id)
        keep_an_administrator(transaction, account_id)
        transaction.run("accounts/set_active", account_id=account_id, is_active=False)
        transaction.run("accounts/delete_sessions_of", account_id=account_id)

    store.write(work, Deed("accounts.deactivate", actor, account_id), topic="access")


def activate_account(store: Store, actor: Actor, account_id: str) -> None:
    """Lets a deactivated account sign in again. Raises Refused."""
    require(actor, "accounts.edit")

    def work(transaction: Transaction) -> None:
        _found(transaction, account_id)
        transaction.run("accounts/set_active", account_id=account_id, is_active=True)

    store.write(work, Deed("accounts.activate", actor, account_id), topic="access")


def _checked(store: Store, fields: Mapping[str, Any]) -> Row:
    name, password = spelled(fields.get("name")), str(fields.get("password") or "")
    faults = field_faults(fields)
    fault = password_fault(password, names_tried(store, name, str(fields.get("display_name") or "")))
    if fault:
        faults["password"] = fault
    if faults:
        raise Invalid(faults)
    must_renew = bool(fields.get("must_renew"))
    return account_row(name, printable(str(fields["display_name"])), password, must_renew=must_renew)


def account_row(name: str, display_name: str, password: str, *, must_renew: bool = False) -> Row:
    """The row of a new account, which may sign in from now on. must_renew: its owner didn't choose the password."""
    return {
        "account_id": f"A-{uuid4().hex[:8]}",
        "name": name,
        "display_name": display_name,
        "password_hash": hashed(password),
        "is_active": True,
        "created_at": clock.now(),
        "must_renew": must_renew,
    }


def field_faults(fields: Mapping[str, Any]) -> dict[str, str]:
    """The faults in a new account's name, display_name and roles, in words, by field."""
    return _name_fault(spelled(fields.get("name"))) | _display_fault(fields) | _roles_fault(fields)


def _name_fault(name: str) -> dict[str, str]:
    if not name:
        return {"name": "请填写登录名"}
    if len(name) > _LONGEST_NAME or not all(letter.isalnum() or letter in "._-@" for letter in name):
        return {"name": f"登录名最多 {_LONGEST_NAME} 个字，只能用汉字、字母、数字和 . _ - @"}
    return {}


def _display_fault(fields: Mapping[str, Any]) -> dict[str, str]:
    shown = printable(str(fields.get("display_name") or ""))
    if not shown:
        return {"display_name": "请填写显示的名字"}
    return {"display_name": f"显示的名字最多 {_LONGEST_NAME} 个字"} if len(shown) > _LONGEST_NAME else {}


def _roles_fault(fields: Mapping[str, Any]) -> dict[str, str]:
    given = list(fields.get("roles") or ())
    if not given:
        return {"roles": "请至少选一个角色"}
    return {} if set(given) <= set(Role) else {"roles": "没有这样的角色"}


def _roles(fields: Mapping[str, Any]) -> tuple[Role, ...]:
    return tuple(sorted({Role(role) for role in fields["roles"]}))


def insert_account(transaction: Transaction, row: Row, roles: Iterable[Role], people: Mapping[str, str]) -> str:
    """Adds an account and returns its id. Raises Invalid if its name is taken."""
    if transaction.rows("accounts/by_name", account_name=row["name"]):
        raise Invalid({"name": "这个登录名已经有人用了"})
    account_id = str(row["account_id"])
    transaction.insert("accounts/insert", [row])
    transaction.insert("accounts/insert_roles", [{"account_id": account_id, "role": str(role)} for role in roles])
    _insert_people(transaction, account_id, people)
    return account_id


def _insert_people(transaction: Transaction, account_id: str, people: Mapping[str, str]) -> None:
    rows = [{"account_id": account_id, "activity_id": key, "person_id": value} for key, value in people.items()]
    transaction.insert("accounts/insert_people", rows)


def replace_roles(transaction: Transaction, account_id: str, wanted: Collection[Role]) -> None:
    """Gives an account these roles and no others; if that changes any, its sessions end.

    Raises BoardError if no administrator would be left.
    """
    wanted = set(wanted)
    present = {Role(row["role"]) for row in transaction.rows("accounts/roles_of", account_id=account_id)}
    if present == wanted:
        return
    if Role.ADMIN not in wanted:
        keep_an_administrator(transaction, account_id)
    for role in present - wanted:
        transaction.run("accounts/delete_role", account_id=account_id, role=str(role))
    added = [{"account_id": account_id, "role": str(role)} for role in wanted - present]
    transaction.insert("accounts/insert_roles", added)
    transaction.run("accounts/delete_sessions_of", account_id=account_id)


def _replace_people(transaction: Transaction, account_id: str, wanted: Mapping[str, str]) -> None:
    rows = transaction.rows("accounts/people_of", account_id=account_id)
    present = {row["activity_id"]: row["person_id"] for row in rows}
    for activity_id, person_id in present.items():
        if wanted.get(activity_id) != person_id:
            transaction.run("accounts/delete_person", account_id=account_id, activity_id=activity_id)
    _insert_people(transaction, account_id, {key: who for key, who in wanted.items() if present.get(key) != who})


def rights(transaction: Transaction, account_id: str) -> Row:
    """The editable parts of an account: its roles, its unit, and, as marks, its display name and its people."""
    roles = sorted(row["role"] for row in transaction.rows("accounts/roles_of", account_id=account_id))
    rows = transaction.rows("accounts/people_of", account_id=account_id)
    people = {row["activity_id"]: row["person_id"] for row in sorted(rows, key=lambda row: str(row["activity_id"]))}
    found, people_text = _found(transaction, account_id), json.dumps(people, ensure_ascii=False) if people else ""
    texts = {"display_name": found["display_name"], "people": people_text}
    marks = {column: transaction.marking.mark(account_id, word) for column, word in texts.items()}
    return {**marks, "roles": roles, **({"unit_id": found["unit_id"]} if found["unit_id"] else {})}


def _found(transaction: Transaction, account_id: str) -> Row:
    rows = transaction.rows("accounts/by_id", account_id=account_id)
    if not rows:
        raise BoardError("没有这个账号", f"账号 {account_id} 不存在。", "请刷新页面后重试。")
    return rows[0]


def keep_an_administrator(transaction: Transaction, account_id: str) -> None:
    """Raises BoardError if no other active account is an administrator's."""
    roles = {row["role"] for row in transaction.rows("accounts/roles_of", account_id=account_id)}
    others = transaction.rows("accounts/other_active_admins", account_id=account_id)[0]["account_count"]
    if Role.ADMIN in roles and not others:
        raise BoardError(
            "不能没有管理员", "这是最后一个能登录的管理员账号。", "请先让另一个账号担任管理员，再改这个账号。"
        )
