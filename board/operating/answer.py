"""系统管理 in one sentence: who may come in, and how old the newest copy is. Pure, on frames and moments."""

from datetime import date, datetime

import pandas as pd

from board.access import Role
from board.answer import Answer, Part, answer

_DAY_WORDS = {0: "今天", 1: "昨天"}


def admin_answer(accounts: pd.DataFrame, newest_at: datetime | None, today: date, *, is_failing: bool) -> Answer:
    """Takes the accounts (`accounts.accounts`), when the newest copy was made (None: there is none), and whether the
    last one could not be made."""
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
