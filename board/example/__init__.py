"""The example school (示例): `data/samples` laid out relative to a day, always half-way and with something late."""
