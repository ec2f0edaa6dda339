"""注销账号: deletes the person behind an account and keeps the records.

The account's actions stay in every ledger and in 操作记录, identified by its id. Its names, sign-in name, password
hash, roles, sessions, saved views and drafts are deleted (`store.forgetting`), and the file is rewritten, so that
nothing of them is left between its rows. Text typed into a ledger is a record of the activity and stays: the person in
charge of an item is named there by the plan, not by the account. Earlier copies hold the name until they are deleted.
"""

from dataclasses import dataclass

from board import access
from board.access import Actor
from board.accounts import form_drafts
from board.accounts.actions import keep_an_administrator
from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.errors import BoardError, Invalid
from board.store.forgetting import forget
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

_PERMISSION = "accounts.edit"


@dataclass(frozen=True)
class Leaving:
    """The numbers of records that a deletion would keep or delete. name: the sign-in name, typed as confirmation."""

    name: str
    entry_count: int
    session_count: int
    view_count: int
    shared_view_count: int
    draft_count: int


def leaving(store: Store, actor: Actor, account_id: str) -> Leaving:
    """Previews the deletion of an account: what would be kept and deleted.

    Raises Refused without `accounts.edit`, BoardError for the own account and where there is none.
    """
    access.require(actor, _PERMISSION)
    if actor.account_id == account_id:
        raise BoardError("不能注销自己的账号", "您正用这个账号登录着。", "请让另一个管理员来办。")
    rows = store.rows("accounts/by_id", account_id=account_id)
    if not rows:
        raise BoardError("没有这个账号", f"账号 {account_id} 不存在。", "请刷新页面后重试。")
    return Leaving(name=rows[0]["name"], **store.rows("accounts/leaving", account_id=account_id)[0])


def delete_account(store: Store, actor: Actor, account_id: str, typed: str) -> None:
    """Delete an account for good: its holder is signed out everywhere at once, and nothing of the person is left.

    typed: the account's sign-in name. Raises Refused without `accounts.edit`, Invalid (typed) for any other name,
    BoardError for one's own account, for the last administrator's, and where the file can't be rewritten; the account
    is deleted in that last case.
    """
    found = leaving(store, actor, account_id)
    if typed.strip().casefold() != found.name:
        raise Invalid({"typed": "请照样输入这个账号的登录名"}, "还没有注销")

    def work(transaction: Transaction) -> None:
        keep_an_administrator(transaction, account_id)
        forget(transaction, account_id)

    store.write(work, Deed("accounts.delete", actor, account_id))
    form_drafts.forget_account(store, account_id)
    if store.path:
        _lay_out_anew(store, actor)


def _lay_out_anew(store: Store, actor: Actor) -> None:
    try:
        backup_restore.restore(store, backup.make(store, Reason.HAND).path, actor)
    except BoardError as error:
        raise BoardError(
            "账号已经注销，数据文件还没有重新写过",
            f"{error.title}：{error.message}被删去的内容可能还在文件的空隙里。",
            "请排除这个原因以后，在“备份”里立即备份一份，再恢复这一份。",
        ) from error
