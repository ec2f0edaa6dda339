"""What goes of an account that is deleted, in one transaction: everything but the marks that tell its deeds apart."""

from board.store.store import Transaction

_OF_THE_ACCOUNT = (
    *("delete_sessions_of", "delete_roles_of", "delete_people_of"),
    *("delete_views_of", "delete_drafts_of", "delete"),
)


def forget(transaction: Transaction, account_id: str) -> None:
    """Take out of the store what says whom an account stood for, and all that was only theirs (see `store.names`)."""
    for row in transaction.rows("accounts/by_id", account_id=account_id):
        # One mark at least stays, by which what comes too late is known to be of an account that is gone.
        transaction.marking.mark(account_id, row["display_name"])
        transaction.run("accounts/delete_failures_of", account_name=row["name"])
    transaction.run("names/empty", account_id=account_id)
    transaction.run("oidc/delete_of", account_id=account_id)
    transaction.run("looks/delete_of", account_id=account_id)
    for name in _OF_THE_ACCOUNT:
        transaction.run(f"accounts/{name}", account_id=account_id)
