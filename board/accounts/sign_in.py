"""Signing in: a name and a password for a token, a token for an actor, and a wait after repeated failures."""

import hashlib
import re
import secrets
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from board import clock
from board.access import Actor, Role
from board.accounts import unlocking
from board.accounts.passwords import fits, stand_in_hash
from board.accounts.sign_in_senders import Senders
from board.activity import activities
from board.errors import Refused
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.words import ROLE

COOKIE = "chagai_session"
SESSION_LENGTH = timedelta(hours=12)
FAILURES_ALLOWED = 5
FAILURE_SPAN = timedelta(minutes=15)
# After so many wrong passwords for one name, from anywhere, each further address has a single try.
MANY_FAILURES = 20
_SENDERS: WeakKeyDictionary[Store, Senders] = WeakKeyDictionary()
_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)  # as `open_session` makes them: anything else isn't looked up


def spelled(name: object) -> str:
    """A name as it is stored and compared: full-width and half-width, capitals and small letters are the same."""
    return unicodedata.normalize("NFKC", str(name or "")).strip().casefold()


def tries_allowed(failures: Sequence[datetime], now: datetime) -> int:
    """The number of times an address may try a name within a quarter of an hour.

    It depends on the name's failures from anywhere: five, but one if many have been wrong lately.
    """
    return 1 if sum(abs(now - each) < FAILURE_SPAN for each in failures) >= MANY_FAILURES else FAILURES_ALLOWED


def begin_attempt(store: Store, name: str, now: datetime) -> None:
    """Counts an attempt under a name before it is judged, so that simultaneous attempts can't evade the wait.

    Raises Refused if this address has tried the name too often, whether or not an account has it. Other addresses may
    go on: nobody can keep an account's owner out by typing wrong passwords.
    """
    failures = _failures(store, name)
    if not _senders(store).take(name, store.origin().address, now, tries_allowed(failures, now)):
        minutes = FAILURE_SPAN // timedelta(minutes=1)
        raise Refused(
            "尝试次数过多",
            f"为了安全，这个网络地址 {minutes} 分钟内不能再用这个登录名。",
            "从别的没有输错过的网络地址，现在就能登录；也可以请管理员重设密码，"
            f"或者在运行程序的电脑上用命令 {unlocking.COMMAND} 解除。",
        )

    def work(transaction: Transaction) -> None:
        transaction.run("accounts/delete_old_failures", before=now - FAILURE_SPAN)
        transaction.insert("accounts/insert_failure", [{"name": name, "failed_at": now}])

    # The result of the attempt is recorded once it is judged.
    store.write(work, Deed("sign_in.attempt", is_kept=False), topic="access")


def _failures(store: Store, name: str) -> list[datetime]:
    return [row["failed_at"] for row in store.rows("accounts/failures", account_name=name)]


def _senders(store: Store) -> Senders:
    return _SENDERS.setdefault(store, Senders(FAILURE_SPAN))


def forgive_senders(store: Store, name: str) -> None:
    """Forgets the addresses from which a name failed, after the failures themselves."""
    _senders(store).forget_name(name)


def forgive_everybody(store: Store) -> None:
    """Deletes every failed attempt, whoever made it."""
    _senders(store).forget_all()
    forgotten = Deed("sign_in.attempt", is_kept=False)
    store.write(lambda tx: tx.run("accounts/delete_failures"), forgotten, topic="access")


def forgive_attempts(store: Store, name: str) -> None:
    """Deletes the attempts under a name, after one that succeeded."""
    _senders(store).forget_name(name)
    forgotten = Deed("sign_in.attempt", is_kept=False)
    store.write(lambda tx: tx.run("accounts/delete_failures_of", account_name=name), forgotten, topic="access")


def sign_in(store: Store, name: str, password: str, now: datetime | None = None) -> str:
    """Opens a session of twelve hours and returns its token; the store keeps only its SHA-256.

    Raises Refused: with the same words, after the same work, for an unknown name, a wrong password and a deactivated
    account; with others if this address has tried the name too often.
    """
    now, key = now or clock.now(), spelled(name)
    begin_attempt(store, key, now)
    account = _account(store, key)
    is_right = fits(account["password_hash"] if account else stand_in_hash(), password)
    if account is None or not is_right or not account["is_active"]:
        note_failure(store, key, account["account_id"] if account else "", now)
        raise Refused("登录名或密码不对", "请检查后重新输入。", "忘记密码请找管理员重设。")
    return open_session(store, account["account_id"], key, now, must_renew=bool(account["must_renew"]))


