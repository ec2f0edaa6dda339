"""Running an installation: its settings, commands, upgrades, privacy, and the destruction of records.

`command_line`, `install_faults` and `upgrade_swap` need the standard library only: they run
before anything is installed.
"""
