"""A person's display settings: light, dark or like the device, and the size of letters."""

from dataclasses import dataclass

from board.access import Actor
from board.errors import Invalid
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

THEMES = ("light", "dark", "auto")


@dataclass(frozen=True)
class Looks:
    """Somebody's display settings; like the device, with normal letters, until they choose."""

    theme: str = "auto"
    is_large: bool = False


def looks(store: Store, account_id: str) -> Looks:
    """The settings of an account, wherever it signs in."""

    def query() -> Looks:
        return next((Looks(**row) for row in store.rows("looks/of", account_id=account_id)), Looks())

    chosen: Looks = store.cached(("looks", account_id), query)
    return chosen


def choose(store: Store, actor: Actor, chosen: Looks) -> None:
    """Saves somebody's display settings. Raises Invalid (theme)."""
    refuse_unknown(chosen)
    row = {"account_id": actor.account_id, "theme": chosen.theme, "is_large": chosen.is_large}

    def work(transaction: Transaction) -> None:
        transaction.run("looks/delete_of", account_id=actor.account_id)
        transaction.insert("looks/insert", [row])

    store.write(work, Deed("accounts.looks", actor, actor.account_id), topic="access")


def refuse_unknown(chosen: Looks) -> None:
    """Raises Invalid (theme) for an unknown theme."""
    if chosen.theme not in THEMES:
        raise Invalid({"theme": "没有这样的外观"})