def note_failure(store: Store, name: str, account_id: str, now: datetime | None = None) -> None:
    """Records a failed attempt, and, if so, that its address must wait.

    Never records the typed name, as some type their password there, but the account that has it, "" for none. Nor every
    attempt of an address that must wait.
    """
    now = now or clock.now()
    count = _senders(store).count(name, store.origin().address, now)
    kind = "sign_in.lock" if count >= tries_allowed(_failures(store, name), now) else "sign_in.fail"
    store.note(Deed(kind, record=account_id))


def open_session(
    store: Store,
    account_id: str,
    name: str,
    now: datetime | None = None,
    *,
    by_oidc: bool = False,
    must_renew: bool = False,
) -> str:
    """Opens a session for an account that has proved itself, deletes its failures and returns the token.

    by_oidc: the unit's provider of accounts vouched for it. must_renew: the session only allows choosing a new
    password.
    """
    now, token = now or clock.now(), secrets.token_urlsafe(32)
    session = {
        "token_sha256": _digest(token),
        "account_id": account_id,
        "created_at": now,
        "expires_at": now + SESSION_LENGTH,
        "must_renew": must_renew,
    }

    def work(transaction: Transaction) -> None:
        transaction.run("accounts/delete_expired_sessions", now=now)
        transaction.run("accounts/delete_failures_of", account_name=name)
        transaction.insert("accounts/insert_session", [session])

    deed = Deed("sign_in.oidc" if by_oidc else "sign_in.enter", _holder(store, account_id))
    store.write(work, deed, topic="access")
    _senders(store).forget_name(name)
    return token


def sign_out(store: Store, token: str) -> None:
    """Ends the token's session, if there is one."""
    session = _session(store, token) if token else None
    if session:
        left = Deed("sign_in.leave", _holder(store, session["account_id"]))
        store.write(lambda tx: tx.run("accounts/delete_session", token_sha256=_digest(token)), left, topic="access")


def _holder(store: Store, account_id: str) -> Actor:
    """The account as the audit trail names it."""
    found = store.rows("accounts/by_id", account_id=account_id)
    return Actor(account_id, found[0]["display_name"] if found else "", frozenset())


def who(store: Store, token: str | None, activity_id: str | None = None, now: datetime | None = None) -> Actor | None:
    """The actor behind a token, as its person in the activity; None without a running session.

    Cached until accounts or sessions change, so that it can be asked at every rerun, request and message.
    """
    session = _session(store, token) if token else None
    if session is None or session["expires_at"] <= (now or clock.now()):
        return None
    person_id, unit_id = session["people"].get(activity_id or ""), session["unit_id"]
    return Actor(session["account_id"], session["display_name"], session["roles"], person_id, unit_id)


def must_renew(store: Store, token: str | None) -> bool:
    """Whether a session was opened with a password that its owner didn't choose, and only allows a new one."""
    session = _session(store, token) if token else None
    return session is not None and bool(session["must_renew"])


def _account(store: Store, name: str) -> Row | None:
    rows = store.rows("accounts/by_name", account_name=name)
    return rows[0] if rows else None


def _session(store: Store, token: str) -> dict[str, Any] | None:
    return _running(store).get(_digest(token)) if _TOKEN.fullmatch(token) else None


def _running(store: Store) -> dict[str, dict[str, Any]]:
    """All sessions with their rights, by the digest of their token: one cache entry, whatever tokens are made up."""
    found: dict[str, dict[str, Any]] = store.cached("sessions", partial(_read_running, store))
    return found


def _read_running(store: Store) -> dict[str, dict[str, Any]]:
    roles: defaultdict[str, set[Role]] = defaultdict(set)
    people: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in store.rows("accounts/roles"):
        roles[row["account_id"]].add(Role(row["role"]))
    for row in store.rows("accounts/people"):
        people[row["account_id"]][row["activity_id"]] = row["person_id"]
    return {
        row["token_sha256"]: {**row, "roles": frozenset(roles[row["account_id"]]), "people": people[row["account_id"]]}
        for row in store.rows("accounts/sessions")
    }


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def demo_actor(store: Store, role: Role, activity_id: str) -> Actor:
    """Returns who acts in a role in the demonstration, where nobody signs in.

    A leader is the principal, an owner the one with the most items.
    """
    return Actor(f"demo-{role}", f"示例{ROLE[role]}", frozenset({role}), _demo_person(store, role, activity_id))


def _demo_person(store: Store, role: Role, activity_id: str) -> str | None:
    if role == Role.LEADER:
        return activities.principal(store, activity_id)
    if role == Role.OWNER:
        return activities.busiest_owner(store, activity_id)
    return None
