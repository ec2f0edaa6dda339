"""The answer at the top of 系统管理, from the same accounts and copies as its tabs."""

from board import clock
from board.accounts import actions as accounts
from board.backup import actions as backup_actions
from board.operating.answer import admin_answer
from board.ui.parts.answer import show_answer
from board.ui.parts.visit import Visit
from board.web import keeping


def show_admin_answer(visit: Visit) -> None:
    """Shows how many people have access, how old the newest copy is, and whether the last one could be made."""
    held = backup_actions.listed(visit.store, visit.actor)
    newest_at = held[0].made_at if held else None
    known = accounts.accounts(visit.store)
    answer = admin_answer(known, newest_at, clock.today(), is_failing=bool(keeping.problems()))
    show_answer(visit, "admin", answer, is_dated=False)
