"""Accounts: who may sign in, by password or by the unit's provider (统一账号), and what is stored for them."""
