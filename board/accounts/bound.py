"""所管单位: on a bureau's store an account may be bound to a unit: it sees and asks that and those below."""

from collections.abc import Collection, Mapping
from typing import Any

from board.access import Role
from board.errors import Invalid
from board.store.store import Row, Store, Transaction


def unit_of(store: Store, fields: Mapping[str, Any]) -> Row:
    """The field of a new account with the unit to which it is bound, if it is. Raises Invalid (`unit_id`)."""
    unit_id = str(fields.get("unit_id") or "")
    _refuse_wrong(store, unit_id, fields["roles"])
    return {"unit_id": unit_id} if unit_id else {}


def bind(transaction: Transaction, account_id: str, wanted: str | None) -> None:
    """Binds an account to a unit ('': to none; None: as it is), and ends its sessions if that is another.

    Raises Invalid (`unit_id`).
    """
    present = str(transaction.rows("accounts/by_id", account_id=account_id)[0]["unit_id"])
    roles = [row["role"] for row in transaction.rows("accounts/roles_of", account_id=account_id)]
    _refuse_wrong(transaction, present if wanted is None else wanted, roles)
    if wanted is not None and wanted != present:
        transaction.run("accounts/set_unit", account_id=account_id, unit_id=wanted)
        transaction.run("accounts/delete_sessions_of", account_id=account_id)


def _refuse_wrong(reader: Store | Transaction, unit_id: str, roles: Collection[str]) -> None:
    if unit_id and Role.ADMIN in roles:
        raise Invalid({"unit_id": "管理员管全部单位，不能只管一部分"})
    if unit_id and not reader.rows("units/steps", unit_id=unit_id):
        raise Invalid({"unit_id": "没有这个单位"})
