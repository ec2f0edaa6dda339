"""整改事项: the actions that move rectification items, the rules they follow, and the ledger as it is read.

`rules` says which actions are possible when, `steps` what each asks for and leads to, `writing` how it is stored.
"""
