"""Deletes all of an account in one transaction, except the marks that tell its deeds from those of others."""

from board.store.store import Transaction

_OF_THE_ACCOUNT = (
    *("delete_sessions_of", "delete_roles_of", "delete_people_of"),
    *("delete_views_of", "delete_drafts_of", "delete"),
)


def forget(transaction: Transaction, account_id: str) -> None:
    """Delete whose account it was, and everything that belonged to it alone (see `store.names`)."""
    for row in transaction.rows("accounts/by_id", account_id=account_id):
        # At least one mark stays: it shows that a late write belongs to a deleted account.
        transaction.marking.mark(account_id, row["display_name"])
        transaction.run("accounts/delete_failures_of", account_name=row["name"])
    transaction.run("names/empty", account_id=account_id)
    transaction.run("oidc/delete_of", account_id=account_id)
    transaction.run("looks/delete_of", account_id=account_id)
    for name in _OF_THE_ACCOUNT:
        transaction.run(f"accounts/{name}", account_id=account_id)
