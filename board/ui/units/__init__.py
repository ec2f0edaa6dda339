"""The parts of 单位: the tree as a table, a unit's sheet, and what may happen to it."""
