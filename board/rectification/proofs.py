"""Files that prove what was done (佐证材料): kept whole, in versions, identified by their SHA-256.

They belong to a record of a subject that can hold files (`Holder`): an item of the ledger, a task. The same name on the
same record again is the file's next version. Nothing is deleted: a withdrawn file stays on record.
Files are never opened or parsed, and are handed out byte for byte.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import pandas as pd

from board import clock
from board.access import Actor, require, sees_own_items_only
from board.errors import BoardError, Invalid, Refused
from board.rectification.registry import ACTIONS
from board.rectification.writing import Asked, Seq, act
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

When = datetime | None

MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 120
# Invisible characters, and those that reverse the letters after them: "fdp.exe" would read "exe.pdf".
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Put:
    """A file attached to a record (`attach`) or withdrawn (`withdraw`): by whom, which record, why, when.

    file_name; reason: for `attach` the name and version in words; seen_seq: the record's `seq` that was looked at.
    """

    actor: Actor
    activity_id: str
    record_id: str
    action: str
    file_name: str
    reason: str
    at: datetime
    seen_seq: Seq


@dataclass(frozen=True)
class Holder:
    """A subject whose records hold files: its name, the permission to attach and withdraw, and the function that writes
    to its history."""

    subject: str
    permission: str
    tell: Callable[[Transaction, Put], None]


def _tell_item(transaction: Transaction, put: Put) -> None:
    given = {"file_name": put.file_name, "reason": put.reason}
    act(transaction, Asked(put.actor, put.activity_id, put.record_id, put.action, given, put.at, put.seen_seq))


ITEMS = Holder("rectification", ACTIONS["attach"].permission, _tell_item)


def proofs(
    store: Store, activity_id: str, record_id: str, as_of: date | None = None, *, holder: Holder = ITEMS
) -> pd.DataFrame:
    """One row per version of a file of a record, the newest first, withdrawn ones included. `as_of`: as of a day.

    proof_id, version (1, 2, …), name, byte_count, sha256 (hex), added_at, actor_name (who attached it), withdrawn_at
    (NaT: not withdrawn), is_newest (of its file's versions).
    """
    held = store.read("proofs/of_record", activity_id=activity_id, subject=holder.subject, record_id=record_id)
    if as_of is None:
        return held
    end = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    then = held[held["added_at"] < end]
    withdrawn_at = then["withdrawn_at"].where(then["withdrawn_at"] < end)
    return then.assign(withdrawn_at=withdrawn_at, is_newest=~then["proof_id"].duplicated())


def attach(
    store: Store,
    actor: Actor,
    activity_id: str,
    record_id: str,
    name: str,
    data: bytes,
    *,
    holder: Holder = ITEMS,
    seen_seq: Seq = None,
    at: When = None,
) -> str:
    """Attach a file to a record as proof and return its proof_id (that of the existing file of the same name, if any).

    Raises Refused, Invalid by field (name, data), Conflict, and BoardError where the record takes no files or the
    newest version holds the same bytes.
    """
    require(actor, holder.permission)
    plain_name = _checked(name, data)
    happened_at = at or clock.now()

    def work(transaction: Transaction) -> str:
        row = {
            **_next_version(transaction, activity_id, holder.subject, record_id, plain_name),
            "byte_count": len(data),
            "sha256": sha256(data).hexdigest(),
            "added_at": happened_at,
            "actor_id": actor.account_id,
            "actor_name": actor.name,
            "withdrawn_at": None,
        }
        reason = _name_with_version(plain_name, row["version"])
        put = Put(actor, activity_id, record_id, "attach", plain_name, reason, happened_at, seen_seq)
        holder.tell(transaction, put)
        _refuse_same(transaction, row)
        transaction.insert("proofs/insert", [row])
        transaction.insert("proofs/insert_contents", [{"sha256": row["sha256"], "content": data}])
        return str(row["proof_id"])

    return store.write(work, Deed(f"{holder.subject}.attach", actor, record_id))


def withdraw(
    store: Store,
    actor: Actor,
    activity_id: str,
    record_id: str,
    proof_id: str,
    reason: str,
    *,
    holder: Holder = ITEMS,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Withdraw a file with all its versions from a record's proof, with a reason; it stays on record.

    Raises Refused, Invalid, Conflict, and BoardError where there is no such file or the record's status doesn't
    allow it.
    """
    require(actor, holder.permission)
    happened_at = at or clock.now()

    def work(transaction: Transaction) -> None:
        newest = transaction.rows("proofs/of_file", activity_id=activity_id, proof_id=proof_id)
        place = (holder.subject, record_id)
        is_there = newest and (newest[0]["subject"], newest[0]["record_id"]) == place
        if not is_there or newest[0]["withdrawn_at"] is not None:
            raise BoardError("没有这个文件", f"{record_id} 没有附着这个文件，或已经撤下。", "请刷新页面核对。")
        name = str(newest[0]["name"])
        holder.tell(transaction, Put(actor, activity_id, record_id, "withdraw", name, reason, happened_at, seen_seq))
        transaction.run("proofs/withdraw", activity_id=activity_id, proof_id=proof_id, withdrawn_at=happened_at)

    store.write(work, Deed(f"{holder.subject}.withdraw", actor, record_id))


def content(store: Store, actor: Actor, activity_id: str, proof_id: str, version: int) -> tuple[str, bytes]:
    """Returns the name and the bytes of a version of a file.

    Raises Refused for somebody who may not see the record it belongs to, and BoardError where there is no such version
    or its bytes are not those that were attached.
    """
    found = store.rows("proofs/content", activity_id=activity_id, proof_id=proof_id, version=version)
    if not found:
        require(actor, f"see.{ITEMS.subject}")
        raise BoardError("没有这个文件", "材料里没有这个编号的文件。", "请刷新页面核对。")
    file = found[0]
    require(actor, f"see.{file['subject']}")
    is_item = file["subject"] == ITEMS.subject
    if is_item and sees_own_items_only(actor) and file["owner_id"] != actor.person_id:
        raise Refused("没有权限", f"{file['record_id']} 不是您负责的事项。", "您可以下载自己负责事项的材料。")
    data = file["content"]
    if data is None or sha256(data).hexdigest() != file["sha256"]:
        raise BoardError("文件已损坏", f"“{file['name']}”和当初附上的不一样，不能下载。", "请从备份恢复，或重新附上。")
    return str(file["name"]), bytes(data)


def _checked(name: str, data: bytes) -> str:
    plain_name = _without_path(name)
    wrong = {}
    if plain_name.strip(". ") == "":
        wrong["name"] = "文件没有名字，请改好文件名再附上"
    elif len(plain_name) > MOST_CHARACTERS:
        wrong["name"] = f"文件名太长，请改到 {MOST_CHARACTERS} 个字以内"
    if not data:
        wrong["data"] = "文件是空的"
    elif len(data) > MOST_BYTES:
        wrong["data"] = f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请压缩或分开再附上"
    if wrong:
        raise Invalid(wrong)
    return plain_name


def _without_path(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in _UNSEEN)
    # Some systems send accents separately from their letters: normalise, so that the same name is the same file.
    return unicodedata.normalize("NFC", seen).strip()


def _next_version(transaction: Transaction, activity_id: str, subject: str, record_id: str, name: str) -> Row:
    place = {"activity_id": activity_id, "subject": subject, "record_id": record_id}
    versions = transaction.rows("proofs/of_record", **place)
    newest = next((row for row in versions if row["name"] == name and row["is_newest"]), None)
    key = {**place, "name": name}
    if newest is not None:
        return {**key, "proof_id": newest["proof_id"], "version": newest["version"] + 1}
    number = transaction.rows("proofs/last_number", activity_id=activity_id)[0]["number"]
    return {**key, "proof_id": f"F-{number + 1:03d}", "version": 1}


def _refuse_same(transaction: Transaction, row: Row) -> None:
    newest = transaction.rows("proofs/of_file", activity_id=row["activity_id"], proof_id=row["proof_id"])
    if newest and newest[0]["withdrawn_at"] is None and newest[0]["sha256"] == row["sha256"]:
        raise BoardError(
            "这个文件已经附过了", f"“{row['name']}”和现有的一模一样，没有再存一份。", "改过内容再附，就会存成新的一版。"
        )


def _name_with_version(name: str, version: int) -> str:
    return name if version == 1 else f"{name}（第 {version} 版）"
