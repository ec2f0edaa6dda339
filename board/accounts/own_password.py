"""Changing one's own password."""

from datetime import datetime

from board import clock
from board.access import Actor
from board.accounts.actions import names_tried, set_password
from board.accounts.passwords import fits, password_fault
from board.accounts.sign_in import begin_attempt, forgive_attempts, note_failure, open_session
from board.errors import BoardError, Invalid
from board.store.store import Row, Store
from board.store.trail.chain import Deed


def change_own_password(store: Store, actor: Actor, old: str, new: str, now: datetime | None = None) -> str:
    """Sets a new password for the actor's own account, ends its sessions everywhere, and returns a new session's token.

    The old password is asked for again: whoever finds an open screen must not take over the account. A wrong one counts
    as a failed sign-in, with the same wait. Raises Invalid (`old`, `new`), Refused if one must wait.
    """
    row = _standing(store, actor)
    begin_attempt(store, row["name"], now or clock.now())
    known = store.rows("accounts/by_name", account_name=row["name"])
    if not known or not fits(known[0]["password_hash"], old):
        note_failure(store, row["name"], actor.account_id, now)
        raise Invalid({"old": "原来的密码不对"})
    forgive_attempts(store, row["name"])
    fault = (
        "新密码和原来的一样"
        if new == old
        else password_fault(new, names_tried(store, row["name"], row["display_name"]))
    )
    if fault:
        raise Invalid({"new": fault})
    deed = Deed("accounts.own_password", actor, actor.account_id)
    set_password(store, actor.account_id, new, deed, must_renew=False)
    return open_session(store, actor.account_id, row["name"], now)


def _standing(store: Store, actor: Actor) -> Row:
    rows = store.rows("accounts/by_id", account_id=actor.account_id)
    if not rows:
        raise BoardError("没有这个账号", "演示里的角色没有密码。", "正式使用时，用自己的账号登录后再改。")
    return rows[0]
