"""系统管理 in one sentence: the accounts in use, and the age of the newest copy. Pure, on frames and times."""

from datetime import date, datetime

import pandas as pd

from board.access import Role
from board.answer import Answer, Part, answer

_DAY_WORDS = {0: "今天", 1: "昨天"}


def admin_answer(accounts: pd.DataFrame, newest_at: datetime | None, today: date, *, is_failing: bool) -> Answer:
    """Returns the sentence. accounts: as from `accounts.accounts`; newest_at: when the newest copy was made (None:
    there is none); is_failing: whether the last copy could not be made."""
    if is_failing:
        return answer([_accounts(accounts), "；", Part("最近一次备份没有做成", is_bad=True), "，原因见“备份”"])
    if newest_at is None:
        return answer([_accounts(accounts), "；还没有备份"])
    days = (today - newest_at.date()).days
    return answer(
        [f"{_accounts(accounts)}；最近一份备份是{_DAY_WORDS.get(days, f' {days} 天前')} {newest_at:%H:%M} 做的"]
    )


def _accounts(accounts: pd.DataFrame) -> str:
    active = accounts[accounts["is_active"].astype(bool)] if len(accounts) else accounts
    if active.empty:
        return "还没有账号"
    keepers = sum(Role.ADMIN in roles for roles in active["roles"])
    return f"在用的账号 {len(active)} 个，其中管理员 {keepers} 个"
