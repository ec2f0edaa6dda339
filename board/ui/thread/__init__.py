"""The parts of 来龙去脉: the lists in `page`, a record's thread in `sheet`."""
