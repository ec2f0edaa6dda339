"""逐张录入: the draft of what is being typed, saved after every ballot, so that a lost connection loses nothing."""

import json
from typing import Any

from board import access, clock
from board.access import Actor
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed


def draft(store: Store, actor: Actor, activity_id: str) -> dict[str, Any]:
    """This person's draft, as it was saved; empty if there is none."""
    found = store.rows("entry_drafts/one", activity_id=activity_id, account_id=actor.account_id)
    return dict(json.loads(found[0]["draft"])) if found else {}


def keep(store: Store, actor: Actor, activity_id: str, typed: dict[str, Any]) -> None:
    """Saves this person's draft, replacing the earlier one; an empty draft deletes it.

    typed: plain values that JSON holds. No page shows it, so no page is redrawn. Raises Refused without `imports.run`.
    """
    access.require(actor, "imports.run")
    key = {"activity_id": activity_id, "account_id": actor.account_id}
    row = {**key, "draft": json.dumps(typed, ensure_ascii=False), "saved_at": clock.now()}

    def work(transaction: Transaction) -> None:
        transaction.run("entry_drafts/delete", **key)
        transaction.insert("entry_drafts/insert", [row] if typed else [])

    store.write(work, Deed("entry_drafts.keep", actor), topic="access")
