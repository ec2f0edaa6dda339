"""整改事项: the actions on rectification items, their rules, and reading the ledger.

`rules` says which actions are possible when, `steps` what each asks for and leads to, `writing` how it is stored.
"""
