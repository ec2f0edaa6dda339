"""所管单位: on a bureau's store an account may be bound to a unit of the tree: it sees and asks that and those below."""

from collections.abc import Collection

from board.access import Role
from board.errors import Invalid
from board.store.store import Store, Transaction


def bind(transaction: Transaction, account_id: str, wanted: str | None) -> None:
    """Binds an account to a unit ('': to none; None: as it is), and ends its sessions if that is another. Raises Invalid (`unit_id`)."""
    present = str(transaction.rows("accounts/by_id", account_id=account_id)[0]["unit_id"])
    roles = [row["role"] for row in transaction.rows("accounts/roles_of", account_id=account_id)]
    if fault := unit_fault(transaction, present if wanted is None else wanted, roles):
        raise Invalid(fault)
    if wanted is not None and wanted != present:
        transaction.run("accounts/set_unit", account_id=account_id, unit_id=wanted)
        transaction.run("accounts/delete_sessions_of", account_id=account_id)


def unit_fault(reader: Store | Transaction, unit_id: str, roles: Collection[str]) -> dict[str, str]:
    """The fault, in words by field, in binding an account with these roles to a unit."""
    if unit_id and Role.ADMIN in roles:
        return {"unit_id": "管理员管全部单位，不能只管一部分"}
    return {} if not unit_id or reader.rows("units/steps", unit_id=unit_id) else {"unit_id": "没有这个单位"}
